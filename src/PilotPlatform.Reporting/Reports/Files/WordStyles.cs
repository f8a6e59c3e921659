using DocumentFormat.OpenXml.Wordprocessing;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>The styles of an official document (GB/T 9704): faces, sizes and spacing by the part that a paragraph plays.</summary>
internal static class WordStyles
{
    public const string Title = "ReportTitle";
    public const string Number = "ReportNumber";
    public const string Addressee = "Addressee";
    public const string Heading = "ReportHeading";
    public const string Subheading = "ReportSubheading";
    public const string Body = "ReportBody";
    public const string Caption = "TableCaption";
    public const string Cell = "TableCell";
    public const string Figure = "TableFigure";
    public const string Head = "TableHead";
    public const string Band = "TableBand";
    public const string Signature = "ReportSignature";

    private static readonly string[] Sizes = ["", "Small", "Dense"];

    /// <summary>Half points: 二号, 三号, 小四, 五号, 小五, 六号.</summary>
    private const string Second = "44";
    private const string Third = "32";
    private const string SmallFourth = "24";
    private const string Fifth = "21";
    private const string SmallFifth = "18";
    private const string Sixth = "15";

    /// <summary>Twentieths of a point: a fixed line of 28 points, and two characters of 三号.</summary>
    private const string Line = "560";
    private const string TwoCharacters = "640";

    private const string SongTitle = "方正小标宋简体";
    private const string Imitation = "仿宋_GB2312";
    private const string Regular = "楷体_GB2312";
    private const string Black = "黑体";
    private const string Song = "宋体";

    /// <summary>The style of a cell in a size: 0 upright, 1 across, 2 where even across words would break.</summary>
    public static string Sized(string style, int size) => style + Sizes[size];

    public static Styles Sheet() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(Face(Imitation), new FontSize { Val = Third }, new Languages { Val = "en-US", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault()),
        Style(Title, "Title", SongTitle, Second, JustificationValues.Center, outline: null, after: "240"),
        Style(Number, "Document Number", Imitation, Third, JustificationValues.Center, outline: null, after: "240"),
        Style(Addressee, "Addressee", Imitation, Third, JustificationValues.Left),
        Style(Heading, "heading 1", Black, Third, JustificationValues.Left, outline: 0, indent: TwoCharacters, keepNext: true),
        Style(Subheading, "heading 2", Regular, Third, JustificationValues.Left, outline: 1, indent: TwoCharacters, keepNext: true),
        Style(Body, "Report Body", Imitation, Third, JustificationValues.Both, indent: TwoCharacters),
        Style(Caption, "caption", Black, SmallFourth, JustificationValues.Center, keepNext: true),
        Style(Cell, "Table Cell", Song, Fifth, JustificationValues.Left, line: "300"),
        Style(Figure, "Table Figure", Song, Fifth, JustificationValues.Center, line: "300"),
        Style(Head, "Table Head", Black, Fifth, JustificationValues.Center, line: "300"),
        Style(Sized(Cell, 1), "Table Cell Small", Song, SmallFifth, JustificationValues.Left, line: "260"),
        Style(Sized(Figure, 1), "Table Figure Small", Song, SmallFifth, JustificationValues.Center, line: "260"),
        Style(Sized(Head, 1), "Table Head Small", Black, SmallFifth, JustificationValues.Center, line: "260"),
        Style(Sized(Cell, 2), "Table Cell Dense", Song, Sixth, JustificationValues.Left, line: "190"),
        Style(Sized(Figure, 2), "Table Figure Dense", Song, Sixth, JustificationValues.Center, line: "190"),
        Style(Sized(Head, 2), "Table Head Dense", Black, Sixth, JustificationValues.Center, line: "190"),
        Style(Band, "Table Band", Black, Sixth, JustificationValues.Left, line: "190", keepNext: true),
        Style(Signature, "Report Signature", Imitation, Third, JustificationValues.Right));

    private static Style Style(
        string id, string name, string face, string size, JustificationValues side, int? outline = null, string indent = "", string after = "0", string line = Line, bool keepNext = false)
    {
        var paragraph = new StyleParagraphProperties();
        if (keepNext)
            paragraph.AppendChild(new KeepNext());
        paragraph.AppendChild(new SpacingBetweenLines { Before = "0", After = after, Line = line, LineRule = LineSpacingRuleValues.Exact });
        if (indent.Length > 0)
            paragraph.AppendChild(new Indentation { FirstLine = indent });
        paragraph.AppendChild(new Justification { Val = side });
        if (outline is { } level)
            paragraph.AppendChild(new OutlineLevel { Val = level });
        return new Style(new StyleName { Val = name }, paragraph, new StyleRunProperties(Face(face), new FontSize { Val = size }))
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            CustomStyle = true,
        };
    }

    private static RunFonts Face(string face) => new() { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = face };
}
