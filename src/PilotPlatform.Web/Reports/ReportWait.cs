using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using PilotPlatform.Web.Working;

namespace PilotPlatform.Web.Reports;

/// <summary>The page on which one waits for a report.</summary>
/// <param name="Frame">What pages are made from now.</param>
/// <param name="Title">What the report is called.</param>
public sealed record ReportWaitView(PageFrame Frame, string Title);

/// <summary>How far a report is.</summary>
/// <param name="Waited">For how long it has been made.</param>
/// <param name="Progress">What has been read for it; null if nothing has to be.</param>
/// <param name="IsOver">Whether it is made, or will not be.</param>
/// <param name="File">Address of the file; null unless it is made.</param>
/// <param name="Problems">What it is refused for; null for nothing.</param>
public sealed record ReportWaitSign(TimeSpan Waited, ExportProgress? Progress, bool IsOver, string? File, StepProblems? Problems);

/// <summary>Tells how far a report is, until it is made. The file is asked for again then: the service has kept what it was made of.</summary>
internal static class ReportWait
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <param name="making">The report that is being made.</param>
    /// <param name="file">Where it can be fetched when it is.</param>
    /// <param name="problemsOf">What a refusal says of the form.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async IAsyncEnumerable<ParameterView> SignsAsync(
        ReportMaking making, string file, Func<RpcException, StepProblems?> problemsOf, TimeProvider time, [EnumeratorCancellation] CancellationToken stop)
    {
        using var made = making;
        var since = time.GetTimestamp();
        do
            yield return Sign(new ReportWaitSign(time.GetElapsedTime(since), made.Progress, IsOver: false, null, null));
        while (!await made.IsOverWithinAsync(Beat, time, stop));
        var refused = await RefusalAsync(made);
        yield return Sign(new ReportWaitSign(time.GetElapsedTime(since), made.Progress, IsOver: true, refused is null ? file : null, refused is null ? null : problemsOf(refused)));
    }

    private static ParameterView Sign(ReportWaitSign sign) => WorkingPage.Sign(nameof(ReportWaitState.Sign), sign);

    private static async Task<RpcException?> RefusalAsync(ReportMaking making)
    {
        try
        {
            await making.First;
            return null;
        }
        catch (RpcException refused)
        {
            return refused;
        }
    }
}
