using System.Collections.Immutable;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What cells are counted by: which of them belong together is settled once, so that counting looks nothing up.</summary>
internal sealed class OverviewGroups<TKey>
{
    private readonly ImmutableArray<TKey> keys;
    private readonly int[] groups;

    /// <param name="keysOfCells">What each cell belongs to, in the order of the cells.</param>
    public OverviewGroups(IEnumerable<TKey> keysOfCells)
    {
        TKey[] all = [.. keysOfCells];
        keys = [.. all.Distinct()];
        groups = [.. all.Select(key => keys.IndexOf(key))];
    }

    /// <summary>The figures of each group, in the order in which the cells name them.</summary>
    public ImmutableArray<(TKey Key, Core.OverviewTotals Totals)> Count(Core.OverviewCell[] cells)
    {
        Core.OverviewTally[] tallies = [.. keys.Select(_ => new Core.OverviewTally())];
        for (var cell = 0; cell < groups.Length; cell++)
            tallies[groups[cell]].Add(cells[cell]);
        return [.. keys.Select((key, group) => (key, tallies[group].Totals))];
    }
}
