using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Reports;

/// <summary>The page of reports, and the files that it leads to; what one is refused for is shown on the page.</summary>
internal static class ReportRoutes
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapReports(this RouteGroupBuilder pages)
    {
        pages.MapMethods("/reports", Reads, (PlatformReader reader, ReportReader reports, PageLanguage language, CancellationToken stop) => ShowAsync(reader, reports, language, null, StatusCodes.Status200OK, stop));
        pages.MapGet("/reports/{report}/file", SendAsync);
    }

    private static async Task<IResult> SendAsync(
        string report, [AsParameters] ReportAddress asked, PlatformReader reader, ReportReader reports, ReportService.ReportServiceClient client, PageLanguage language, CancellationToken stop)
    {
        var programme = (await reader.ProgrammeAsync(stop)).Name;
        var request = asked.ToRequest(programme, report, language.IsEnglish);
        var call = client.ExportReport(request, cancellationToken: stop);
        try
        {
            var first = await ReportDownload.BeginAsync(call, stop);
            var title = (await reports.ListAsync(programme, language.IsEnglish, stop))?.FirstOrDefault(r => ResourceIds.IdOf(r.Name) == report)?.Title ?? report;
            return new ReportDownload(call, $"{title}.{request.Format.ToString().ToLowerInvariant()}", first);
        }
        catch (RpcException refused) when (refused.StatusCode != StatusCode.NotFound && StepProblems.Of(report, new Posted(asked.Values, programme, request.Name), refused) is { } problems)
        {
            call.Dispose();
            return await ShowAsync(reader, reports, language, problems, RefusedRequests.HttpOf(refused.StatusCode), stop);
        }
    }

    private static async Task<RazorComponentResult<ReportsPage>> ShowAsync(PlatformReader reader, ReportReader reports, PageLanguage language, StepProblems? problems, int status, CancellationToken stop)
    {
        var platform = await reader.PlatformAsync(stop);
        var view = new ReportsView(platform, await reports.ListAsync(platform.Programme.Name, language.IsEnglish, stop), reports.Month(), problems);
        return new RazorComponentResult<ReportsPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view }) { StatusCode = status };
    }
}
