using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Tables of a Word document, with a head that is repeated on every page.</summary>
internal static class WordTable
{
    private const int FullWidth = 5000;

    public static Table Of(ReportTable table, ReportWords words)
    {
        var all = table.Columns.Sum(c => c.Width);
        string[] widths = [.. table.Columns.Select(c => (c.Width * FullWidth / all).ToString(CultureInfo.InvariantCulture))];
        var made = new Table(
            new TableProperties(new TableWidth { Type = TableWidthUnitValues.Pct, Width = $"{FullWidth}" }, Framed(), new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(table.Columns.Select(c => new GridColumn { Width = (c.Width * 100).ToString(CultureInfo.InvariantCulture) })));
        made.AppendChild(new TableRow(
            [new TableRowProperties(new CantSplit(), new TableHeader()), .. table.Columns.Select((c, i) => Cell(WordStyles.Head, c.Title, widths[i]))]));
        foreach (var row in table.Rows)
            made.AppendChild(new TableRow(row.Select((value, i) => Cell(WordStyles.Cell, Print(value, table.Columns[i].Type, words), widths[i]))));
        return made;
    }

    private static TableCell Cell(string style, string text, string width) => new(
        new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Pct, Width = width }), WordText.Paragraph(style, text));

    private static string Print(ReportValue value, ColumnType type, ReportWords words) => (value, type) switch
    {
        ({ Text: { } text }, _) => text,
        ({ Number: null }, ColumnType.Text) => "",
        ({ Number: null }, _) => words["none"],
        ({ Day: { } day }, ColumnType.Date) => words.Day(day),
        ({ Number: { } rate }, ColumnType.Rate) => words.Rate((int)rate),
        ({ Number: { } percent }, ColumnType.Percent) => string.Create(CultureInfo.InvariantCulture, $"{percent}%"),
        ({ Number: { } number }, _) => number.ToString(CultureInfo.InvariantCulture),
    };

    private static TableBorders Framed() => new(
        new TopBorder { Val = BorderValues.Single, Size = 4 },
        new LeftBorder { Val = BorderValues.Single, Size = 4 },
        new BottomBorder { Val = BorderValues.Single, Size = 4 },
        new RightBorder { Val = BorderValues.Single, Size = 4 },
        new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 },
        new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 });
}
