using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Differences by meaning: a witness for each flip, and none where there is no flip.</summary>
public sealed class ComparisonTests
{
    /// <summary>Values of the facts of small rules, one of each kind that their conditions tell apart.</summary>
    internal static readonly ImmutableArray<(string Id, FactValue[] Values)> Values =
    [
        ("share", [.. new long[] { 1, 3000, 5000, 5001 }.Select(FactValue.OfBasisPoints)]),
        ("years", [.. new long[] { 1, 2, 4, 5, 6, 8, 9 }.Select(FactValue.OfInteger)]),
        ("actor", [.. new[] { "a", "b", "c" }.Select(FactValue.OfChoice)]),
        ("place", [.. new[] { "kunshan", "taicang", "nanjing", "dalian", "beijing" }.Select(FactValue.OfPlace)]),
        ("day", [.. new[] { 2024, 2025, 2026 }.Select(y => FactValue.OfDate(new DateOnly(y, 6, 1)))]),
        ("yes", [FactValue.Of(yes: false), FactValue.Of(yes: true)]),
        ("also", [FactValue.Of(yes: false), FactValue.Of(yes: true)]),
    ];

    [Fact]
    public void Compare_ARuleSetWithItself_FindsNothing() => Assert.Equal((0, 0, 1431), Counts(RuleSetComparison.Compare(Shipped.Rules, Shipped.Rules)));

    [Fact]
    public void Compare_TheSameMeaningInOtherWords_FindsNothing()
    {
        var before = Compile([All(Holds("yes"), Not(Any(Holds("also"), AtMost("share", 3000))))]);
        var after = Compile([All(Not(AtMost("share", 3000)), Not(Holds("also")), Holds("yes"))]);

        Assert.Equal((0, 0, 9), Counts(RuleSetComparison.Compare(before, after)));
    }

    [Fact]
    public void Compare_BoundThatMoves_FindsAShareBetweenTheBoundsInEveryCity()
    {
        var changed = Shipped.RuleSet with
        {
            Tasks = [.. Shipped.RuleSet.Tasks.Select(t => t.Number == 1 ? t with { Clauses = [.. t.Clauses.Select(Lowered)] } : t)],
        };

        var differences = RuleSetComparison.Compare(Shipped.Rules, RuleSetCompiler.Compile(changed, Shipped.Source).Value).Differences;

        Assert.Equal(
            Shipped.Source.Cities.SelectMany(c => new[] { (1, c.Id, null), (1, c.Id, "opening"), (1, c.Id, (string?)"joint-venture") }), differences.Select(d => (d.Flip.Task, d.Flip.City, d.Flip.Clause)));
        Assert.All(differences, d =>
        {
            Assert.Equal<(Verdict?, Verdict?)>((Verdict.Applies, Verdict.DoesNotApply), (d.Flip.Before, d.Flip.After));
            Assert.InRange(d.Facts["foreign-share"].Number, 4001, 5000);
        });
    }

    /// <summary>Every pair of small rules: a witness shows what it says, and where none is found brute force finds none either.</summary>
    [Fact]
    public void Compare_AnyTwoSmallRules_FindsAWitnessExactlyWhereTheyDiffer()
    {
        var accepted = 0;
        Gen.Select(AnyCondition, AnyCondition, Gen.Bool).Sample(
            (first, second, willing) =>
            {
                if (RuleSetCompiler.Compile(Of([first]), Source(1)) is not { IsOk: true, Value: var before }
                    || RuleSetCompiler.Compile(Of([second]), Source(1, willing ? "*甲" : "*")) is not { IsOk: true, Value: var after })
                    return;

                Interlocked.Increment(ref accepted);
                var (all, cutOff, notComparable, _) = RuleSetComparison.Compare(before, after);
                Assert.Empty(cutOff);
                Assert.Empty(notComparable);
                ImmutableArray<Difference> differences = [.. all.Where(d => d.Flip.Clause is null)];

                foreach (var d in differences)
                {
                    var was = Quick(before, d);
                    var now = Quick(after, d);
                    Assert.Equal((d.Flip.Before, d.Flip.ReachBefore, d.Flip.After, d.Flip.ReachAfter), ((Verdict?)was.Verdict, was.Reach, (Verdict?)now.Verdict, now.Reach));
                    Assert.NotEqual((was.Verdict, was.Reach), (now.Verdict, now.Reach));
                }

                var expected = Shipped.Source.Cities.Where(c => Differ(before, after, c.Id)).Select(c => c.Id);
                Assert.Equal(expected, differences.Select(d => d.Flip.City).Distinct(StringComparer.Ordinal));
            },
            iter: 200,
            threads: 2);
        Assert.True(accepted >= 20, $"only {accepted} pairs were rule sets");
    }

    /// <summary>Two rules over so many facts that not every way can be tried: the answer says so, and stops when nobody waits any more.</summary>
    [Fact]
    public void Compare_MoreWaysThanAreTried_SaysWhichTaskWasCutOff()
    {
        var facts = Enumerable.Range(0, 34).Select(i => $"fact-{i}").ToArray();
        RuleSet Of(params string[] order) => SmallRules.Of([All([.. order.Chunk(2).Select(pair => Any([.. pair.Select(Holds)]))])], [Holds("yes")]) with
        {
            Facts = [.. SmallRules.Facts, .. facts.Select(f => Fact(f, FactType.Boolean))],
        };
        var before = RuleSetCompiler.Compile(Of(facts), Source(2)).Value;
        var after = RuleSetCompiler.Compile(Of([.. facts.Reverse()]), Source(2)).Value;

        Assert.Equal((0, 1, 9), Counts(RuleSetComparison.Compare(before, after)));
        Assert.Equal([1], RuleSetComparison.Compare(before, after).CutOff);
        Assert.Throws<OperationCanceledException>(() => RuleSetComparison.Compare(before, after, () => throw new OperationCanceledException()));
    }

    /// <summary>A value that only one rule set knows is one that no condition of the other names.</summary>
    [Fact]
    public void Compare_ValueThatOnlyOneKnows_FindsWhatItChanges()
    {
        RuleSet Of(ImmutableArray<FactChoice> values, params ImmutableArray<string> named) =>
            SmallRules.Of([new ConditionRule { ValueIn = new ValueInRule("actor", named), Words = Words }]) with { Facts = [Fact("actor", FactType.Enumeration) with { Values = values }] };
        ImmutableArray<FactChoice> few = [new("a", "甲", "a"), new("b", "乙", "b")];
        var before = RuleSetCompiler.Compile(Of(few, "a"), Source(1)).Value;
        var after = RuleSetCompiler.Compile(Of([.. few, new("c", "丙", "c")], "a", "c"), Source(1)).Value;

        var there = RuleSetComparison.Compare(before, after);
        var back = RuleSetComparison.Compare(after, before);

        Assert.Equal([9, 9], new[] { there, back }.Select(c => c.Compared));
        Assert.All(there.Differences, d => Assert.Equal(("c", Verdict.DoesNotApply, Verdict.Applies), (d.Facts["actor"].Id, d.Flip.Before, d.Flip.After)));
        Assert.All(back.Differences, d => Assert.Equal(("c", Verdict.Applies, Verdict.DoesNotApply), (d.Facts["actor"].Id, d.Flip.Before, d.Flip.After)));
        Assert.Equal([18, 18], new[] { there, back }.Select(c => c.Differences.Length));
    }

    /// <summary>What cannot be compared is named, and its cells are not counted.</summary>
    [Fact]
    public void Compare_FactOfAnotherType_NamesTheTaskAndCountsItNot()
    {
        var before = Compile([Holds("yes")], [Holds("also")]);
        var after = RuleSetCompiler.Compile(
            Of([AtMost("yes", 5000)], [Holds("also")]) with { Facts = [.. SmallRules.Facts.Where(f => f.Id != "yes"), Fact("yes", FactType.BasisPoints)] }, Source(2)).Value;

        var comparison = RuleSetComparison.Compare(before, after);

        Assert.Equal([1], comparison.NotComparable);
        Assert.Equal((0, 0, 9), Counts(comparison));
    }

    [Fact]
    public void Compare_NumberThatOnlyOneTakes_NamesTheTask()
    {
        var before = Compile([AtMost("years", 5)]);
        var after = RuleSetCompiler.Compile(
            Of([AtMost("years", 15)]) with { Facts = [.. SmallRules.Facts.Select(f => f.Id == "years" ? f with { Maximum = 20 } : f)] }, Source(1)).Value;

        var comparison = RuleSetComparison.Compare(before, after);

        Assert.Equal([1], comparison.NotComparable);
        Assert.Equal(0, comparison.Compared);
        Assert.NotEmpty(comparison.Differences);
    }

    [Fact]
    public void WhatIf_ActRecorded_FlipsItsCellOnly()
    {
        var rules = Shipped.Rules;
        var before = new View(rules, rules.Facts.Nothing, rules.Compile(ActBook.Empty));
        var after = before with { Acts = rules.Compile(ActBooks.Of((ActKind.Willingness, 151, "hefei"))) };

        var flip = Assert.Single(RuleSetComparison.WhatIf(before, after));

        Assert.Equal((151, "hefei", ReachState.AwaitsAct, ReachState.Applies), (flip.Task, flip.City, flip.ReachBefore, flip.ReachAfter));
    }

    [Fact]
    public void WhatIf_FactGiven_FlipsWhatItSettlesAndNothingElse()
    {
        var rules = Shipped.Rules;
        var before = new View(rules, rules.Facts.Nothing, rules.Compile(ActBook.Empty));
        var after = before with { Facts = rules.Facts.Book([("foreign-share", FactValue.OfBasisPoints(8000))]).Value };

        var flips = RuleSetComparison.WhatIf(before, after).ToArray();

        Assert.Contains(flips, f => f is { Clause: null, Task: 1, City: "xian", Before: Verdict.Undetermined, After: Verdict.DoesNotApply });
        Assert.All(flips, f => Assert.NotEqual(f.Before, f.After));
        Assert.All(flips, f => Assert.Contains(rules.Find(f.Task)!.Clauses.SelectMany(c => c.Condition.Leaves()), l => l.AskedFact == "foreign-share"));
    }

    private static (int Differences, int CutOff, int Compared) Counts(Comparison comparison) =>
        (comparison.Differences.Length, comparison.CutOff.Length, comparison.Compared);

    private static TextClause Lowered(TextClause clause) => clause with { Condition = Lowered(clause.Condition!) };

    private static ConditionRule Lowered(ConditionRule rule) => rule switch
    {
        { AllOf: { } parts } => rule with { AllOf = [.. parts.Select(Lowered)] },
        { NumberBound.Maximum: 5000 } => rule with { NumberBound = rule.NumberBound with { Maximum = 4000 } },
        _ => rule,
    };

    private static QuickDecision Quick(CompiledRuleSet rules, Difference difference)
    {
        var facts = rules.Facts.Book(difference.Facts.Select(f => (f.Key, f.Value))).Value;
        var acts = new ActBook([.. difference.Acts.Select(a => (a.Kind, 1, a.Shared ? null : difference.Flip.City))], 1);
        return rules.Quick(0, rules.CityIndex(difference.Flip.City), facts.Codes, rules.Compile(acts));
    }

    /// <summary>Every value that either tells apart, every set of acts.</summary>
    private static bool Differ(CompiledRuleSet before, CompiledRuleSet after, string city)
    {
        var used = before.Rules.Concat(after.Rules).SelectMany(r => r.Clauses).SelectMany(c => c.Condition.Leaves()).Select(l => l.AskedFact).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<(string Id, FactValue[] Values)> asked = [.. Values.Where(f => used.Contains(f.Id))];
        return Enumerable.Range(0, 4).Any(set =>
        {
            var book = new ActBook([.. new[] { ActKind.Willingness, ActKind.Designation }.Where((_, at) => (set >> at & 1) != 0).Select(k => (k, 1, (string?)city))], 1);
            var (was, now) = (before.Compile(book), after.Compile(book));
            return Try(0, before.Facts.Nothing, after.Facts.Nothing);

            bool Try(int at, FactBook mine, FactBook theirs)
            {
                if (at < asked.Length)
                    return asked[at].Values.Any(v => Try(at + 1, mine.With(asked[at].Id, v).Value, theirs.With(asked[at].Id, v).Value));
                var first = before.Quick(0, before.CityIndex(city), mine.Codes, was);
                var second = after.Quick(0, after.CityIndex(city), theirs.Codes, now);
                return (first.Verdict, first.Reach) != (second.Verdict, second.Reach);
            }
        });
    }
}
