using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;
using Spreadsheet = DocumentFormat.OpenXml.Spreadsheet;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>Reports as files: valid, readable by what people have, and the same to the byte.</summary>
public sealed class ReportFileTests
{
    public static TheoryData<ReportKind> Kinds => new(Enum.GetValues<ReportKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Workbook_OfEveryKind_IsValidAndTheSameToTheByte(ReportKind kind)
    {
        var report = ReportSamples.Compose(kind);
        var file = WorkbookFile.Write(report, ReportSamples.Words.Chinese);

        Assert.Equal(file, WorkbookFile.Write(ReportSamples.Compose(kind), ReportSamples.Words.Chinese));
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(workbook, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        Assert.Equal(report.Sections.Count(s => s.Table is not null) + (kind == ReportKind.ProgressForm ? 2 : 1), workbook.WorkbookPart!.WorksheetParts.Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WordDocument_OfEveryKind_IsValidAndTheSameToTheByte(ReportKind kind)
    {
        var file = WordFile.Write(ReportSamples.Compose(kind), ReportSamples.Words.Chinese);

        Assert.Equal(file, WordFile.Write(ReportSamples.Compose(kind), ReportSamples.Words.Chinese));
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
    }

    [Fact]
    public void WordDocument_OfAPeriod_HasTheLayoutOfAnOfficialReport()
    {
        var report = ReportComposer.Compose(ReportSamples.Context(ReportSamples.Query(ReportKind.Periodic) with { Letterhead = new Letterhead("商试〔2026〕5号", "各试点城市", "商务部") }));
        using var document = WordprocessingDocument.Open(new MemoryStream(WordFile.Write(report, ReportSamples.Words.Chinese)), isEditable: false);
        var main = document.MainDocumentPart!;
        string[] lines = [.. main.Document!.Body!.Elements<Paragraph>().Select(p => p.InnerText)];

        Assert.Equal([report.Title, "商试〔2026〕5号", "各试点城市："], lines[..3]);
        Assert.StartsWith("一、", lines[3], StringComparison.Ordinal);
        Assert.Equal(["商务部", "2027年9月20日"], lines[^2..]);
        var chart = Assert.Single(main.ChartParts);
        using var data = SpreadsheetDocument.Open(chart.EmbeddedPackagePart!.GetStream(), isEditable: false);
        Assert.NotEmpty(data.WorkbookPart!.WorksheetParts);
    }

    /// <summary>With sixteen columns across a page, a task in English stood a few letters a line.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WordDocument_OfTheLedger_GivesRoomToTheTaskAndLosesNothing(bool isEnglish)
    {
        var (report, words) = (ReportSamples.Compose(ReportKind.Ledger, isEnglish), isEnglish ? ReportSamples.Words.English : ReportSamples.Words.Chinese);
        using var document = WordprocessingDocument.Open(new MemoryStream(WordFile.Write(report, words)), isEditable: false);
        var printed = Assert.Single(document.MainDocumentPart!.Document!.Body!.Elements<Table>());
        int[] widths = [.. printed.GetFirstChild<TableGrid>()!.Elements<GridColumn>().Select(c => int.Parse(c.Width!.Value!, System.Globalization.CultureInfo.InvariantCulture))];
        var styles = printed.Descendants<ParagraphStyleId>().Select(style => style.Val!.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.True(widths[1] * 5 > widths.Sum() * 2, $"{widths[1]} of {widths.Sum()}");
        Assert.Equal(["TableBand", "TableCellDense", "TableFigureDense", "TableHeadDense"], styles);
        var table = report.Sections[0].Table!;
        var band = "";
        using var rows = table.Rows.AsEnumerable().GetEnumerator();
        foreach (var row in printed.Elements<TableRow>().Skip(1))
        {
            if (row.Descendants<GridSpan>().Any())
            {
                band = row.InnerText;
                continue;
            }

            Assert.True(rows.MoveNext());
            Assert.Equal(widths.Length, row.Elements<TableCell>().Count());
            var text = (band + row.InnerText).Replace("-", "", StringComparison.Ordinal);
            Assert.All(rows.Current.Index(), value => Assert.Contains(Said(value.Item, table.Columns[value.Index].Type), text, StringComparison.Ordinal));
        }

        Assert.False(rows.MoveNext());

        static string Said(ReportValue value, ColumnType type) => (value.Text is { } said ? string.Concat(said.Split('\n')) : type == ColumnType.Date ? $"{value.Day:yyyyMMdd}" : $"{value.Number}").Replace("-", "", StringComparison.Ordinal);
    }

    [Fact]
    public void WordDocument_OfTheLedgerOfTwoCities_HasAColumnForThem()
    {
        var report = ReportSamples.Compose(ReportKind.Ledger);
        var table = report.Sections[0].Table!;
        var other = report with { Sections = [report.Sections[0] with { Table = table with { Rows = table.Rows.SetItem(1, table.Rows[1].SetItem(1, "福州市")) } }] };
        using var document = WordprocessingDocument.Open(new MemoryStream(WordFile.Write(other, ReportSamples.Words.Chinese)), isEditable: false);
        var rows = document.MainDocumentPart!.Document!.Body!.Elements<Table>().Single().Elements<TableRow>().ToArray();

        Assert.Equal("城市", rows[0].Elements<TableCell>().ElementAt(1).InnerText);
        Assert.Equal(["一、电信", "12大连市", "二、医疗", "13福州市"], rows[1..5].Select(row => string.Concat(row.Elements<TableCell>().Take(2).Select(cell => cell.InnerText))));
    }

    [Fact]
    public void WordDocument_WithOneWideTable_IsUprightButForThatTable()
    {
        using var document = WordprocessingDocument.Open(
            new MemoryStream(WordFile.Write(ReportSamples.Compose(ReportKind.Periodic), ReportSamples.Words.Chinese)), isEditable: false);
        var body = document.MainDocumentPart!.Document!.Body!;
        var across = body.Descendants<PageSize>().Select(p => p.Orient?.Value == PageOrientationValues.Landscape);
        string[] headings = [.. body.Elements<Paragraph>().Where(p => p.ParagraphProperties?.ParagraphStyleId?.Val?.Value is "ReportHeading" or "ReportSubheading").Select(p => p.InnerText)];

        Assert.Equal([false, true, false], across);
        Assert.Equal(["一、总体情况", "二、分类情况", "（一）分章节情况", "（二）分省份情况", "（三）分政策力度情况", "三、本期落地事项", "四、逾期和亮灯事项", "五、堵点问题", "六、编制依据"], headings);
        Assert.All(body.Elements<Table>(), table => Assert.NotNull(table.Elements<TableRow>().First().TableRowProperties?.GetFirstChild<TableHeader>()));
    }

    [Fact]
    public void Workbook_OfTheLedger_PrintsItsHeadOnEveryPageAndSaysWhatItShowsAcrossIt()
    {
        var report = ReportSamples.Compose(ReportKind.Ledger);
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(WorkbookFile.Write(report, ReportSamples.Words.Chinese)), isEditable: false);
        var main = workbook.WorkbookPart!;
        var sheet = ((WorksheetPart)main.GetPartById("rIdSheet1")).Worksheet!;

        Assert.Equal("'台账'!$3:$3", main.Workbook!.DefinedNames!.Elements<Spreadsheet.DefinedName>().Single().Text);
        var last = (char)('A' + report.Sections[0].Table!.Columns.Length - 1);
        Assert.Equal([$"A1:{last}1", $"A2:{last}2"], sheet.Descendants<Spreadsheet.MergeCell>().Select(m => m.Reference?.Value));
        Assert.Equal(report.Sections[0].Table!.Columns[0].Title, sheet.Descendants<Spreadsheet.Row>().Single(r => r.RowIndex! == 3u).InnerText[..2]);
        Assert.All(sheet.Descendants<Spreadsheet.Row>().Where(r => r.RowIndex! > 3u), row => Assert.True(row.Height?.Value > 15, "A task text of two lines needs them."));
    }

    [Fact]
    public void Csv_OfTheLedger_HasItsMarkAndNoFormulas()
    {
        var file = CsvFile.Write(ReportSamples.Compose(ReportKind.Ledger), ReportSamples.Words.Chinese);
        var text = Encoding.UTF8.GetString(file);

        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        Assert.StartsWith("\ufeff序号,城市,", text, StringComparison.Ordinal);
        Assert.Contains("\"'=允许外资企业开展第0项业务，\n“含引号”<标记>\"", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var report = ReportSamples.Compose(ReportKind.Ledger);
        Assert.All(report.Basis.Append(report.Title), line => Assert.Contains(line, text.Split("\r\n\r\n")[^1], StringComparison.Ordinal));
    }

    [Fact]
    public void Comparison_InEveryForm_SaysPercentagePointsAndBothPeriods()
    {
        var report = ReportSamples.Compose(ReportKind.Comparison);
        var table = report.Sections[0].Table!;
        var at = table.Columns.Index().Single(c => c.Item.Type == ColumnType.Points).Index;
        var moved = report with { Sections = [report.Sections[0] with { Table = table with { Rows = [table.Rows[0].SetItem(at, 183)] } }] };

        Assert.Contains(",1.83,", Encoding.UTF8.GetString(CsvFile.Write(moved, ReportSamples.Words.Chinese)), StringComparison.Ordinal);
        using var document = WordprocessingDocument.Open(new MemoryStream(WordFile.Write(moved, ReportSamples.Words.Chinese)), isEditable: false);
        Assert.Contains("+1.83", document.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
        Assert.Contains("2026年10月、2026年11月", report.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_OfSectionsWithoutRows_SaysThatThereAreNone()
    {
        var empty = ReportComposer.Compose(ReportSamples.Context(ReportSamples.Query(ReportKind.Supervision), days: 0));

        var text = Encoding.UTF8.GetString(CsvFile.Write(empty, ReportSamples.Words.Chinese));

        Assert.All(empty.Sections, section => Assert.Contains(section.Heading + "\r\n", text, StringComparison.Ordinal));
        Assert.Contains(ReportSamples.Words.Chinese.Say("overdue.lead", ("count", 0)), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_OfAReport_HoldNoTimeOfDay()
    {
        using var archive = new ZipArchive(new MemoryStream(WorkbookFile.Write(ReportSamples.Compose(ReportKind.Rates), ReportSamples.Words.Chinese)));

        Assert.All(archive.Entries, e => Assert.Equal(new DateTime(1980, 1, 1), e.LastWriteTime.DateTime));
    }
}
