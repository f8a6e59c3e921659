using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Rule sets of one task or a few over a handful of facts, small enough to try everything.</summary>
internal static class SmallRules
{
    public const string Words = "甲";

    public static readonly ImmutableArray<Fact> Facts =
    [
        Fact("share", FactType.BasisPoints),
        Fact("years", FactType.Integer) with { Minimum = 0, Maximum = 10 },
        Fact("actor", FactType.Enumeration) with { Values = [new("a", "甲", "a"), new("b", "乙", "b"), new("c", "丙", "c")] },
        Fact("place", FactType.Place),
        Fact("day", FactType.Date),
        Fact("yes", FactType.Boolean),
        Fact("also", FactType.Boolean) with { StandardStated = false },
    ];

    public static readonly ImmutableArray<ScopeForm> Forms =
    [
        new("all", @"^\*$", null, [], []),
        new("willing", @"^\*甲$", null, [Act(ActKind.Willingness, Settler.City)], []),
    ];

    private static readonly Gen<ConditionRule> Leaf = Gen.OneOf(
        OneOf("yes", "also").Select(f => new ConditionRule { Holds = new HoldsRule(f), Words = Words }),
        OneOf(1, 3000, 5000).Select(n => new ConditionRule { NumberBound = new NumberBoundRule("share", Maximum: n), Words = Words }),
        OneOf(2, 5).Select(n => new ConditionRule { NumberBound = new NumberBoundRule("years", Minimum: n, Maximum: n + 3), Words = Words }),
        OneOf<string[]>(["a"], ["b"], ["a", "c"]).Select(v => new ConditionRule { ValueIn = new ValueInRule("actor", [.. v]), Words = Words }),
        OneOf("kunshan", "suzhou", "jiangsu", "dalian").Select(p => new ConditionRule { PlaceWithin = new PlaceWithinRule(p), Words = Words }),
        OneOf(2025, 2026).Select(y => new ConditionRule { DateBound = new DateBoundRule("day", From: new DateOnly(y, 1, 1)), Words = Words }),
        OneOf<string[]>(["dalian"], ["dalian", "suzhou"]).Select(c => new ConditionRule { CityIn = new CityInRule([.. c]), Words = Words }),
        OneOf(ActKind.Designation, ActKind.Willingness).Select(k => new ConditionRule { ActRecorded = new ActRecordedRule(k, Shared: false, Settler.City, Asked), Words = Words }));

    /// <summary>Any tree of conditions, sound or not; facts are used again and again.</summary>
    public static readonly Gen<ConditionRule> AnyCondition = Gen.Recursive<ConditionRule>((depth, tree) => depth > 2
        ? Leaf
        : Gen.OneOf(
            Leaf,
            tree.Array[1, 3].Select(c => new ConditionRule { AllOf = [.. c] }),
            tree.Array[1, 3].Select(c => new ConditionRule { AnyOf = [.. c] }),
            tree.Select(c => new ConditionRule { Not = c })));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Bilingual Asked => new("是否？", "Is it so?");

    public static Fact Fact(string id, FactType type) => new(id, type, Asked, Settler.Asker);

    public static ActRule Act(ActKind kind, Settler settler) => new(kind, Shared: false, settler, Words, Asked);

    public static ConditionRule Holds(string fact) => new() { Holds = new HoldsRule(fact), Words = Words };

    public static ConditionRule AtMost(string fact, long maximum) => new() { NumberBound = new NumberBoundRule(fact, Maximum: maximum), Words = Words };

    public static ConditionRule All(params ImmutableArray<ConditionRule> parts) => new() { AllOf = parts };

    public static ConditionRule Any(params ImmutableArray<ConditionRule> parts) => new() { AnyOf = parts };

    public static ConditionRule Not(ConditionRule negated) => new() { Not = negated };

    /// <summary>One task a list of clauses, in all cities.</summary>
    public static RuleSet Of(params ImmutableArray<ImmutableArray<ConditionRule?>> tasks) => new("small", Forms)
    {
        Facts = Facts,
        Tasks = [.. tasks.Select((clauses, at) => new TextRule(at + 1, [.. clauses.Select((c, n) => new TextClause($"c{n}", Words) { Condition = c })]))],
    };

    public static ScopeSource Source(int tasks, string scope = "*") => Shipped.Source with
    {
        Tasks = [.. Enumerable.Range(1, tasks).Select(n => new ScopeTask(n, Passage(scope), Passage($"{Words}乙{Words}")))],
    };

    public static CompiledRuleSet Compile(params ImmutableArray<ImmutableArray<ConditionRule?>> tasks) => RuleSetCompiler.Compile(Of(tasks), Source(tasks.Length)).Value;

    public static Passage Passage(string words) => new(new Span(0, words.Length), 1, 1, words);

    public static Gazetteer Places => Shipped.Files.Gazetteer;
}
