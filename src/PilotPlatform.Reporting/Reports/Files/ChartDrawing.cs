using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Charts;
using PilotPlatform.Domain.Reporting.Reports;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>A chart as DrawingML: columns or lines over categories, with references into the workbook that holds its values.</summary>
internal static class ChartDrawing
{
    /// <summary>The row of the workbook that holds the names of the series; the values follow it.</summary>
    public const int HeadRow = 2;

    private const string Format = "0.00%";
    private const string Chinese = "zh-CN";
    private const string Grey = "7F7F7F";
    private const string Pale = "D9D9D9";

    /// <summary>English metric units.</summary>
    private const int LineWidth = 28_575;
    private const int FrameWidth = 9_525;

    /// <summary>Basis points below which whole percent would be too coarse for an axis.</summary>
    private const int FewPercent = 500;

    private static readonly string[] Colours = ["2F5597", "C55A11", "548235", "7F6000", "7030A0", "C00000"];


    /// <summary>Hundredths of a point.</summary>
    private const int TitleSize = 1200;
    private const int TextSize = 900;
    private const uint CategoryAxisId = 1;
    private const uint ValueAxisId = 2;

    public static ChartSpace Of(ReportChart chart, string sheet)
    {
        var space = new ChartSpace(new RoundedCorners { Val = false }, new Chart(
            new Title(new ChartText(new RichText(new Drawing.BodyProperties(), new Drawing.ListStyle(), new Drawing.Paragraph(new Drawing.Run(new Drawing.RunProperties { Language = Chinese, FontSize = TitleSize, Bold = true }, new Drawing.Text(XmlWords.Clean(chart.Title)))))), new Overlay { Val = false }),
            new AutoTitleDeleted { Val = false },
            new PlotArea(new Layout(), Plot(chart, sheet), CategoryAxis(), ValueAxis(chart.Series.SelectMany(s => s.Values).Max() ?? 0)),
            new PlotVisibleOnly { Val = true },
            new DisplayBlanksAs { Val = DisplayBlanksAsValues.Gap }), Lettering());
        space.AddNamespaceDeclaration("c", "http://schemas.openxmlformats.org/drawingml/2006/chart");
        space.AddNamespaceDeclaration("a", "http://schemas.openxmlformats.org/drawingml/2006/main");
        space.AddNamespaceDeclaration("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
        return space;
    }

    /// <summary>The face and size of whatever is written in the chart.</summary>
    private static TextProperties Lettering() => new(
        new Drawing.BodyProperties(),
        new Drawing.ListStyle(),
        new Drawing.Paragraph(
            new Drawing.ParagraphProperties(new Drawing.DefaultRunProperties(
                new Drawing.LatinFont { Typeface = "Times New Roman" }, new Drawing.EastAsianFont { Typeface = "宋体" }) { FontSize = TextSize }),
            new Drawing.EndParagraphRunProperties { Language = Chinese }));

    private static OpenXmlCompositeElement Plot(ReportChart chart, string sheet)
    {
        var series = chart.Series.Select((s, i) => Series(chart, s, i, sheet));
        return chart.IsLine
            ? new LineChart([
                new Grouping { Val = GroupingValues.Standard }, new VaryColors { Val = false }, .. series, Labels(), new ShowMarker { Val = true },
                new AxisId { Val = CategoryAxisId }, new AxisId { Val = ValueAxisId },
            ])
            : new BarChart([
                new BarDirection { Val = BarDirectionValues.Column }, new BarGrouping { Val = BarGroupingValues.Clustered }, new VaryColors { Val = false }, .. series, Labels(),
                new GapWidth { Val = 80 }, new AxisId { Val = CategoryAxisId }, new AxisId { Val = ValueAxisId },
            ]);
    }

    private static OpenXmlCompositeElement Series(ReportChart chart, ChartSeries series, int index, string sheet)
    {
        var (last, column) = (HeadRow + chart.Categories.Length, index + 1);
        OpenXmlElement[] parts =
        [
            new DocumentFormat.OpenXml.Drawing.Charts.Index { Val = (uint)index },
            new Order { Val = (uint)index },
            new SeriesText(new StringReference(
                new Formula($"'{sheet}'!${WorkbookSheet.Letters(column)}${HeadRow}"),
                new StringCache(new PointCount { Val = 1 }, new StringPoint(new NumericValue(XmlWords.Clean(series.Name))) { Index = 0 }))),
            Look(chart.IsLine, Colours[index % Colours.Length]),
            .. chart.IsLine ? [Mark(Colours[index % Colours.Length])] : Array.Empty<OpenXmlElement>(),
            new CategoryAxisData(new StringReference(
                new Formula($"'{sheet}'!$A${HeadRow + 1}:$A${last}"),
                new StringCache([
                    new PointCount { Val = (uint)chart.Categories.Length },
                    .. chart.Categories.Select((c, i) => new StringPoint(new NumericValue(XmlWords.Clean(c))) { Index = (uint)i }),
                ]))),
            new Values(new NumberReference(
                new Formula($"'{sheet}'!${WorkbookSheet.Letters(column)}${HeadRow + 1}:${WorkbookSheet.Letters(column)}${last}"),
                new NumberingCache([
                    new FormatCode(Format),
                    new PointCount { Val = (uint)series.Values.Length },
                    .. series.Values.Index().Where(v => v.Item is not null).Select(v =>
                        new NumericPoint(new NumericValue((v.Item!.Value / 10_000m).ToString("0.0000", CultureInfo.InvariantCulture))) { Index = (uint)v.Index }),
                ]))),
        ];
        return chart.IsLine ? new LineChartSeries(parts) : new BarChartSeries(parts);
    }

    /// <summary>Colours are said, since the document has no theme that would give them.</summary>
    private static ChartShapeProperties Look(bool isLine, string colour) => isLine
        ? new ChartShapeProperties(Outlined(colour, LineWidth))
        : new ChartShapeProperties(Filled(colour), Outlined(colour, FrameWidth));

    private static Marker Mark(string colour) => new(
        new Symbol { Val = MarkerStyleValues.Circle }, new Size { Val = 6 }, new ChartShapeProperties(Filled(colour), Outlined(colour, FrameWidth)));

    private static ChartShapeProperties Ruled() => new(Outlined(Grey, FrameWidth));

    private static Drawing.SolidFill Filled(string colour) => new(new Drawing.RgbColorModelHex { Val = colour });

    private static Drawing.Outline Outlined(string colour, int width) => new(Filled(colour)) { Width = width };

    private static DataLabels Labels() => new(
        new NumberingFormat { FormatCode = Format, SourceLinked = false },
        new ShowLegendKey { Val = false }, new ShowValue { Val = true }, new ShowCategoryName { Val = false }, new ShowSeriesName { Val = false },
        new ShowPercent { Val = false }, new ShowBubbleSize { Val = false });

    private static CategoryAxis CategoryAxis() => new(
        new AxisId { Val = CategoryAxisId },
        new Scaling(new Orientation { Val = OrientationValues.MinMax }),
        new Delete { Val = false },
        new AxisPosition { Val = AxisPositionValues.Bottom },
        new MajorTickMark { Val = TickMarkValues.None },
        new MinorTickMark { Val = TickMarkValues.None },
        Ruled(),
        new CrossingAxis { Val = ValueAxisId });

    /// <summary>Its steps are as fine as the values need: rates begin below one percent.</summary>
    private static ValueAxis ValueAxis(int most) => new(
        new AxisId { Val = ValueAxisId },
        new Scaling(new Orientation { Val = OrientationValues.MinMax }, new MinAxisValue { Val = 0 }),
        new Delete { Val = false },
        new AxisPosition { Val = AxisPositionValues.Left },
        new MajorGridlines(new ChartShapeProperties(Outlined(Pale, FrameWidth))),
        new NumberingFormat { FormatCode = most is > 0 and < FewPercent ? Format : "0%", SourceLinked = false },
        new MajorTickMark { Val = TickMarkValues.None },
        new MinorTickMark { Val = TickMarkValues.None },
        Ruled(),
        new CrossingAxis { Val = CategoryAxisId });
}
