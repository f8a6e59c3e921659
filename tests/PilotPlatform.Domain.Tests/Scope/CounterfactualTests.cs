using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The smallest changes that reach a verdict: each does, none smaller would.</summary>
public sealed class CounterfactualTests
{
    [Fact]
    public void Reach_AnyCellOfTheDocument_ReachesTheVerdictWithEveryValueItNames() =>
        Gen.Select(Askers.Of(Shipped.Rules), Gen.Int[0, 158], Gen.Int[0, 8], Gen.Bool).Sample(
            (asker, task, city, applies) =>
            {
                var (rules, rule) = (Shipped.Rules, Shipped.Rules.Rules[task]);
                var facts = rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value;
                var wanted = applies ? Verdict.Applies : Verdict.DoesNotApply;

                var answer = Counterfactuals.Reach(rules, rule, rules.Source.Cities[city], facts, rules.Compile(ActBook.Empty), wanted);

                foreach (var set in answer.Sets)
                {
                    Assert.Equal(wanted, After(rules, rule, city, facts, set.Changes, last: false));
                    Assert.Equal(wanted, After(rules, rule, city, facts, set.Changes, last: true));
                    Assert.All(set.Changes, left => Assert.NotEqual(wanted, After(rules, rule, city, facts, set.Changes.Remove(left), last: false)));
                }
            },
            iter: 300,
            threads: 2);

    /// <summary>Held against trying every value of every fact: a set of the least size there is, and all of them.</summary>
    [Fact]
    public void Reach_AnySmallRule_FindsTheLeastNumberOfChanges() =>
        Gen.Select(AnyCondition, Gen.UInt.Array[7], Gen.Bool).Sample(
            (condition, chance, applies) =>
            {
                if (RuleSetCompiler.Compile(Of([condition]), Source(1)) is not { IsOk: true, Value: var rules })
                    return;
                if (rules.Rules[0].Clauses[0].Condition.Leaves().Any(l => l is Condition.PlaceWithin or Condition.ActRecorded))
                    return;
                var wanted = applies ? Verdict.Applies : Verdict.DoesNotApply;
                var known = rules.Facts.Domains.Where(d => d.Fact.Type != FactType.Place && chance[d.Index] % 2 == 0)
                    .Select(d => (d.Fact.Id, d.Value(FactCode.First + (int)((chance[d.Index] >> 4) % d.Codes))));
                var facts = rules.Facts.Book(known).Value;

                var answer = Counterfactuals.Reach(rules, rules.Rules[0], rules.Source.Cities[0], facts, rules.Compile(ActBook.Empty), wanted);

                var least = Least(rules, facts.Codes.ToArray(), wanted);
                Assert.Equal(least == 0, answer.Already);
                Assert.Equal(least is 0 or Unreachable ? [] : [least], answer.Sets.Select(s => s.Changes.Length).Distinct());
            },
            iter: 400,
            threads: 2);

    [Fact]
    public void Reach_ForeignShareBeyondTheBound_SaysHowFarDownItWouldHaveToGo()
    {
        var rule = Shipped.Rules.Find(1)!;
        var facts = Shipped.Rules.Facts.Book([("foreign-share", FactValue.OfBasisPoints(8000))]).Value;

        var answer = Counterfactuals.Reach(Shipped.Rules, rule, Shipped.City("suzhou"), facts, Shipped.Rules.Compile(ActBook.Empty), Verdict.Applies);

        var change = Assert.Single(Assert.Single(answer.Sets).Changes);
        Assert.Equal(("foreign-share", FactValue.OfBasisPoints(8000)), (change.Fact!.Id, change.From));
        Assert.Equal(new FactRange(FactValue.OfBasisPoints(1), FactValue.OfBasisPoints(5000)), Assert.Single(change.To));
    }

    [Fact]
    public void Reach_ScopeThatWaitsForThreeActs_NamesAllThree()
    {
        var answer = Counterfactuals.Reach(
            Shipped.Rules, Shipped.Rules.Find(147)!, Shipped.City("ningbo"), Shipped.Rules.Facts.Nothing, Shipped.Rules.Compile(ActBook.Empty), Verdict.Applies);

        Assert.Equal([ActKind.Willingness, ActKind.Demonstration, ActKind.Procedure], Assert.Single(answer.Sets).Changes.Select(c => c.Act!.Kind));
    }

    /// <summary>No fact and no act brings a task of Dalian to Xiamen; where it does apply is said.</summary>
    [Fact]
    public void Reach_CityThatTheScopeDoesNotName_SaysWhereItApplies()
    {
        var answer = Counterfactuals.Reach(
            Shipped.Rules, Shipped.Rules.Find(13)!, Shipped.City("xiamen"), Shipped.Rules.Facts.Nothing, Shipped.Rules.Compile(ActBook.Empty), Verdict.Applies);

        Assert.Empty(answer.Sets);
        Assert.Equal(["dalian"], answer.Elsewhere);
    }

    private static Verdict After(CompiledRuleSet rules, TaskRule rule, int city, FactBook facts, ImmutableArray<Change> changes, bool last)
    {
        var acts = changes.Select(c => c.Act).OfType<Condition.ActRecorded>()
            .Select(a => (a.Kind, rule.Number, a.Shared ? null : rules.Source.Cities[city].Id));
        foreach (var change in changes.Where(c => c.Fact is not null))
            facts = facts.With(change.Fact!.Id, last ? change.To[^1].Greatest : change.To[0].Least).Value;
        return rules.Quick(rule.Index, city, facts.Codes, rules.Compile(new ActBook([.. acts], 1))).Verdict;
    }

    private const int Unreachable = 99;

    private static int Least(CompiledRuleSet rules, int[] codes, Verdict wanted)
    {
        var acts = rules.Compile(ActBook.Empty);
        ImmutableArray<FactDomain> domains = [.. rules.Facts.Domains.Where(d => d.Fact.Type != FactType.Place)];
        return Search(0, 0, codes.ToArray(), Unreachable);

        int Search(int at, int changed, int[] now, int best)
        {
            if (changed >= best)
                return best;
            if (rules.Quick(0, 0, now, acts).Verdict == wanted)
                best = changed;
            if (at == domains.Length)
                return best;
            best = Search(at + 1, changed, now, best);
            var own = domains[at].Index;
            for (var code = FactCode.First; code < FactCode.First + domains[at].Codes; code++)
            {
                var next = now.ToArray();
                next[own] = code;
                if (code != codes[own])
                    best = Search(at + 1, changed + 1, next, best);
            }

            return best;
        }
    }
}
