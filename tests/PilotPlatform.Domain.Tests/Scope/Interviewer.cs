using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Holds whole interviews: asks what comes first until nothing that may be asked changes anything.</summary>
internal static class Interviewer
{
    /// <summary>The questions that were asked, and what is known in the end.</summary>
    public static (ImmutableArray<Question> Asked, FactBook Facts) Ask(
        CompiledRuleSet rules, IReadOnlyCollection<Cell> cells, FactBook facts, CompiledActs acts, Func<Question, FactValue> answer, Func<Fact, bool>? askable = null)
    {
        var asked = ImmutableArray.CreateBuilder<Question>();
        while (Interview.Next(rules, cells, facts, acts, askable, most: 1) is [var question])
        {
            asked.Add(question);
            facts = facts.With(question.Fact.Id, answer(question)).Value;
        }

        return (asked.ToImmutable(), facts);
    }

    /// <summary>The most questions that the interview asks of anybody, until the clauses are settled too if details are wanted.</summary>
    public static int Worst(CompiledRuleSet rules, IReadOnlyCollection<Cell> cells, FactBook facts, CompiledActs acts, bool details = false) =>
        Interview.Next(rules, cells, facts, acts, most: 1, details: details) is not [var question]
            ? 0
            : 1 + question.Answers.Max(a => Worst(rules, cells, facts.With(question.Fact.Id, a.Least!.Value).Value, acts, details));

    /// <summary>The fewest questions that could do, found the long way: every order, every answer, and verdicts looked up in the end.</summary>
    public static int Fewest(CompiledRuleSet rules, IReadOnlyCollection<Cell> cells, FactBook facts, CompiledActs acts, ImmutableArray<(string Fact, ImmutableArray<FactValue> Values)> left)
    {
        if (cells.All(c => Decide(rules, c, facts, acts) != Verdict.Undetermined) || left.IsEmpty)
            return 0;
        return left.Min(question => 1 + question.Values.Max(value => Fewest(rules, cells, facts.With(question.Fact, value).Value, acts, left.Remove(question))));
    }

    private static Verdict Decide(CompiledRuleSet rules, Cell cell, FactBook facts, CompiledActs acts) => cell.Clause is { } clause
        ? rules.Quick(cell.Task, cell.City, facts.Codes, acts, clause).Verdict
        : rules.Quick(cell.Task, cell.City, facts.Codes, acts).Verdict;
}
