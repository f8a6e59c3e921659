using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using PilotPlatform.Domain.Reporting.Reports;
using Problem = PilotPlatform.Domain.Reporting.ProblemLevel;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Writes a sheet of a workbook row by row, straight into its part: rows are many, and none is kept.</summary>
internal sealed class WorkbookSheet : IDisposable
{
    private const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const int WidthOfLines = 100;

    /// <summary>How much wider a column is than what is written in it, in characters.</summary>
    private const int Beside = 2;

    /// <summary>A line of a wrapped text, in points.</summary>
    private const int LineHeight = 16;
    private const int TitleHeight = 26;
    private const int MostHeight = 409;

    /// <summary>Characters from here on are twice as wide as letters.</summary>
    private const char FirstWide = '\u2e80';

    /// <summary>What a workbook counts days from, as a day number.</summary>
    private static readonly int FirstDay = new DateOnly(1899, 12, 30).DayNumber;

    private readonly XmlWriter xml;
    private int row;

    private WorkbookSheet(Stream stream)
    {
        xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), CheckCharacters = false });
        xml.WriteStartDocument(standalone: true);
        xml.WriteStartElement("worksheet", Namespace);
        xml.WriteRaw("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
    }

    /// <summary>A table under the title of its report and the sentences of its section.</summary>
    public static void WriteTable(Stream stream, ReportDocument document, ReportSection section)
    {
        using var sheet = new WorkbookSheet(stream);
        var (table, head) = (section.Table!, HeadOf(document, section));
        sheet.Begin(head, [.. table.Columns.Select(c => c.Width)]);
        var across = table.Columns.Sum(c => c.Width + Beside);
        sheet.Line(WorkbookStyles.Title, document.Title, across * LineHeight / TitleHeight, TitleHeight);
        foreach (var paragraph in section.Paragraphs)
            sheet.Line(WorkbookStyles.Line, paragraph, across);
        sheet.Head(table.Columns.Select(c => c.Title), lines: table.Columns.Max(c => Lines(c.Title, c.Width)));
        sheet.Rows(table, _ => false);
        sheet.EndRows();
        if (table.Rows.Length > 0)
            sheet.Filter(head, table.Columns.Length, table.Rows.Length);
        sheet.Merge(section.Paragraphs.Length + 1, table.Columns.Length);
        sheet.Print();
    }

    /// <summary>The row with the titles of the columns, which stays in sight and is printed on every page.</summary>
    public static int HeadOf(ReportDocument document, ReportSection section) =>
        document.Kind == ReportKind.ProgressForm ? ProgressFormColumns.HeadRows : section.Paragraphs.Length + 2;

    /// <summary>A form: the keys of the columns in a hidden row, then what people read, and only the places to be filled in unlocked.</summary>
    public static void WriteForm(Stream stream, ReportDocument document, ReportSection section, ReportWords words)
    {
        using var sheet = new WorkbookSheet(stream);
        var table = section.Table!;
        sheet.Begin(head: ProgressFormColumns.HeadRows, [.. table.Columns.Select(c => c.Width)]);
        sheet.Head(table.Columns.Select(c => c.Key), isHidden: true);
        sheet.Head(table.Columns.Select(c => c.Title));
        sheet.Rows(table, ProgressFormColumns.IsInput);
        sheet.EndRows();
        sheet.Protect();
        if (table.Rows.Length > 0)
            sheet.Validate(table, words);
        sheet.Print();
    }

    public static void WriteLines(Stream stream, IEnumerable<string> lines)
    {
        using var sheet = new WorkbookSheet(stream);
        sheet.Begin(head: 0, [WidthOfLines]);
        foreach (var line in lines)
            sheet.Line(WorkbookStyles.Line, line, WidthOfLines);
        sheet.EndRows();
        sheet.Print();
    }

    /// <summary>The name of a cell, such as <c>B3</c>.</summary>
    public static string Cell(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{row}");

    /// <summary>A day as a workbook counts it.</summary>
    public static string NumberOf(DateOnly day) => Number(day.DayNumber - FirstDay);

    public void Dispose() => xml.Dispose();

    public static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : Letters((column / 26) - 1) + Letters(column % 26);

    private void Begin(int head, ImmutableArray<int> widths)
    {
        if (head > 0)
            xml.WriteRaw($"<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{head}\" topLeftCell=\"A{head + 1}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        xml.WriteStartElement("cols", Namespace);
        foreach (var (index, width) in widths.Index())
        {
            xml.WriteStartElement("col", Namespace);
            xml.WriteAttributeString("min", Number(index + 1));
            xml.WriteAttributeString("max", Number(index + 1));
            xml.WriteAttributeString("width", Number(width + Beside));
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", Namespace);
    }

    /// <summary>A text in a row of its own, as high as it needs to be in a width.</summary>
    private void Line(int style, string text, int width, int lineHeight = LineHeight)
    {
        BeginRow();
        Height(Lines(text, width), lineHeight);
        Text(0, style, text);
        xml.WriteEndElement();
    }

    private void Head(IEnumerable<string> titles, bool isHidden = false, int lines = 1)
    {
        BeginRow();
        Height(lines);
        if (isHidden)
            xml.WriteAttributeString("hidden", "1");
        foreach (var (column, title) in titles.Index())
            Text(column, WorkbookStyles.Head, title);
        xml.WriteEndElement();
    }

    private void Rows(ReportTable table, Func<string, bool> isInput)
    {
        var styles = table.Columns.Select(c => WorkbookStyles.Of(c.Type, isInput(c.Key))).ToArray();
        foreach (var values in table.Rows)
        {
            BeginRow();
            var lines = 1;
            for (var column = 0; column < values.Length; column++)
                if (values[column].Text is { } text)
                    lines = Math.Max(lines, Lines(text, table.Columns[column].Width));
            Height(lines);
            for (var column = 0; column < values.Length; column++)
                Value(column, styles[column], values[column], table.Columns[column].Type);
            xml.WriteEndElement();
        }
    }

    private void Value(int column, int style, ReportValue value, ColumnType type)
    {
        if (value.Text is { } text)
        {
            Text(column, style, text);
            return;
        }

        BeginCell(column, style);
        if (value.Number is { } number)
        {
            xml.WriteElementString("v", Namespace, type switch
            {
                ColumnType.Date => NumberOf(DateOnly.FromDayNumber((int)number)),
                ColumnType.Rate => (number / 10_000m).ToString("0.0000", CultureInfo.InvariantCulture),
                ColumnType.Points => (number / 100m).ToString("0.00", CultureInfo.InvariantCulture),
                _ => Number(number),
            });
        }

        xml.WriteEndElement();
    }

    private void Text(int column, int style, string text)
    {
        BeginCell(column, style);
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is", Namespace);
        xml.WriteStartElement("t", Namespace);
        xml.WriteAttributeString("xml", "space", ns: null, "preserve");
        xml.WriteString(XmlWords.Clean(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>The height of the row that was begun; a spreadsheet fits it anew when somebody writes in it.</summary>
    private void Height(int lines, int lineHeight = LineHeight)
    {
        xml.WriteAttributeString("ht", Number(Math.Min(lines * lineHeight, MostHeight)));
        xml.WriteAttributeString("customHeight", "1");
    }

    /// <summary>How many lines a text takes in a width.</summary>
    private static int Lines(string text, int width)
    {
        var (lines, taken) = (1, 0);
        foreach (var letter in text)
        {
            var more = letter < FirstWide ? 1 : 2;
            (lines, taken) = letter == '\n' ? (lines + 1, 0) : taken + more > width ? (lines + 1, more) : (lines, taken + more);
        }

        return lines;
    }

    private void BeginRow()
    {
        row++;
        xml.WriteStartElement("row", Namespace);
        xml.WriteAttributeString("r", Number(row));
    }

    private void BeginCell(int column, int style)
    {
        xml.WriteStartElement("c", Namespace);
        xml.WriteAttributeString("r", Cell(column, row));
        xml.WriteAttributeString("s", Number(style));
    }

    private void EndRows() => xml.WriteEndElement();

    private void Filter(int head, int columns, int rows) => xml.WriteRaw($"<autoFilter ref=\"A{head}:{Cell(columns - 1, head + rows)}\"/>");

    /// <summary>Lets the title and the sentences above a table run across it.</summary>
    private void Merge(int rows, int columns)
    {
        if (columns < 2)
            return;
        xml.WriteRaw($"<mergeCells count=\"{rows}\">");
        for (var at = 1; at <= rows; at++)
            xml.WriteRaw($"<mergeCell ref=\"{Cell(0, at)}:{Cell(columns - 1, at)}\"/>");
        xml.WriteRaw("</mergeCells>");
    }

    /// <summary>On paper: across an A4 page, as wide as the table, with the number of the page below.</summary>
    private void Print() => xml.WriteRaw(
        "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.7\" bottom=\"0.7\" header=\"0.3\" footer=\"0.3\"/>"
        + "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>");

    private void Protect() => xml.WriteRaw("<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\"/>");

    /// <summary>What a spreadsheet holds people to while they fill the form in.</summary>
    private void Validate(ReportTable table, ReportWords words)
    {
        var levels = XmlWords.Clean(string.Join(',', Enum.GetValues<Problem>().Select(level => words.Of(level))));
        xml.WriteRaw("<dataValidations count=\"2\">");
        xml.WriteRaw($"<dataValidation type=\"whole\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{Range(table, ProgressFormColumns.Percent)}\"><formula1>0</formula1><formula2>100</formula2></dataValidation>");
        xml.WriteRaw($"<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{Range(table, ProgressFormColumns.ProblemLevel)}\"><formula1>\"{System.Security.SecurityElement.Escape(levels)}\"</formula1></dataValidation>");
        xml.WriteRaw("</dataValidations>");
    }

    private static string Range(ReportTable table, string key)
    {
        var column = table.Columns.Index().First(c => c.Item.Key == key).Index;
        return $"{Cell(column, ProgressFormColumns.HeadRows + 1)}:{Cell(column, ProgressFormColumns.HeadRows + table.Rows.Length)}";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
