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

    public static byte[] Write(ReportDocument document, ReportWords words)
    {
        using var package = new MemoryStream();
        using (var file = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            file.CompressionOption = CompressionOption.NotCompressed; // it is packed again
            var main = file.AddNewPart<MainDocumentPart>(Main, "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rIdStyles").Styles = WordStyles.Sheet();
            main.AddNewPart<FooterPart>("rIdFooter").Footer = WordPage.Footer(words);
            main.Document = new Document(new Body([.. Head(document, words), .. Text(document, words, main)]));
        }

        return FixedArchive.Pack(package);
    }

    private static IEnumerable<OpenXmlElement> Head(ReportDocument document, ReportWords words) =>
    [
        WordText.Paragraph(WordStyles.Title, document.Title),
        WordText.Paragraph(WordStyles.Number, document.Number),
        WordText.Paragraph(WordStyles.Addressee, document.Addressee + words["addressee.mark"]),
    ];

    /// <summary>The sections, each on pages as wide as its table needs; a document with nothing but wide tables has only such pages.</summary>
    private static IEnumerable<OpenXmlElement> Text(ReportDocument document, ReportWords words, MainDocumentPart main)
    {
        var (place, below, tables, charts) = (0, 0, 0, 0);
        var part = (string?)null;
        var isWide = document.Sections.All(s => WordTable.IsWide(s.Table));
        var isAlwaysWide = isWide;
        foreach (var section in document.Sections)
        {
            if (!isAlwaysWide && WordTable.IsWide(section.Table) != isWide)
            {
                yield return WordPage.Break(isWide);
                isWide = !isWide;
            }

            if (section.Part is null || section.Part != part)
                (place, below) = (place + 1, 0);
            if (section.Part is { } named && named != part)
                yield return WordText.Paragraph(WordStyles.Heading, words.Heading(place, named));
            part = section.Part;
            yield return part is null
                ? WordText.Paragraph(WordStyles.Heading, words.Heading(place, section.Heading))
                : WordText.Paragraph(WordStyles.Subheading, words.Subheading(++below, section.Heading));
            foreach (var paragraph in section.Paragraphs)
                yield return WordText.Paragraph(WordStyles.Body, paragraph);
            if (section.Chart is { } chart)
                yield return WordChart.Add(main, chart, words, ++charts);
            if (section.Table is not { } table)
                continue;
            yield return WordText.Paragraph(WordStyles.Caption, words.Say("table", ("number", ++tables), ("text", section.Heading)));
            yield return WordTable.Of(table, words);
        }

        if (isWide && !isAlwaysWide)
            yield return WordPage.Break(isWide);
        foreach (var element in Tail(document, words, place + 1))
            yield return element;
        yield return WordPage.Section(isAlwaysWide);
    }

    private static IEnumerable<OpenXmlElement> Tail(ReportDocument document, ReportWords words, int place) =>
    [
        WordText.Paragraph(WordStyles.Heading, words.Heading(place, words["basis.heading"])),
        .. document.Basis.Select(line => WordText.Paragraph(WordStyles.Body, line)),
        WordText.Paragraph(WordStyles.Signature, document.Signature),
        WordText.Paragraph(WordStyles.Signature, document.DateLine),
    ];
}
