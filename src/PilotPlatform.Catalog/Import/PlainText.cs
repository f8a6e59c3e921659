using System.Text;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Import;

/// <summary>Plain text in UTF-8 or GB18030. Which of them is not asked but seen: text of the one is hardly ever text of the other.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static Result<Transcript> Read(byte[] source)
    {
        var bytes = source.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? source.AsSpan(Encoding.UTF8.Preamble.Length) : source;
        try
        {
            return new Transcript(FileKind.PlainText, Utf8.GetString(bytes));
        }
        catch (DecoderFallbackException damaged)
        {
            return ReadGb18030(source) is { } text
                ? new Transcript(FileKind.Gb18030Text, text)
                : Fault.Invalid("document", $"not UTF-8 text: a damaged character at byte {damaged.Index}; and no GB18030 text either");
        }
    }

    /// <summary>The text; null if the bytes are none, or decode to words that are not mostly Chinese.</summary>
    private static string? ReadGb18030(byte[] source)
    {
        try
        {
            var text = Gb18030.GetString(source);
            var foreign = text.Count(c => c >= '\u0080');
            return foreign > 0 && text.Count(c => TextForm.IsChinese(c) || "，。、；：？！“”‘’（）《》—…·％".Contains(c, StringComparison.Ordinal)) > foreign * 9 / 10
                ? text
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
