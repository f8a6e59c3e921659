using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;
using PilotPlatform.Web.Working;

namespace PilotPlatform.Web.Reports;

/// <summary>The page of reports, and the files that it leads to; what one is refused for is shown on the page.</summary>
internal static class ReportRoutes
{
    private static readonly LongWorkWords Words = new("ReportMaking", "HistoriesRead", "ReportMade", "Download");

    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapReports(this RouteGroupBuilder pages)
    {
        pages.MapMethods("/reports", Reads, (PlatformReader reader, ReportReader reports, PageLanguage language, CancellationToken stop) => ShowAsync(reader, reports, language, null, StatusCodes.Status200OK, stop));
        pages.MapGet("/reports/{report}/file", SendAsync);
    }

    private static async Task<IResult> SendAsync(
        string report, [AsParameters] ReportAddress asked, HttpContext context, PlatformReader reader, ReportReader reports, CommandClients clients, IOptions<WorkingOptions> working, IStringLocalizer<Strings> words, TimeProvider time, PageLanguage language, CancellationToken stop)
    {
        var programme = await reader.ProgrammeAsync(stop);
        var request = asked.ToRequest(programme.Name, report, language.IsEnglish);
        var making = new ReportMaking(clients.Reports.ExportReport(request, cancellationToken: stop), stop);
        try
        {
            if (string.IsNullOrEmpty(asked.Made) && !await making.First.IsOverWithinAsync(working.Value.Patience, time, stop))
            {
                var view = new LongWorkView(await reader.FrameAsync(programme, stop), words["ReportBeingMade", await TitleAsync()], "ReportBeingMadeLead", "Reports", ("Reports", "/reports"));
                var file = language.To($"/reports/{report}/file{(await MadeAsync(asked, programme.Name, clients, time, stop)).Query}");
                return WorkbenchRoutes.Personal(context, new WorkingPage<LongWorkState>(WorkbenchRoutes.Show<LongWorkPage>(view), WaitAsync(making, file, ProblemsOf, time, stop)));
            }

            await making.First;
            return new ReportDownload(making, asked.FileName(await TitleAsync(), request.Format), asked.FileName(report, request.Format));
        }
        catch (Exception failed)
        {
            making.Dispose();
            if (failed is RpcException refused && refused.StatusCode != StatusCode.NotFound && ProblemsOf(refused) is { } problems)
                return await ShowAsync(reader, reports, language, problems, RefusedRequests.HttpOf(refused.StatusCode), stop);
            throw;
        }

        StepProblems? ProblemsOf(RpcException refused) => StepProblems.Of(report, new Posted(asked.Values, programme.Name, request.Name), refused);

        async Task<string> TitleAsync() => (await reports.ListAsync(programme.Name, language.IsEnglish, stop))?.FirstOrDefault(r => ResourceIds.IdOf(r.Name) == report)?.Title ?? report;
    }

    /// <summary>Tells how far a report is, until it is made. The file is asked for again then: the service has kept what it was made of.</summary>
    private static async IAsyncEnumerable<ParameterView> WaitAsync(
        ReportMaking making, string file, Func<RpcException, StepProblems?> problemsOf, TimeProvider time, [EnumeratorCancellation] CancellationToken stop)
    {
        using var made = making;
        await foreach (var sign in LongWork.SignsAsync(FileAsync(), Words, () => made.Progress is { } read ? (read.ReadCount, read.TotalCount) : null, problemsOf, time, stop))
            yield return sign;

        async Task<string> FileAsync()
        {
            await made.First;
            return file;
        }
    }

    /// <summary>The report that has been made. One as of now has an address that means the same later: the service has kept it, whatever is recorded meanwhile.</summary>
    private static async Task<ReportAddress> MadeAsync(ReportAddress asked, string programme, CommandClients clients, TimeProvider time, CancellationToken stop)
    {
        var made = asked with { Made = "1" };
        if (!made.IsOfNow(time.GetUtcNow().DayInShanghai()))
            return made;
        var now = await clients.Overview.GetOverviewAsync(new() { Name = $"{programme}/overview" }, cancellationToken: stop);
        return made.At(now.LedgerPosition, now.ReadDate);
    }

    private static async Task<RazorComponentResult<ReportsPage>> ShowAsync(PlatformReader reader, ReportReader reports, PageLanguage language, StepProblems? problems, int status, CancellationToken stop)
    {
        var platform = await reader.PlatformAsync(stop);
        var view = new ReportsView(platform, await reports.ListAsync(platform.Programme.Name, language.IsEnglish, stop), reports.Month(), problems);
        return new RazorComponentResult<ReportsPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view }) { StatusCode = status };
    }
}
