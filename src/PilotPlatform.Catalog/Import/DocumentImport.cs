using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Import;

/// <summary>A file as the text that it is read from.</summary>
/// <param name="MediaType">What kind of file it is, by its content.</param>
/// <param name="Text">Its words in the form of <see cref="TextLayout"/>.</param>
public sealed record Transcript(string MediaType, string Text)
{
    /// <summary>True if the file is this very text.</summary>
    public bool IsPlain => MediaType is FileKind.PlainText or FileKind.Gb18030Text;
}

/// <summary>Reads the bytes of a document into an edition, whatever its format.</summary>
public static class DocumentImport
{
    /// <summary>Largest document, in bytes.</summary>
    public const int LargestSize = 20 * 1024 * 1024;

    /// <summary>Most rows that a document may have: the list of this programme has 159.</summary>
    public const int MostRows = 10_000;

    /// <summary>Longest text that a document may hold, in UTF-16 code units.</summary>
    public const int LongestText = 10 * 1024 * 1024;

    public static Result<Edition> Read(byte[] source, Gazetteer gazetteer) => Transcribe(source).Then(t => Read(t, gazetteer));

    /// <summary>The words of a file; refused in one sentence if they cannot be had.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static Result<Transcript> Transcribe(byte[] source, CancellationToken cancellation = default)
    {
        if (source.Length > LargestSize)
            return Fault.Invalid("document", $"{source.Length} bytes are more than {LargestSize}");

        var kind = FileKind.Of(source);
        var transcript = kind.Reader switch
        {
            FormatReader.Text => PlainText.Read(source),
            FormatReader.Word => WordDocument.Read(source, cancellation).Then<Transcript>(parts => new Transcript(kind.MediaType, Transcription.Write(parts))),
            FormatReader.Pdf => PdfPages.Read(source, cancellation).Then<Transcript>(parts => new Transcript(kind.MediaType, Transcription.Write(parts))),
            _ => Fault.Invalid("document", kind.Problem!),
        };
        return transcript.Then<Transcript>(read => read.Text.Length <= LongestText
            ? read
            : Fault.Invalid("document", $"its text of {read.Text.Length} characters is longer than {LongestText}"));
    }

    public static Result<Edition> Read(Transcript transcript, Gazetteer gazetteer) => TextLayout.Read(new SourceText(transcript.Text)).Then(layout =>
        layout.Blocks.Count(b => b.Kind == BlockKind.Row) > MostRows
            ? Fault.Invalid("document", $"it has more than {MostRows} tasks")
            : EditionReader.Read(layout, gazetteer, isTranscript: !transcript.IsPlain));
}
