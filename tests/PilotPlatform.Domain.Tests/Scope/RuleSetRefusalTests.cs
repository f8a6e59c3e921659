using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;
using static PilotPlatform.Domain.Tests.Scope.SmallRules;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Each way in which a rule set does not fit its document, refused with task, clause and field.</summary>
public sealed class RuleSetRefusalTests
{
    private const string Clause = "task 1, clause c0, ";

    public static TheoryData<string, string, Func<ConditionRule>> Conditions => new()
    {
        { "condition.words", "'戊' does not stand in the text of the task", () => Holds("yes") with { Words = "戊" } },
        { "condition.words", "'甲' does not stand in the text of the task 3 times", () => Holds("yes") with { Occurrence = 3 } },
        { "condition.words", "'乙' does not stand in the scope of the task", () => Holds("yes") with { Words = "乙", Part = CitedPart.Scope } },
        { "condition.words", "every leaf names the words it rests on", () => Holds("yes") with { Words = null } },
        { "condition.occurrence", "counts from 1", () => Holds("yes") with { Occurrence = 0 } },
        { "condition", "a condition is of exactly one kind", () => new ConditionRule { Words = Words } },
        { "condition", "a condition is of exactly one kind", () => Holds("yes") with { CityIn = new CityInRule(["dalian"]) } },
        { "condition.allOf", "must not be empty", () => All() },
        { "condition.anyOf[1].not.holds.fact", "the rule set has no fact 'no'", () => Any(Holds("yes"), Not(Holds("no"))) },
        { "condition.holds.fact", "'share' is of type BasisPoints, which such a condition cannot ask for", () => Holds("share") },
        { "condition.numberBound.fact", "'actor' is of type Enumeration, which such a condition cannot ask for", () => AtMost("actor", 1) },
        { "condition.numberBound.maximum", "10001 lies out of the range of 'share', which is 0 to 10000", () => AtMost("share", 10_001) },
        { "condition.numberBound.minimum", "-1 lies out of the range of 'years', which is 0 to 10", () => new ConditionRule { NumberBound = new NumberBoundRule("years", Minimum: -1), Words = Words } },
        { "condition.numberBound.minimum", "lies above the maximum, so that nothing is within the bounds", () => new ConditionRule { NumberBound = new NumberBoundRule("years", 5, 4), Words = Words } },
        { "condition.numberBound", "needs a minimum or a maximum", () => new ConditionRule { NumberBound = new NumberBoundRule("years"), Words = Words } },
        { "condition.dateBound", "needs a day from or until which it holds", () => new ConditionRule { DateBound = new DateBoundRule("day"), Words = Words } },
        { "condition.dateBound.from", "lies behind the day until which it holds", () => new ConditionRule { DateBound = new DateBoundRule("day", new DateOnly(2026, 2, 1), new DateOnly(2026, 1, 1)), Words = Words } },
        { "condition.valueIn.values[1]", "'actor' has no value 'd'", () => Values("a", "d") },
        { "condition.valueIn.values[1]", "'a' stands twice", () => Values("a", "a") },
        { "condition.valueIn.values", "must not be empty", () => Values() },
        { "condition.placeWithin.place", "the gazetteer knows no place 'atlantis'", () => new ConditionRule { PlaceWithin = new PlaceWithinRule("atlantis"), Words = Words } },
        { "condition.cityIn.cities[0]", "'beijing' is not a city of the programme", () => new ConditionRule { CityIn = new CityInRule(["beijing"]), Words = Words } },
        { "condition", "the condition can never fail", () => Values("a", "b", "c") },
        { "condition", "the condition can never fail", () => AtMost("share", 10_000) },
        { "condition", "the condition can never fail", () => Any(Holds("yes"), Not(Holds("yes"))) },
        { "condition", "the condition can never hold, so that the clause is unreachable", () => All(Holds("yes"), Not(Holds("yes"))) },
        { "condition", "the condition can never hold, so that the clause is unreachable", () => All(Values("a"), Values("b", "c")) },
        { "condition", "the condition can never hold, so that the clause is unreachable", () => All(Within("kunshan"), Within("dalian")) },
        { "condition.anyOf[1]", "the condition can never hold", () => Any(Holds("yes"), All(AtMost("share", 1), Not(AtMost("share", 5000)))) },
    };

    public static TheoryData<string, string, Func<Fact>> BrokenFacts => new()
    {
        { "id", "is not in kebab case", () => Fact("Share Of", FactType.Boolean) },
        { "question", "must be asked in both languages", () => Fact("new", FactType.Boolean) with { Question = new Bilingual("是否", "") } },
        { "values", "an enumeration needs values", () => Fact("new", FactType.Enumeration) },
        { "values", "only an enumeration has values", () => Fact("new", FactType.Boolean) with { Values = [new("a", "甲", "a")] } },
        { "values", "the value 'a' stands 2 times", () => Fact("new", FactType.Enumeration) with { Values = [new("a", "甲", "a"), new("a", "乙", "b")] } },
        { "minimum", "only a number has bounds", () => Fact("new", FactType.Date) with { Minimum = 1 } },
        { "minimum", "lies above the maximum", () => Fact("new", FactType.Integer) with { Minimum = 2, Maximum = 1 } },
        { "maximum", "a share lies between 0 and 10,000 basis points", () => Fact("new", FactType.BasisPoints) with { Maximum = 10_001 } },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Compile_BrokenCondition_IsRefusedAtItsField(string field, string problem, Func<ConditionRule> condition) =>
        Assert.Equal(new Violation(Clause + field, problem), Assert.Single(Refused(Of([condition()]))));

    [Theory]
    [MemberData(nameof(BrokenFacts))]
    public void Compile_BrokenFact_IsRefusedAtItsField(string field, string problem, Func<Fact> broken)
    {
        var fact = broken();

        Assert.Equal(new Violation($"fact {fact.Id}, {field}", problem), Assert.Single(Refused(Of([null]) with { Facts = [.. Facts, fact] })));
    }

    [Fact]
    public void Compile_FactThatStandsTwice_IsRefused() =>
        Assert.Equal(new Violation("fact yes", "two facts have this id"), Assert.Single(Refused(Of([null]) with { Facts = [.. Facts, Fact("yes", FactType.Boolean)] })));

    [Fact]
    public void Compile_PlaceWithoutAFactForIt_IsRefused() =>
        Assert.Equal("the rule set has no fact of type place", Assert.Single(Refused(Of([Within("kunshan")]) with { Facts = [] })).Problem);

    [Fact]
    public void Compile_ClauseInACityThatTheScopeDoesNotName_IsUnreachable()
    {
        var rules = Of([new ConditionRule { CityIn = new CityInRule(["suzhou"]), Words = Words }]) with
        {
            Forms = [new ScopeForm("named", "^(?<cities>.+)$", "cities", [], [])],
        };

        var violation = Assert.Single(RuleSetCompiler.Compile(rules, Source(1, "大连")).Fault!.Violations);

        Assert.Equal("the condition can never hold, so that the clause is unreachable", violation.Problem);
    }

    [Fact]
    public void Compile_TaskThatIsNotListed_IsRefused() =>
        Assert.Equal([new Violation("task 2", "is not listed")], RuleSetCompiler.Compile(Of([null]), Source(2)).Fault!.Violations);

    [Fact]
    public void Compile_TaskThatTheDocumentDoesNotHave_IsRefused() =>
        Assert.Equal([new Violation("task 2", "the document has no such task")], RuleSetCompiler.Compile(Of([null], [null]), Source(1)).Fault!.Violations);

    [Fact]
    public void Compile_TaskThatIsListedTwice_IsRefused()
    {
        var rules = Of([null]);

        Assert.Equal([new Violation("task 1", "is listed 2 times")], Refused(rules with { Tasks = [rules.Tasks[0], rules.Tasks[0]] }));
    }

    [Fact]
    public void Compile_ClausesThatAreNoneOrOfOneId_AreRefused()
    {
        Assert.Equal(new Violation("task 1, clauses", "a task has at least one clause"), Assert.Single(Refused(Of([ImmutableArray<ConditionRule?>.Empty]))));
        Assert.Equal("task 1, clause a", Assert.Single(Refused(WithClauses(new TextClause("a", Words), new TextClause("a", Words)))).Subject);
    }

    [Fact]
    public void Compile_WordsOfAClauseOrAReason_MustStandInTheTask()
    {
        Assert.Equal("task 1, clause a, words", Assert.Single(Refused(WithClauses(new TextClause("a", "戊")))).Subject);
        Assert.Equal("task 1, clause a, words", Assert.Single(Refused(WithClauses(new TextClause("a", Words) { Occurrence = 3 }))).Subject);

        var rules = Of([null]);
        var excused = rules with { Tasks = [rules.Tasks[0] with { NoCondition = [new NoCondition("戊", new Bilingual("无", "none"))] }] };
        Assert.Equal("task 1, noCondition[0].words", Assert.Single(Refused(excused)).Subject);
    }

    [Fact]
    public void Compile_MatterOfTheScopeWithoutItsClause_IsRefused()
    {
        var rules = Of([null]) with { Forms = [new ScopeForm("matter", "^甲$", null, [], [new ClauseRule("matter", Act(ActKind.Uptake, Settler.City))])] };

        Assert.Equal("task 1, clause matter", Assert.Single(RuleSetCompiler.Compile(rules, Source(1, "甲")).Fault!.Violations).Subject);
    }

    [Fact]
    public void Compile_MoreConditionsThanAreDecidedTogether_AreRefused() =>
        Assert.Contains("at most 64", Assert.Single(Refused(Of([All([.. Enumerable.Repeat(Holds("yes"), 64)])]))).Problem, StringComparison.Ordinal);

    [Fact]
    public void Compile_ConditionsThatStandTooDeep_AreRefused() =>
        Assert.Contains("at most 32 deep", Assert.Single(Refused(Of([Enumerable.Range(0, 40).Aggregate(Holds("yes"), (inner, _) => Not(inner))]))).Problem, StringComparison.Ordinal);

    /// <summary>Seventeen facts used twice each have more combinations than are tried: refused with the clauses and the facts.</summary>
    [Fact]
    public void Compile_FactsUsedTwiceWithTooManyCombinations_AreRefusedWithTheClausesAndTheFacts()
    {
        var refused = Assert.Single(Refused(UsedTwice()));

        Assert.Equal("task 1, clauses c0, c1", refused.Subject);
        Assert.EndsWith("combinations: " + string.Join(", ", Many), refused.Problem, StringComparison.Ordinal);
    }

    /// <summary>What was published under a wider limit stays: with few facts open it is settled exactly, with all of them open nothing is taken for known.</summary>
    [Fact]
    public void Load_FactsUsedTwiceWithTooManyCombinations_IsReadyAndNeverWrong()
    {
        var rules = RuleSetCompiler.Load(UsedTwice(), Source(1)).Value;
        var (acts, city) = (rules.Compile(ActBook.Empty), rules.Source.Cities[0]);
        FactBook Knowing(int count, bool yes) => rules.Facts.Book(Many.Take(count).Select(f => (f, FactValue.Of(yes)))).Value;

        Assert.Equal(Verdict.Undetermined, rules.Decide(rules.Rules[0], city, rules.Facts.Nothing, acts).Verdict);
        Assert.Equal(Verdict.Applies, rules.Decide(rules.Rules[0], city, Knowing(1, yes: true), acts).Verdict);
        Assert.Equal(Many[16..], rules.Decide(rules.Rules[0], city, Knowing(16, yes: false), acts).Missing.Select(m => m.Fact!.Id));
        Assert.Equal(Verdict.DoesNotApply, rules.Decide(rules.Rules[0], city, Knowing(17, yes: false), acts).Verdict);
    }

    [Fact]
    public void Compile_VeryManyViolations_AreListedUpToALimit() =>
        Assert.Equal(RuleSetCompiler.MostViolations, RuleSetCompiler.Compile(Of([null]), Source(500)).Fault!.Violations.Length);

    private static ImmutableArray<string> Many { get; } = [.. Enumerable.Range(0, 17).Select(n => $"f{n}")];

    private static RuleSet UsedTwice() =>
        Of([Any([.. Many.Select(Holds)]), Any([.. Many.Select(Holds)])]) with { Facts = [.. Many.Select(f => Fact(f, FactType.Boolean))] };

    private static ImmutableArray<Violation> Refused(RuleSet rules)
    {
        var fault = RuleSetCompiler.Compile(rules, Source(1)).Fault!;
        Assert.Equal(FaultReason.RuleSetRefused, fault.Reason);
        return fault.Violations;
    }

    private static RuleSet WithClauses(params ImmutableArray<TextClause> clauses) => Of([null]) with { Tasks = [new TextRule(1, clauses)] };

    private static ConditionRule Values(params ImmutableArray<string> values) => new() { ValueIn = new ValueInRule("actor", values), Words = Words };

    private static ConditionRule Within(string place) => new() { PlaceWithin = new PlaceWithinRule(place), Words = Words };
}
