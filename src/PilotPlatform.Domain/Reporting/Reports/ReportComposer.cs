using System.Globalization;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>Composes reports: the same from the same, to the letter.</summary>
public static class ReportComposer
{
    public static ReportDocument Compose(ReportContext context)
    {
        var (words, query) = (context.Words, context.Query);
        var title = $"report.{KeyOf(query)}";
        return new ReportDocument(
            query.Kind,
            words.Say(title, ("place", context.Located), ("other", context.Periods is [var first, ..] ? words.Of(first.Period) : ""), ("period", query.Period is { } period ? words.Of(period) : ""), ("task", query.Task ?? 0)),
            Given(query.Letterhead.Number, words.Say("documentNumber", ("year", context.Now.Day.Year))),
            Given(query.Letterhead.Addressee, words["addressee"]),
            Given(query.Letterhead.Signatory, words["signatory"]),
            words.Day(context.Now.Day),
            [
                words.Say(query.IsOfAPeriod ? "basis.period" : "basis.standing", ("position", context.Now.Position), ("day", words.Day(context.Now.Day))),
                words.Say("basis.edition", ("edition", context.Source.Edition)),
                words.Say("basis.ruleSet", ("ruleSet", context.Source.RuleSet), ("acts", context.Source.ActsPosition)),
                words.Say("basis.lampRule", ("lampRule", context.Source.LampRule)),
                words.Say("basis.calendar", ("calendar", context.Source.CalendarName)),
                words["definition"],
            ],
            [.. Sections(context)]);
    }

    /// <summary>The key of a report's words; 月报 and 季报 have their own.</summary>
    private static string KeyOf(ReportQuery query) => query switch
    {
        { Kind: ReportKind.Periodic, Period.Month: null } => "quarterly",
        { Kind: ReportKind.Periodic } => "monthly",
        _ => char.ToLower(query.Kind.ToString()[0], CultureInfo.InvariantCulture) + query.Kind.ToString()[1..],
    };

    private static string Given(string given, string otherwise) => given.Length > 0 ? given : otherwise;

    private static IEnumerable<ReportSection> Sections(ReportContext context) => context.Query.Kind switch
    {
        ReportKind.Ledger => LedgerReports.Ledger(context),
        ReportKind.ProgressTable => LedgerReports.ProgressTable(context),
        ReportKind.Periodic => PeriodicReport.Sections(context),
        ReportKind.Supervision => SupervisionReports.Supervision(context),
        ReportKind.Task => LedgerReports.Task(context),
        ReportKind.Rates => RateReports.Rates(context),
        ReportKind.Waiting => SupervisionReports.Waits(context),
        ReportKind.Trend => RateReports.Trend(context),
        ReportKind.Comparison => RateReports.Comparison(context),
        _ => LedgerReports.ProgressForm(context),
    };
}
