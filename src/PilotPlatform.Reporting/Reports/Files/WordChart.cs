using System.Collections.Immutable;
using DocumentFormat.OpenXml.Drawing.Wordprocessing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Reporting.Reports;
using Charts = DocumentFormat.OpenXml.Drawing.Charts;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Charts of a Word document, drawn by Word itself from a workbook inside it, so that they can be edited.</summary>
internal static class WordChart
{
    private const string ChartUri = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>English metric units: 14 by 7.5 centimetres.</summary>
    private const long Width = 5_040_000;
    private const long Height = 2_700_000;

    public static Paragraph Add(MainDocumentPart main, ReportChart chart, ReportWords words, int number)
    {
        var id = $"rIdChart{number}";
        var part = main.AddNewPart<ChartPart>(id);
        var data = part.AddNewPart<EmbeddedPackagePart>(WorkbookType, "rIdData");
        using (var workbook = new MemoryStream(WorkbookFile.Write(Data(chart, words), words), writable: false))
            data.FeedData(workbook);
        part.ChartSpace = ChartDrawing.Of(chart, words["section.data"]);
        part.ChartSpace.AppendChild(new Charts.ExternalData(new Charts.AutoUpdate { Val = false }) { Id = "rIdData" });

        var inline = new Inline(
            new Extent { Cx = Width, Cy = Height },
            new EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new DocProperties { Id = (uint)number, Name = chart.Title, Description = chart.Title },
            new NonVisualGraphicFrameDrawingProperties(),
            new Drawing.Graphic(new Drawing.GraphicData(new Charts.ChartReference { Id = id }) { Uri = ChartUri }))
        {
            DistanceFromTop = 0,
            DistanceFromBottom = 0,
            DistanceFromLeft = 0,
            DistanceFromRight = 0,
        };
        return new Paragraph(new ParagraphProperties(new Justification { Val = JustificationValues.Center }), new Run(new DocumentFormat.OpenXml.Wordprocessing.Drawing(inline)));
    }

    /// <summary>The values of a chart as a workbook of one sheet, its head in row <see cref="ChartDrawing.HeadRow"/>.</summary>
    private static ReportDocument Data(ReportChart chart, ReportWords words) => new(
        ReportKind.Rates, chart.Title, "", "", "", "", [],
        [
            new ReportSection(words["section.data"], [], new ReportTable(
                "data",
                [new ReportColumn("category", words["column.category"], ColumnType.Text, 20), .. chart.Series.Select(s => new ReportColumn(s.Name, s.Name, ColumnType.Rate, 12))],
                [.. chart.Categories.Select((category, i) => ImmutableArray.Create<ReportValue>([category, .. chart.Series.Select(s => (ReportValue)s.Values[i])]))])),
        ]);
}
