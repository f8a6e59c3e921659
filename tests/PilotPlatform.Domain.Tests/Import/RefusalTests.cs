using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
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
        { Zip(("xl/workbook.xml", new byte[10])), "no Word document" },
        { Zip(("word/document.xml", "<nothing"u8.ToArray())), "has no body" },
        { Zip([("word/document.xml", new byte[10]), .. Enumerable.Range(0, 2000).Select(i => ($"part{i}", Array.Empty<byte>()))]), "more than 2000" },
        { Zip(("word/document.xml", new byte[10]), ("word/media/bomb", new byte[20_000_000])), "'word/media/bomb' inflates to more than 150 times its size" },
        { Pdf("/FlateDecode", Deflated(new byte[450_000_000])), "inflates to more than 400 MB" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Transcribe_WhatIsNoDocument_IsRefusedWithTheReason(byte[] file, string reason)
    {
        var fault = DocumentImport.Transcribe(file).Fault;

        Assert.NotNull(fault);
        Assert.Equal(("document", FaultKind.Invalid), (fault.Subject, fault.Kind));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transcribe_ScannedPdf_IsRefusedWithThePage() =>
        Assert.Contains("page 1 is a scanned picture", DocumentImport.Transcribe(PdfFile.Print(
            "<!DOCTYPE html><img style='width:90%' src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='>")).Fault?.Message, StringComparison.Ordinal);

    [Fact]
    public void Transcribe_WordDocumentWithTrackedChanges_IsRefused()
    {
        var file = WordFile.OfTheDocument(change: body => body.GetFirstChild<Paragraph>()!.Append(new InsertedRun(new Run(new Text("新")))));

        Assert.Contains("tracked changes", DocumentImport.Transcribe(file).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transcribe_WordDocumentCutShort_IsRefused()
    {
        var file = WordFile.OfTheDocument();

        Assert.All([100, file.Length / 2, file.Length - 1], length => Assert.NotNull(DocumentImport.Transcribe(file[..length]).Fault));
    }

    [Fact]
    public void Transcribe_HiddenWordsAndTextBoxes_AreNoWordsOfTheDocument()
    {
        var file = WordFile.OfTheDocument(change: body => body.GetFirstChild<Paragraph>()!.Append(
            new Run(new RunProperties(new Vanish()), new Text("隐藏")),
            new Run(new AlternateContent(new AlternateContentFallback(new TextBoxContent(new Paragraph(new Run(new Text("旁注")))))))));

        var text = DocumentImport.Transcribe(file).Value.Text;

        Assert.DoesNotContain("隐藏", text, StringComparison.Ordinal);
        Assert.DoesNotContain("旁注", text, StringComparison.Ordinal);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Deflated(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize))
            zlib.Write(content);
        return stream.ToArray();
    }

    /// <summary>A PDF of one page whose content is a stream.</summary>
    private static byte[] Pdf(string filter, byte[] content)
    {
        using var stream = new MemoryStream();
        var places = new List<long>();
        Write("%PDF-1.4\n"u8.ToArray());
        Begin("<< /Type /Catalog /Pages 2 0 R >>");
        Begin("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Begin("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R >>");
        places.Add(stream.Position);
        Write(Encoding.ASCII.GetBytes($"4 0 obj\n<< /Length {content.Length} /Filter {filter} >>\nstream\n"));
        Write(content);
        Write("\nendstream\nendobj\n"u8.ToArray());
        var table = stream.Position;
        Write(Encoding.ASCII.GetBytes($"xref\n0 5\n0000000000 65535 f \n{string.Concat(places.Select(p => $"{p:D10} 00000 n \n"))}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        return stream.ToArray();

        void Begin(string value)
        {
            places.Add(stream.Position);
            Write(Encoding.ASCII.GetBytes($"{places.Count} 0 obj\n{value}\nendobj\n"));
        }

        void Write(byte[] bytes) => stream.Write(bytes);
    }
}
