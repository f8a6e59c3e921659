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

/// <summary>Why a row is refused, for a cell or, with an empty column, as a whole.</summary>
internal sealed record RowProblem(string Column, string Cell, Fault Refusal);

/// <summary>What a row of a form asks for, and everything for which it is refused.</summary>
internal sealed record JudgedRow(FormRow Row, CommitmentName? Commitment, Action Action, ImmutableArray<RowChange> Changes, ImmutableArray<RowProblem> Problems)
{
    /// <summary>The step that it asks for, on the commitment as it stands then.</summary>
    public Func<Commitment, Result<CommitmentEvent>>? Step { get; init; }
}

/// <summary>Holds rows of a form against what stands: by the same rights and steps as any other report.</summary>
internal sealed class RowJudge(
    ProgrammeName programme, Func<ReportingPeriod> period, Caller caller, CommitmentBoard board, Func<Commitment, ImmutableArray<TaskFacts>> tasksOf, ReportWordsFile words, Moment at)
{
    private readonly string wanted = period().Name.Period.ToString();
    private readonly RowReader reader = new(words);
    private readonly Dictionary<CommitmentName, int> seen = [];

    public JudgedRow Judge(FormRow row)
    {
        var name = CommitmentName.Parse("commitment", $"{programme}/commitments/{row.Commitment}");
        if (name.Fault is { } invalid)
            return Refused(row, null, ProgressFormColumns.Commitment, invalid);
        if (caller.Demand(Right.ReportProgress, name.Value.City).Fault is { } denied)
            return Refused(row, name.Value, column: "", denied);
        if (board.Find(name.Value) is { Fault: { } missing })
            return Refused(row, name.Value, ProgressFormColumns.Commitment, missing);
        if (!seen.TryAdd(name.Value, row.Number))
            return Refused(row, name.Value, ProgressFormColumns.Commitment, Fault.Invalid("commitment", $"'{row.Commitment}' stands in row {seen[name.Value]} already"));
        return Judge(row, board.Find(name.Value).Value);
    }

    /// <summary>What a row changes, or has changed, of a commitment as it stood before it.</summary>
    public ImmutableArray<RowChange> ChangesBehind(FormRow row, Commitment before) => Changes(row, before.ReportOf(wanted));

    private JudgedRow Judge(FormRow row, Commitment commitment)
    {
        var standing = commitment.ReportOf(wanted);
        var changes = Changes(row, standing);
        var moved = reader.Moved(row, commitment, tasksOf(commitment)).ToImmutableArray();
        if ((row.IsBlank || changes.IsEmpty) && row.Strange.Count == 0 && moved.IsEmpty)
            return new JudgedRow(row, commitment.Name, Action.None, [], []);

        var returned = standing is { State: ReportState.Returned } ? standing : null;
        var (progress, unreadable) = reader.Read(row, wanted, returned?.Progress);
        Result<CommitmentEvent> Step(Commitment now, Progress said, string etag) => returned is null
            ? now.Report(said, etag, period(), at)
            : now.SupplementReport(etag, returned.Name.Serial, said);
        ImmutableArray<RowProblem> problems = [.. Misdated(row), .. moved, .. Barred(row, (said, etag) => Step(commitment, said, etag)), .. unreadable];
        return new JudgedRow(row, commitment.Name, returned is null ? Action.Report : Action.Supplement, changes, problems)
        {
            Step = problems.IsEmpty && progress is { } read ? now => Step(now, read, row.Etag) : null,
        };
    }

    /// <summary>A form says of each row for which period it was given out.</summary>
    private IEnumerable<RowProblem> Misdated(FormRow row) => row[ProgressFormColumns.Period] is var given && given == wanted
        ? []
        : [RowReader.At(row, ProgressFormColumns.Period, Fault.Invalid("period", $"the row was given out for '{given}', and is handed back for '{wanted}'"))];

    /// <summary>What stands against the step whatever the row says: a change of somebody else, and besides it a state, a window, a basis.</summary>
    private IEnumerable<RowProblem> Barred(FormRow row, Func<Progress, string, Result<CommitmentEvent>> step)
    {
        var blank = new Progress(wanted, "-", 0, [], []);
        if (row.Etag.Length == 0)
            yield return RowReader.At(row, ProgressFormColumns.Etag, Fault.Invalid("etag", "must stand in the row as it was given out"));
        else if (step(blank, row.Etag).Fault is { Kind: FaultKind.Stale } stale)
            yield return RowReader.At(row, ProgressFormColumns.Etag, stale);
        if (step(blank, "").Fault is { } barred)
            yield return RowReader.At(row, column: "", barred);
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
                new RowChange(ProgressFormColumns.ProblemLevel, problem is null ? "" : reader.WordOf(problem.Level, row.Level), row.Level),
            }.Where(c => c.Old != c.New),
        ];
    }

    private static JudgedRow Refused(FormRow row, CommitmentName? name, string column, Fault fault) =>
        new(row, name, Action.Unspecified, [], [RowReader.At(row, column, fault)]);
}
