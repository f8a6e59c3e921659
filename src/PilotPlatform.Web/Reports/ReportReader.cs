using System.Globalization;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Reports;

/// <summary>What the page of reports shows.</summary>
/// <param name="Platform">The programme.</param>
/// <param name="Reports">The reports that can be made; null while reporting cannot be asked.</param>
/// <param name="Month">The month that is proposed.</param>
/// <param name="Problems">What a report was refused for, by the report's id; null for nothing.</param>
public sealed record ReportsView(Platform Platform, IReadOnlyList<Report>? Reports, string Month, StepProblems? Problems);

/// <summary>Reads which reports can be made.</summary>
public sealed class ReportReader(ReportService.ReportServiceClient reports, TimeProvider time)
{
    private const int WholeList = 1000;

    public async Task<IReadOnlyList<Report>?> ListAsync(string programme, bool english, CancellationToken stop)
    {
        try
        {
            var request = new ListReportsRequest { Parent = programme, PageSize = WholeList, LanguageCode = english ? "en" : "zh" };
            return (await reports.ListReportsAsync(request, cancellationToken: stop)).Reports;
        }
        catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return null;
        }
    }

    public string Month() => time.GetUtcNow().DayInShanghai().ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
