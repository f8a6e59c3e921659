using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Questions;

/// <summary>The cells that an interview is about: verdicts on tasks, or those on one clause.</summary>
internal sealed class Asked(Frame frame, IReadOnlyCollection<Cell> cells)
{
    /// <param name="frame">What is answered from.</param>
    /// <param name="rule">The one task; null for all.</param>
    /// <param name="city">The one city; null for all of the programme.</param>
    /// <param name="clause">Place of the one clause of the task; null for the task.</param>
    public static Asked Of(Frame frame, TaskRule? rule, ScopeCity? city, int? clause) => new(
        frame,
        [.. Interview.Cells(frame.Rules, rule is null ? null : [rule.Index], city is null ? null : [frame.Rules.CityIndex(city.Id)]).Select(c => c with { Clause = clause })]);

    /// <summary>How many of the cells come to each verdict.</summary>
    public VerdictTotal Total(FactBook facts)
    {
        var tally = default(Tally);
        foreach (var cell in cells)
            tally.Add(Decide(cell, facts).Verdict);
        return tally.ToProto();
    }

    /// <summary>How many clauses of the cells are open by themselves.</summary>
    public int OpenClauses(FactBook facts) => cells.Sum(cell => System.Numerics.BitOperations.PopCount(frame.Rules.OutcomeOf(cell.Task, Decide(cell, facts)).Open));

    /// <summary>What to ask next of some who can settle facts; of whoever can if none is named.</summary>
    public IReadOnlyList<Question> Next(FactBook facts, IReadOnlyCollection<Contracts.ScopeRules.V1.Settler> settlers, int most, InterviewBudget budget, bool details) =>
        Interview.Next(frame.Rules, cells, facts, frame.Acts, settlers.Count == 0 ? null : fact => settlers.Contains(fact.Settler.ToProto()), most, budget, details);

    private QuickDecision Decide(Cell cell, FactBook facts) => cell.Clause is { } clause
        ? frame.Rules.Quick(cell.Task, cell.City, facts.Codes, frame.Acts, clause)
        : frame.Rules.Quick(cell.Task, cell.City, facts.Codes, frame.Acts);
}
