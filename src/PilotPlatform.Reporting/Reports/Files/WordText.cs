using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Paragraphs of a Word document.</summary>
internal static class WordText
{
    /// <summary>A hyphen at which no line ends.</summary>
    public const char NoBreak = '\u2011';

    /// <summary>A paragraph in a style; line breaks of the text stay.</summary>
    public static Paragraph Paragraph(string style, string text)
    {
        var run = new Run();
        foreach (var (index, line) in XmlWords.Clean(text).ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (index > 0)
                run.AppendChild(new Break());
            foreach (var (place, part) in line.Split(NoBreak).Index())
            {
                if (place > 0)
                    run.AppendChild(new NoBreakHyphen());
                run.AppendChild(new Text(part) { Space = SpaceProcessingModeValues.Preserve });
            }
        }

        return new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }), run);
    }
}
