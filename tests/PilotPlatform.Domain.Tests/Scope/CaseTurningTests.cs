using System.Globalization;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Cases;
using static PilotPlatform.Domain.Tests.Scope.Cases;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Together the cases turn on every condition of every task, each way: a condition that the engine forgot would not go unnoticed.</summary>
public sealed class CaseTurningTests
{
    private static readonly CaseRun Run = new(Shipped.Rules);

    /// <summary>The tasks whose text asks for a fact.</summary>
    public static TheoryData<int> Tasks => new(Shipped.Rules.Rules.Where(r => Asking(r).Any()).Select(r => r.Number));

    /// <summary>
    /// Of each condition there is a case that comes out as it does because the condition holds, one because it fails, and one that is
    /// open because nothing is known of it; of a bound one at it and one beyond, of a choice one of each value that will do.
    /// </summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void Cases_OfATask_TurnOnEveryConditionEachWay(int task)
    {
        var cases = OfTask(task);

        Assert.Empty(Asking(Shipped.Rules.Find(task)!).SelectMany(leaf => Lacking(leaf, cases)));
    }

    /// <summary>The test can fail: without its cases that hold back a fact or give it one way, a task is found wanting.</summary>
    [Theory]
    [InlineData("true", "fails")]
    [InlineData("false", "holds")]
    public void Cases_OfATaskWithoutThoseOneWay_AreFoundLacking(string value, string lacking)
    {
        var cases = OfTask(115).Where(c => !c.Case.Facts.TryGetValue("meets-conditions-115", out var said) || said == value).ToArray();

        Assert.Contains($"meets-conditions-115: {lacking}", Asking(Shipped.Rules.Find(115)!).SelectMany(leaf => Lacking(leaf, cases)));
    }

    private static (RuleSetCases File, RuleSetCase Case)[] OfTask(int task) =>
        [.. Files.Where(f => f.Cases.Task == task).SelectMany(f => f.Cases.Cases.Select(c => (f.Cases, c)))];

    private static IEnumerable<Condition> Asking(TaskRule rule) => rule.Clauses.SelectMany(c => c.Condition.Leaves()).Where(l => l.AskedFact is not null);

    private static IEnumerable<string> Lacking(Condition leaf, (RuleSetCases File, RuleSetCase Case)[] cases)
    {
        var fact = leaf.AskedFact!;
        var turning = cases.Where(c => Known(c.Case, leaf) is not null && Fails(c.File, c.Case.Knowing(fact, null))).Select(c => c.Case.Facts[fact]).ToHashSet(StringComparer.Ordinal);
        if (!turning.Any(v => Holds(leaf, v)))
            yield return $"{fact}: holds";
        if (turning.All(v => Holds(leaf, v)))
            yield return $"{fact}: fails";
        foreach (var value in Edges(leaf).Where(v => !turning.Contains(v)))
            yield return $"{fact}: {value}";
        if (!cases.Any(c => Known(c.Case, leaf) is null && SaysOpen(c.Case) && Values(leaf).Any(v => Fails(c.File, c.Case.Knowing(fact, v)))))
            yield return $"{fact}: open";
    }

    private static bool Fails(RuleSetCases file, RuleSetCase each) => Run.WhyNot(file, each) is not null;

    private static bool SaysOpen(RuleSetCase each) => each.Verdict == "undetermined" || each.Clauses?.Values.Contains("undetermined") == true;

    /// <summary>What a case says of a fact; null for nothing, for what is not known, and for a place so wide that the condition stays open.</summary>
    private static string? Known(RuleSetCase each, Condition leaf) =>
        each.Facts.TryGetValue(leaf.AskedFact!, out var value) && value != "not_known" && !(leaf is Condition.PlaceWithin within && within.Place != value && IsWithin(within.Place, value)) ? value : null;

    private static bool Holds(Condition leaf, string value) => leaf switch
    {
        Condition.Holds => value == "true",
        Condition.ValueIn values => values.Values.Contains(value),
        Condition.NumberBound bound => long.Parse(value, CultureInfo.InvariantCulture) is var number && !(number < bound.Minimum) && !(number > bound.Maximum),
        Condition.PlaceWithin within => IsWithin(value, within.Place),
        _ => throw new InvalidOperationException($"{leaf.GetType().Name} has not been read by hand."),
    };

    /// <summary>The values at which a condition turns: at a bound and one beyond it, each of several that will do.</summary>
    private static IEnumerable<string> Edges(Condition leaf) => leaf switch
    {
        Condition.ValueIn values => values.Values,
        Condition.NumberBound bound => new[] { bound.Minimum, bound.Minimum - 1, bound.Maximum, bound.Maximum + 1 }.OfType<long>().Select(n => n.ToString(CultureInfo.InvariantCulture)),
        _ => [],
    };

    private static IEnumerable<string> Values(Condition leaf) => leaf switch
    {
        Condition.Holds => ["true", "false"],
        Condition.ValueIn => Shipped.Rules.Facts.Find(leaf.AskedFact!)!.Fact.Values.Select(v => v.Id),
        Condition.PlaceWithin within => [within.Place, "beijing-city"],
        _ => Edges(leaf),
    };

    private static bool IsWithin(string place, string area) =>
        place == area || Shipped.Files.Gazetteer.Around(Shipped.Files.Gazetteer.FindPart(place)!).Any(p => p.Id == area);
}
