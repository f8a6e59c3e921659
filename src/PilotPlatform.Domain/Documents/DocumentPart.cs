using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents;

/// <summary>A part of a document that is no plain text: what readers of other file formats hand over, in the order of the document.</summary>
public abstract record DocumentPart
{
    private DocumentPart()
    {
    }

    /// <summary>A paragraph outside tables.</summary>
    /// <param name="Text">Its words.</param>
    /// <param name="Heading">What the format says it is.</param>
    /// <param name="IsCentred">Whether it is set in the middle, as titles are.</param>
    public sealed record Paragraph(string Text, HeadingKind Heading = HeadingKind.None, bool IsCentred = false) : DocumentPart;

    /// <summary>A row of a table with the words of its cells; a merged cell stands once.</summary>
    public sealed record Row(ImmutableArray<string> Cells) : DocumentPart;
}

/// <summary>What a file format says of a paragraph's place in the outline.</summary>
public enum HeadingKind
{
    /// <summary>Nothing: the words decide.</summary>
    None,

    Title,
    Heading,
}
