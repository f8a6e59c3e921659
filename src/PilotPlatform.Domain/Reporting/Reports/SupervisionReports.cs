namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>督查专报, and who is waited for: for those who work on the commitments.</summary>
internal static class SupervisionReports
{
    private sealed record Row(ReportCell Cell, Wait Wait)
    {
        public int? OverdueDays => Wait.IsOverdueOn(Cell.Day) ? Cell.Day.DayNumber - Wait.Until!.Value.DayNumber : null;
    }

    public static IEnumerable<ReportSection> Supervision(ReportContext context)
    {
        var (of, words) = (new CellColumns(context), context.Words);
        var escalated = context.Committed.Where(c => c.Commitment!.Escalation is not null).ToArray();
        yield return context.FigureSection("city", context.ByCity(context.Cells), isDrawn: true) with
        {
            Heading = words["section.overall"],
            Paragraphs = [.. context.Summary(), words["definition"]],
        };

        var overdue = context.Listed.Where(c => c.IsOverdue).OrderByDescending(c => c.OverdueDays).ToArray();
        yield return Section("overdue", overdue, of.Number, of.City, of.Task, of.LeadUnit, of.DueDate, of.OverdueDays, of.Percent, of.WaitingOn);
        var red = context.Listed.Where(c => c.Lamp?.Lamp == Lamp.Red && !c.IsOverdue).ToArray();
        yield return Section("red", red, of.Number, of.City, of.Task, of.LeadUnit, of.DueDate, of.Percent, of.LastReport, of.WaitingOn);
        yield return Section("escalated", escalated, of.Number, of.City, of.Task, of.LeadUnit, of.Escalation, of.DueDate, of.WaitingOn);
        yield return Late(context);
        if (Problems(context) is { } problems)
            yield return problems;

        ReportSection Section(string key, ReportCell[] cells, params Column<ReportCell>[] columns) => new(
            words[$"section.{key}"], [words.Say($"{key}.lead", ("count", cells.Length))], cells.Length == 0 ? null : words.Table(key, cells, columns));
    }

    public static IEnumerable<ReportSection> Waits(ReportContext context)
    {
        var words = context.Words;
        var rows = Rows(context).ToArray();
        yield return new(words["section.parties"], [words.Say("waiting.lead", ("count", rows.Length), ("late", rows.Count(r => r.OverdueDays is not null)))], words.Table(
            "parties", rows.GroupBy(r => r.Wait.Party).OrderBy(g => g.Key),
            new("party", ColumnType.Text, 14, g => words.Of(g.Key)),
            new("waits", ColumnType.Number, 8, g => g.Count()),
            new("late", ColumnType.Number, 8, g => g.Count(r => r.OverdueDays is not null)),
            new("longest", ColumnType.Number, 12, g => g.Max(r => r.OverdueDays))));
        yield return new(words["section.waits"], [], Table(context, "waits", rows));
    }

    /// <summary>Problems that wait for an answer; null where nothing of them is shown to the reader.</summary>
    public static ReportSection? Problems(ReportContext context)
    {
        var (of, words) = (new CellColumns(context), context.Words);
        var seen = context.Committed.Where(c => context.Sees(c.City.Id)).ToArray();
        if (seen.Length == 0)
            return null;
        var open = seen.SelectMany(c => c.Commitment!.Course.Problems.Where(p => p.IsOpen).Select(p => (Cell: c, Problem: p))).ToArray();
        return new(words["section.problems"], [words.Say("problems.lead", ("count", open.Length))], open.Length == 0 ? null : words.Table(
            "problems", open,
            new("number", ColumnType.Number, 6, r => r.Cell.Task.Number),
            new("city", ColumnType.Text, 10, r => of.City.Read(r.Cell)),
            new("problem", ColumnType.Text, 50, r => r.Problem.Problem.Description),
            new("problem_level", ColumnType.Text, 10, r => words.Of(r.Problem.Problem.Level)),
            new("since", ColumnType.Date, 13, r => context.Source.Calendar.DayOf(r.Problem.RaiseTime))));
    }

    private static ReportSection Late(ReportContext context)
    {
        var late = Rows(context).Where(r => r.OverdueDays is not null).ToArray();
        return new(
            context.Words["section.late"], [context.Words.Say("late.lead", ("count", late.Length))], late.Length == 0 ? null : Table(context, "late", late));
    }

    private static IEnumerable<Row> Rows(ReportContext context) => context.Committed
        .SelectMany(cell => context.WaitsOf(cell).Select(wait => new Row(cell, wait)))
        .OrderByDescending(r => r.OverdueDays ?? -1).ThenBy(r => r.Cell.Task.Number).ThenBy(r => r.Cell.City.Id, StringComparer.Ordinal).ThenBy(r => r.Wait.Reason);

    private static ReportTable Table(ReportContext context, string key, IEnumerable<Row> rows) => context.Words.Table(
        key, rows,
        new("number", ColumnType.Number, 6, r => r.Cell.Task.Number),
        new("city", ColumnType.Text, 10, r => context.CityOf(r.Cell.City)),
        new("lead_unit", ColumnType.Text, 22, r => r.Cell.Commitment!.Plan.LeadUnit),
        new("party", ColumnType.Text, 14, r => context.Words.Of(r.Wait.Party)),
        new("reason", ColumnType.Text, 16, r => r.Wait.Period is { } period ? $"{context.Words.Of(r.Wait.Reason)} {period}" : context.Words.Of(r.Wait.Reason)),
        new("since", ColumnType.Date, 13, r => context.Source.Calendar.DayOf(r.Wait.Since)),
        new("until", ColumnType.Date, 13, r => r.Wait.Until),
        new("overdue_days", ColumnType.Number, 8, r => r.OverdueDays));
}
