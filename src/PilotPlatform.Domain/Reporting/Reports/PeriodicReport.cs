namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>月报, 季报: where things stand, what happened in the period, what is late, and what holds it up.</summary>
internal static class PeriodicReport
{
    public static IEnumerable<ReportSection> Sections(ReportContext context)
    {
        var (of, words, period) = (new CellColumns(context), context.Words, context.Query.Period!.Value);
        var before = ReportCells.Of(context.Source, context.Query, context.Periods[0].Standing, context.Sees);
        yield return context.FigureSection("city", context.ByCity(context.Cells), isDrawn: true) with
        {
            Heading = words["section.overall"],
            Paragraphs = [.. context.Summary(), Change(context, before), words["definition"]],
        };
        foreach (var section in context.Breakdown())
            yield return section;

        var already = before.Where(IsImplemented).Select(c => (c.Task.Number, c.City.Id)).ToHashSet();
        var implemented = context.Counted.Where(c => IsImplementedIn(context, c, period) && !already.Contains((c.Task.Number, c.City.Id))).ToArray();
        var reported = context.Counted.Count(c => c.ReportOf(period) is not null);
        yield return new(
            words["section.implemented"],
            [words.Say("period.lead", ("period", words.Of(period)), ("implemented", implemented.Length), ("reported", reported), ("committed", context.Counted.Count()))],
            Maybe(words.Table("implemented", implemented, of.Number, of.City, of.Task, of.LeadUnit, of.State)));

        var lit = context.Listed.Where(c => c.IsOverdue || c.Lamp?.Lamp is Lamp.Red or Lamp.Yellow).ToArray();
        yield return new(
            words["section.lit"], [words.Say("lit.lead", ("count", lit.Length))],
            Maybe(words.Table("lit", lit, of.Number, of.City, of.Task, of.LeadUnit, of.DueDate, of.Percent, of.Lamp, of.OverdueDays)));
        if (SupervisionReports.Problems(context) is { } problems)
            yield return problems;
    }

    private static ReportTable? Maybe(ReportTable table) => table.Rows.IsEmpty ? null : table;

    private static string Change(ReportContext context, IEnumerable<ReportCell> before)
    {
        var (then, now) = (before.Totals(), context.Cells.Totals());
        return context.Words.Say(
            "change", ("period", context.Words.Of(context.Periods[0].Period)), ("before", context.Words.Rate(then.RateBasisPoints)),
            ("rate", context.Words.Rate(now.RateBasisPoints)), ("more", now.Implemented - then.Implemented));
    }

    private static bool IsImplemented(ReportCell cell) => cell.Commitment is { State: CommitmentState.Implemented or CommitmentState.StruckOff };

    /// <summary>Whether it was confirmed in a period: striking off comes later, and implements nothing.</summary>
    private static bool IsImplementedIn(ReportContext context, ReportCell cell, Period period) => IsImplemented(cell)
        && period.Contains(context.Source.Calendar.DayOf(cell.Commitment!.Course.Closure?.AnswerTime ?? cell.Commitment.StateTime));
}
