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
        Assert.Equal(Shipped.Document, DocumentImport.Transcribe(encoded).Value.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WordDocument_IsTheSameEdition(bool styled) => Same(WordFile.OfTheDocument(styled), FileKind.Word);

    [Fact]
    public void Read_PrintedPdf_IsTheSameEdition() => Same(PdfFile.OfTheDocument(), FileKind.Pdf);

    [Fact]
    public void Read_PdfOfSmallPagesWithPageNumbers_IsTheSameEdition() => Same(PdfFile.OfTheDocument(PdfFile.Narrow), FileKind.Pdf);

    private static void Same(byte[] file, string mediaType)
    {
        var transcript = DocumentImport.Transcribe(file).Value;
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
