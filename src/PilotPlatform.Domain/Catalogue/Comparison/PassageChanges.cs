using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>
/// Passages outside the task list. Titles and the note are compared place by place; of headings, paragraphs and chapters each with the one that it
/// was, wherever that stood: where one comes in, those behind it are other places and the same words.
/// </summary>
internal static class PassageChanges
{
    public static ImmutableArray<PassageChange> Of(Edition before, Edition after) =>
    [
        .. Single(PassageKey.Title, before.Title, after.Title),
        .. Single(PassageKey.Preamble, before.Preamble, after.Preamble),
        .. Matched(Headings(before), Headings(after)),
        .. Matched(Paragraphs(before), Paragraphs(after)),
        .. Single(PassageKey.AnnexTitle, before.AnnexTitle, after.AnnexTitle),
        .. Matched(Chapters(before), Chapters(after)),
        .. Single(PassageKey.Note, before.Note, after.Note),
    ];

    private static IEnumerable<(string Key, Passage Passage)> Headings(Edition edition) => edition.Sections.Select(s => (PassageKey.Section(s.Number), s.Heading));

    private static IEnumerable<(string Key, Passage Passage)> Paragraphs(Edition edition) =>
        edition.Sections.SelectMany(s => s.Paragraphs.Select((paragraph, i) => (PassageKey.Paragraph(s.Number, i + 1), paragraph)));

    private static IEnumerable<(string Key, Passage Passage)> Chapters(Edition edition) => edition.Chapters.Select(c => (PassageKey.Chapter(c.Number), c.Title));

    private static IEnumerable<PassageChange> Single(string key, Passage? before, Passage? after)
    {
        if (before?.Normalized != after?.Normalized)
            yield return new PassageChange(key, before is null ? null : key, before, after);
    }

    private static IEnumerable<PassageChange> Matched(IEnumerable<(string Key, Passage Passage)> before, IEnumerable<(string Key, Passage Passage)> after)
    {
        var (old, now) = (before.ToList(), after.ToList());
        var pairs = Pairs([.. old.Select(p => NumberedPassage.WordsOf(p.Passage))], [.. now.Select(p => NumberedPassage.WordsOf(p.Passage))]);
        foreach (var (i, (key, passage)) in now.Index())
        {
            if (!pairs.TryGetValue(i, out var was))
                yield return new PassageChange(key, null, null, passage);
            else if (old[was].Passage.Normalized != passage.Normalized)
                yield return new PassageChange(key, old[was].Key, old[was].Passage, passage);
        }

        foreach (var (i, (key, passage)) in old.Index())
            if (!pairs.ContainsValue(i))
                yield return new PassageChange(key, key, passage, null);
    }

    /// <summary>Which of the texts now is which of those before, by their places: the same words first, then the likest.</summary>
    private static Dictionary<int, int> Pairs(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        var (pairs, left) = (new Dictionary<int, int>(), Enumerable.Range(0, before.Length).ToHashSet());
        foreach (var (now, words) in after.Index())
            if (left.Where(old => before[old] == words).OrderBy(old => Math.Abs(old - now)).Select(old => (int?)old).FirstOrDefault() is { } same && left.Remove(same))
                pairs.Add(now, same);

        foreach (var (old, now) in LikeWords.Pairs([.. left.Order().Select(old => (old, before[old]))], [.. after.Index().Where(t => !pairs.ContainsKey(t.Index))]))
            pairs.Add(now, old);
        return pairs;
    }
}
