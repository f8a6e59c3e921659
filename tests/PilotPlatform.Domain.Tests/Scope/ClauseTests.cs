using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>A task may apply by one clause while another is refused or open: every form of question says so.</summary>
public sealed class ClauseTests
{
    private const int Institution = 3;

    private static readonly CompiledRuleSet Rules = Shipped.Rules;
    private static readonly CompiledActs NoActs = Rules.Compile(ActBook.Empty);
    private static readonly TaskRule Task128 = Rules.Find(128)!;
    private static readonly int Suzhou = Rules.CityIndex("suzhou");

    /// <summary>Half foreign-owned, in Kunshan: 128 applies, but not the clause on institutions in the zone of Taicang.</summary>
    private static readonly FactBook HalfOwnedInKunshan = Rules.Facts.Book([("foreign-share", FactValue.OfBasisPoints(5000)), ("place", FactValue.OfPlace("kunshan"))]).Value;

    /// <summary>Rows of lists and the decision at length say the same of every clause, of what is missing and of what can still become.</summary>
    [Fact]
    public void OutcomeOf_EveryCellOfAnyAsker_IsWhatTheDecisionAtLengthSays() =>
        Gen.Select(Askers.Of(Rules), Askers.Acts(Rules)).Sample(
            (asker, book) =>
            {
                var (facts, acts) = (Rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value, Rules.Compile(book));
                foreach (var rule in Rules.Rules)
                {
                    foreach (var city in Shipped.Source.Cities)
                    {
                        var decision = Rules.Decide(rule, city, facts, acts);
                        var outcome = Rules.OutcomeOf(rule.Index, Rules.Quick(rule.Index, Rules.CityIndex(city.Id), facts.Codes, acts));
                        Assert.Equal((Bits(decision, Verdict.DoesNotApply), Bits(decision, Verdict.Undetermined)), (outcome.Refused, outcome.Open));
                        Assert.Equal((decision.Possible.Contains(Verdict.Applies), decision.Possible.Contains(Verdict.DoesNotApply)), (outcome.CanApply, outcome.CanFail));
                        Assert.All(decision.Clauses.Index(), c => Assert.Equal(c.Item.Verdict, Rules.Quick(rule.Index, Rules.CityIndex(city.Id), facts.Codes, acts, c.Index).Verdict));
                    }
                }
            },
            iter: 10,
            threads: 2);

    [Fact]
    public void OutcomeOf_TaskThatAppliesByAnotherClause_NamesTheOneThatIsRefused()
    {
        var quick = Rules.Quick(Task128.Index, Suzhou, HalfOwnedInKunshan.Codes, NoActs);

        Assert.Equal((Verdict.Applies, 1ul << Institution), (quick.Verdict, Rules.OutcomeOf(Task128.Index, quick).Refused));
        var clause = Rules.Decide(Task128, Shipped.City("suzhou"), HalfOwnedInKunshan, NoActs).Clauses[Institution];
        Assert.Equal(("institution", Verdict.DoesNotApply), (clause.Clause.Id, clause.Verdict));
        Assert.Equal([Basis.OutOfBounds, Basis.OutOfArea], clause.Bases);
    }

    /// <summary>Every task whose verdict hides a clause, with the conditions of that clause taken away: the difference is found, with facts that show it.</summary>
    [Fact]
    public void Compare_ConditionsOfAClauseTakenAway_FindsTheClauseThoughNoVerdictFlips()
    {
        var mixed = Shipped.RuleSet.Tasks.Where(t => t.Clauses.Any(c => c.Condition is null) && t.Clauses.Any(c => c.Condition is not null)).ToArray();
        Assert.True(mixed.Length >= 15, $"only {mixed.Length} tasks mix clauses with and without conditions");
        var bare = Shipped.RuleSet with { Tasks = [.. Shipped.RuleSet.Tasks.Select(t => mixed.Contains(t) ? t with { Clauses = [.. t.Clauses.Select(c => c with { Condition = null })] } : t)] };
        var after = RuleSetCompiler.Compile(bare, Shipped.Source).Value;

        var comparison = RuleSetComparison.Compare(Rules, after);

        Assert.Empty(comparison.CutOff);
        Assert.Equal(
            mixed.SelectMany(t => t.Clauses.Where(c => c.Condition is not null).Select(c => (t.Number, (string?)c.Id))).Order(),
            comparison.Differences.Select(d => (d.Flip.Task, d.Flip.Clause)).Distinct().Order());
        Assert.All(comparison.Differences, d =>
        {
            var rule = Rules.Find(d.Flip.Task)!;
            var facts = Rules.Facts.Book(d.Facts.Select(f => (f.Key, f.Value))).Value;
            var acts = Rules.Compile(new ActBook([.. d.Acts.Select(a => (a.Kind, d.Flip.Task, a.Shared ? null : d.Flip.City))], 1));
            Assert.Equal(d.Flip.Before, Rules.Quick(rule.Index, Rules.CityIndex(d.Flip.City), facts.Codes, acts, rule.IndexOf(d.Flip.Clause!)).Verdict);
        });
    }

    [Fact]
    public void Compare_ClauseThatOnlyOneHas_IsSaidInEveryCity()
    {
        var (before, after) = (Compile([Holds("yes")]), Compile([Holds("yes"), All(Holds("yes"), Holds("also"))]));

        var differences = RuleSetComparison.Compare(before, after).Differences;

        Assert.Equal(9, differences.Length);
        Assert.All(differences, d => Assert.Equal(("c1", null, (Verdict?)Verdict.Undetermined), (d.Flip.Clause, d.Flip.Before, d.Flip.After)));
    }

    [Fact]
    public void WhatIf_FactThatRefusesAClauseOnly_GivesTheClause()
    {
        var before = new View(Rules, Rules.Facts.Book([("foreign-share", FactValue.OfBasisPoints(10_000)), ("place", FactValue.OfPlace("china-germany-taicang-zone"))]).Value, NoActs);

        var flip = Assert.Single(RuleSetComparison.WhatIf(before, before with { Facts = HalfOwnedInKunshan }, 128, "suzhou"));

        Assert.Equal(("institution", (Verdict?)Verdict.Applies, (Verdict?)Verdict.DoesNotApply), (flip.Clause, flip.Before, flip.After));
    }

    [Fact]
    public void Reach_OfAClause_SaysWhatThatClauseAsksFor()
    {
        var answer = Counterfactuals.Reach(Rules, Task128, Shipped.City("suzhou"), HalfOwnedInKunshan, NoActs, Verdict.Applies, Institution);

        Assert.Equal(Verdict.DoesNotApply, answer.Now);
        Assert.Equal(["foreign-share", "place"], Assert.Single(answer.Sets).Changes.Select(c => c.Fact!.Id).Order(StringComparer.Ordinal));
        Assert.True(Counterfactuals.Reach(Rules, Task128, Shipped.City("suzhou"), HalfOwnedInKunshan, NoActs, Verdict.Applies).Already);
    }

    [Fact]
    public void Reach_Interrupted_Ends() => Assert.Throws<OperationCanceledException>(() => Counterfactuals.Reach(
        Rules, Task128, Shipped.City("suzhou"), HalfOwnedInKunshan, NoActs, Verdict.Applies, Institution, interrupt: () => throw new OperationCanceledException()));

    /// <summary>With clauses, an interview asks of every fact that a clause of any task in Suzhou depends on, and ends when all of them are settled.</summary>
    [Fact]
    public void Interview_WithClauses_LeavesNoClauseOpen()
    {
        var cells = Interview.Cells(Rules, cities: [Suzhou]);
        var (facts, asked) = (Rules.Facts.Nothing, ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal));
        while (Interview.Next(Rules, cells, facts, NoActs, most: 1, details: true) is [var question])
        {
            Assert.True(asked.Add(question.Fact.Id), question.Fact.Id);
            Assert.True(question.MattersToDetails > 0 && question.Answers.Sum(a => a.Details) > 0);
            facts = facts.With(question.Fact.Id, (question.Answers.FirstOrDefault(a => a.Details > 0) ?? question.Answers[0]).Least ?? FactValue.OfPlace("beijing-city")).Value;
        }

        foreach (var rule in Rules.Rules)
            Assert.All(Rules.Decide(rule, Shipped.City("suzhou"), facts, NoActs).Clauses, c => Assert.DoesNotContain(c.Missing, m => m.Fact is not null));
    }

    /// <summary>Verdicts alone leave clauses unasked: with nothing known, the questions with clauses are more, and those about verdicts are among them.</summary>
    [Fact]
    public void Next_WithClauses_AsksForEveryFactThatAClauseAsksFor()
    {
        var cells = Interview.Cells(Rules);
        var all = Interview.Next(Rules, cells, Rules.Facts.Nothing, NoActs, most: 1000, details: true);
        var used = Rules.Rules.SelectMany(r => r.Clauses).SelectMany(c => c.Condition.Leaves()).Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal);

        Assert.Equal(used.Order(StringComparer.Ordinal), all.Select(q => q.Fact.Id).Order(StringComparer.Ordinal));
        Assert.True(Interview.Next(Rules, cells, Rules.Facts.Nothing, NoActs, most: 1000).Length < all.Length - 20);
    }

    /// <summary>With clauses, too, an interview takes no more questions than the best order of them, which is looked for the long way.</summary>
    [Fact]
    public void Next_AnySmallRuleSetWithClauses_NeedsNoMoreQuestionsThanTheBestOrderOfThem()
    {
        var accepted = 0;
        Gen.Select(InterviewTests.Tree, InterviewTests.Tree).Sample(
            (first, second) =>
            {
                if (RuleSetCompiler.Compile(Of([first, second]), Source(1)) is not { IsOk: true, Value: var rules })
                    return;
                Interlocked.Increment(ref accepted);
                var cells = Interview.Cells(rules, cities: [0]);
                var acts = rules.Compile(ActBook.Empty);

                Assert.Equal(
                    Interviewer.Fewest(rules, Interview.Details(rules, cells), rules.Facts.Nothing, acts, InterviewTests.Every),
                    Interviewer.Worst(rules, cells, rules.Facts.Nothing, acts, details: true));
            },
            iter: 150,
            threads: 2);
        Assert.True(accepted >= 50, $"only {accepted} were rule sets");
    }

    private static ulong Bits(Decision decision, Verdict verdict) =>
        decision.Clauses.Index().Where(c => c.Item.Verdict == verdict).Aggregate(0ul, (bits, c) => bits | 1ul << c.Index);
}
