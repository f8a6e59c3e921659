using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;

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
        Assert.Equal(report.Sections.Count(s => s.Table is not null) + 1, workbook.WorkbookPart!.WorksheetParts.Count());
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
        string[] lines = [.. main.Document!.Body!.Elements<DocumentFormat.OpenXml.Wordprocessing.Paragraph>().Select(p => p.InnerText)];

        Assert.Equal([report.Title, "商试〔2026〕5号", "各试点城市："], lines[..3]);
        Assert.StartsWith("一、", lines[3], StringComparison.Ordinal);
        Assert.Equal(["商务部", "2027年9月20日"], lines[^2..]);
        var chart = Assert.Single(main.ChartParts);
        using var data = SpreadsheetDocument.Open(chart.EmbeddedPackagePart!.GetStream(), isEditable: false);
        Assert.NotEmpty(data.WorkbookPart!.WorksheetParts);
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
    }

    [Fact]
    public void Files_OfAReport_HoldNoTimeOfDay()
    {
        using var archive = new ZipArchive(new MemoryStream(WorkbookFile.Write(ReportSamples.Compose(ReportKind.Rates), ReportSamples.Words.Chinese)));

        Assert.All(archive.Entries, e => Assert.Equal(new DateTime(1980, 1, 1), e.LastWriteTime.DateTime));
    }
}
