namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>Reports that show commitments row by row: 台账, 落实推进情况表, 填报表, and one task in all cities.</summary>
internal static class LedgerReports
{
    public static IEnumerable<ReportSection> Ledger(ReportContext context)
    {
        var of = new CellColumns(context);
        yield return new(context.Words["section.ledger"], [.. context.Summary()], context.Words.Table(
            "ledger", context.Committed,
            of.Number, of.City, of.Chapter, of.Task, of.Force, of.LeadUnit, of.CooperatingUnits, of.DueDate, of.State, of.Percent, of.Lamp, of.OverdueDays, of.Milestones,
            of.LastReport, of.WaitingOn, of.OpenProblems));
    }

    public static IEnumerable<ReportSection> ProgressTable(ReportContext context)
    {
        var (of, period) = (new CellColumns(context), context.Query.Period!.Value);
        var cells = context.Cells.Where(c => c.Reach == Scope.ReachState.Applies && c.Commitment is null).Concat(context.Committed).OrderBy(c => c.Task.Number).ToArray();
        var reported = context.Counted.Count(c => c.ReportOf(period) is not null);
        yield return new(
            context.Words["section.progress"],
            [.. context.Summary(), context.Words.Say("progress.lead", ("period", context.Words.Of(period)), ("reported", reported), ("committed", context.Counted.Count()))],
            context.Words.Table(
                "progress", cells,
                of.Number, of.Task, of.LeadUnit, of.DueDate, of.State, of.Lamp, CellColumns.PeriodPercent(period), of.Narrative(period), of.ReportState(period), of.ReportDate(period), of.OpenProblems));
    }

    public static IEnumerable<ReportSection> Task(ReportContext context)
    {
        var of = new CellColumns(context);
        var task = context.Source.Facts.Tasks.First(t => t.Number == context.Query.Task);
        yield return new(
            context.Words["section.task"],
            [
                context.TextOf(task),
                context.Words.Say("task.lead", ("chapter", context.ChapterOf(task)), ("force", context.ForceOf(task))),
                .. context.Summary(),
            ],
            context.Words.Table(
                "task", context.Cells,
                of.City, of.Reach, of.LeadUnit, of.DueDate, of.State, of.Percent, of.Lamp, of.OverdueDays, of.LastReport, of.Narrative(null), of.WaitingOn));
    }

    /// <summary>What can be reported on in a city: a row for each commitment that takes reports, and places for what is to be filled in.</summary>
    public static IEnumerable<ReportSection> ProgressForm(ReportContext context)
    {
        var (of, period) = (new CellColumns(context), context.Query.Period!.Value);
        var before = period.Before(1);
        var rows = context.Committed.Where(c => (c.Commitment!.State.Admits(WorkflowStep.ReportProgress) && c.Commitment.IsFounded)
            || (c.Commitment.State.Admits(WorkflowStep.SupplementReport) && c.ReportOf(period) is { State: ReportState.Returned }));
        yield return new(context.Words["section.form"], [context.Words["form.lead"]], context.Words.Table(
            "form", rows,
            new(ProgressFormColumns.Commitment, ColumnType.Text, 14, c => c.Commitment!.Name.Id),
            new(ProgressFormColumns.Etag, ColumnType.Text, 8, c => c.Commitment!.Etag),
            new(ProgressFormColumns.Period, ColumnType.Text, 8, _ => period.ToString()),
            of.Number, of.Task, of.LeadUnit, of.DueDate,
            new("state", ColumnType.Text, 12, c => context.Words.StateOf(c.Commitment!)),
            new("before_percent", ColumnType.Percent, 8, c => c.ReportOf(before)?.Progress.Percent),
            of.ReportState(period),
            new(ProgressFormColumns.Percent, ColumnType.Percent, 8, c => c.ReportOf(period)?.Progress.Percent),
            new(ProgressFormColumns.Narrative, ColumnType.Text, 60, c => c.ReportOf(period)?.Progress.Narrative),
            new(ProgressFormColumns.Problem, ColumnType.Text, 40, c => c.ReportOf(period)?.Progress.Problems is [var first, ..] ? first.Description : null),
            new(ProgressFormColumns.ProblemLevel, ColumnType.Text, 10, c => c.ReportOf(period)?.Progress.Problems is [var first, ..] ? context.Words.Of(first.Level) : null)));
    }
}
