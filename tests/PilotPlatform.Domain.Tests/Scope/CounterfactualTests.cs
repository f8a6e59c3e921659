using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The smallest changes that reach a verdict: each does, none smaller would.</summary>
public sealed class CounterfactualTests
{
    [Fact]
    public void Reach_AnyCellOfTheDocument_ReachesTheVerdictWithEveryValueItNames()
    {
        var (reached, open) = (0, 0);
        Gen.Select(Askers.Of(Shipped.Rules), Gen.Int[0, 158], Gen.Int[0, 8], Gen.Bool).Sample(
            (asker, task, city, applies) =>
            {
                var (rules, rule) = (Shipped.Rules, Shipped.Rules.Rules[task]);
                var facts = rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value;
                var wanted = applies ? Verdict.Applies : Verdict.DoesNotApply;

                var answer = Counterfactuals.Reach(rules, rule, rules.Source.Cities[city], facts, rules.Compile(ActBook.Empty), wanted);

                var now = After(rules, rule, city, facts, [], last: false);
                Assert.Equal(now == wanted, answer.Already);
                if (now == Verdict.Undetermined && wanted == Verdict.Applies)
                {
                    Assert.NotEmpty(answer.Sets); // what is open can be closed either way, and acts can be recorded
                    Interlocked.Increment(ref open);
                }

                if (!answer.Sets.IsEmpty)
                    Interlocked.Increment(ref reached);
                foreach (var set in answer.Sets)
                {
                    Assert.Equal(wanted, After(rules, rule, city, facts, set.Changes, last: false));
                    Assert.Equal(wanted, After(rules, rule, city, facts, set.Changes, last: true));
                    Assert.All(set.Changes, left => Assert.NotEqual(wanted, After(rules, rule, city, facts, set.Changes.Remove(left), last: false)));
                }
            },
            iter: 600,
            threads: 2);
        Assert.True(open >= 15 && reached >= 50, $"{open} were open, and of {reached} anything could be changed");
    }

    /// <summary>Held against trying every value of every fact: a set of the least size there is, and all of them.</summary>
    [Fact]
    public void Reach_AnySmallRule_FindsTheLeastNumberOfChanges()
    {
        var (accepted, places, acts) = (0, 0, 0);
        Gen.Select(AnyCondition, Gen.UInt.Array[7], Gen.Bool).Sample(
            (condition, chance, applies) =>
            {
                if (RuleSetCompiler.Compile(Of([condition]), Source(1)) is not { IsOk: true, Value: var rules })
                    return;
                var leaves = rules.Rules[0].Clauses[0].Condition.Leaves().ToArray();
                Interlocked.Increment(ref accepted);
                Interlocked.Add(ref places, leaves.Any(l => l is Condition.PlaceWithin) ? 1 : 0);
                Interlocked.Add(ref acts, leaves.Any(l => l is Condition.ActRecorded) ? 1 : 0);
                var wanted = applies ? Verdict.Applies : Verdict.DoesNotApply;
                var known = rules.Facts.Domains.Where(d => chance[d.Index] % 2 == 0).Select(d => (d.Fact.Id, Values(d)[(int)((chance[d.Index] >> 4) % Values(d).Length)]));
                var facts = rules.Facts.Book(known).Value;

                var answer = Counterfactuals.Reach(rules, rules.Rules[0], rules.Source.Cities[0], facts, rules.Compile(ActBook.Empty), wanted);

                var least = Least(rules, facts, wanted);
                Assert.Equal(least == 0, answer.Already);
                Assert.Equal(least is 0 or Unreachable ? [] : [least], answer.Sets.Select(s => s.Changes.Length).Distinct());
            },
            iter: 400,
            threads: 2);
        Assert.True(accepted >= 120 && places >= 20 && acts >= 20, $"{accepted} were rule sets, {places} of places, {acts} of acts");
    }

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

    /// <summary>The fewest facts to change and acts to record, every set of them tried with every value.</summary>
    private static int Least(CompiledRuleSet rules, FactBook facts, Verdict wanted)
    {
        var kinds = rules.Rules[0].Clauses[0].Condition.Leaves().OfType<Condition.ActRecorded>().Select(a => a.Kind).Distinct().ToArray();
        FactDomain[] asked = [.. rules.Rules[0].Clauses[0].Condition.Leaves().Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal).Select(f => rules.Facts.Find(f)!)];
        return Enumerable.Range(0, 1 << kinds.Length)
            .Select(recorded => kinds.Where((_, at) => (recorded >> at & 1) != 0).ToArray())
            .Min(recorded => recorded.Length + Search(0, 0, facts, rules.Compile(new ActBook([.. recorded.Select(k => (k, 1, (string?)rules.Source.Cities[0].Id))], 1)), Unreachable - recorded.Length));

        int Search(int at, int changed, FactBook now, CompiledActs acts, int best)
        {
            if (changed >= best)
                return best;
            if (rules.Quick(0, 0, now.Codes, acts).Verdict == wanted)
                return changed;
            if (at == asked.Length)
                return best;
            best = Search(at + 1, changed, now, acts, best);
            foreach (var value in Values(asked[at]).Where(v => v != now.Find(asked[at].Fact.Id)))
                best = Search(at + 1, changed + 1, now.With(asked[at].Fact.Id, value).Value, acts, best);
            return best;
        }
    }

    /// <summary>A value of each kind that conditions tell apart; of places those that small rules name, and what lies in and beside them.</summary>
    private static ImmutableArray<FactValue> Values(FactDomain domain) => domain.Fact.Type == FactType.Place
        ? [.. new[] { "kunshan", "taicang", "suzhou", "nanjing", "jiangsu", "dalian", "beijing-city" }.Select(FactValue.OfPlace)]
        : [.. Enumerable.Range(FactCode.First, domain.Codes).Select(domain.Value)];
}
