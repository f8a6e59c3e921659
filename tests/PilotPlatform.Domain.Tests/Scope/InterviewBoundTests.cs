using System.Collections.Concurrent;
using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>
/// A whole interview, from "foreign investor, hospital" or another asker to the list of what it may do and where, takes no more questions than
/// anybody could do with: what it asks at worst is held against a bound that knows nothing of how it chooses.
/// </summary>
public sealed class InterviewBoundTests
{
    private static readonly CompiledRuleSet Rules = Shipped.Rules;

    private static readonly CompiledActs NoActs = Rules.Compile(ActBook.Empty);

    /// <summary>The asker of the issue: a hospital, wholly foreign-owned.</summary>
    private static readonly FactBook Hospital = Asker("medical-institution", 10_000);

    private static readonly QuestionBound Bound = new(Rules, NoActs);

    private static readonly ConcurrentDictionary<string, int> Found = new(StringComparer.Ordinal);

    /// <summary>Askers by their capacity and, in basis points, the foreign share.</summary>
    private static readonly ImmutableArray<(string Actor, int Share)> Several =
    [
        ("medical-institution", 10_000), ("medical-institution", 4900), ("bank", 10_000), ("law-firm", 0), ("commercial-factoring-company", 2500), ("overseas-pension-fund", 10_000), ("foreign-doctor", 0),
    ];

    /// <summary>Each asker in each of the nine cities, and in all of them together.</summary>
    public static TheoryData<string, int, string> Interviews => new(
        from asker in Several
        from city in Shipped.Source.Cities.Select(c => c.Id).Append("all")
        select (asker.Actor, asker.Share, city));

    /// <summary>Group by group, for every way to answer: the interview's longest is the bound.</summary>
    [Theory]
    [MemberData(nameof(Interviews))]
    public void Interview_OfAnyOfThem_AsksAtWorstWhatAnyInterviewHasToAsk(string actor, int share, string city)
    {
        var asker = Asker(actor, share);
        var groups = Bound.Groups(Cells(city), asker).ToArray();

        Assert.True(groups.Length >= 15 && groups.Sum(g => g.Facts.Count) >= 50, "too little is open to prove anything");
        Assert.All(groups, group => Assert.Equal((Name(group.Facts), Bound.Of(group.Cells, asker)), (Name(group.Facts), Worst(group.Cells, asker))));
    }

    /// <summary>The whole interview, with an adversary and with an asker by chance: in each group it asks what it would ask of the group alone, and never more than the bound in all.</summary>
    [Theory]
    [InlineData("hefei")]
    [InlineData("suzhou")]
    public void Interview_OfTheHospital_InOnePieceIsNoLongerThanTheBound(string city)
    {
        var cells = Cells(city);
        var most = Bound.Of(cells, Hospital);
        Assert.Equal(most, Ask(cells, AdversarysAnswer).Length);
        var chance = new Random(1);
        var asked = Ask(cells, (_, question, _) => question.Answers[chance.Next(question.Answers.Length)].Least);
        Assert.Distinct(asked);
        Assert.InRange(asked.Length, 1, most);
    }

    /// <summary>No question is idle: for each there are two answers after which, with the same answers to what else is open, a verdict is not the same.</summary>
    [Fact]
    public void Next_EveryQuestionToTheHospital_HasAnswersThatMakeADifference()
    {
        var cells = Cells("all");
        var questions = Interview.Next(Rules, cells, Hospital, NoActs, most: 1000);

        Assert.Equal(Bound.Groups(cells, Hospital).SelectMany(g => g.Facts).Order(StringComparer.Ordinal), questions.Select(q => q.Fact.Id).Order(StringComparer.Ordinal));
        Assert.All(questions, q => Assert.Contains(cells, c => Differs(c, q)));
    }

    private static FactBook Asker(string actor, int share) => Rules.Facts.Book([("actor", FactValue.OfChoice(actor)), ("foreign-share", FactValue.OfBasisPoints(share))]).Value;

    private static string Name(IEnumerable<string> facts) => string.Join(' ', facts.Order(StringComparer.Ordinal));

    private static ImmutableArray<Cell> Cells(string city) => Interview.Cells(Rules, cities: city == "all" ? null : [Rules.CityIndex(city)]);

    /// <summary>The most questions that the interview asks of anybody, a group of facts at a time.</summary>
    private static int Worst(ImmutableArray<Cell> cells, FactBook facts) => Bound.Groups(cells, facts).Sum(group =>
    {
        var key = Bound.Key(group.Cells, facts);
        if (Found.TryGetValue(key, out var worst))
            return worst;
        var question = Assert.Single(Interview.Next(Rules, group.Cells, facts, NoActs, most: 1));
        return Found[key] = 1 + question.Answers.Max(a => Worst(group.Cells, Answered(facts, question, a.Least)));
    });

    private static ImmutableArray<string> Ask(ImmutableArray<Cell> cells, Func<ImmutableArray<Cell>, Question, FactBook, FactValue?> answer)
    {
        var asked = ImmutableArray.CreateBuilder<string>();
        var facts = Hospital;
        while (Interview.Next(Rules, cells, facts, NoActs, most: 1) is [var question])
        {
            var group = Bound.Groups(cells, facts).Single(g => g.Facts.Contains(question.Fact.Id)).Cells;
            Assert.Equal(Interview.Next(Rules, group, facts, NoActs, most: 1)[0].Fact.Id, question.Fact.Id);
            asked.Add(question.Fact.Id);
            facts = Answered(facts, question, answer(group, question, facts));
        }

        Assert.Empty(Bound.Groups(cells, facts));
        return asked.ToImmutable();
    }

    private static FactValue? AdversarysAnswer(ImmutableArray<Cell> group, Question question, FactBook facts) =>
        question.Answers.MaxBy(a => Bound.Of(group, Answered(facts, question, a.Least)))!.Least;

    /// <summary>What is known after an answer; one that names no place stands for a place that no condition speaks of.</summary>
    private static FactBook Answered(FactBook facts, Question question, FactValue? answer) =>
        facts.With(question.Fact.Id, answer ?? FactValue.OfPlace("beijing-city")).Value;

    private static bool Differs(Cell cell, Question question)
    {
        var rule = Rules.Rules[cell.Task];
        var missing = Rules.Decide(rule, Rules.Source.Cities[cell.City], Hospital, NoActs).Missing.Select(m => m.Fact).OfType<Fact>().ToArray();
        var others = missing.Where(f => f.Id != question.Fact.Id).ToArray();
        return others.Length < missing.Length && Completions(Hospital, others).Any(facts => question.Answers
            .Select(a => Rules.Quick(cell.Task, cell.City, facts.With(question.Fact.Id, a.Least ?? FactValue.OfPlace("beijing-city")).Value.Codes, NoActs).Verdict)
            .Distinct().Skip(1).Any());
    }

    private static IEnumerable<FactBook> Completions(FactBook facts, ReadOnlyMemory<Fact> others) => others.IsEmpty
        ? [facts]
        : Enumerable.Range(FactCode.First, Rules.Facts.Find(others.Span[0].Id)!.Codes)
            .Select(code => facts.With(others.Span[0].Id, Rules.Facts.Find(others.Span[0].Id)!.Value(code)).Value)
            .SelectMany(known => Completions(known, others[1..]));
}
