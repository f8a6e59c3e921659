using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using V1 = PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Reporting.Reports;

/// <summary>A request for a report, parsed.</summary>
internal sealed record ReportRequest(ProgrammeName Programme, ReportQuery Query, WantedBasis Basis, long? Position, DateOnly? Day);

/// <summary>Queries of the contract as values of the core.</summary>
internal static class ReportQueries
{
    private const int UsualPeriods = 6;

    /// <summary>Names of the kinds, as ids of reports.</summary>
    public static string IdOf(ReportKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    public static Result<ReportRequest> Parse(string name, V1.ReportQuery? query)
    {
        query ??= new V1.ReportQuery();
        if (ChildName.Parse("name", name, "reports") is { Fault: { } invalid })
            return invalid;
        var child = ChildName.Parse("name", name, "reports").Value;
        if (Enum.GetValues<ReportKind>().Where(k => IdOf(k) == child.Id).Select(k => (ReportKind?)k).FirstOrDefault() is not { } kind)
            return Fault.Missing(name);

        var city = Id("query.city", query.City, "cities", child.Parent);
        var province = Id("query.province", query.Province, "provinces", child.Parent);
        var task = query.PilotTask.Length == 0 ? (int?)null : PilotTaskName.Parse("query.pilot_task", query.PilotTask).Then<int?>(t => t.Parent == child.Parent ? t.Number : Fault.Missing(t.ToString()));
        var period = PeriodOf("query.period", query.Period);
        var other = PeriodOf("query.other_period", query.OtherPeriod);
        var day = Dates.ParseMaybe("query.basis.read_date", query.Basis?.ReadDate);
        var language = query.LanguageCode is "" or "zh" or "en" ? null : Fault.Invalid("query.language_code", $"'{query.LanguageCode}' is neither zh nor en");
        if (Faults.All([city.Fault, province.Fault, task.Fault, period.Fault, other.Fault, day.Fault, language]) is { } fault)
            return fault;

        return new ReportQuery(
            kind, city.Value, province.Value, task.Value, period.Value, other.Value, query.PeriodCount == 0 ? UsualPeriods : query.PeriodCount, query.LanguageCode == "en",
            new Letterhead(query.DocumentNumber, query.Addressee, query.Signatory)).Check().Then<ReportRequest>(parsed => new ReportRequest(
                child.Parent,
                parsed,
                new WantedBasis(Given(query.Basis?.Edition), Given(query.Basis?.RuleSet), query.Basis is { HasActsPosition: true } acts ? acts.ActsPosition : null)
                {
                    LampRule = Given(query.Basis?.LampRule),
                    Calendar = Given(query.Basis?.Calendar),
                    Words = Given(query.Basis?.Words),
                },
                query.Basis is { HasLedgerPosition: true } basis ? basis.LedgerPosition : null,
                day.Value));
    }

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    private static Result<string?> Id(string field, string name, string collection, ProgrammeName parent) => name.Length == 0
        ? (string?)null
        : ChildName.Parse(field, name, collection).Then<string?>(child => child.Parent == parent ? child.Id : Fault.Missing(name));

    private static Result<Period?> PeriodOf(string field, string text) => text.Length == 0 ? (Period?)null : Period.Parse(field, text).Then<Period?>(p => p);
}
