using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>What is asked next: only what changes something, counted exactly, and no more questions than are needed.</summary>
public sealed class InterviewTests
{
    private static readonly CompiledActs NoActs = Shipped.Rules.Compile(ActBook.Empty);

    internal static readonly ImmutableArray<(string Fact, ImmutableArray<FactValue> Values)> Every =
    [
        ("yes", [FactValue.Of(yes: false), FactValue.Of(yes: true)]),
        ("also", [FactValue.Of(yes: false), FactValue.Of(yes: true)]),
        ("actor", [FactValue.OfChoice("a"), FactValue.OfChoice("b"), FactValue.OfChoice("c")]),
        ("share", [FactValue.OfBasisPoints(3000), FactValue.OfBasisPoints(5000), FactValue.OfBasisPoints(5001)]),
    ];

    internal static readonly Gen<ConditionRule> Tree = Gen.Recursive<ConditionRule>((depth, tree) => depth > 2
        ? Leaf()
        : Gen.OneOf(Leaf(), tree.Array[2, 3].Select(c => All([.. c])), tree.Array[2, 3].Select(c => Any([.. c])), tree.Select(Not)));

    [Fact]
    public void Next_AnySmallRuleSet_NeedsNoMoreQuestionsThanTheBestOrderOfThem()
    {
        var accepted = 0;
        Gen.Select(Tree, Tree).Sample(
            (first, second) =>
            {
                if (RuleSetCompiler.Compile(Of([first], [second]), Source(2)) is not { IsOk: true, Value: var rules })
                    return;
                Interlocked.Increment(ref accepted);
                var cells = Interview.Cells(rules, cities: [0]);
                var acts = rules.Compile(ActBook.Empty);

                Assert.Equal(Interviewer.Fewest(rules, cells, rules.Facts.Nothing, acts, Every), new QuestionBound(rules, acts).Of(cells, rules.Facts.Nothing));
                Assert.Equal(Interviewer.Fewest(rules, cells, rules.Facts.Nothing, acts, Every), Interviewer.Worst(rules, cells, rules.Facts.Nothing, acts));
            },
            iter: 150,
            threads: 2);
        Assert.True(accepted >= 50, $"only {accepted} were rule sets");
    }

    /// <summary>Which of two facts matters is said by a third: asked first, it spares one of them.</summary>
    [Fact]
    public void Next_FactThatSaysWhichOthersMatter_IsAskedFirst()
    {
        var rules = Compile([All(Holds("yes"), Holds("also")), All(Not(Holds("yes")), AtMost("share", 3000))]);

        var questions = Interview.Next(rules, Interview.Cells(rules, cities: [0]), rules.Facts.Nothing, rules.Compile(ActBook.Empty));

        Assert.Equal("yes", questions[0].Fact.Id);
        Assert.Equal(["also", "share", "yes"], questions.Select(q => q.Fact.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Next_EveryAnswerOfEveryQuestion_IsCountedAsItThenIs() =>
        Askers.Of(Shipped.Rules).Sample(
            asker =>
            {
                var facts = Shipped.Rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value;
                var cells = Interview.Cells(Shipped.Rules, cities: [Shipped.Rules.CityIndex("suzhou")]);
                foreach (var question in Interview.Next(Shipped.Rules, cells, facts, NoActs, most: 20))
                {
                    var before = Count(cells, facts);
                    Assert.All(question.Answers, a => Assert.Equal(159, a.Applies + a.DoesNotApply + a.Undetermined));
                    foreach (var answer in question.Answers.Where(a => a.Least is not null))
                    {
                        foreach (var value in new[] { answer.Least!.Value, answer.Greatest!.Value })
                            Assert.Equal((answer.Applies, answer.DoesNotApply, answer.Undetermined), Count(cells, facts.With(question.Fact.Id, value).Value));
                    }

                    Assert.True(question.Matters > 0 && question.Answers.Length > 1);
                    Assert.True(before.Undetermined >= question.Answers.Max(a => a.Undetermined));
                }
            },
            iter: 5,
            threads: 1);

    /// <summary>Each question that is asked matters: with two of its answers a verdict comes out differently one day.</summary>
    [Fact]
    public void Next_EveryQuestion_IsOnAFactThatAVerdictDependsOn() =>
        Askers.Of(Shipped.Rules).Sample(
            asker =>
            {
                var facts = Shipped.Rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value;
                var open = Shipped.Rules.Rules.SelectMany(r => Shipped.Rules.Decide(r, Shipped.City("dalian"), facts, NoActs).Missing).Select(m => m.Fact?.Id).ToHashSet();
                var questions = Interview.Next(Shipped.Rules, Interview.Cells(Shipped.Rules, cities: [0]), facts, NoActs, most: 500);

                Assert.All(questions, q => Assert.Contains(q.Fact.Id, open));
                Assert.All(questions, q => Assert.False(facts.Find(q.Fact.Id) is { Type: null or not FactType.Place }));
            },
            iter: 20,
            threads: 2);

    /// <summary>Who is in the city, but in none of the areas that a text names, can say so, and is not asked again.</summary>
    [Theory]
    [InlineData(35, "suzhou", null, "kunshan", "suzhou/elsewhere")]
    [InlineData(35, "suzhou", "suzhou", "kunshan", "suzhou/elsewhere")]
    [InlineData(35, "suzhou", "jiangsu", "kunshan", "jiangsu/elsewhere")]
    [InlineData(49, "shenzhen", "shenzhen", "qianhai-shekou", "shenzhen/elsewhere")]
    public void Next_PlaceWiderThanTheAreaOfAText_IsAskedWithAValueForTheRestOfIt(int task, string city, string? known, string inside, string outside)
    {
        var cells = Interview.Cells(Shipped.Rules, [Shipped.Rules.Find(task)!.Index], [Shipped.Rules.CityIndex(city)]);
        var facts = Shipped.Rules.Facts.Book(known is null ? [] : [("place", FactValue.OfPlace(known))]).Value;

        var question = Interview.Next(Shipped.Rules, cells, facts, NoActs, most: 100).Single(q => q.Fact.Id == "place");

        Assert.Equal(new[] { inside, outside }.Order(StringComparer.Ordinal), question.Answers.Select(a => a.Least?.Id).Order(StringComparer.Ordinal));
        foreach (var answer in question.Answers)
            Assert.DoesNotContain(Interview.Next(Shipped.Rules, cells, facts.With("place", answer.Least!.Value).Value, NoActs, most: 100), q => q.Fact.Id == "place");
    }

    /// <summary>Whoever has asked is gone: the work ends between two steps of trying orders, of which there are many.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Next_Interrupted_Ends(int steps)
    {
        var left = steps;
        var budget = new InterviewBudget(() =>
        {
            if (--left == 0)
                throw new OperationCanceledException();
        });

        Assert.Throws<OperationCanceledException>(() => Interview.Next(Shipped.Rules, Interview.Cells(Shipped.Rules), Shipped.Rules.Facts.Nothing, NoActs, budget: budget));
    }

    /// <summary>Eight groups of nine facts, each of which alone is tried: together they are more than is tried for one request, and the answer says so.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(8, true)]
    public void Next_MoreGroupsThanTheBudgetAllows_SaysThatItWasCutOffAndListsAll(int groups, bool expected)
    {
        ImmutableArray<Fact> facts = [.. Enumerable.Range(0, 72).Select(n => SmallRules.Fact($"f{n}", FactType.Boolean))];
        ImmutableArray<ImmutableArray<ConditionRule?>> tasks = [.. Enumerable.Range(0, 8).Select(g => ImmutableArray.Create<ConditionRule?>(Any([.. facts[(9 * g)..(9 * g + 9)].Select(f => Holds(f.Id))])))];
        var rules = RuleSetCompiler.Compile(Of(tasks) with { Facts = facts }, Source(8)).Value;
        var budget = new InterviewBudget();

        var questions = Interview.Next(rules, Interview.Cells(rules, Enumerable.Range(0, groups), [0]), rules.Facts.Nothing, rules.Compile(ActBook.Empty), most: 100, budget: budget);

        Assert.Equal((9 * groups, expected), (questions.Length, budget.CutOff));
    }

    [Fact]
    public void Next_EverythingSettled_AsksNothing()
    {
        var rules = Compile([Holds("yes")]);
        var cells = Interview.Cells(rules);

        Assert.Empty(Interview.Next(rules, cells, rules.Facts.Book([("yes", FactValue.Of(yes: true))]).Value, rules.Compile(ActBook.Empty)));
        Assert.Empty(Interview.Next(rules, cells, rules.Facts.Book([("yes", FactValue.NotKnown)]).Value, rules.Compile(ActBook.Empty)));
        Assert.Empty(Interview.Next(rules, cells, rules.Facts.Nothing, rules.Compile(ActBook.Empty), _ => false));
    }

    [Fact]
    public void Next_PlaceThatIsTooWide_IsAskedForMoreNarrowly()
    {
        var facts = Shipped.Rules.Facts.Book([("actor", FactValue.OfChoice("taiwan-doctor")), ("place", FactValue.OfPlace("suzhou"))]).Value;

        var question = Assert.Single(Interview.Next(Shipped.Rules, [new Cell(34, Shipped.Rules.CityIndex("suzhou"))], facts, NoActs));

        Assert.Equal("place", question.Fact.Id);
        Assert.Equal([(1, 0), (0, 1)], question.Answers.Select(a => (a.Applies, a.DoesNotApply)));
        Assert.Equal(["kunshan", "suzhou/elsewhere"], question.Answers.Select(a => a.Least?.Id));
    }

    /// <summary>"Foreign investor, hospital": from two facts to the list of what it may do in Suzhou, tasks of whatever kind.</summary>
    [Fact]
    public void Interview_ForeignInvestorWithAHospital_EndsWithAListThatWaitsForNothingTheAskerCouldSay()
    {
        var facts = Shipped.Rules.Facts.Book([("actor", FactValue.OfChoice("medical-institution")), ("foreign-share", FactValue.OfBasisPoints(10_000))]).Value;
        var cells = Interview.Cells(Shipped.Rules, cities: [Shipped.Rules.CityIndex("suzhou")]);

        var (asked, known) = Interviewer.Ask(Shipped.Rules, cells, facts, NoActs, q => q.Answers[0].Least ?? FactValue.NotKnown, f => f.Settler == Settler.Asker);

        Assert.Distinct(asked.Select(q => q.Fact.Id));
        Assert.True(asked.Length < Shipped.RuleSet.Facts.Count(f => f.Settler == Settler.Asker));
        var list = Count(cells, known);
        Assert.Equal(159, list.Applies + list.DoesNotApply + list.Undetermined);
        Assert.All(Shipped.Rules.Rules, rule =>
            Assert.DoesNotContain(Shipped.Rules.Decide(rule, Shipped.City("suzhou"), known, NoActs).Missing, m => m is { Fact.Settler: Settler.Asker, NotKnown: false }));
    }

    /// <summary>One task at a time, all 159: as many questions as its facts, at most, and none whose answer no longer matters.</summary>
    [Fact]
    public void Interview_OfEachTask_AsksEachOfItsFactsAtMostOnce() =>
        Assert.All(Shipped.Rules.Rules, rule =>
        {
            var own = rule.Clauses.SelectMany(c => c.Condition.Leaves()).Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal).Count();
            var city = Shipped.Source.Cities.First(c => Shipped.Rules.Reach(rule, c, NoActs).State != ReachState.DoesNotApply);
            foreach (var last in new[] { false, true })
            {
                var (asked, _) = Interviewer.Ask(
                    Shipped.Rules, [new Cell(rule.Index, Shipped.Rules.CityIndex(city.Id))], Shipped.Rules.Facts.Nothing, NoActs,
                    q => (last ? q.Answers[^1].Least : q.Answers[0].Least) ?? FactValue.NotKnown);
                Assert.InRange(asked.Length, 0, own);
            }
        });

    private static Gen<ConditionRule> Leaf() => Gen.Int[0, 5].Select(n => n switch
    {
        0 => Holds("yes"),
        1 => Holds("also"),
        2 => AtMost("share", 3000),
        3 => AtMost("share", 5000),
        4 => new ConditionRule { ValueIn = new ValueInRule("actor", ["a"]), Words = Words },
        _ => new ConditionRule { ValueIn = new ValueInRule("actor", ["b"]), Words = Words },
    });

    private static (int Applies, int DoesNotApply, int Undetermined) Count(IEnumerable<Cell> cells, FactBook facts)
    {
        var verdicts = cells.Select(c => Shipped.Rules.Quick(c.Task, c.City, facts.Codes, NoActs).Verdict).ToArray();
        return (verdicts.Count(v => v == Verdict.Applies), verdicts.Count(v => v == Verdict.DoesNotApply), verdicts.Count(v => v == Verdict.Undetermined));
    }
}
