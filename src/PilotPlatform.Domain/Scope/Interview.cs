using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>A task in a city, by their numbers in the rule set.</summary>
public readonly record struct Cell(int Task, int City);

/// <summary>What an answer would make of the cells that are asked about.</summary>
/// <param name="Least">The answer, or the least of the numbers that come to the same; null for a place outside all that matter.</param>
/// <param name="Greatest">The greatest of them; otherwise as <paramref name="Least"/>.</param>
/// <param name="Applies">Cells that would apply.</param>
/// <param name="DoesNotApply">Cells that would not.</param>
/// <param name="Undetermined">Cells that would still be open.</param>
public sealed record Answer(FactValue? Least, FactValue? Greatest, int Applies, int DoesNotApply, int Undetermined);

/// <summary>A question to an asker.</summary>
/// <param name="Fact">What is asked.</param>
/// <param name="Matters">Cells whose verdict depends on it.</param>
/// <param name="Settles">Cells that it settles on average, every answer counted alike, in thousandths.</param>
/// <param name="Answers">Every possible answer with what it would make of the cells.</param>
public sealed record Question(Fact Fact, int Matters, long Settles, ImmutableArray<Answer> Answers);

/// <summary>What to ask next: only facts on which a verdict depends yet, best first.</summary>
public static class Interview
{
    /// <summary>The cells of some tasks in some cities; all of them where nothing is said.</summary>
    public static ImmutableArray<Cell> Cells(CompiledRuleSet rules, IEnumerable<int>? tasks = null, IEnumerable<int>? cities = null)
    {
        ImmutableArray<int> columns = [.. cities ?? Enumerable.Range(0, rules.Source.Cities.Length)];
        return [.. (tasks ?? Enumerable.Range(0, rules.Rules.Length)).SelectMany(task => columns.Select(city => new Cell(task, city)))];
    }

    /// <summary>
    /// The questions whose answers change something, the one to ask first in front. Facts that decide no cell together are asked apart:
    /// what is needed at worst is the sum of what each group of them needs. Of a group, the fact comes first with which fewest questions
    /// are needed at worst, where there are few enough to try all orders; otherwise, and among equals, the one that settles most. Empty if
    /// no answer changes anything.
    /// </summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="asked">The cells that are asked about.</param>
    /// <param name="facts">What is known; what was asked in vain is not asked again.</param>
    /// <param name="acts">The acts on record.</param>
    /// <param name="askable">Which facts may be asked; all if nothing is said.</param>
    /// <param name="most">How many questions are returned at most.</param>
    /// <param name="budget">What it may cost; it says afterwards whether there was more to try.</param>
    public static ImmutableArray<Question> Next(
        CompiledRuleSet rules, IReadOnlyCollection<Cell> asked, FactBook facts, CompiledActs acts, Func<Fact, bool>? askable = null, int most = 10, InterviewBudget? budget = null)
    {
        budget ??= new InterviewBudget();
        var state = new InterviewState(rules, asked, acts, askable ?? (_ => true));
        var (codes, open) = (facts.Codes.ToArray(), state.Open(asked, facts.Codes));
        var candidates = state.Candidates(open, codes);
        if (candidates.IsEmpty)
            return [];

        var settled = state.Settled(codes);
        var questions = candidates.Select(fact =>
        {
            budget.Interrupt();
            return (Fact: fact, Question: state.Question(fact, open, codes, settled));
        });
        var detours = InterviewSearch.Detours(state, state.Groups(open, candidates, codes), codes, budget);
        return
        [
            .. questions
                .OrderBy(q => detours[q.Fact])
                .ThenByDescending(q => q.Question.Settles)
                .ThenByDescending(q => q.Question.Matters)
                .ThenBy(q => q.Fact)
                .Take(most)
                .Select(q => q.Question),
        ];
    }
}
