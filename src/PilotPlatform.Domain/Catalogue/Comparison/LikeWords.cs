using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>Which text is which with changes.</summary>
internal static class LikeWords
{
    /// <summary>Share of pairs of characters that two texts have in common for one to be the other with changes.</summary>
    private const double Alike = 0.5;

    /// <summary>Pairs of a text before and a text now, each once, the likest first; of equally like ones those that stand nearest.</summary>
    /// <param name="before">The texts before, by their places.</param>
    /// <param name="after">The texts now, by theirs.</param>
    public static IEnumerable<(int Before, int After)> Pairs(ImmutableArray<(int Place, string Text)> before, ImmutableArray<(int Place, string Text)> after)
    {
        var (old, takenBefore, takenAfter) = (new WordIndex(before), new HashSet<int>(), new HashSet<int>());
        var likely = after
            .SelectMany(t => old.SharedWith(t.Text).Select(s => (Before: s.Key, After: t.Place, Likeness: 2.0 * s.Shared / (s.Length + s.OwnLength))))
            .Where(p => p.Likeness >= Alike)
            .OrderByDescending(p => p.Likeness).ThenBy(p => Math.Abs(p.Before - p.After)).ThenBy(p => p.After);
        foreach (var (was, now, _) in likely)
        {
            if (takenBefore.Contains(was) || takenAfter.Contains(now))
                continue;
            takenBefore.Add(was);
            takenAfter.Add(now);
            yield return (was, now);
        }
    }
}
