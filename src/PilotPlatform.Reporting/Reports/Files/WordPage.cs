using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>The page of an official document: A4, its margins, and the number at its foot.</summary>
internal static class WordPage
{
    /// <summary>Twentieths of a point.</summary>
    private const uint Short = 11906;
    private const uint Long = 16838;
    private const int Top = 2098;
    private const int Bottom = 1984;
    private const uint Left = 1588;
    private const uint Right = 1474;

    /// <summary>How wide the text of a page is, in twentieths of a point.</summary>
    public static int TextWidth(bool isLandscape) => isLandscape ? (int)Long - Top - Bottom : (int)(Short - Left - Right);

    /// <summary>Ends pages of one orientation; a line that takes no room, since what is before it may be a table.</summary>
    public static Paragraph Break(bool isLandscape) => new(new ParagraphProperties(
        new SpacingBetweenLines { Before = "0", After = "0", Line = "20", LineRule = LineSpacingRuleValues.Exact }, Section(isLandscape)));

    public static SectionProperties Section(bool isLandscape) => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = "rIdFooter" },
        isLandscape ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape } : new PageSize { Width = Short, Height = Long },
        isLandscape
            ? new PageMargin { Top = (int)Left, Bottom = (int)Right, Left = (uint)Top, Right = (uint)Bottom, Header = 851, Footer = 992, Gutter = 0 }
            : new PageMargin { Top = Top, Bottom = Bottom, Left = Left, Right = Right, Header = 851, Footer = 992, Gutter = 0 });

    /// <summary>The number of the page between two dashes.</summary>
    public static Footer Footer(ReportWords words) => new(new Paragraph(
        new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
        Words(words["page"] + " "),
        new SimpleField(Words("1")) { Instruction = "PAGE" },
        Words(" " + words["page"])));

    private static Run Words(string text) => new(new RunProperties(new FontSize { Val = "28" }), new Text(text) { Space = SpaceProcessingModeValues.Preserve });
}
