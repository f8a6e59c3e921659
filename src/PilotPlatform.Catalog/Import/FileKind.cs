using System.Text;

namespace PilotPlatform.Catalog.Import;

/// <summary>Which reader reads a file.</summary>
public enum FormatReader
{
    None,
    Text,
    Word,
    Pdf,
}

/// <summary>What kind of file bytes are, by their own marks: names and declared types can be wrong.</summary>
/// <param name="MediaType">The media type; empty for a kind that is not read.</param>
/// <param name="Reader">What reads it.</param>
/// <param name="Problem">Why it is not read; null if it is.</param>
public sealed record FileKind(string MediaType, FormatReader Reader, string? Problem = null)
{
    public const string PlainText = "text/plain; charset=utf-8";
    public const string Gb18030Text = "text/plain; charset=gb18030";
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Pdf = "application/pdf";

    private static readonly (byte[] Mark, string Problem)[] Others =
    [
        ([0x89, .. "PNG"u8], "the file is a picture (PNG), which has no text to read"),
        ([0xff, 0xd8, 0xff], "the file is a picture (JPEG), which has no text to read"),
        ([.. "GIF8"u8], "the file is a picture (GIF), which has no text to read"),
        ([.. "II*\0"u8], "the file is a picture (TIFF), which has no text to read"),
        ([.. "MM\0*"u8], "the file is a picture (TIFF), which has no text to read"),
        ([.. "{\\rtf"u8], "the file is RTF; save it as DOCX"),
        ([0xff, 0xfe], "the file is UTF-16 text; save it as UTF-8 or GB18030"),
        ([0xfe, 0xff], "the file is UTF-16 text; save it as UTF-8 or GB18030"),
        ([0x1f, 0x8b], "the file is a gzip archive; import the document in it"),
        ([.. "Rar!"u8], "the file is a RAR archive; import the document in it"),
        ([.. "7z"u8, 0xbc, 0xaf], "the file is a 7z archive; import the document in it"),
        ([.. "MZ"u8], "the file is a program"),
        ([0x7f, .. "ELF"u8], "the file is a program"),
    ];

    private static readonly byte[] CompoundFile = [0xd0, 0xcf, 0x11, 0xe0];
    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    public static FileKind Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("PK\x05\x06"u8))
            return new FileKind(Word, FormatReader.Word);
        if (bytes[..Math.Min(1024, bytes.Length)].IndexOf("%PDF-"u8) >= 0)
            return new FileKind(Pdf, FormatReader.Pdf);
        if (bytes.StartsWith(CompoundFile))
            return None(bytes.IndexOf(EncryptedPackage) >= 0
                ? "the document is encrypted; save it without a password"
                : "the file is of the old Office format (.doc); save it as DOCX");
        foreach (var (mark, problem) in Others)
            if (bytes.StartsWith(mark))
                return None(problem);
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(256, bytes.Length)]).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t');
        if (head.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<?xml", StringComparison.Ordinal))
            return None("the file is a web page or XML; import the document as text, DOCX or PDF");
        return new FileKind(PlainText, FormatReader.Text);
    }

    private static FileKind None(string problem) => new("", FormatReader.None, problem);
}
