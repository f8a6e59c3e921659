using PilotPlatform.Catalog.Search;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Catalog;

/// <summary>The words of an edition outside its table of tasks.</summary>
public sealed partial class EditionView
{
    private EditionPassages? passages;

    /// <summary>The passages outside the table as they are searched; indexed when they are first searched.</summary>
    public EditionPassages Passages
    {
        get
        {
            lock (searchLock)
                return passages ??= EditionPassages.Of([.. MakePassages()]);
        }
    }

    private IEnumerable<DocumentPassage> MakePassages()
    {
        yield return Passage(PassageKind.Title, PassageKey.Title, Programme.Title);
        if (Programme.Preamble is { } preamble)
            yield return Passage(PassageKind.Preamble, PassageKey.Preamble, preamble);
        foreach (var section in Programme.Sections)
        {
            yield return Passage(PassageKind.SectionHeading, PassageKey.Section(section.Number), section.Heading);
            foreach (var (i, paragraph) in section.Paragraphs.Index())
                yield return Paragraph(PassageKey.Paragraph(section.Number, i + 1), paragraph);
        }

        yield return Passage(PassageKind.Title, PassageKey.AnnexTitle, Programme.AnnexTitle);
        foreach (var chapter in Chapters)
            yield return Passage(PassageKind.ChapterTitle, PassageKey.Chapter(chapter.Number), chapter.Title, chapter.Name);
        if (Programme.Note is { } note)
            yield return Passage(PassageKind.Note, PassageKey.Note, note);
    }

    /// <summary>A direction is of its city, and the paragraph that states the duties of the provinces is of these.</summary>
    private DocumentPassage Paragraph(string key, Text paragraph)
    {
        if (Cities.FirstOrDefault(c => c.Direction is { } direction && direction.Span.Equals(paragraph.Span)) is { } city)
            return Passage(PassageKind.Direction, key, paragraph, city.Name);
        var isOfProvinces = edition.Duties.Any(d => d.Span.Start >= paragraph.Span.StartOffset && d.Span.End <= paragraph.Span.EndOffset);
        return Passage(PassageKind.Paragraph, key, paragraph, [.. isOfProvinces ? Provinces.Select(p => p.Name) : []]);
    }

    private static DocumentPassage Passage(PassageKind kind, string key, Text text, params IEnumerable<string> resources) =>
        new() { Kind = kind, Key = key, Text = text, Resources = { resources } };
}
