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

/// <summary>What two rule sets decide differently.</summary>
/// <param name="Differences">The differences, by task, then by city.</param>
/// <param name="CutOff">Numbers of the tasks that can be decided in more ways than were tried: there may be more differences in them.</param>
/// <param name="Compared">How many cells were compared to the end.</param>
public sealed record Comparison(ImmutableArray<Difference> Differences, ImmutableArray<int> CutOff, int Compared);

/// <summary>Differences by meaning: what flips, not what is written otherwise.</summary>
public static class RuleSetComparison
{
    /// <summary>What is tried for one task, and for all of them together, before a comparison is cut off.</summary>
    private const int MostStepsOfATask = 100_000;

    private const int MostSteps = 1_000_000;

    /// <summary>The cells that flip from one view to another, of the tasks that both know, in the cities of the second.</summary>
    /// <param name="before">The first view.</param>
    /// <param name="after">The second.</param>
    /// <param name="task">Number of the one task to look at; null for all.</param>
    /// <param name="city">Id of the one city to look at; null for all.</param>
    /// <param name="seen">Called with the two verdicts of every cell that is looked at.</param>
    public static IEnumerable<Flip> WhatIf(View before, View after, int? task = null, string? city = null, Action<Verdict, Verdict>? seen = null)
    {
        foreach (var rule in after.Rules.Rules.Where(r => task is null || r.Number == task))
        {
            if (before.Rules.Find(rule.Number) is not { } old)
                continue;
            foreach (var each in after.Rules.Source.Cities.Where(c => city is null || c.Id == city))
            {
                var was = before.Rules.Quick(old.Index, before.Rules.CityIndex(each.Id), before.Facts.Codes, before.Acts);
                var now = after.Rules.Quick(rule.Index, after.Rules.CityIndex(each.Id), after.Facts.Codes, after.Acts);
                seen?.Invoke(was.Verdict, now.Verdict);
                if ((was.Verdict, was.Reach) != (now.Verdict, now.Reach))
                    yield return new Flip(rule.Number, each.Id, was.Verdict, now.Verdict, was.Reach, now.Reach);
            }
        }
    }

    /// <summary>
    /// Every cell that two rule sets can decide differently, each kind of flip with one witness. Tasks that only one of them
    /// knows are left out, as are facts whose type has changed. What takes too many steps is cut off, always at the same.
    /// </summary>
    /// <param name="before">The first rule set.</param>
    /// <param name="after">The second.</param>
    /// <param name="interrupt">Called between steps; what it throws ends the comparison.</param>
    public static Comparison Compare(CompiledRuleSet before, CompiledRuleSet after, Action? interrupt = null)
    {
        var differences = ImmutableArray.CreateBuilder<Difference>();
        var cutOff = ImmutableArray.CreateBuilder<int>();
        var (compared, left) = (0, MostSteps);
        var cities = before.Source.Cities.Count(c => after.CityIndex(c.Id) >= 0);
        foreach (var rule in before.Rules)
        {
            if (after.Find(rule.Number) is not { } other)
                continue;
            if (!SameMeaning(rule, other, before, after))
            {
                var search = new ComparisonSearch(before, after, rule, other, Math.Min(left, MostStepsOfATask), interrupt);
                differences.AddRange(search.Differences());
                left -= search.Steps;
                if (search.CutOff)
                {
                    cutOff.Add(rule.Number);
                    continue;
                }
            }

            compared += cities;
        }

        return new Comparison(differences.ToImmutable(), cutOff.ToImmutable(), compared);
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
