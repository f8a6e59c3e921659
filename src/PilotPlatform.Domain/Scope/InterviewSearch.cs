using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>How many questions are needed at worst, found by trying every order of questions and every answer where that is little work.</summary>
internal sealed class InterviewSearch
{
    /// <summary>Decisions that trying one group of facts may cost; beyond them it is not tried.</summary>
    private const long MostDecisions = 400_000;

    private readonly InterviewState state;
    private readonly int[] begun;
    private readonly Dictionary<int, ImmutableArray<int>> answers;
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);

    private InterviewSearch(InterviewState state, InterviewGroup group, int[] codes)
    {
        (this.state, begun) = (state, codes);
        answers = group.Facts.ToDictionary(f => f, f => state.Answers(f, group.Cells, codes).Select(g => g[0]).ToImmutableArray());
    }

    /// <summary>For each fact of a group, how many questions more than with the best are needed at worst if it is asked first; 0 if it is not tried.</summary>
    public static IEnumerable<KeyValuePair<int, int>> Detours(InterviewState state, InterviewGroup group, int[] codes)
    {
        var search = new InterviewSearch(state, group, codes);
        var ways = search.answers.Values.Aggregate(1d, (product, each) => product * (each.Length + 1));
        if (group.Facts.Length == 1 || ways * group.Facts.Length * group.Cells.Length > MostDecisions)
            return group.Facts.Select(f => KeyValuePair.Create(f, 0));

        var depths = group.Facts.Select(f => (Fact: f, Depth: search.Worst(f, group.Cells, codes))).ToArray();
        return depths.Select(d => KeyValuePair.Create(d.Fact, d.Depth - depths.Min(o => o.Depth)));
    }

    private int Worst(int fact, ImmutableArray<OpenCell> cells, int[] known)
    {
        var worst = 0;
        foreach (var answer in answers[fact])
        {
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
