using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>
/// Which task of a later edition is which of an earlier one, by places in their lists. The same words are the same task; then the
/// likest words are, above a half; what is left can be a part of a task that was cut, or have become part of another.
/// </summary>
internal sealed class TaskMatching
{
    /// <summary>Share of its pairs of characters that a text has in another for it to be a part of it.</summary>
    private const double Contained = 0.7;

    /// <summary>A part is shorter than the whole by more than a changed word.</summary>
    private const double Shorter = 0.9;

    private readonly ImmutableArray<PilotTask> before;
    private readonly ImmutableArray<PilotTask> after;

    private TaskMatching(ImmutableArray<PilotTask> before, ImmutableArray<PilotTask> after) => (this.before, this.after) = (before, after);

    public Dictionary<int, int> ByAfter { get; } = [];

    public Dictionary<int, int> ByBefore { get; } = [];

    /// <summary>New tasks that are a part of an earlier one.</summary>
    public Dictionary<int, int> SplitFrom { get; } = [];

    /// <summary>Earlier tasks that became a part of a later one.</summary>
    public Dictionary<int, int> MergedInto { get; } = [];

    public static TaskMatching Of(ImmutableArray<PilotTask> before, ImmutableArray<PilotTask> after)
    {
        var matching = new TaskMatching(before, after);
        matching.PairSameWords();
        matching.PairLikeWords();
        matching.FindParts();
        matching.PairOnlyParts();
        return matching;
    }

    private void Pair(int old, int now)
    {
        ByBefore.Add(old, now);
        ByAfter.Add(now, old);
    }

    private void PairSameWords()
    {
        var byWords = before.Index().GroupBy(t => t.Item.Text.Squeezed, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(t => t.Index).ToList(), StringComparer.Ordinal);
        foreach (var (now, task) in after.Index())
        {
            if (!byWords.TryGetValue(task.Text.Squeezed, out var same) || same.Count == 0)
                continue;
            var old = same.OrderBy(i => before[i].Scope.Squeezed != task.Scope.Squeezed).ThenBy(i => Math.Abs(before[i].Number - task.Number)).First();
            same.Remove(old);
            Pair(old, now);
        }
    }

    private void PairLikeWords()
    {
        foreach (var (old, now) in LikeWords.Pairs(
            [.. before.Index().Where(t => !ByBefore.ContainsKey(t.Index)).Select(t => (t.Index, t.Item.Text.Normalized))],
            [.. after.Index().Where(t => !ByAfter.ContainsKey(t.Index)).Select(t => (t.Index, t.Item.Text.Normalized))]))
            Pair(old, now);
    }

    private void FindParts()
    {
        var old = new WordIndex([.. before.Index().Select(t => (t.Index, t.Item.Text.Normalized))]);
        foreach (var (now, task) in after.Index().Where(t => !ByAfter.ContainsKey(t.Index)))
            if (WholeOf(old, task, whole => !ByBefore.TryGetValue(whole, out var pair) || after[pair].Text.Squeezed != before[whole].Text.Squeezed) is { } whole)
                SplitFrom.Add(now, whole);

        var later = new WordIndex([.. after.Index().Select(t => (t.Index, t.Item.Text.Normalized))]);
        foreach (var (was, task) in before.Index().Where(t => !ByBefore.ContainsKey(t.Index) && !SplitFrom.ContainsValue(t.Index)))
            if (WholeOf(later, task, whole => !ByAfter.TryGetValue(whole, out var pair) || after[whole].Text.Squeezed != before[pair].Text.Squeezed) is { } whole)
                MergedInto.Add(was, whole);
    }

    /// <summary>A text that grew or shrank by more than half is still the one, where it is a part of no other's and no other is a part of it.</summary>
    private void PairOnlyParts()
    {
        foreach (var (was, into) in MergedInto.Where(m => !ByAfter.ContainsKey(m.Value) && MergedInto.Values.Count(now => now == m.Value) == 1).ToList())
        {
            MergedInto.Remove(was);
            Pair(was, into);
        }

        foreach (var (now, from) in SplitFrom.Where(s => !ByBefore.ContainsKey(s.Value) && SplitFrom.Values.Count(old => old == s.Value) == 1).ToList())
        {
            SplitFrom.Remove(now);
            Pair(from, now);
        }
    }

    /// <summary>The text that holds most of a task's words and more; null if none does.</summary>
    private static int? WholeOf(WordIndex texts, PilotTask part, Func<int, bool> wanted)
    {
        var wholes = texts.SharedWith(part.Text.Normalized)
            .Where(s => s.Shared >= Contained * s.OwnLength && s.OwnLength <= Shorter * s.Length && wanted(s.Key))
            .OrderByDescending(s => s.Shared).ThenBy(s => s.Key).Take(1).ToList();
        return wholes is [var whole] ? whole.Key : null;
    }
}
