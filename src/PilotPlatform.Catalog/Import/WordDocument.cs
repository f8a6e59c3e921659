using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Import;

/// <summary>Reads a Word document (DOCX): paragraphs with their place in the outline, and tables row by row.</summary>
internal static class WordDocument
{
    private const int MostCharactersOfAPart = 50 * 1024 * 1024;
    private const int DeepestNesting = 200;

    private static readonly FrozenSet<string> TrackedChanges = FrozenSet.Create(StringComparer.Ordinal, "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel");

    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static Result<ImmutableArray<DocumentPart>> Read(byte[] source, CancellationToken cancellation)
    {
        if (ArchiveLimits.Check(source, cancellation) is { } fault)
            return fault;

        try
        {
            var settings = new OpenSettings { AutoSave = false, MaxCharactersInPart = MostCharactersOfAPart };
            using var document = WordprocessingDocument.Open(new MemoryStream(source, writable: false), isEditable: false, settings);
            if (document.MainDocumentPart is not { Document.Body: { } body } main)
                return Fault.Invalid("document", "the document has no body");
            if (body.Descendants().Any(e => TrackedChanges.Contains(e.LocalName)))
                return Fault.Invalid("document", "the document has tracked changes; accept or reject them first, so that it says one thing");

            var styles = new OutlineStyles(main.StyleDefinitionsPart?.Styles);
            var (parts, words) = (ImmutableArray.CreateBuilder<DocumentPart>(), new WordWords(main));
            foreach (var part in Parts(body, styles, words, 0))
            {
                cancellation.ThrowIfCancellationRequested();
                parts.Add(part);
            }

            DemandNoSentence(main.HeaderParts.Select(h => (OpenXmlElement?)h.Header).Concat(main.FooterParts.Select(f => f.Footer)));
            return !parts.Any(HasWords) && body.Descendants().Any(e => e.LocalName is "drawing" or "pict" or "object")
                ? Fault.Invalid("document", "it has pictures and no text: a scanned document; import one with text")
                : words.HasPictureOfAPage ? Fault.Invalid("document", "a picture as large as a page stands in it, whose words are not read: put them into the text or take it out")
                : parts.ToImmutable();
        }
        catch (LeftOutException left)
        {
            return Fault.Invalid("document", $"words stand in {left.Place}, which is not read: '{left.Words}'; put them into the text or take them out");
        }
        catch (Exception damaged) when (damaged is OpenXmlPackageException or XmlException or InvalidDataException or IOException or FormatException
            or ArgumentException or InvalidOperationException or NotSupportedException or NullReferenceException or InvalidCastException or KeyNotFoundException)
        {
            return Fault.Invalid("document", "the document is damaged: its parts cannot be read as a Word document");
        }
    }

    /// <summary>Page numbers and running titles are no words of the document; a sentence at the head or foot of its pages is.</summary>
    /// <exception cref="LeftOutException">There is one.</exception>
    private static void DemandNoSentence(IEnumerable<OpenXmlElement?> edges)
    {
        foreach (var paragraph in edges.OfType<OpenXmlElement>().SelectMany(e => e.Descendants()).Where(e => e.Is("p")))
            if (string.Concat(paragraph.Descendants().Where(e => e.Is("t")).Select(e => e.InnerText)) is var words && words.Contains('。', StringComparison.Ordinal))
                throw WordWords.LeftOut("the head or foot of its pages", words);
    }

    private static bool HasWords(DocumentPart part) =>
        part is DocumentPart.Paragraph { Text: var text } ? !string.IsNullOrWhiteSpace(text) : ((DocumentPart.Row)part).Cells.Any(c => !string.IsNullOrWhiteSpace(c));

    private static IEnumerable<DocumentPart> Parts(OpenXmlElement container, OutlineStyles styles, WordWords words, int depth)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException("The document nests too deep.");
        foreach (var element in container.ChildElements.Where(e => !e.IsProperties()))
        {
            var parts = element.LocalName switch
            {
                "p" => [new DocumentPart.Paragraph(words.Of(element), styles.HeadingOf(element), styles.IsCentred(element))],
                "tbl" => Rows(element, words),
                "AlternateContent" => WordWords.Chosen(element) is { } chosen ? Parts(chosen, styles, words, depth + 1) : [],
                "altChunk" => throw WordWords.LeftOut("a file within the document", element.Value("id") ?? ""),
                "oMath" or "oMathPara" => throw WordWords.LeftOut("an equation", element.InnerText),
                _ => Parts(element, styles, words, depth + 1),
            };
            foreach (var part in parts)
                yield return part;
        }
    }

    /// <summary>Rows with their cells; a cell that is merged downwards counts in every row that it covers.</summary>
    private static IEnumerable<DocumentPart> Rows(OpenXmlElement table, WordWords words)
    {
        var above = new Dictionary<int, string>();
        foreach (var row in table.Descendants().Where(e => e.Is("tr") && e.Around("tbl") == table))
        {
            var cells = ImmutableArray.CreateBuilder<string>();
            var column = row.Child("trPr").Child("gridBefore").Number() ?? 0;
            foreach (var cell in row.Descendants().Where(e => e.Is("tc") && e.Around("tr") == row))
            {
                var properties = cell.Child("tcPr");
                var merge = properties.Child("vMerge");
                var text = merge is not null && merge.Value() != "restart"
                    ? above.GetValueOrDefault(column, "")
                    : string.Join(' ', Paragraphs(cell, 0).Select(words.Of).Where(t => t.Length > 0));
                above[column] = text;
                cells.Add(text);
                column += Math.Max(1, properties.Child("gridSpan").Number() ?? 1);
            }

            yield return new DocumentPart.Row(cells.ToImmutable());
        }
    }

    /// <summary>The paragraphs of a cell, those of tables within it too.</summary>
    private static IEnumerable<OpenXmlElement> Paragraphs(OpenXmlElement container, int depth) =>
        depth > DeepestNesting
            ? throw new InvalidDataException("The document nests too deep.")
            : container.ChildElements.Where(e => !e.IsProperties()).SelectMany(e => e.LocalName switch
            {
                "p" => [e],
                "AlternateContent" => WordWords.Chosen(e) is { } chosen ? Paragraphs(chosen, depth + 1) : [],
                _ => Paragraphs(e, depth + 1),
            });
}
