using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Comparison;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What a later edition does to a commitment.</summary>
/// <param name="Commitment">The commitment as it stands.</param>
/// <param name="Fate">What became of its task.</param>
/// <param name="Reach">Of each task that carries it on, whether it reaches the city; null where the rules have not been read with the edition.</param>
/// <param name="Suggested">What could become of it; null where an act has to come first, or the rules, or people have to say which of several goes on.</param>
public sealed record Consequence(Commitment Commitment, TaskFate Fate, ImmutableArray<ReachState?> Reach, CarryOverPlan? Suggested)
{
    /// <summary>Whether nothing but the suggestion can be meant, so that it can be proposed with others at once.</summary>
    public bool IsPlain => Suggested is { Decision: CarryOverDecision.Continue } && Fate.CarryOver is CarryOver.Same or CarryOver.Narrower or CarryOver.Wider;

    /// <summary>The first task that carries its own on and reaches the city; null if none does.</summary>
    internal int? GoesOnAs => Reach.IndexOf(ReachState.Applies) is >= 0 and var at ? Fate.CarriedTo[at] : null;

    /// <summary>Whether something was proposed for an edition that was not returned.</summary>
    public bool IsProposed(string edition) => Commitment.Course.CarryOvers.Exists(c => c.Plan.Edition == edition && c.State is RequestState.Pending or RequestState.Granted);
}

/// <summary>Works out what a later edition does to commitments. It suggests; people decide.</summary>
public static class Consequences
{
    /// <param name="commitments">The commitments, by task, then by city; those that rest on the edition are not asked about, and may stand in the way of others.</param>
    /// <param name="edition">The later edition.</param>
    /// <param name="mapOf">From an earlier edition to the later one.</param>
    /// <param name="reach">Whether a task of the later edition reaches a city; null where that is not known.</param>
    public static ImmutableArray<Consequence> Of(
        IReadOnlyCollection<Commitment> commitments, string edition, Func<string, EditionMap> mapOf, Func<int, string, ReachState?> reach)
    {
        var rows = commitments.Where(c => c.Edition != edition && !c.HasEnded).Select(commitment =>
        {
            var fate = mapOf(commitment.Edition).Of(commitment.TaskNumber!.Value);
            ImmutableArray<ReachState?> reaches = [.. fate.CarriedTo.Select(task => reach(task, commitment.Name.City))];
            return new Consequence(commitment, fate, reaches, Suggested: null);
        }).ToArray();
        var cells = commitments.Where(c => c.Edition == edition && c is { TaskNumber: not null, IsOver: false }).Select(c => (Task: c.TaskNumber!.Value, Commitment: c))
            .Concat(rows.Where(r => !r.Commitment.IsOver && r.GoesOnAs is not null).Select(r => (Task: r.GoesOnAs!.Value, r.Commitment)))
            .ToLookup(c => (c.Task, c.Commitment.Name.City), c => c.Commitment);
        return [.. rows.Select(row => row with { Suggested = Suggest(row) })];

        CarryOverPlan? Suggest(Consequence row)
        {
            if (row.Reach.All(r => r == ReachState.DoesNotApply))
                return new CarryOverPlan(edition, CarryOverDecision.End, TaskNumber: null, Into: null);
            if (row.GoesOnAs is not { } task)
                return null;

            var goesOn = new CarryOverPlan(edition, CarryOverDecision.Continue, task, Into: null);
            if (row.Commitment.IsOver)
                return goesOn;
            Commitment[] rivals = [.. cells[(task, row.Commitment.Name.City)]];
            return HeadOf(rivals) switch
            {
                null => null,
                { } head when head != row.Commitment => new CarryOverPlan(edition, CarryOverDecision.Merge, TaskNumber: null, head.Name.ToString()),
                _ => Array.Exists(rivals, c => c.Edition == edition) ? null : goesOn,
            };
        }
    }

    /// <summary>Of commitments that come to stand for one task in a city, the only one that has been reported on; null where that tells none from the others.</summary>
    private static Commitment? HeadOf(Commitment[] rivals) => rivals is [var only] ? only : Array.FindAll(rivals, c => !c.Reports.IsEmpty) is [var head] ? head : null;
}
