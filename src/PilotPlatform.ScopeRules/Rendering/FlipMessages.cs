using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Flips as messages.</summary>
internal static class FlipMessages
{
    /// <param name="flip">The flip.</param>
    /// <param name="set">Any of the rule sets it is between: both know its task.</param>
    public static Proto.Flip Of(Flip flip, CompiledSet set) => new()
    {
        PilotTask = set.TaskNames[set.Rules.Find(flip.Task)!.Index],
        City = $"places/{flip.City}",
        ReachBefore = flip.ReachBefore.ToProto(),
        ReachAfter = flip.ReachAfter.ToProto(),
        VerdictBefore = flip.Before?.ToProto() ?? default,
        VerdictAfter = flip.After?.ToProto() ?? default,
        ClauseId = flip.Clause ?? "",
    };

    /// <summary>A flip with the facts and acts under which it shows.</summary>
    public static Proto.Flip Of(Difference difference, CompiledSet set)
    {
        var flip = Of(difference.Flip, set);
        flip.Witness.Add(difference.Facts.Select(f => f.Value.ToProto(f.Key)));
        flip.WitnessActs.Add(difference.Acts.Select(a => a.Kind.ToProto()));
        return flip;
    }
}
