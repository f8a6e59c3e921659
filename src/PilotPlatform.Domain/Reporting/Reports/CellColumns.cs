using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>The columns of tables whose rows are cells.</summary>
internal sealed class CellColumns(ReportContext context)
{
    public Column<ReportCell> Number { get; } = new("number", ColumnType.Number, 6, c => c.Task.Number);

    public Column<ReportCell> City { get; } = new("city", ColumnType.Text, 10, c => context.CityOf(c.City));

    public Column<ReportCell> Chapter { get; } = new("chapter", ColumnType.Text, 20, c => context.ChapterOf(c.Task));

    public Column<ReportCell> Task { get; } = new("task", ColumnType.Text, 50, c => context.TextOf(c.Task));

    public Column<ReportCell> Force { get; } = new("force", ColumnType.Text, 12, c => context.ForceOf(c.Task));

    public Column<ReportCell> Reach { get; } = new("reach", ColumnType.Text, 12, c => context.Words.Of(c.Reach));

    public Column<ReportCell> LeadUnit { get; } = new("lead_unit", ColumnType.Text, 22, c => c.Commitment?.Plan.LeadUnit);

    public Column<ReportCell> CooperatingUnits { get; } = new(
        "cooperating_units", ColumnType.Text, 24, c => c.Commitment is { } commitment ? string.Join(context.Words["separator"], commitment.Plan.CooperatingUnits) : null);

    public Column<ReportCell> DueDate { get; } = new("due_date", ColumnType.Date, 13, c => c.Commitment?.Plan.DueDate);

    /// <summary>The state, with what keeps it out of every figure.</summary>
    public Column<ReportCell> State { get; } = new(
        "state", ColumnType.Text, 12, c => c switch
        {
            { Commitment: null } => context.Words["state.none"],
            { Commitment: { HasEnded: true } ended } => context.Words.Say("state.ended", ("state", context.Words.Of(ended.State))),
            { Commitment: { } joined, IsJoined: true } => context.Words.Say("state.joined", ("state", context.Words.Of(joined.State))),
            { Commitment: { } withdrawn, Reach: not ReachState.Applies } => context.Words.Say("state.withdrawn", ("state", context.Words.Of(withdrawn.State))),
            _ => context.Words.Of(c.Commitment.State),
        });

    public Column<ReportCell> Percent { get; } = new("percent", ColumnType.Percent, 8, c => c.Commitment?.Percent(context.Source.Calendar));

    public Column<ReportCell> Lamp { get; } = new("lamp", ColumnType.Text, 6, c => c.Lamp is { } reading ? context.Words.Of(reading.Lamp) : null);

    public Column<ReportCell> OverdueDays { get; } = new("overdue_days", ColumnType.Number, 8, c => c.OverdueDays);

    public Column<ReportCell> Milestones { get; } = new(
        "milestones", ColumnType.Text, 10, c => c.Commitment is { Plan.Milestones: { Length: > 0 } steps } ? $"{steps.Count(m => m.ReachedDate is not null)}/{steps.Length}" : null);

    public Column<ReportCell> LastReport { get; } = new(
        "last_report", ColumnType.Date, 13, c => c.Commitment is { Reports: { IsEmpty: false } reports } ? context.Source.Calendar.DayOf(reports.Max(r => r.ToldTime)) : (DateOnly?)null);

    public Column<ReportCell> Escalation { get; } = new(
        "escalation", ColumnType.Text, 10, c => c.Commitment?.Escalation is { } level && context.Sees(c.City.Id) ? context.Words.Of(level) : null);

    public Column<ReportCell> WaitingOn { get; } = new(
        "waiting_on", ColumnType.Text, 24, c => context.WaitsOf(c).FirstOrDefault() is { } wait ? context.Words.Say("party.with", ("party", context.Words.Of(wait.Party)), ("reason", context.Words.Of(wait.Reason))) : null);

    public Column<ReportCell> OpenProblems { get; } = new(
        "open_problems", ColumnType.Text, 40, c => c.Commitment is { } commitment && context.Sees(c.City.Id)
            ? string.Join('\n', commitment.Course.Problems.Where(p => p.IsOpen).Select(p => context.Words.Say("problem.with", ("level", context.Words.Of(p.Problem.Level)), ("problem", p.Problem.Description))))
            : null);

    /// <summary>What the report of a period says, or the latest of all.</summary>
    public Column<ReportCell> Narrative(Period? period) => new(
        "narrative", ColumnType.Text, 50, c => (period is { } wanted ? c.ReportOf(wanted) : c.Commitment?.Latest(context.Source.Calendar))?.Progress.Narrative);

    public static Column<ReportCell> PeriodPercent(Period period) => new("period_percent", ColumnType.Percent, 8, c => c.ReportOf(period)?.Progress.Percent);

    public Column<ReportCell> ReportState(Period period) => new("report_state", ColumnType.Text, 12, c => c.Commitment is null
        ? null
        : c.ReportOf(period) is { } report ? context.Words.Of(report.State) : context.Words["report.none"]);

    public Column<ReportCell> ReportDate(Period period) => new(
        "report_date", ColumnType.Date, 13, c => c.ReportOf(period) is { } report ? context.Source.Calendar.DayOf(report.CreateTime) : (DateOnly?)null);
}
