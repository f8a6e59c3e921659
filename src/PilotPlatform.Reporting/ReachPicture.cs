using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Reporting;

/// <summary>What catalogue and scope rules say of every cell, of one piece: immutable, swapped as one reference.</summary>
/// <param name="Programme">Name of the programme.</param>
/// <param name="Edition">The edition it was made with.</param>
/// <param name="RuleSet">The rule set it was made with.</param>
/// <param name="ActsPosition">Position of the acts it was made with.</param>
/// <param name="Cities">Ids of the cities, in the order of the document.</param>
/// <param name="States">Of each task by its number, its reach in each city.</param>
/// <param name="Chapters">Number of the chapter of each task by its number.</param>
public sealed record ReachPicture(
    string Programme, string Edition, string RuleSet, long ActsPosition, ImmutableArray<string> Cities,
    FrozenDictionary<int, ImmutableArray<ReachState>> States, FrozenDictionary<int, int> Chapters)
{
    /// <summary>What the edition says, for figures and reports.</summary>
    public CatalogueFacts Facts { get; init; } = CatalogueFacts.None;

    /// <summary>The reach of a task in a city; does not apply where the matrix has no such cell.</summary>
    public ReachState Of(int task, string city)
    {
        var at = Cities.IndexOf(city);
        return at >= 0 && States.TryGetValue(task, out var states) ? states[at] : ReachState.DoesNotApply;
    }

    /// <summary>Whether nothing it was made from has moved.</summary>
    public bool IsOf(string edition, string ruleSet, long actsPosition) => Edition == edition && RuleSet == ruleSet && ActsPosition == actsPosition;
}
