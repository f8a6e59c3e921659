using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>Passages outside the task list, place by place.</summary>
internal static class PassageChanges
{
    public static ImmutableArray<PassageChange> Of(Edition before, Edition after)
    {
        var (old, now) = (Keyed(before).ToList(), Keyed(after).ToList());
        var (oldByKey, nowByKey) = (old.ToDictionary(p => p.Key, p => p.Passage), now.ToDictionary(p => p.Key, p => p.Passage));
        return
        [
            .. now.Concat(old).Select(p => p.Key).Distinct(StringComparer.Ordinal)
                .Select(key => new PassageChange(key, oldByKey.GetValueOrDefault(key), nowByKey.GetValueOrDefault(key)))
                .Where(c => c.Before?.Normalized != c.After?.Normalized),
        ];
    }

    private static IEnumerable<(string Key, Passage? Passage)> Keyed(Edition edition)
    {
        yield return (PassageKey.Title, edition.Title);
        yield return (PassageKey.Preamble, edition.Preamble);
        foreach (var section in edition.Sections)
        {
            yield return (PassageKey.Section(section.Number), section.Heading);
            foreach (var (i, paragraph) in section.Paragraphs.Index())
                yield return (PassageKey.Paragraph(section.Number, i + 1), paragraph);
        }

        yield return (PassageKey.AnnexTitle, edition.AnnexTitle);
        foreach (var chapter in edition.Chapters)
            yield return (PassageKey.Chapter(chapter.Number), chapter.Title);
        yield return (PassageKey.Note, edition.Note);
    }
}
