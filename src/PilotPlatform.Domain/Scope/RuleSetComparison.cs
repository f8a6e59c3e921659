using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>A rule set, an asker and acts: what every cell is decided by.</summary>
public sealed record View(CompiledRuleSet Rules, FactBook Facts, CompiledActs Acts);

/// <summary>A cell whose reach or verdict is not the same in two views.</summary>
public sealed record Flip(int Task, string City, Verdict Before, Verdict After, ReachState ReachBefore, ReachState ReachAfter);

/// <summary>A cell that two rule sets can decide differently, with facts and acts under which they do.</summary>
/// <param name="Flip">The cell, and what each makes of it.</param>
/// <param name="Facts">The facts of the witness.</param>
/// <param name="Acts">The acts of the witness, those of the city or shared.</param>
public sealed record Difference(Flip Flip, ImmutableSortedDictionary<string, FactValue> Facts, ImmutableArray<(ActKind Kind, bool Shared)> Acts);

/// <summary>Differences by meaning: what flips, not what is written otherwise.</summary>
public static class RuleSetComparison
{
    /// <summary>The cells that flip from one view to another, of the tasks and cities that both know.</summary>
    public static ImmutableArray<Flip> WhatIf(View before, View after)
    {
        var flips = ImmutableArray.CreateBuilder<Flip>();
        foreach (var rule in before.Rules.Rules)
        {
            if (after.Rules.Find(rule.Number) is not { } other)
                continue;
            foreach (var city in before.Rules.Source.Cities)
            {
                if (Compare(before, after, rule, other, city.Id) is { } flip)
                    flips.Add(flip);
            }
        }

        return flips.ToImmutable();
    }

    /// <summary>
    /// Every cell that two rule sets can decide differently, each kind of flip with one witness. Tasks that only one of them
    /// knows are left out, as are facts whose type has changed.
    /// </summary>
    public static ImmutableArray<Difference> Compare(CompiledRuleSet before, CompiledRuleSet after) =>
    [
        .. from rule in before.Rules
           let other = after.Find(rule.Number)
           where other is not null && !SameMeaning(rule, other, before, after)
           from difference in new ComparisonSearch(before, after, rule, other).Differences()
           select difference,
    ];

    internal static Flip? Compare(View before, View after, TaskRule rule, TaskRule other, string city)
    {
        var was = before.Rules.Quick(rule.Index, before.Rules.CityIndex(city), before.Facts.Codes, before.Acts);
        var now = after.Rules.Quick(other.Index, after.Rules.CityIndex(city), after.Facts.Codes, after.Acts);
        return (was.Verdict, was.Reach) == (now.Verdict, now.Reach) ? null : new Flip(rule.Number, city, was.Verdict, now.Verdict, was.Reach, now.Reach);
    }

    /// <summary>True if the conditions are written alike, so that nothing has to be tried.</summary>
    private static bool SameMeaning(TaskRule rule, TaskRule other, CompiledRuleSet before, CompiledRuleSet after)
    {
        var facts = rule.Clauses.SelectMany(c => c.Condition.Leaves()).Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal);
        return rule.TextCovered == other.TextCovered
            && Written(rule.Reach) == Written(other.Reach)
            && rule.Clauses.Select(c => Written(c.Condition)).SequenceEqual(other.Clauses.Select(c => Written(c.Condition)), StringComparer.Ordinal)
            && facts.All(f => before.Facts.Find(f)!.Fact.Type == after.Facts.Find(f)?.Fact.Type);
    }

    /// <summary>A condition without its words.</summary>
    private static string Written(Condition condition) => condition switch
    {
        Condition.AllOf or Condition.AnyOf or Condition.Not => $"{condition.GetType().Name}({string.Join(',', condition.Parts.Select(Written))})",
        Condition.CityIn cities => $"city({string.Join(',', cities.Cities.Order(StringComparer.Ordinal))})",
        Condition.ActRecorded act => $"act({act.Kind},{act.Shared},{act.Settler})",
        Condition.Holds holds => $"holds({holds.Fact})",
        Condition.NumberBound bound => $"number({bound.Fact},{bound.Minimum},{bound.Maximum})",
        Condition.DateBound bound => $"date({bound.Fact},{bound.From:O},{bound.Until:O})",
        Condition.ValueIn values => $"value({values.Fact},{string.Join(',', values.Values.Order(StringComparer.Ordinal))})",
        Condition.PlaceWithin within => $"place({within.Place})",
        _ => throw new InvalidOperationException($"A condition of type {condition.GetType().Name} cannot be written."),
    };
}
