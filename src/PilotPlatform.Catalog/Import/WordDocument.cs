using System.Collections.Immutable;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Import;

/// <summary>Reads a Word document (DOCX): paragraphs with their place in the outline, and tables row by row.</summary>
internal static class WordDocument
{
    private const int MostCharactersOfAPart = 50 * 1024 * 1024;
    private const int DeepestNesting = 200;

    public static Result<ImmutableArray<DocumentPart>> Read(byte[] source)
    {
        if (ArchiveLimits.Check(source) is { } fault)
            return fault;

        try
        {
            var settings = new OpenSettings { AutoSave = false, MaxCharactersInPart = MostCharactersOfAPart };
            using var document = WordprocessingDocument.Open(new MemoryStream(source, writable: false), isEditable: false, settings);
            if (document.MainDocumentPart?.Document?.Body is not { } body)
                return Fault.Invalid("document", "the document has no body");
            if (body.Descendants().Any(e => e is InsertedRun or DeletedRun or MoveFromRun or MoveToRun or Inserted or Deleted))
                return Fault.Invalid("document", "the document has tracked changes; accept or reject them first, so that it says one thing");

            var styles = new OutlineStyles(document.MainDocumentPart.StyleDefinitionsPart?.Styles);
            return Parts(body, styles, 0).ToImmutableArray();
        }
        catch (Exception damaged) when (damaged is OpenXmlPackageException or XmlException or InvalidDataException or IOException or FormatException
            or ArgumentException or InvalidOperationException or NotSupportedException or NullReferenceException or InvalidCastException or KeyNotFoundException)
        {
            return Fault.Invalid("document", "the document is damaged: its parts cannot be read as a Word document");
        }
    }

    private static IEnumerable<DocumentPart> Parts(OpenXmlElement container, OutlineStyles styles, int depth)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException("The document nests too deep.");
        foreach (var element in container.ChildElements)
        {
            var parts = element switch
            {
                Paragraph paragraph => [new DocumentPart.Paragraph(Text(paragraph), styles.HeadingOf(paragraph))],
                Table table => Rows(table),
                SdtBlock { SdtContentBlock: { } content } => Parts(content, styles, depth + 1),
                CustomXmlBlock custom => Parts(custom, styles, depth + 1),
                _ => [],
            };
            foreach (var part in parts)
                yield return part;
        }
    }

    /// <summary>Rows with their cells; a cell that is merged downwards counts in every row that it covers.</summary>
    private static IEnumerable<DocumentPart> Rows(Table table)
    {
        var above = new Dictionary<int, string>();
        foreach (var row in table.Descendants<TableRow>().Where(r => r.Ancestors<Table>().First() == table))
        {
            var cells = ImmutableArray.CreateBuilder<string>();
            var column = 0;
            foreach (var cell in row.Descendants<TableCell>().Where(c => c.Ancestors<TableRow>().First() == row))
            {
                var merge = cell.TableCellProperties?.VerticalMerge;
                var text = merge is not null && merge.Val?.Value != MergedCellValues.Restart
                    ? above.GetValueOrDefault(column, "")
                    : string.Join(' ', cell.Descendants<Paragraph>().Select(Text).Where(t => t.Length > 0));
                above[column] = text;
                cells.Add(text);
                column += Math.Max(1, cell.TableCellProperties?.GridSpan?.Val?.Value ?? 1);
            }

            yield return new DocumentPart.Row(cells.ToImmutable());
        }
    }

    private static string Text(Paragraph paragraph)
    {
        var text = new StringBuilder();
        foreach (var element in paragraph.Descendants().Where(e => !IsHidden(e, paragraph)))
        {
            text.Append(element switch
            {
                Text words => words.Text,
                TabChar or Break or CarriageReturn => " ",
                NoBreakHyphen => "-",
                _ => "",
            });
        }

        return text.ToString();
    }

    /// <summary>Hidden words, and those of text boxes, which stand beside the paragraph.</summary>
    private static bool IsHidden(OpenXmlElement element, Paragraph paragraph) =>
        element.Ancestors().TakeWhile(a => a != paragraph).Any(a =>
            a is Run { RunProperties.Vanish: { } vanish } && vanish.Val?.Value != false || a is TextBoxContent or AlternateContent);
}
