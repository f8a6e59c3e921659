using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Tables of a Word document, with a head that is repeated on every page, and rows that no page cuts.</summary>
internal static class WordTable
{
    /// <summary>Columns together wider than so many characters do not fit across an upright page.</summary>
    private const int MostCharactersUpright = 112;

    /// <summary>A text of more characters is read from the left; what is shorter stands in the middle, as figures do.</summary>
    private const int MostCharactersCentred = 14;

    /// <summary>Space beside the text of a cell, in twentieths of a point.</summary>
    private const int Margin = 57;

    /// <summary>A character of the text of a cell in each size, in twentieths of a point.</summary>
    private static readonly int[] Characters = [210, 180, 150];

    /// <summary>Whether a table needs a page that lies across: its columns are wider together than an upright one, or would break the words of their heads.</summary>
    public static bool IsWide(ReportTable? table) => table is not null
        && (table.Columns.Sum(c => c.Width) > MostCharactersUpright || WordColumns.LeastOf(table, [], Characters[0], 2 * Margin).Sum() > WordPage.TextWidth(isLandscape: false));

    public static Table Of(ReportTable given, ReportWords words)
    {
        var (isWide, isLedger, across) = (IsWide(given), given.Key == "ledger", WordPage.TextWidth(IsWide(given)));
        var (table, bands) = isLedger ? LedgerOnPaper.Of(given, words) : (given, []);
        var printed = table.Rows.Select(row => row.Select((value, i) => Print(value, table.Columns[i].Type, words, isWide)).ToArray()).ToArray();
        var size = !isWide ? 0 : isLedger || WordColumns.LeastOf(table, printed, Characters[1], 2 * Margin).Sum() > across ? 2 : 1;
        string[] widths = [.. WordColumns.WidthsOf(table, printed, across, Characters[size], 2 * Margin).Select(w => w.ToString(CultureInfo.InvariantCulture))];
        var made = new Table(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Dxa, Width = across.ToString(CultureInfo.InvariantCulture) },
                new TableJustification { Val = TableRowAlignmentValues.Center },
                Framed(),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Type = TableWidthValues.Dxa, Width = Margin }, new TableCellRightMargin { Type = TableWidthValues.Dxa, Width = Margin })),
            new TableGrid(widths.Select(w => new GridColumn { Width = w })));
        made.AppendChild(new TableRow(
            [new TableRowProperties(new CantSplit(), new TableHeader()), .. table.Columns.Select((c, i) => Cell(WordStyles.Sized(WordStyles.Head, size), c.Title, widths[i]))]));
        string[] styles = [.. table.Columns.Select(c => WordStyles.Sized(c is { Type: ColumnType.Text, Width: > MostCharactersCentred } ? WordStyles.Cell : WordStyles.Figure, size))];
        foreach (var (at, row) in printed.Index())
        {
            if (isLedger && bands[at] is { } band)
                made.AppendChild(Band(band, table.Columns.Length, across));
            made.AppendChild(new TableRow([new TableRowProperties(new CantSplit()), .. row.Select((text, i) => Cell(styles[i], text, widths[i]))]));
        }

        return made;
    }

    /// <summary>A day that no line breaks.</summary>
    public static string Print(DateOnly day) => day.ToString($"yyyy{WordText.NoBreak}MM{WordText.NoBreak}dd", CultureInfo.InvariantCulture);

    private static TableRow Band(string text, int columns, int across) => new(
        new TableRowProperties(new CantSplit()),
        new TableCell(
            new TableCellProperties(
                new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = across.ToString(CultureInfo.InvariantCulture) },
                new GridSpan { Val = columns },
                new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
            WordText.Paragraph(WordStyles.Band, text)));

    private static TableCell Cell(string style, string text, string width) => new(
        new TableCellProperties(
            new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = width }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
        WordText.Paragraph(style, text));

    /// <summary>A value in words; a day does not break upright, and across, where columns are many, behind the year only.</summary>
    private static string Print(ReportValue value, ColumnType type, ReportWords words, bool isWide) => (value, type) switch
    {
        ({ Text: { } text }, _) => text,
        ({ Number: null }, ColumnType.Text) => "",
        ({ Number: null }, _) => words["none"],
        ({ Day: { } day }, ColumnType.Date) => isWide ? day.ToString($"yyyy-MM{WordText.NoBreak}dd", CultureInfo.InvariantCulture) : Print(day),
        ({ Number: { } rate }, ColumnType.Rate) => words.Rate((int)rate),
        ({ Number: { } points }, ColumnType.Points) => (points / 100m).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture),
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
