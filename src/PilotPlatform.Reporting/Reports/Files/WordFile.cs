using System.IO.Packaging;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Reports as a Word document in the layout of an official document: 标题, 文号, 主送, 正文, 落款, 成文日期.</summary>
public static class WordFile
{
    private const string Main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    /// <summary>A table of more columns does not fit across an upright page.</summary>
    private const int MostColumnsUpright = 7;

    public static byte[] Write(ReportDocument document, ReportWords words)
    {
        using var package = new MemoryStream();
        using (var file = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            file.CompressionOption = CompressionOption.NotCompressed; // it is packed again
            var main = file.AddNewPart<MainDocumentPart>(Main, "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rIdStyles").Styles = WordStyles.Sheet();
            main.AddNewPart<FooterPart>("rIdFooter").Footer = WordPage.Footer(words);
            main.Document = new Document(new Body([.. Head(document, words), .. Sections(document, words, main), .. Tail(document, words)]));
        }

        return FixedArchive.Pack(package);
    }

    private static IEnumerable<OpenXmlElement> Head(ReportDocument document, ReportWords words) =>
    [
        WordText.Paragraph(WordStyles.Title, document.Title),
        WordText.Paragraph(WordStyles.Number, document.Number),
        WordText.Paragraph(WordStyles.Addressee, document.Addressee + words["addressee.mark"]),
    ];

    private static IEnumerable<OpenXmlElement> Sections(ReportDocument document, ReportWords words, MainDocumentPart main)
    {
        var (tables, charts) = (0, 0);
        foreach (var (index, section) in document.Sections.Index())
        {
            yield return WordText.Paragraph(WordStyles.Heading, words.Heading(index + 1, section.Heading));
            foreach (var paragraph in section.Paragraphs)
                yield return WordText.Paragraph(WordStyles.Body, paragraph);
            if (section.Chart is { } chart)
                yield return WordChart.Add(main, chart, words, ++charts);
            if (section.Table is not { } table)
                continue;
            yield return WordText.Paragraph(WordStyles.Caption, words.Say("table", ("number", ++tables), ("text", section.Heading)));
            yield return WordTable.Of(table, words);
        }
    }

    private static IEnumerable<OpenXmlElement> Tail(ReportDocument document, ReportWords words) =>
    [
        WordText.Paragraph(WordStyles.Heading, words.Heading(document.Sections.Length + 1, words["basis.heading"])),
        .. document.Basis.Select(line => WordText.Paragraph(WordStyles.Body, line)),
        WordText.Paragraph(WordStyles.Signature, document.Signature),
        WordText.Paragraph(WordStyles.Signature, document.DateLine),
        WordPage.Section(document.Sections.Any(s => s.Table?.Columns.Length > MostColumnsUpright)),
    ];
}
