using System.Text;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Catalog.Import;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>What is no document is refused in one sentence that says why.</summary>
public sealed class RefusalTests
{
    public static TheoryData<byte[], string> Others => new()
    {
        { [0x89, .. "PNG\r\n"u8], "a picture (PNG)" },
        { [0xff, 0xd8, 0xff, 0xe0], "a picture (JPEG)" },
        { [.. "{\\rtf1"u8], "RTF" },
        { [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("大连")], "UTF-16" },
        { [.. "<!DOCTYPE html><html>"u8], "a web page" },
        { [0x1f, 0x8b, 8], "gzip" },
        { [0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3], "the old Office format (.doc)" },
        { [0xd0, 0xcf, 0x11, 0xe0, .. Encoding.Unicode.GetBytes("EncryptedPackage")], "encrypted" },
        { [.. "%PDF-1.7\nnothing else"u8], "damaged or cut short" },
        { [.. "PK\x03\x04"u8, 1, 2, 3], "damaged or cut short" },
        { OddFiles.Zip(("xl/workbook.xml", new byte[10])), "no Word document" },
        { OddFiles.Zip(("word/document.xml", "<nothing"u8.ToArray())), "has no body" },
        { OddFiles.Zip([("word/document.xml", new byte[10]), .. Enumerable.Range(0, 2000).Select(i => ($"part{i}", Array.Empty<byte>()))]), "more than 2000" },
        { OddFiles.Zip(("word/document.xml", new byte[10]), ("word/media/bomb", new byte[20_000_000])), "'word/media/bomb' inflates to more than 150 times its size" },
        { OddFiles.Pdf("/FlateDecode", OddFiles.Deflated(new byte[450_000_000])), "inflates to more than 400 MB" },
        { OddFiles.Pdf("/FlateDecode", Damaged(OddFiles.Deflated("BT ET 0 0 100 100 re f"u8.ToArray()))), "damaged or cut short" },
        { OddFiles.Pdf("/FlateDecode", OddFiles.Deflated(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1 1 m 500 500 l S ", 2_000_000))))), "more than 24 MB" },
        { OddFiles.Pdf("/FlateDecode /Type /Metadata", OddFiles.Deflated(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1 1 m 500 500 l S ", 2_000_000))))), "more than 24 MB" },
        { OddFiles.EncryptedPdf(), "is encrypted; save it without a password" },
        { OddFiles.EncryptedZip(), "is encrypted; save it without a password" },
        { OddFiles.Pdf("/FlateDecode", OddFiles.Deflated("0 0 100 100 re f"u8.ToArray())), "no text layer" },
    };

    /// <summary>A packed stream whose sum is not that of its content.</summary>
    private static byte[] Damaged(byte[] packed) => [.. packed[..^1], (byte)(packed[^1] ^ 1)];

    [Theory]
    [MemberData(nameof(Others))]
    public void Transcribe_WhatIsNoDocument_IsRefusedWithTheReason(byte[] file, string reason)
    {
        var fault = DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Fault;

        Assert.NotNull(fault);
        Assert.Equal(("document", FaultKind.Invalid), (fault.Subject, fault.Kind));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transcribe_ScannedPdf_IsRefusedWithThePage() =>
        Assert.Contains("page 1 is a scanned picture", DocumentImport.Transcribe(PdfFile.Print(
            "<!DOCTYPE html><img style='width:90%' src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='>"), TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);

    /// <summary>Without lines and without a head nothing says that there is a table.</summary>
    [Theory]
    [InlineData("th, td { border: none } thead { display: none }", "no page has a table")]
    [InlineData("th, td { border: none; padding: 0 }", "do not stand apart")]
    [InlineData("th, td { border: none; padding: 0 5pt } td.n { position: relative; top: 5pt }", "cannot be told apart, since their numbers fit neither")]
    public void Transcribe_PdfOfATableThatCannotBeTold_IsRefusedWithTheReason(string style, string reason) =>
        Assert.Contains(reason, DocumentImport.Transcribe(PdfFile.OfTheDocument(style), TestContext.Current.CancellationToken).Fault?.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Transcribe_WordDocumentWithTrackedChanges_IsRefused()
    {
        var file = WordFile.OfTheDocument(change: body => body.GetFirstChild<Paragraph>()!.Append(new InsertedRun(new Run(new Text("新")))));

        Assert.Contains("tracked changes", DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    /// <summary>A byte of a stream that is another leaves words that can be read, and others that are gone.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Transcribe_PdfWithADamagedStream_IsRefused(double place)
    {
        var drawing = OddFiles.Deflated("BT /F1 12 Tf (words) Tj ET 0 0 100 100 re f 10 10 200 200 re S"u8.ToArray());
        drawing[(int)(drawing.Length * place)] ^= 0xff;

        Assert.Contains("damaged or cut short", DocumentImport.Transcribe(OddFiles.Pdf("/FlateDecode", drawing), TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transcribe_WordDocumentCutShort_IsRefused()
    {
        var file = WordFile.OfTheDocument();

        Assert.All([100, file.Length / 2, file.Length - 1], length => Assert.NotNull(DocumentImport.Transcribe(file[..length], TestContext.Current.CancellationToken).Fault));
    }
}
