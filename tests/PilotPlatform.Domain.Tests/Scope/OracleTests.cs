using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The engine against the slow interpreter: every cell of the document, whatever is known.</summary>
public sealed class OracleTests
{
    private static readonly ImmutableArray<WrittenTask> Tasks = Written.Of(Shipped.RuleSet, Shipped.Source);

    private static readonly ImmutableDictionary<string, Fact> Catalogue = Shipped.RuleSet.Facts.ToImmutableDictionary(f => f.Id, StringComparer.Ordinal);

    [Fact]
    public void Quick_EveryCellOfAnyAsker_IsWhatTheInterpreterSays() =>
        Gen.Select(Askers.Of(Shipped.Rules), Askers.Acts(Shipped.Rules)).Sample(
            (facts, acts) =>
            {
                var codes = Shipped.Rules.Facts.Book(facts.Select(f => (f.Key, f.Value))).Value;
                var compiled = Shipped.Rules.Compile(acts);
                foreach (var rule in Shipped.Rules.Rules)
                {
                    foreach (var city in Shipped.Source.Cities)
                    {
                        var expected = Oracle.Decide(Tasks[rule.Index], city.Id, facts, acts, Catalogue, Shipped.Files.Gazetteer);
                        var quick = Shipped.Rules.Quick(rule.Index, Shipped.Rules.CityIndex(city.Id), codes.Codes, compiled);
                        Assert.Equal((rule.Number, city.Id, expected.Verdict), (rule.Number, city.Id, quick.Verdict));
                        if (quick.Verdict == Verdict.Undetermined)
                            Assert.Equal(expected.Missing, Names(Shipped.Rules.Decide(rule, city, codes, compiled).Missing));
                    }
                }
            },
            iter: 12,
            threads: 2);

    [Fact]
    public void Decide_EveryClauseOfAnyAsker_IsWhatTheInterpreterSays() =>
        Gen.Select(Askers.Of(Shipped.Rules), Askers.Acts(Shipped.Rules)).Sample(
            (facts, acts) =>
            {
                var book = Shipped.Rules.Facts.Book(facts.Select(f => (f.Key, f.Value))).Value;
                var compiled = Shipped.Rules.Compile(acts);
                foreach (var rule in Shipped.Rules.Rules)
                {
                    var city = Shipped.Source.Cities.First(c => ScopeColumn.Of(rule.Scope.Words.Verbatim, c.Short) != ReachState.DoesNotApply);
                    foreach (var (clause, written) in Shipped.Rules.Decide(rule, city, book, compiled).Clauses.Zip(Tasks[rule.Index].Clauses))
                    {
                        var expected = Oracle.Decide(written.Condition, rule.Number, city.Id, facts, acts, Catalogue, Shipped.Files.Gazetteer);
                        Assert.Equal((rule.Number, written.Id, expected.Verdict), (rule.Number, clause.Clause.Id, clause.Verdict));
                        Assert.Equal(expected.Missing, Names(clause.Missing));
                    }
                }
            },
            iter: 30,
            threads: 2);

    internal static ImmutableSortedSet<string> Names(IEnumerable<Missing> missing) =>
        [.. missing.Select(m => m.Fact?.Id ?? $"act:{m.Act!.Kind}:{m.Act.Shared}")];
}
