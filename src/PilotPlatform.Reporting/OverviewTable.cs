using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue.Structure;
using PilotPlatform.Domain.Reporting.Reports;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Every cell with its part in the figures of a day, kept from overview to overview: only commitments that have changed are read again.</summary>
public sealed class OverviewTable
{
    private readonly Dictionary<(int Task, string City), int> places = [];
    private readonly Dictionary<CommitmentName, (Core.Commitment Commitment, int? Place)> known = [];
    private readonly List<(TaskFacts Task, CityFacts City)> subjects = [];
    private readonly List<Core.Commitment>[] standing;
    private readonly Core.OverviewCell[] cells;
    private readonly Func<Core.Commitment, Core.Lamp?> lampOf;

    public OverviewTable(ReachPicture picture, DateOnly day, Func<Core.Commitment, Core.Lamp?> lampOf)
    {
        (Picture, Day, this.lampOf) = (picture, day, lampOf);
        foreach (var task in picture.Facts.Tasks)
            foreach (var city in picture.Facts.Cities)
            {
                places[(task.Number, city.Id)] = subjects.Count;
                subjects.Add((task, city));
            }

        standing = [.. subjects.Select(_ => new List<Core.Commitment>(1))];
        cells = [.. subjects.Select(s => Core.OverviewCell.Of(picture.Of(s.Task.Number, s.City.Id), commitment: null, lamp: null, day))];
    }

    public ReachPicture Picture { get; }

    public DateOnly Day { get; }

    /// <summary>Takes what stands now; what stood the last time is not read again.</summary>
    public void Refresh(IReadOnlyCollection<Core.Commitment> commitments)
    {
        foreach (var commitment in commitments)
        {
            if (known.TryGetValue(commitment.Name, out var before))
            {
                if (ReferenceEquals(before.Commitment, commitment))
                    continue;
                Change(before.Place, list => list.Remove(before.Commitment));
            }

            var place = Picture.TaskOf(commitment) is { } task && places.TryGetValue((task, commitment.Name.City), out var found) ? found : (int?)null;
            known[commitment.Name] = (commitment, place);
            Change(place, list => list.Add(commitment));
        }
    }

    /// <summary>The figures of all cells.</summary>
    public Core.OverviewTotals Total() => Core.OverviewTotals.Of(cells);

    /// <summary>The figures by what each cell belongs to.</summary>
    public IReadOnlyDictionary<TKey, Core.OverviewTotals> By<TKey>(Func<TaskFacts, CityFacts, TKey> keyOf)
        where TKey : notnull
    {
        var tallies = new Dictionary<TKey, Core.OverviewTally>();
        foreach (var (place, (task, city)) in subjects.Index())
        {
            var key = keyOf(task, city);
            if (!tallies.TryGetValue(key, out var tally))
                tallies[key] = tally = new Core.OverviewTally();
            tally.Add(cells[place]);
        }

        return tallies.ToDictionary(t => t.Key, t => t.Value.Totals);
    }

    /// <summary>The forces that tasks have, in the order of the contract; null for none.</summary>
    public ImmutableArray<PolicyForce?> Forces() => [.. subjects.Select(s => s.Task.Force).Distinct().OrderBy(f => f is null).ThenBy(f => f)];

    private void Change(int? place, Action<List<Core.Commitment>> change)
    {
        if (place is not { } at)
            return;
        change(standing[at]);
        var shown = Core.Commitment.CountedOf(standing[at]);
        cells[at] = Core.OverviewCell.Of(cells[at].Reach, shown, shown is null ? null : lampOf(shown), Day);
    }
}
