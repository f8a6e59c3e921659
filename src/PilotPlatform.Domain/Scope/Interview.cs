using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>A task in a city, by their numbers in the rule set; or one clause of it.</summary>
/// <param name="Task">Index of the task.</param>
/// <param name="City">Index of the city.</param>
/// <param name="Clause">Place of the clause in the rule; null for the verdict on the task.</param>
public readonly record struct Cell(int Task, int City, int? Clause = null);

/// <summary>What an answer would make of the cells that are asked about.</summary>
/// <param name="Least">The answer, or the least of the numbers that come to the same; null for a place outside all that matter.</param>
/// <param name="Greatest">The greatest of them; otherwise as <paramref name="Least"/>.</param>
/// <param name="Applies">Cells that would apply.</param>
/// <param name="DoesNotApply">Cells that would not.</param>
/// <param name="Undetermined">Cells that would still be open.</param>
/// <param name="Details">Clauses that would be settled, if clauses are asked about beside the cells.</param>
public sealed record Answer(FactValue? Least, FactValue? Greatest, int Applies, int DoesNotApply, int Undetermined, int Details);

/// <summary>A question to an asker.</summary>
/// <param name="Fact">What is asked.</param>
/// <param name="Matters">Cells whose verdict depends on it.</param>
/// <param name="MattersToDetails">Clauses whose verdict depends on it, if clauses are asked about beside the cells.</param>
/// <param name="Settles">Cells that it settles on average, every answer counted alike, in thousandths.</param>
/// <param name="Answers">Every possible answer with what it would make of the cells.</param>
public sealed record Question(Fact Fact, int Matters, int MattersToDetails, long Settles, ImmutableArray<Answer> Answers)
{
    /// <summary>Clauses that it settles, counted over all answers.</summary>
    internal int SettlesDetails => Answers.Sum(a => a.Details);
}

/// <summary>What to ask next: only facts on which a verdict depends yet, best first.</summary>
public static class Interview
{
    /// <summary>The cells of some tasks in some cities; all of them where nothing is said.</summary>
    public static ImmutableArray<Cell> Cells(CompiledRuleSet rules, IEnumerable<int>? tasks = null, IEnumerable<int>? cities = null)
    {
        ImmutableArray<int> columns = [.. cities ?? Enumerable.Range(0, rules.Source.Cities.Length)];
        return [.. (tasks ?? Enumerable.Range(0, rules.Rules.Length)).SelectMany(task => columns.Select(city => new Cell(task, city)))];
    }

    /// <summary>The clauses of some cells, each as a cell of its own.</summary>
    public static ImmutableArray<Cell> Details(CompiledRuleSet rules, IEnumerable<Cell> cells) =>
        [.. cells.SelectMany(cell => Enumerable.Range(0, rules.Rules[cell.Task].Clauses.Length).Select(clause => cell with { Clause = clause }))];

    /// <summary>
    /// The questions whose answers change something, the one to ask first in front. Facts that decide no cell together are asked apart:
    /// what is needed at worst is the sum of what each group of them needs. Of a group, the fact comes first with which fewest questions
    /// are needed at worst, where there are few enough to try all orders; otherwise, and among equals, the one that settles most. Empty if
    /// no answer changes anything. If details are asked for, what clauses leave open is asked as well: the orders are those with which fewest
    /// questions settle all clauses, which settles the verdicts too, and among equals what settles verdicts goes before.
    /// </summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="asked">The cells that are asked about.</param>
    /// <param name="facts">What is known; what was asked in vain is not asked again.</param>
    /// <param name="acts">The acts on record.</param>
    /// <param name="askable">Which facts may be asked; all if nothing is said.</param>
    /// <param name="most">How many questions are returned at most.</param>
    /// <param name="budget">What it may cost; it says afterwards whether there was more to try.</param>
    /// <param name="details">True to go on until the clauses of the cells are settled, each by itself.</param>
    public static ImmutableArray<Question> Next(
        CompiledRuleSet rules, IReadOnlyCollection<Cell> asked, FactBook facts, CompiledActs acts, Func<Fact, bool>? askable = null, int most = 10, InterviewBudget? budget = null, bool details = false)
    {
        budget ??= new InterviewBudget();
        var state = new InterviewState(rules, asked, acts, askable ?? (_ => true));
        var (codes, open) = (facts.Codes.ToArray(), state.Open(asked, facts.Codes));
        var planned = details ? state.Open(Details(rules, asked), facts.Codes) : open;
        var candidates = state.Candidates(planned, codes);
        if (candidates.IsEmpty)
            return [];

        var settled = state.Settled(codes);
        var questions = candidates.Select(fact =>
        {
            budget.Interrupt();
            return (Fact: fact, Question: state.Question(fact, open, details ? planned : [], codes, settled));
        });
        var detours = InterviewSearch.Detours(state, state.Groups(planned, candidates, codes), codes, budget);
        return
        [
            .. questions
                .OrderBy(q => detours[q.Fact])
                .ThenByDescending(q => q.Question.Settles)
                .ThenByDescending(q => q.Question.Matters)
                .ThenByDescending(q => q.Question.SettlesDetails)
                .ThenBy(q => q.Fact)
                .Take(most)
                .Select(q => q.Question),
        ];
    }
}
