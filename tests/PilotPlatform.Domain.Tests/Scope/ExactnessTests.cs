using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>A verdict is definite if and only if every completion of the unknown agrees, also where facts are used more than once.</summary>
public sealed class ExactnessTests
{
    private static readonly ImmutableDictionary<string, Fact> Catalogue = SmallRules.Facts.ToImmutableDictionary(f => f.Id, StringComparer.Ordinal);

    private static readonly Gen<ImmutableArray<ConditionRule?>> Clauses = SmallRules.AnyCondition.Array[1, 3].Select(c => c.Cast<ConditionRule?>().ToImmutableArray());

    [Fact]
    public void Quick_AnySmallRuleSet_IsDefiniteOnlyIfEveryCompletionAgrees()
    {
        var accepted = 0;
        Gen.Select(Clauses, Gen.Bool, Gen.UInt.Array[8]).Sample(
            (clauses, willing, chance) =>
            {
                var compiled = RuleSetCompiler.Compile(SmallRules.Of(clauses), SmallRules.Source(1, willing ? "*甲" : "*"));
                if (!compiled.IsOk)
                    return;
                Interlocked.Increment(ref accepted);
                var rules = compiled.Value;
                var rule = rules.Rules[0];
                var written = Written.Of(SmallRules.Of(clauses), rules.Source)[0];
                var asker = Asker(rules, chance);
                var book = rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value;
                var acts = new ActBook([.. new[] { ActKind.Willingness, ActKind.Designation }.Where((_, at) => (chance[7] >> at & 1) != 0).Select(k => (k, 1, (string?)"suzhou"))], 1);
                foreach (var city in new[] { "suzhou", "dalian", "xian", "beijing" })
                {
                    var expected = Oracle.Decide(written, city, asker, acts, Catalogue, SmallRules.Places);
                    var decision = rules.Decide(rule, Shipped.City(city), book, rules.Compile(acts));
                    Assert.Equal(expected.Verdict, decision.Verdict);
                    Assert.Equal(expected.Missing, OracleTests.Names(decision.Missing));
                    foreach (var node in Nodes(rules.Proof(rule, Shipped.City(city), book, rules.Compile(acts))))
                        Assert.Equal(Oracle.Decide(node.Condition, rule.Number, city, asker, acts, Catalogue, SmallRules.Places).Verdict, VerdictOf(node.Truth));
                }
            },
            iter: 600,
            threads: 2);
        Assert.True(accepted >= 150, $"only {accepted} were rule sets");
    }

    /// <summary>What is refused as a tautology or unreachable is one, and nothing that is one passes.</summary>
    [Fact]
    public void Compile_AnySmallRuleSet_IsRefusedOnlyIfAConditionIsConstant()
    {
        var (accepted, refused) = (0, 0);
        SmallRules.AnyCondition.Sample(
            condition =>
            {
                var rules = RuleSetCompiler.Compile(SmallRules.Of([condition]), SmallRules.Source(1));
                Interlocked.Increment(ref rules.IsOk ? ref accepted : ref refused);
                if (rules.IsOk)
                    Assert.DoesNotContain(Parts(rules.Value.Rules[0].Clauses[0].Condition), IsConstant);
                else
                    Assert.All(rules.Fault!.Violations, v => Assert.StartsWith("the condition can never", v.Problem, StringComparison.Ordinal));
            },
            iter: 500,
            threads: 2);
        Assert.True(accepted >= 100 && refused >= 15, $"{accepted} were taken, {refused} refused");
    }

    /// <summary>Kleene's logic would leave it open: the two clauses are of one fact, and one of them holds whatever it is.</summary>
    [Fact]
    public void Decide_TwoClausesThatBetweenThemHoldAlways_AppliesThoughTheFactIsUnknown()
    {
        var rules = SmallRules.Compile([SmallRules.AtMost("share", 5000), SmallRules.Not(SmallRules.AtMost("share", 3000))]);

        var decision = rules.Decide(rules.Rules[0], Shipped.City("xian"), ActBook.Empty);

        Assert.Equal(Verdict.Applies, decision.Verdict);
        Assert.Empty(decision.Missing);
        Assert.Equal([Verdict.Undetermined, Verdict.Undetermined], decision.Clauses.Select(c => c.Verdict));
    }

    private static bool IsConstant(Condition condition) => Shipped.Source.Cities
        .Select(c => Oracle.Decide(condition, 1, c.Id, ImmutableDictionary<string, FactValue>.Empty, ActBook.Empty, Catalogue, SmallRules.Places).Verdict)
        .Distinct().ToArray() is [not Verdict.Undetermined];

    private static IEnumerable<Condition> Parts(Condition condition) => condition.Parts.SelectMany(Parts).Append(condition);

    private static ImmutableDictionary<string, FactValue> Asker(CompiledRuleSet rules, uint[] chance) => rules.Facts.Domains
        .Where(d => chance[d.Index] % 3 == 0)
        .ToImmutableDictionary(d => d.Fact.Id, d => d.Fact.Type == FactType.Place ? Place(chance[d.Index] >> 4) : d.Value(FactCode.First + (int)((chance[d.Index] >> 4) % d.Codes)), StringComparer.Ordinal);

    private static FactValue Place(uint chance) => FactValue.OfPlace(new[] { "kunshan", "taicang", "suzhou", "jiangsu", "dalian", "liaoning", "suzhou/elsewhere", "jiangsu/elsewhere" }[chance % 8]);

    private static IEnumerable<ProofNode> Nodes(Proof proof) => proof.Clauses.Select(c => c.Root).Prepend(proof.Reach).SelectMany(Below);

    private static IEnumerable<ProofNode> Below(ProofNode node) => node.Parts.SelectMany(Below).Append(node);

    private static Verdict VerdictOf(Truth truth) => truth switch { Truth.True => Verdict.Applies, Truth.False => Verdict.DoesNotApply, _ => Verdict.Undetermined };
}
