using Microsoft.AspNetCore.Http.HttpResults;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Reports;

/// <summary>The page of reports that can be downloaded; the files themselves come from the JSON API, under plain addresses.</summary>
internal static class ReportRoutes
{
    public static void MapReports(this RouteGroupBuilder pages) => pages.MapMethods(
        "/reports",
        [HttpMethods.Get, HttpMethods.Head],
        async (PlatformReader reader, ReportReader reports, PageLanguage language, CancellationToken stop) =>
        {
            var platform = await reader.PlatformAsync(stop);
            var view = new ReportsView(platform, await reports.ListAsync(platform.Programme.Name, language.IsEnglish, stop), reports.Month());
            return new RazorComponentResult<ReportsPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view });
        });
}
