using System.IO.Compression;
using System.Text;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>Files that are no documents, or cannot be read as such.</summary>
internal static class OddFiles
{
    public static byte[] Zip(params (string Name, byte[] Content)[] parts)
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

    /// <summary>The parts of an archive.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Parts(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            using var content = new MemoryStream();
            part.CopyTo(content);
            yield return (entry.FullName, content.ToArray());
        }
    }

    public static byte[] Deflated(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize))
            zlib.Write(content);
        return stream.ToArray();
    }

    /// <summary>A Word document whose parts are marked as encrypted.</summary>
    public static byte[] EncryptedZip()
    {
        var zip = Zip(("word/document.xml", "<w:document/>"u8.ToArray()));
        foreach (var (mark, flags) in new[] { ("PK\x03\x04", 6), ("PK\x01\x02", 8) })
            zip[zip.AsSpan().IndexOf(Encoding.Latin1.GetBytes(mark)) + flags] |= 1;
        return zip;
    }

    /// <summary>A PDF that asks for a password: the hash of the user's is of no password.</summary>
    public static byte[] EncryptedPdf() => Pdf(
        "/FlateDecode", Deflated("BT ET"u8.ToArray()), $"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{new string('5', 64)}> /U <{new string('6', 64)}> >> /ID [<00> <00>]");

    /// <summary>An encrypted Word document as Office writes it: a compound file with a stream of that name.</summary>
    public static byte[] EncryptedWord() =>
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, .. new byte[504], .. Encoding.Unicode.GetBytes("EncryptionInfo"), .. new byte[100], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[1000]];

    /// <summary>A PDF of one page that is a picture.</summary>
    public static byte[] ScannedPdf() => Pdf(
        "/FlateDecode", Deflated("q 500 0 0 500 0 0 cm /Scan Do Q"u8.ToArray()), page: "/Resources << /XObject << /Scan 5 0 R >> >>",
        other: "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream");

    /// <summary>A PDF of one page with text and lines in which everything can be read, and be changed, as it stands.</summary>
    public static byte[] OpenPdf() => Pdf(
        "/ASCIIHexDecode", Encoding.ASCII.GetBytes(Convert.ToHexString(
            "q 1 0 0 1 20 20 cm 0 0 400 300 re S BT /F 10 Tf 12 TL 1 0 0 1 40 260 Tm (1 first) Tj T* [(2) -300 (second)] TJ ET 40 100 m 300 100 l S 40 90 260 1 re f Q"u8)),
        page: "/Resources << /Font << /F 5 0 R >> >>", other: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");

    /// <summary>A PDF of one page whose content is a stream.</summary>
    /// <param name="filter">How the stream is packed.</param>
    /// <param name="content">The stream.</param>
    /// <param name="trailer">More entries of the trailer.</param>
    /// <param name="page">More entries of the page.</param>
    /// <param name="other">Object 5.</param>
    public static byte[] Pdf(string filter, byte[] content, string trailer = "", string page = "", string other = "null")
    {
        using var stream = new MemoryStream();
        var places = new List<long>();
        Write("%PDF-1.4\n"u8.ToArray());
        Begin("<< /Type /Catalog /Pages 2 0 R >>");
        Begin("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Begin($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R {page} >>");
        places.Add(stream.Position);
        Write(Encoding.ASCII.GetBytes($"4 0 obj\n<< /Length {content.Length} /Filter {filter} >>\nstream\n"));
        Write(content);
        Write("\nendstream\nendobj\n"u8.ToArray());
        Begin(other);
        var table = stream.Position;
        Write(Encoding.ASCII.GetBytes($"xref\n0 6\n0000000000 65535 f \n{string.Concat(places.Select(p => $"{p:D10} 00000 n \n"))}trailer\n<< /Size 6 /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"));
        return stream.ToArray();

        void Begin(string value)
        {
            places.Add(stream.Position);
            Write(Encoding.ASCII.GetBytes($"{places.Count} 0 obj\n{value}\nendobj\n"));
        }

        void Write(byte[] bytes) => stream.Write(bytes);
    }
}
