using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using Action = PilotPlatform.Contracts.Reporting.V1.FillProgressReportsResponse.Types.Row.Types.Action;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>A value that a row changes.</summary>
internal sealed record RowChange(string Column, string Old, string New);

/// <summary>What a row of a form asks for, and why it is refused if it is.</summary>
internal sealed record JudgedRow(FormRow Row, CommitmentName? Commitment, Action Action, ImmutableArray<RowChange> Changes, Fault? Refusal)
{
    /// <summary>The step that it asks for, on the commitment as it stands then.</summary>
    public Func<Commitment, Result<CommitmentEvent>>? Step { get; init; }
}

/// <summary>Holds rows of a form against what stands: by the same rights and steps as any other report.</summary>
internal sealed class RowJudge(ProgrammeName programme, Func<ReportingPeriod> period, Caller caller, CommitmentBoard board, ReportWordsFile words, Moment at)
{
    private readonly string wanted = period().Name.Period.ToString();
    private readonly HashSet<CommitmentName> seen = [];

    public JudgedRow Judge(FormRow row)
    {
        var name = CommitmentName.Parse("commitment", $"{programme}/commitments/{row.Commitment}");
        if (name.Fault is { } invalid)
            return Refused(row, null, invalid);
        if (!seen.Add(name.Value))
            return Refused(row, name.Value, Fault.Invalid("commitment", $"'{row.Commitment}' stands in a row above already"));
        if (caller.Demand(Right.ReportProgress, name.Value.City).Fault is { } denied)
            return Refused(row, name.Value, denied);
        var found = board.Find(name.Value);
        return found.Fault is { } missing ? Refused(row, name.Value, missing) : Judge(row, found.Value);
    }

    private JudgedRow Judge(FormRow row, Commitment commitment)
    {
        var standing = commitment.Reports.FindLast(r => r.Progress.Period == wanted);
        var changes = Changes(row, standing);
        if (row.IsBlank || changes.IsEmpty)
            return new JudgedRow(row, commitment.Name, Action.None, [], Refusal: null);

        var action = standing is { State: ReportState.Returned } ? Action.Supplement : Action.Report;
        var progress = ProgressOf(row, standing is { State: ReportState.Returned } returned ? returned.Progress : null);
        Result<CommitmentEvent> Step(Commitment now) => progress.Then(p => action == Action.Supplement
            ? now.SupplementReport(row.Etag, standing!.Name.Serial, p, period())
            : now.Report(p, row.Etag, period(), at));
        return new JudgedRow(row, commitment.Name, action, changes, row.Etag.Length == 0 ? Fault.Invalid("etag", "must stand in the row as it was given out") : Step(commitment).Fault) { Step = Step };
    }

    private ImmutableArray<RowChange> Changes(FormRow row, ProgressReport? standing)
    {
        var problem = standing?.Progress.Problems is [var first, ..] ? first : null;
        return
        [
            .. new[]
            {
                new RowChange(ProgressFormColumns.Percent, standing?.Progress.Percent.ToString(CultureInfo.InvariantCulture) ?? "", row.Percent),
                new RowChange(ProgressFormColumns.Narrative, standing?.Progress.Narrative.ReplaceLineEndings("\n").Trim() ?? "", row.Narrative),
                new RowChange(ProgressFormColumns.Problem, problem?.Description.ReplaceLineEndings("\n").Trim() ?? "", row.Problem),
                new RowChange(ProgressFormColumns.ProblemLevel, problem is null ? "" : WordOf(problem.Level, row.Level), row.Level),
            }.Where(c => c.Old != c.New),
        ];
    }

    /// <summary>What the row says; an answer to a return keeps what the form has no place for.</summary>
    private Result<Progress> ProgressOf(FormRow row, Progress? answered)
    {
        if (!int.TryParse(row.Percent.TrimEnd('%', '％', ' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent))
            return Fault.Invalid("progress_report.progress_percent", row.Percent.Length == 0 ? "must be given" : $"'{row.Percent}' is not a whole number of percent");
        ImmutableArray<Problem> problems = answered?.Problems.Skip(1).ToImmutableArray() ?? [];
        if (row.Problem.Length > 0)
        {
            if (LevelOf(row.Level) is not { } level)
                return Fault.Invalid("progress_report.problems[0].level", $"'{row.Level}' is none of {string.Join(", ", Enum.GetValues<ProblemLevel>().Select(l => words.Chinese.Of(l)))}");
            problems = problems.Insert(0, new Problem(row.Problem, level));
        }

        return new Progress(wanted, row.Narrative, percent, problems, answered?.Evidence ?? []);
    }

    private ProblemLevel? LevelOf(string word) =>
        Enum.GetValues<ProblemLevel>().Where(level => words.Chinese.Of(level) == word || words.English.Of(level) == word).Select(level => (ProblemLevel?)level).FirstOrDefault();

    /// <summary>A level in the language that the form speaks.</summary>
    private string WordOf(ProblemLevel level, string spoken) => words.English.Of(level) == spoken ? spoken : words.Chinese.Of(level);

    private static JudgedRow Refused(FormRow row, CommitmentName? name, Fault fault) => new(row, name, Action.Unspecified, [], fault);
}
