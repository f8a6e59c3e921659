using System.Text;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>The same document in another file format is the same edition.</summary>
public sealed class FormatTests
{
    [Fact]
    public void Read_Gb18030Text_IsTheSameEdition()
    {
        var encoded = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Shipped.Document);

        Assert.Equal(Shipped.Edition.ContentSha256, DocumentImport.Read(encoded, Shipped.Files.Gazetteer).Value.ContentSha256);
        Assert.Equal(Shipped.Document, DocumentImport.Transcribe(encoded, TestContext.Current.CancellationToken).Value.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WordDocument_IsTheSameEdition(bool styled) => Same(WordFile.OfTheDocument(styled), FileKind.Word);

    [Fact]
    public void Read_PrintedPdf_IsTheSameEdition() => Same(PdfFile.OfTheDocument(), FileKind.Pdf);

    [Fact]
    public void Read_PdfOfSmallPagesWithPageNumbers_IsTheSameEdition() => Same(PdfFile.OfTheDocument(PdfFile.Narrow), FileKind.Pdf);

    /// <summary>Without lines the columns are told by the room between them, and rows by the room between those, by level lines, or by their numbers.</summary>
    [Theory]
    [InlineData("th, td { border: none }")]
    [InlineData("th, td { border: none; vertical-align: top }")]
    [InlineData("th, td { border: none; text-align: left } td.n { text-align: right }")]
    [InlineData("th, td { border: none; padding: 0 5pt; vertical-align: top }")]
    [InlineData("th, td { border: none; padding: 0 5pt } tr { break-inside: avoid }")]
    [InlineData("th, td { border: none; border-bottom: 1px solid #000; padding: 0 5pt }")]
    [InlineData("th, td { border: none } thead { display: table-row-group }")]
    [InlineData("@page { size: A4 landscape } th, td { border: none } tr:nth-child(odd) { background: #eee }")]
    public void Read_PdfWithoutRuledLines_IsTheSameEdition(string style) => Same(PdfFile.OfTheDocument(style), FileKind.Pdf);

    [Fact]
    public void Read_PdfOfSmallPagesWithoutRuledLines_IsTheSameEdition() => Same(PdfFile.OfTheDocument(PdfFile.Narrow + " th, td { border: none }"), FileKind.Pdf);

    /// <summary>Raised and lowered characters stay where they are said.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("sup, sub { font-size: 58% }")]
    public void Read_PdfWithRaisedAndLoweredCharacters_ReadsThemInTheirPlace(string style)
    {
        var file = PdfFile.OfTheDocument(style, page => page.Replace("促进数据要素流通交易。", "促进500m<sup>2</sup>以上、CO<sub>2</sub>减排的数据要素流通交易。", StringComparison.Ordinal));

        Assert.Equal("促进500m2以上、CO2减排的数据要素流通交易。", DocumentImport.Read(file, Shipped.Files.Gazetteer).Value.Tasks[6].Text.Squeezed);
    }

    /// <summary>The marks that a transcript puts are no defects of the file, and take no place from those that are.</summary>
    [Fact]
    public void Read_TranscriptWithManyMarks_TellsTheDefectsBehindThem()
    {
        var marked = Shipped.Changed("### 一、", string.Concat(Enumerable.Repeat("\\*", EditionReader.MostDefects + 1)) + "。\n\n### 一、");

        var defects = DocumentImport.Read(new Transcript(FileKind.Word, marked), Shipped.Files.Gazetteer).Value.Defects;

        Assert.Contains(defects, d => d is { Kind: DefectKind.ForeignWord, Quote: "and" });
        Assert.DoesNotContain(defects, d => d.Kind == DefectKind.Markup);
    }

    private static void Same(byte[] file, string mediaType)
    {
        var transcript = DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Value;
        var read = DocumentImport.Read(transcript, Shipped.Files.Gazetteer);

        Assert.True(read.IsOk, read.Fault?.ToString());
        Assert.Equal(mediaType, transcript.MediaType);
        Assert.Equal(Shipped.Edition.Passages().Select(p => p.Squeezed), read.Value.Passages().Select(p => p.Squeezed));
        Assert.Equal(Shipped.Edition.ContentSha256, read.Value.ContentSha256);
        Assert.DoesNotContain(read.Value.Checks, c => c.Outcome == CheckOutcome.Failed);
        Assert.Contains(read.Value.Defects, d => d is { Kind: DefectKind.ForeignWord, Quote: "and" });
        Assert.DoesNotContain(read.Value.Defects, d => d.Kind == DefectKind.Markup);
    }
}
