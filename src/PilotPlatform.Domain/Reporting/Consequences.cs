using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Comparison;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What a later edition does to a commitment.</summary>
/// <param name="Commitment">The commitment as it stands.</param>
/// <param name="Fate">What became of its task.</param>
/// <param name="Reach">Of each task that carries it on, whether it reaches the city; null where the rules have not been read with the edition.</param>
/// <param name="Suggested">What could become of it; null where an act has to come first, or the rules.</param>
public sealed record Consequence(Commitment Commitment, TaskFate Fate, ImmutableArray<ReachState?> Reach, CarryOverPlan? Suggested)
{
    /// <summary>Whether nothing but the suggestion can be meant, so that it can be proposed with others at once.</summary>
    public bool IsPlain => Suggested is { Decision: CarryOverDecision.Continue } && Fate.CarryOver is CarryOver.Same or CarryOver.Narrower or CarryOver.Wider;

    /// <summary>Whether something was proposed for an edition that was not returned.</summary>
    public bool IsProposed(string edition) => Commitment.Course.CarryOvers.Exists(c => c.Plan.Edition == edition && c.State != RequestState.Denied);
}

/// <summary>Works out what a later edition does to commitments. It suggests; people decide.</summary>
public static class Consequences
{
    /// <param name="commitments">Commitments that rest on earlier editions, by task, then by city.</param>
    /// <param name="edition">The later edition.</param>
    /// <param name="mapOf">From an earlier edition to the later one.</param>
    /// <param name="reach">Whether a task of the later edition reaches a city; null where that is not known.</param>
    public static ImmutableArray<Consequence> Of(
        IEnumerable<Commitment> commitments, string edition, Func<string, EditionMap> mapOf, Func<int, string, ReachState?> reach)
    {
        var heads = new Dictionary<(int Task, string City), Commitment>();
        var found = ImmutableArray.CreateBuilder<Consequence>();
        foreach (var commitment in commitments.Where(c => c.Edition != edition && !c.HasEnded))
        {
            var fate = mapOf(commitment.Edition).Of(commitment.TaskNumber!.Value);
            ImmutableArray<ReachState?> reaches = [.. fate.CarriedTo.Select(task => reach(task, commitment.Name.City))];
            found.Add(new Consequence(commitment, fate, reaches, Suggest(commitment, fate, reaches)));
        }

        return found.ToImmutable();

        CarryOverPlan? Suggest(Commitment commitment, TaskFate fate, ImmutableArray<ReachState?> reaches)
        {
            if (fate.CarriedTo.IsEmpty || reaches.All(r => r == ReachState.DoesNotApply))
                return new CarryOverPlan(edition, CarryOverDecision.End, TaskNumber: null, Into: null);
            if (reaches.IndexOf(ReachState.Applies) is var at && at < 0)
                return null;

            var cell = (fate.CarriedTo[at], commitment.Name.City);
            if (heads.TryGetValue(cell, out var head))
                return new CarryOverPlan(edition, CarryOverDecision.Merge, TaskNumber: null, head.Name.ToString());
            if (commitment.State is not (CommitmentState.Merged or CommitmentState.StruckOff))
                heads.Add(cell, commitment);
            return new CarryOverPlan(edition, CarryOverDecision.Continue, fate.CarriedTo[at], Into: null);
        }
    }
}
