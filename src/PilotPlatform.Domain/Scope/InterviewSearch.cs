using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>How many questions are needed at worst, found by trying every order of questions and every answer where that is little work.</summary>
internal static class InterviewSearch
{
    /// <summary>Decisions that the search may cost; beyond them it is not made.</summary>
    private const long MostDecisions = 200_000;

    /// <summary>For each fact, the most questions that are needed if it is asked first; empty if there are too many to try.</summary>
    public static IReadOnlyDictionary<int, int> Depths(InterviewState state, ImmutableArray<OpenCell> open, int[] codes, ImmutableArray<int> candidates)
    {
        var answers = candidates.ToDictionary(f => f, f => state.Answers(f, open, codes).Select(g => g[0]).ToImmutableArray());
        var states = 1d;
        foreach (var fact in candidates)
            states *= answers[fact].Length + 1;
        if (states * candidates.Length * open.Length > MostDecisions)
            return ImmutableDictionary<int, int>.Empty;

        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        return candidates.ToDictionary(f => f, f => Worst(f, open, codes));

        int Worst(int fact, ImmutableArray<OpenCell> cells, int[] known)
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

        int Needed(ImmutableArray<OpenCell> cells, int[] known)
        {
            var left = state.Candidates(cells, known).Where(f => known[f] == codes[f]).ToImmutableArray();
            if (left.IsEmpty)
                return 0;
            var key = string.Join(',', candidates.Select(f => known[f]));
            if (!found.TryGetValue(key, out var needed))
                found.Add(key, needed = left.Min(f => Worst(f, cells, known)));
            return needed;
        }
    }
}
