using System.Collections.Immutable;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>The shipped document as a Word document: headings by styles, the task list as a real table.</summary>
internal static class WordFile
{
    public static byte[] OfTheDocument(bool styled = true, Action<Body>? change = null) => Of(DocumentParts.Blocks, styled, change);

    public static byte[] Of(ImmutableArray<Block> blocks, bool styled = true, Action<Body>? change = null)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            var body = new Body();
            main.Document = new Document(body);
            if (styled)
                main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(Style("biaoti", "Title"), Style("1", "heading 1"), Style("jie", "Section", based: "1"));
            Fill(body, blocks, styled);
            body.Append(new Paragraph(), new SectionProperties());
            change?.Invoke(body);
        }

        return stream.ToArray();
    }

    private static void Fill(Body body, ImmutableArray<Block> blocks, bool styled)
    {
        Table? table = null;
        foreach (var block in blocks)
        {
            var words = DocumentParts.Words(block.Passage);
            if (block.Kind is BlockKind.ChapterTitle or BlockKind.Row && table is null)
                body.Append(new Paragraph(new Run(new Text("附件"))), Paragraph(Title(blocks), "biaoti", styled: false), table = new Table(Row(DocumentParts.Head)));

            if (block.Kind == BlockKind.Row)
                table!.Append(Row([.. block.Cells.Select(DocumentParts.Words)]));
            else if (block.Kind == BlockKind.ChapterTitle)
                table!.Append(new TableRow(new TableCell(new TableCellProperties(new GridSpan { Val = 3 }), Paragraph(words, "jie", styled))));
            else if (block.Kind != BlockKind.AnnexTitle)
                body.Append(Paragraph(words, block.Kind switch { BlockKind.Title => "biaoti", BlockKind.SectionHeading => "jie", _ => null }, styled));
        }
    }

    private static string Title(ImmutableArray<Block> blocks) => DocumentParts.Words(blocks.Single(b => b.Kind == BlockKind.AnnexTitle).Passage);

    private static TableRow Row(string[] cells) => new(cells.Select(c => new TableCell(Paragraph(c, null, styled: false))));

    /// <summary>Word cuts text into runs wherever it likes; so do we.</summary>
    private static Paragraph Paragraph(string text, string? style, bool styled)
    {
        var paragraph = new Paragraph();
        if (styled && style is not null)
            paragraph.Append(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        foreach (var piece in text.Chunk(7))
            paragraph.Append(new Run(new Text(new string(piece)) { Space = SpaceProcessingModeValues.Preserve }));
        return paragraph;
    }

    private static Style Style(string id, string name, string? based = null)
    {
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id };
        if (based is not null)
            style.Append(new BasedOn { Val = based });
        return style;
    }
}
