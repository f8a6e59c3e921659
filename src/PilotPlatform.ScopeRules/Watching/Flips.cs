using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using Flip = PilotPlatform.Contracts.ScopeRules.V1.Flip;

namespace PilotPlatform.ScopeRules.Watching;

/// <summary>A view and what is known to an asker, as its rule set reads it.</summary>
internal readonly record struct Sight(Frame Frame, FactBook Facts);

/// <summary>Finds the cells that two states decide otherwise.</summary>
/// <param name="Task">Number of the one task to look at; null for all.</param>
/// <param name="City">Id of the one city to look at; null for all.</param>
internal sealed record Flips(int? Task, string? City)
{
    /// <summary>The cells that are decided otherwise after than before, by task, then by city.</summary>
    public IEnumerable<Flip> Between(Sight before, Sight after, Action<Verdict, Verdict>? seen = null)
    {
        foreach (var rule in after.Frame.Rules.Rules.Where(r => Task is null || r.Number == Task))
        {
            if (before.Frame.Rules.Find(rule.Number) is not { } old)
                continue;
            foreach (var city in after.Frame.Rules.Source.Cities.Where(c => City is null || c.Id == City))
            {
                var (was, now) = (Quick(before, old, city), Quick(after, rule, city));
                seen?.Invoke(was.Verdict, now.Verdict);
                if (was.Verdict == now.Verdict && was.Reach == now.Reach)
                    continue;
                yield return new Flip
                {
                    PilotTask = after.Frame.Set.TaskNames[rule.Index],
                    City = $"places/{city.Id}",
                    ReachBefore = was.Reach.ToProto(),
                    ReachAfter = now.Reach.ToProto(),
                    VerdictBefore = was.Verdict.ToProto(),
                    VerdictAfter = now.Verdict.ToProto(),
                };
            }
        }
    }

    private static QuickDecision Quick(Sight sight, TaskRule rule, ScopeCity city) =>
        sight.Frame.Rules.Quick(rule.Index, sight.Frame.Rules.CityIndex(city.Id), sight.Facts.Codes, sight.Frame.Acts);
}
