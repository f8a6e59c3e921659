using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>A rule set, an asker and acts: what every cell is decided by.</summary>
public sealed record View(CompiledRuleSet Rules, FactBook Facts, CompiledActs Acts)
{
    /// <summary>A rule set with nothing known and no act recorded.</summary>
    public static View OfNothing(CompiledRuleSet rules) => new(rules, rules.Facts.Nothing, rules.Compile(ActBook.Empty));
}

/// <summary>A cell whose reach or verdict is not the same in two views, or a clause of it.</summary>
/// <param name="Task">Number of the task.</param>
/// <param name="City">Id of the city.</param>
/// <param name="Before">The verdict in the first view; null for a clause that it does not have.</param>
/// <param name="After">The verdict in the second view; null for a clause that it does not have.</param>
/// <param name="ReachBefore">The reach in the first view.</param>
/// <param name="ReachAfter">The reach in the second view.</param>
public sealed record Flip(int Task, string City, Verdict? Before, Verdict? After, ReachState ReachBefore, ReachState ReachAfter)
{
    /// <summary>Id of the clause that flips; null for the verdict on the task.</summary>
    public string? Clause { get; init; }
}

/// <summary>A cell that two rule sets can decide differently, with facts and acts under which they do.</summary>
/// <param name="Flip">The cell, and what each makes of it.</param>
/// <param name="Facts">The facts of the witness.</param>
/// <param name="Acts">The acts of the witness, those of the city or shared.</param>
public sealed record Difference(Flip Flip, ImmutableSortedDictionary<string, FactValue> Facts, ImmutableArray<(ActKind Kind, bool Shared)> Acts);

/// <summary>What two rule sets decide differently.</summary>
/// <param name="Differences">The differences, by task, then by city.</param>
/// <param name="CutOff">Numbers of the tasks that can be decided in more ways than were tried: there may be more differences in them.</param>
/// <param name="NotComparable">Numbers of the tasks that ask for a fact whose type has changed, or that takes values in one rule set only: with those there may be more differences in them.</param>
/// <param name="Compared">How many cells were compared to the end.</param>
public sealed record Comparison(ImmutableArray<Difference> Differences, ImmutableArray<int> CutOff, ImmutableArray<int> NotComparable, int Compared);

/// <summary>Differences by meaning: what flips, not what is written otherwise.</summary>
public static class RuleSetComparison
{
    /// <summary>What is tried for one task, and for all of them together, before a comparison is cut off.</summary>
    private const int MostStepsOfATask = 100_000;

    private const int MostSteps = 1_000_000;

    /// <summary>
    /// The cells that flip from one view to another, of the tasks that both know, in the cities of the second; behind each its clauses that
    /// flip, where both scopes reach.
    /// </summary>
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
                var flip = new Flip(rule.Number, each.Id, was.Verdict, now.Verdict, was.Reach, now.Reach);
                if ((was.Verdict, was.Reach) != (now.Verdict, now.Reach))
                    yield return flip;
                if (was.Reach != ReachState.DoesNotApply && now.Reach != ReachState.DoesNotApply)
                {
                    foreach (var of in Clauses(old, before.Rules.OutcomeOf(old.Index, was), rule, after.Rules.OutcomeOf(rule.Index, now), flip))
                        yield return of;
                }
            }
        }
    }

    /// <summary>
    /// Every cell that two rule sets can decide differently, and every clause, each kind of flip with one witness. Tasks that only one of them
    /// knows are left out; what else is left out is said. What takes too many steps is cut off, always at the same.
    /// </summary>
    /// <param name="before">The first rule set.</param>
    /// <param name="after">The second.</param>
    /// <param name="interrupt">Called between steps; what it throws ends the comparison.</param>
    public static Comparison Compare(CompiledRuleSet before, CompiledRuleSet after, Action? interrupt = null)
    {
        var differences = ImmutableArray.CreateBuilder<Difference>();
        var (cutOff, leftOut) = (ImmutableArray.CreateBuilder<int>(), ImmutableArray.CreateBuilder<int>());
        var (compared, left) = (0, MostSteps);
        var (first, second) = (View.OfNothing(before), View.OfNothing(after));
        var cities = before.Source.Cities.Count(c => after.CityIndex(c.Id) >= 0);
        foreach (var rule in before.Rules)
        {
            if (after.Find(rule.Number) is not { } other)
                continue;
            var (found, isCutOff, isLeftOut) = (new List<Difference>(), false, false);
            foreach (var (was, now) in Unlike(before, rule, after, other))
            {
                var search = new ComparisonSearch(was, now, Math.Min(left, MostStepsOfATask), interrupt);
                found.AddRange(search.Differences());
                left -= search.Steps;
                (isCutOff, isLeftOut) = (isCutOff | search.CutOff, isLeftOut | search.LeftOut);
            }

            found.AddRange(OfOneOnly(first, second, rule));
            differences.AddRange(found.OrderBy(d => before.CityIndex(d.Flip.City)));
            if (isCutOff)
                cutOff.Add(rule.Number);
            if (isLeftOut)
                leftOut.Add(rule.Number);
            compared += isCutOff || isLeftOut ? 0 : cities;
        }

        return new Comparison(differences.ToImmutable(), cutOff.ToImmutable(), leftOut.ToImmutable(), compared);
    }

    /// <summary>The clauses that flip in a cell, those that only one side has among them.</summary>
    private static IEnumerable<Flip> Clauses(TaskRule old, CellOutcome was, TaskRule rule, CellOutcome now, Flip flip)
    {
        foreach (var id in old.Clauses.Concat(rule.Clauses).Select(c => c.Id).Distinct(StringComparer.Ordinal))
        {
            var (first, second) = (Of(old, was, id), Of(rule, now, id));
            if (first != second)
                yield return flip with { Clause = id, Before = first, After = second };
        }
    }

    private static Verdict? Of(TaskRule rule, CellOutcome outcome, string clause) => rule.IndexOf(clause) is >= 0 and var at
        ? (outcome.Refused >> at & 1) != 0 ? Verdict.DoesNotApply : (outcome.Open >> at & 1) != 0 ? Verdict.Undetermined : Verdict.Applies
        : null;

    /// <summary>The clauses that only one of two rules has, in every city that both scopes can reach, as they stand with nothing known.</summary>
    private static IEnumerable<Difference> OfOneOnly(View before, View after, TaskRule rule) =>
        WhatIf(before, after, rule.Number)
            .Where(f => f.Before is null || f.After is null)
            .Select(f => new Difference(f, ImmutableSortedDictionary<string, FactValue>.Empty, []));

    /// <summary>The task and those of its clauses that are not written alike in both rule sets.</summary>
    private static IEnumerable<(ComparedRule Was, ComparedRule Now)> Unlike(CompiledRuleSet before, TaskRule rule, CompiledRuleSet after, TaskRule other)
    {
        if (!SameMeaning(rule, other, before, after))
            yield return (new ComparedRule(before, rule, Clause: null), new ComparedRule(after, other, Clause: null));
        foreach (var (at, clause) in rule.Clauses.Index())
        {
            var same = other.IndexOf(clause.Id);
            if (same >= 0 && !SameMeaning(clause.Condition, other.Clauses[same].Condition, before, after))
                yield return (new ComparedRule(before, rule, at), new ComparedRule(after, other, same));
        }
    }

    /// <summary>True if the conditions are written alike, so that nothing has to be tried.</summary>
    private static bool SameMeaning(TaskRule rule, TaskRule other, CompiledRuleSet before, CompiledRuleSet after) =>
        rule.TextCovered == other.TextCovered
        && Written(rule.Reach) == Written(other.Reach)
        && rule.Clauses.Length == other.Clauses.Length
        && rule.Clauses.Zip(other.Clauses).All(pair => SameMeaning(pair.First.Condition, pair.Second.Condition, before, after));

    private static bool SameMeaning(Condition condition, Condition other, CompiledRuleSet before, CompiledRuleSet after) =>
        Written(condition) == Written(other)
        && condition.Leaves().Select(l => l.AskedFact).OfType<string>().All(f => before.Facts.Find(f)!.Fact.Type == after.Facts.Find(f)?.Fact.Type);

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
