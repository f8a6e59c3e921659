using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>What an open verdict can still become: exactly what some answers and some acts bring about.</summary>
public sealed class PossibleTests
{
    /// <summary>What waits for acts only cannot be refused: that an act is never recorded says nothing.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(147)]
    [InlineData(148)]
    [InlineData(151)]
    public void Decide_VerdictThatWaitsForActsOnly_CanOnlyBecomeThatItApplies(int task)
    {
        var rule = Shipped.Rules.Find(task)!;
        var facts = Settled(rule);

        var decision = Shipped.Rules.Decide(rule, Shipped.City("hefei"), facts, Shipped.Rules.Compile(ActBook.Empty));

        Assert.Equal(Verdict.Undetermined, decision.Verdict);
        Assert.All(decision.Missing, m => Assert.NotNull(m.Act));
        Assert.Equal([Verdict.Applies], decision.Possible);
    }

    [Fact]
    public void Decide_VerdictThatWaitsForAFactToo_CanBecomeEither()
    {
        var rules = RuleSetCompiler.Compile(Of([Holds("yes")]), Source(1, "*甲")).Value;

        Assert.Equal([Verdict.Applies, Verdict.DoesNotApply], rules.Decide(rules.Rules[0], Shipped.City("hefei"), ActBook.Empty).Possible);
    }

    /// <summary>Held against trying every answer with every set of acts recorded.</summary>
    [Fact]
    public void Decide_AnySmallRule_CanBecomeWhatSomeAnswersAndActsBringAbout()
    {
        var accepted = 0;
        Gen.Select(AnyCondition, Gen.Bool).Sample(
            (condition, willing) =>
            {
                if (RuleSetCompiler.Compile(Of([condition]), Source(1, willing ? "*甲" : "*")) is not { IsOk: true, Value: var rules })
                    return;
                Interlocked.Increment(ref accepted);
                foreach (var city in new[] { "dalian", "suzhou", "hefei" })
                {
                    var decision = rules.Decide(rules.Rules[0], Shipped.City(city), ActBook.Empty);
                    Assert.Equal(Reachable(rules, city), decision.Possible);
                }
            },
            iter: 200,
            threads: 2);
        Assert.True(accepted >= 30, $"only {accepted} were rule sets");
    }

    private static ImmutableArray<Verdict> Reachable(CompiledRuleSet rules, string city)
    {
        var asked = ComparisonTests.Values.Where(f => rules.Rules[0].Clauses.SelectMany(c => c.Condition.Leaves()).Any(l => l.AskedFact == f.Id)).ToArray();
        var found = new SortedSet<Verdict>();
        foreach (var kinds in new ActKind[][] { [], [ActKind.Willingness], [ActKind.Designation], [ActKind.Willingness, ActKind.Designation] })
            Try(0, rules.Facts.Nothing, rules.Compile(new ActBook([.. kinds.Select(k => (k, 1, (string?)city))], 1)));
        return [.. found.Where(v => v != Verdict.Undetermined)];

        void Try(int at, FactBook facts, CompiledActs acts)
        {
            if (at == asked.Length)
                found.Add(rules.Quick(0, rules.CityIndex(city), facts.Codes, acts).Verdict);
            else
                Array.ForEach(asked[at].Values, value => Try(at + 1, facts.With(asked[at].Id, value).Value, acts));
        }
    }

    /// <summary>Answers after which nothing but acts is missing.</summary>
    private static FactBook Settled(TaskRule rule)
    {
        var (facts, acts) = (Shipped.Rules.Facts.Nothing, Shipped.Rules.Compile(ActBook.Empty));
        while (Shipped.Rules.Decide(rule, Shipped.City("hefei"), facts, acts).Missing.FirstOrDefault(m => m.Fact is not null) is { Fact: { } fact })
        {
            var domain = Shipped.Rules.Facts.Find(fact.Id)!;
            facts = Enumerable.Range(FactCode.First, domain.Codes).Select(code => facts.With(fact.Id, domain.Value(code)).Value)
                .First(known => Shipped.Rules.Decide(rule, Shipped.City("hefei"), known, acts) is { Verdict: Verdict.Undetermined } then && then.Missing.All(m => m.Fact?.Id != fact.Id));
        }

        return facts;
    }
}
