using System.Text;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog;

/// <summary>Reads the bytes of a document into an edition.</summary>
public static class DocumentImport
{
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Largest document, in bytes.</summary>
    public const int LargestSize = 20 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Result<Edition> Read(byte[] source, Gazetteer gazetteer)
    {
        if (source.Length > LargestSize)
            return Fault.Invalid("document", $"{source.Length} bytes are more than {LargestSize}");

        try
        {
            var bytes = source.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? source.AsSpan(Encoding.UTF8.Preamble.Length) : source;
            return TextLayout.Read(new SourceText(Strict.GetString(bytes))).Then(layout => EditionReader.Read(layout, gazetteer));
        }
        catch (DecoderFallbackException damaged)
        {
            return Fault.Invalid("document", $"not UTF-8 text: a damaged character at byte {damaged.Index}");
        }
    }
}
