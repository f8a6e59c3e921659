using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;
using Query = PilotPlatform.Domain.Reporting.Reports.ReportQuery;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Reports as they stand in the list of those that can be made.</summary>
internal static class ReportListing
{
    public static Report ToListed(this ReportKind kind, ProgrammeName programme, ReportWords words) => new()
    {
        Name = $"{programme}/reports/{ReportQueries.IdOf(kind)}",
        Kind = (Report.Types.Kind)((int)kind + 1),
        Title = words[$"kind.{char.ToLowerInvariant(kind.ToString()[0])}{kind.ToString()[1..]}"],
        Formats = { Enum.GetValues<Report.Types.Format>().Where(f => ReportFile.Of(kind, f).IsOk) },
        RequiredFields = { Query.RequiredBy(kind) },
        Internal = Query.IsInternalKind(kind),
    };
}
