using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Makes the overview of a programme, and gives it again until the ledger, the scope or the day has moved.</summary>
internal sealed class OverviewKeeper(CommitmentBoard board, ReportingLedger ledger, ReachKeeper reach, Bearings bearings, IOptions<ReportingOptions> options)
{
    private readonly OverviewFile words = OverviewFile.Load(options.Value.Overview);
    private Kept? last;

    /// <exception cref="FaultException">The scope has not been read yet, or the programme is not the one that is served.</exception>
    public Overview Of(ProgrammeName programme)
    {
        var (picture, at, position) = (reach.Current, bearings.Now, ledger.Position);
        if (picture.Programme != programme.ToString())
            throw new FaultException(Fault.Missing($"{programme}/overview"));
        if (Volatile.Read(ref last) is { } kept && kept.Position == position && kept.Day == at.Today && ReferenceEquals(kept.Picture, picture))
            return kept.Overview;

        var (shown, commitments) = board.AtOnce(programme);
        var made = Make(programme, picture, shown, commitments, at);
        Volatile.Write(ref last, new Kept(shown, at.Today, picture, made));
        return made;
    }

    private Overview Make(ProgrammeName programme, ReachPicture picture, long position, IReadOnlyList<Core.Commitment> commitments, Core.Moment at)
    {
        var standing = commitments.Where(c => picture.TaskOf(c) is not null).GroupBy(c => (picture.TaskOf(c)!.Value, c.Name.City)).ToDictionary(g => g.Key, g => g.MinBy(c => c.IsOver)!);
        var cells = (from task in picture.States.Keys.Order()
                     from city in picture.Cities
                     select (Task: task, City: city, Cell: CellOf(picture.Of(task, city), standing.GetValueOrDefault((task, city)), at))).ToArray();
        return new Overview
        {
            Name = $"{programme}/overview",
            Total = Figures(cells.Select(c => c.Cell)),
            Cities = { picture.Cities.Select(city => Row(programme.City(city), cells.Where(c => c.City == city).Select(c => c.Cell))) },
            Chapters = { cells.GroupBy(c => picture.Chapters[c.Task]).OrderBy(g => g.Key).Select(g => Row(programme.Chapter(g.Key), g.Select(c => c.Cell))) },
            ChineseDefinition = words.Definition.Chinese,
            EnglishDefinition = words.Definition.English,
            Edition = picture.Edition,
            RuleSet = picture.RuleSet,
            ActsPosition = picture.ActsPosition,
            LampRule = bearings.Lamps.Name,
            LedgerPosition = position,
            ReadDate = at.Today.ToProto(),
        };
    }

    private Core.OverviewCell CellOf(Domain.Scope.ReachState state, Core.Commitment? commitment, Core.Moment at) => new(
        state,
        commitment?.State,
        commitment is null ? null : bearings.Read(commitment, at)?.Lamp,
        commitment is { State: not (Core.CommitmentState.Implemented or Core.CommitmentState.StruckOff or Core.CommitmentState.Merged or Core.CommitmentState.Ongoing) }
            && commitment.Plan.DueDate < at.Today);

    private static Overview.Types.Row Row(string subject, IEnumerable<Core.OverviewCell> cells) => new() { Subject = subject, Figures = Figures(cells) };

    private static Overview.Types.Figures Figures(IEnumerable<Core.OverviewCell> cells)
    {
        var totals = Core.OverviewTotals.Of(cells);
        var message = new Overview.Types.Figures
        {
            ApplyingCount = totals.Applying,
            UndeterminedCount = totals.Undetermined,
            CommittedCount = totals.Committed,
            ImplementedCount = totals.Implemented,
            OverdueCount = totals.Overdue,
            States = { totals.ByState.Select((count, i) => new Overview.Types.StateCount { State = (Commitment.Types.State)(i + 1), CommitmentCount = count }).Where(c => c.CommitmentCount > 0) },
            Lamps = { totals.ByLamp.Select((count, i) => new Overview.Types.LampCount { Lamp = (Commitment.Types.Lamp)(i + 1), CommitmentCount = count }).Where(c => c.CommitmentCount > 0) },
        };
        if (totals.RateBasisPoints is { } rate)
            message.ImplementationRateBasisPoints = rate;
        return message;
    }

    private sealed record Kept(long Position, DateOnly Day, ReachPicture Picture, Overview Overview);
}
