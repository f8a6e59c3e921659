using System.IO.Compression;
using CsCheck;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;
using PilotPlatform.Reporting.Reports.Filling;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>Forms that come back: as they were given out and filled in, or not at all.</summary>
public sealed class FormReaderTests
{
    private const string Sheet = "xl/worksheets/sheet1.xml";

    private static readonly byte[] Form = WorkbookFile.Write(ReportSamples.Compose(ReportKind.ProgressForm), ReportSamples.Words.Chinese);

    public static TheoryData<string, string, string, string> Changed => new()
    {
        { Sheet, ">etag<", ">version<", "WORKBOOK_COLUMNS_CHANGED" },
        { Sheet, ">progress_percent<", "><", "WORKBOOK_COLUMNS_CHANGED" },
        { Sheet, "<row r=\"1\"", "<row r=\"2\"", "WORKBOOK_COLUMNS_CHANGED" },
        { Sheet, ">本期进度（%）<", ">进度<", "WORKBOOK_COLUMNS_CHANGED" },
        { Sheet, "</row></sheetData>", "<c r=\"K4\"><f>1+1</f><v>2</v></c></row></sheetData>", "WORKBOOK_HAS_FORMULAS" },
        { Sheet, "</sheetData>", "<row r=\"1000000\"><c r=\"A1000000\"><v>1</v></c></row></sheetData>", "WORKBOOK_TOO_LARGE" },
        { Sheet, "<sheetData>", "<sheetData", "WORKBOOK_DAMAGED" },
        { "xl/workbook.xml", "name=\"填报\"", "name=\"别的\"", "WORKBOOK_WRONG_SHEET" },
        { "xl/workbook.xml", "name=\"填报\"", "name=\"填报\" state=\"hidden\"", "WORKBOOK_WRONG_SHEET" },
        { Sheet, "</sheetData>", "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"K3:K4\"/></mergeCells>", "WORKBOOK_HAS_MERGED_CELLS" },
        { "[Content_Types].xml", "spreadsheetml.sheet.main", "sheet.macroEnabled.main", "WORKBOOK_HAS_MACROS" },
    };

    [Fact]
    public void Read_OfAFormAsItWasGivenOut_GivesEveryRow()
    {
        var rows = Read(Form).Value;

        Assert.Equal(ReportSamples.Compose(ReportKind.ProgressForm).RowCount, rows.Length);
        Assert.Equal((3, "12-dalian", "\"1\"", true), (rows[0].Number, rows[0].Commitment, rows[0].Etag, rows[0].IsBlank));
        Assert.Equal(("30", "方案已印发。", "缺少实施细则", "国家级"), (rows[1].Percent, rows[1].Narrative, rows[1].Problem, rows[1].Level));
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public void Read_OfAChangedForm_IsRefusedByName(string part, string before, string after, string reason)
    {
        var changed = With(Form, part, text =>
        {
            Assert.Contains(before, text, StringComparison.Ordinal);
            return text.Replace(before, after, StringComparison.Ordinal);
        });

        Assert.Equal(reason, Read(changed).Fault?.Reason);
    }

    [Theory]
    [InlineData("xl/externalLinks/externalLink1.xml")]
    [InlineData("xl/connections.xml")]
    public void Read_OfAWorkbookThatTakesValuesFromElsewhere_IsRefused(string part) =>
        Assert.Equal("WORKBOOK_HAS_EXTERNAL_LINKS", Read(With(Form, part, _ => "<x/>")).Fault?.Reason);

    [Theory]
    [InlineData("b", "a truth value")]
    [InlineData("e", "an error")]
    public void Read_OfACellThatIsNeitherTextNorNumber_TellsWhatItHolds(string type, string what)
    {
        var changed = With(Form, Sheet, text => text.Replace("</row></sheetData>", $"<c r=\"K99\" t=\"{type}\"><v>1</v></c></row></sheetData>", StringComparison.Ordinal));

        var row = Read(changed).Value[^1];

        Assert.Equal((what, false), (row.Strange["progress_percent"], row.IsBlank));
    }

    /// <summary>A cell that shows 100 % holds 1: it is read as it is shown, whoever gave it its format.</summary>
    [Theory]
    [InlineData("numFmtId=\"9\"", "1", "100")]
    [InlineData("numFmtId=\"10\"", "0.35", "35")]
    [InlineData("numFmtId=\"9\"", "0.355", "35.5")]
    [InlineData("numFmtId=\"0\"", "1", "1")]
    [InlineData("numFmtId=\"164\"", "30", "30")]
    public void Read_OfACellInAFormatOfPercent_ReadsWhatItShows(string format, string value, string percent)
    {
        var styled = With(Form, "xl/styles.xml", text => text.Replace("</x:cellXfs>", $"<x:xf {format} fontId=\"0\" fillId=\"0\" borderId=\"0\"/></x:cellXfs>", StringComparison.Ordinal));
        var style = Part(styled, "xl/styles.xml").Split("<x:cellXfs")[1].Split("</x:cellXfs>")[0].Split("<x:xf ").Length - 2;
        var changed = With(styled, Sheet, text => text.Replace("</row></sheetData>", $"<c r=\"K99\" s=\"{style}\"><v>{value}</v></c></row></sheetData>", StringComparison.Ordinal));

        Assert.Equal(percent, Read(changed).Value[^1].Percent);
    }

    [Fact]
    public void Read_OfAFormWithAFormulaOnAnotherSheet_IsRefusedWithSheetAndCell()
    {
        var changed = With(Form, "xl/worksheets/sheet2.xml", text => text.Replace("</sheetData>", "<row r=\"99\"><c r=\"B99\"><f>1+1</f><v>2</v></c></row></sheetData>", StringComparison.Ordinal));

        var fault = Read(changed).Fault!;

        Assert.Equal("WORKBOOK_HAS_FORMULAS", fault.Reason);
        Assert.Contains("!B99", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAWorkbookWithAProgram_IsRefused() => Assert.Equal("WORKBOOK_HAS_MACROS", Read(With(Form, "xl/vbaProject.bin", _ => "x")).Fault?.Reason);

    [Fact]
    public void Read_OfAMillionRows_IsRefused()
    {
        var rows = string.Concat(Enumerable.Range(0, 1_000_000).Select(_ => "<row><c><v>1</v></c></row>"));

        Assert.Equal("WORKBOOK_TOO_LARGE", Read(With(Form, Sheet, text => text.Replace("</sheetData>", rows + "</sheetData>", StringComparison.Ordinal))).Fault?.Reason);
    }

    /// <summary>A reader that goes down with the stack would take the process with it.</summary>
    [Fact]
    public void Read_OfElementsInOneAnotherWithoutEnd_IsRefusedBeforeItIsRead()
    {
        var deep = string.Concat(Enumerable.Repeat("<c>", 100_000)) + string.Concat(Enumerable.Repeat("</c>", 100_000));

        Assert.Contains(
            "nest deeper than 500",
            Read(With(Form, "xl/worksheets/sheet1.xml", xml => xml.Replace("</sheetData>", $"<row>{deep}</row></sheetData>", StringComparison.Ordinal))).Fault?.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfABomb_IsRefusedBeforeItIsRead() =>
        Assert.Equal("WORKBOOK_TOO_LARGE", Read(With(Form, "xl/media/bomb.bin", _ => new string('0', 100_000_000))).Fault?.Reason);

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("<html></html>")]
    public void Read_OfWhatIsNoWorkbook_IsRefused(string text) => Assert.Equal("WORKBOOK_DAMAGED", Read(System.Text.Encoding.UTF8.GetBytes(text)).Fault?.Reason);

    [Fact]
    public void Read_OfAFormWithAnyByteChanged_GivesRowsOrARefusalAndNothingElse() => Gen.Select(Gen.Int[0, Form.Length - 1], Gen.Byte).Sample(
        (at, value) =>
        {
            byte[] changed = [.. Form];
            changed[at] = value;
            var read = Read(changed);
            return read.IsOk || read.Fault!.Reason.StartsWith("WORKBOOK_", StringComparison.Ordinal);
        },
        iter: 300);

    private static Result<System.Collections.Immutable.ImmutableArray<FormRow>> Read(byte[] file) => FormReader.Read(
        file, ["填报", "Form"], [ProgressFormColumns.TitlesIn(ReportSamples.Words.Chinese), ProgressFormColumns.TitlesIn(ReportSamples.Words.English)], 10_000);

    private static string Part(byte[] file, string part)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(archive.GetEntry(part)!.Open());
        return reader.ReadToEnd();
    }

    private static byte[] With(byte[] file, string part, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var text = "";
            if (archive.GetEntry(part) is { } entry)
            {
                using (var reader = new StreamReader(entry.Open()))
                    text = reader.ReadToEnd();
                entry.Delete();
            }

            using var writer = new StreamWriter(archive.CreateEntry(part).Open());
            writer.Write(change(text));
        }

        return stream.ToArray();
    }
}
