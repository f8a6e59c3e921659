using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Reporting;

/// <summary>One cell of the matrix: a task in a city, what the scope says of it, and what has become of it.</summary>
/// <param name="Reach">What the scope says.</param>
/// <param name="State">Where its commitment stands; null if there is none.</param>
/// <param name="Lamp">The lamp of its commitment; null if it has none.</param>
/// <param name="IsOverdue">Whether its commitment is past its due date without being implemented.</param>
public sealed record OverviewCell(ReachState Reach, CommitmentState? State, Lamp? Lamp, bool IsOverdue)
{
    /// <summary>The cell of a commitment, null for none, as it is read on a day.</summary>
    public static OverviewCell Of(ReachState reach, Commitment? commitment, Lamp? lamp, DateOnly day) => new(
        reach,
        commitment?.State,
        lamp,
        commitment?.IsOverdueOn(day) == true);
}

/// <summary>
/// Figures over cells. The implementation rate (落地实施率) is the cells that are implemented, struck off included, of those that
/// apply; undetermined cells stand apart, and cells that do not apply are not counted at all.
/// </summary>
public sealed record OverviewTotals(
    int Applying, int Undetermined, int Committed, int Implemented, int Overdue, ImmutableArray<int> ByState, ImmutableArray<int> ByLamp)
{
    /// <summary>Implemented of applying in basis points, rounded down; null if nothing applies.</summary>
    public int? RateBasisPoints => Applying == 0 ? null : (int)((long)Implemented * 10_000 / Applying);

    public static OverviewTotals Of(IEnumerable<OverviewCell> cells)
    {
        var tally = new OverviewTally();
        foreach (var cell in cells)
            tally.Add(cell);
        return tally.Totals;
    }
}

/// <summary>Counts cells, one after the other.</summary>
public sealed class OverviewTally
{
    private static readonly int States = Enum.GetValues<CommitmentState>().Length;
    private static readonly int Lamps = Enum.GetValues<Lamp>().Length;

    private readonly int[] states = new int[States];
    private readonly int[] lamps = new int[Lamps];
    private int applying;
    private int undetermined;
    private int committed;
    private int implemented;
    private int overdue;

    public OverviewTotals Totals => new(applying, undetermined, committed, implemented, overdue, [.. states], [.. lamps]);

    public void Add(OverviewCell cell)
    {
        if (cell.Reach is ReachState.AwaitsAct or ReachState.UnderStudy)
            undetermined++;
        if (cell.Reach != ReachState.Applies)
            return;

        applying++;
        overdue += cell.IsOverdue ? 1 : 0;
        if (cell.Lamp is { } lamp)
            lamps[(int)lamp]++;
        if (cell.State is not { } state)
            return;
        committed++;
        states[(int)state]++;
        implemented += state is CommitmentState.Implemented or CommitmentState.StruckOff ? 1 : 0;
    }
}
