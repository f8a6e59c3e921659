using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>How many questions are needed at worst, found by trying every order of questions and every answer where that is little work.</summary>
internal sealed class InterviewSearch
{
    private readonly InterviewState state;
    private readonly InterviewGroup group;
    private readonly InterviewBudget budget;
    private readonly int[] begun;
    private readonly Dictionary<int, ImmutableArray<int>> answers;
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);

    private InterviewSearch(InterviewState state, InterviewGroup group, int[] codes, InterviewBudget budget)
    {
        (this.state, this.group, this.budget, begun) = (state, group, budget, codes);
        answers = group.Facts.ToDictionary(f => f, f => state.Answers(f, group.Cells, codes).Select(g => g[0]).ToImmutableArray());
    }

    /// <summary>
    /// For each fact of some groups, how many questions more than with the best of its group are needed at worst if it is asked first; 0 where
    /// it is not tried. The groups that cost least go first, so that most of them are tried.
    /// </summary>
    public static Dictionary<int, int> Detours(InterviewState state, IEnumerable<InterviewGroup> groups, int[] codes, InterviewBudget budget) =>
        groups.Select(g => new InterviewSearch(state, g, codes, budget)).OrderBy(s => s.Cost).SelectMany(s => s.Detours()).ToDictionary();

    /// <summary>Decisions that trying every order and every answer takes at most; nothing for a fact alone.</summary>
    private double Cost => group.Facts.Length == 1 ? 0 : answers.Values.Aggregate(1d, (product, each) => product * (each.Length + 1)) * group.Facts.Length * group.Cells.Length;

    private IEnumerable<KeyValuePair<int, int>> Detours()
    {
        if (group.Facts.Length == 1 || !budget.TryTake(Cost))
            return group.Facts.Select(f => KeyValuePair.Create(f, 0));

        var depths = group.Facts.Select(f => (Fact: f, Depth: Worst(f, group.Cells, begun))).ToArray();
        return depths.Select(d => KeyValuePair.Create(d.Fact, d.Depth - depths.Min(o => o.Depth)));
    }

    private int Worst(int fact, ImmutableArray<OpenCell> cells, int[] known)
    {
        var worst = 0;
        foreach (var answer in answers[fact])
        {
            budget.Interrupt();
            var next = known.ToArray();
            next[fact] = answer;
            worst = Math.Max(worst, Needed(state.Open(cells.Select(c => c.Cell), next), next));
        }

        return worst + 1;
    }

    private int Needed(ImmutableArray<OpenCell> cells, int[] known)
    {
        ImmutableArray<int> left = [.. state.Candidates(cells, known).Where(f => known[f] == begun[f])];
        return state.Groups(cells, left, known).Sum(group =>
        {
            var key = $"{group.Facts[0]}:{string.Join(',', answers.Keys.Select(f => known[f]))}";
            if (!found.TryGetValue(key, out var needed))
                found.Add(key, needed = group.Facts.Min(f => Worst(f, group.Cells, known)));
            return needed;
        });
    }
}
