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
    private readonly OverviewGroups<string> cities;
    private readonly OverviewGroups<int> chapters;
    private readonly OverviewGroups<string> provinces;
    private readonly OverviewGroups<PolicyForce?> forces;
    private IReadOnlyList<Core.Commitment> taken = [];

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
        cities = new OverviewGroups<string>(subjects.Select(s => s.City.Id));
        chapters = new OverviewGroups<int>(subjects.Select(s => s.Task.Chapter));
        provinces = new OverviewGroups<string>(subjects.Select(s => s.City.Province));
        forces = new OverviewGroups<PolicyForce?>(subjects.Select(s => s.Task.Force));
        cells = [.. subjects.Select(s => Core.OverviewCell.Of(picture.Of(s.Task.Number, s.City.Id), commitment: null, lamp: null, day))];
    }

    public ReachPicture Picture { get; }

    public DateOnly Day { get; }

    /// <summary>The figures of all cells.</summary>
    public Core.OverviewTotals Total => Core.OverviewTotals.Of(cells);

    /// <summary>The figures of each city, by its id.</summary>
    public ImmutableArray<(string City, Core.OverviewTotals Totals)> ByCity => cities.Count(cells);

    public ImmutableArray<(int Chapter, Core.OverviewTotals Totals)> ByChapter => chapters.Count(cells);

    /// <summary>The figures of each province that has a city, by its id.</summary>
    public ImmutableArray<(string Province, Core.OverviewTotals Totals)> ByProvince => provinces.Count(cells);

    /// <summary>The figures of each force that a task has; null for none.</summary>
    public ImmutableArray<(PolicyForce? Force, Core.OverviewTotals Totals)> ByForce => forces.Count(cells);

    /// <summary>Takes what stands now; what stood the last time is not read again, nor looked up where it stands in the same place of the list.</summary>
    public void Refresh(IReadOnlyList<Core.Commitment> commitments)
    {
        for (var at = 0; at < commitments.Count; at++)
            if (at >= taken.Count || !ReferenceEquals(taken[at], commitments[at]))
                Take(commitments[at]);
        taken = commitments;
    }

    private void Take(Core.Commitment commitment)
    {
        if (known.TryGetValue(commitment.Name, out var before))
        {
            if (ReferenceEquals(before.Commitment, commitment))
                return;
            Change(before.Place, list => list.Remove(before.Commitment));
        }

        var place = Picture.TaskOf(commitment) is { } task && places.TryGetValue((task, commitment.Name.City), out var found) ? found : (int?)null;
        known[commitment.Name] = (commitment, place);
        Change(place, list => list.Add(commitment));
    }

    private void Change(int? place, Action<List<Core.Commitment>> change)
    {
        if (place is not { } at)
            return;
        change(standing[at]);
        var shown = Core.Commitment.CountedOf(standing[at]);
        cells[at] = Core.OverviewCell.Of(cells[at].Reach, shown, shown is null ? null : lampOf(shown), Day);
    }
}
