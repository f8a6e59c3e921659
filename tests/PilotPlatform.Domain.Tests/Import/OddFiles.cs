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

    /// <summary>A PDF of one page whose content is a stream.</summary>
    public static byte[] Pdf(string filter, byte[] content, string trailer = "")
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
        Write(Encoding.ASCII.GetBytes($"xref\n0 5\n0000000000 65535 f \n{string.Concat(places.Select(p => $"{p:D10} 00000 n \n"))}trailer\n<< /Size 5 /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"));
        return stream.ToArray();

        void Begin(string value)
        {
            places.Add(stream.Position);
            Write(Encoding.ASCII.GetBytes($"{places.Count} 0 obj\n{value}\nendobj\n"));
        }

        void Write(byte[] bytes) => stream.Write(bytes);
    }
}
