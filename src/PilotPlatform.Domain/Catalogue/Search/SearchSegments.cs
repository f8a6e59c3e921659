using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Search;

/// <summary>Kinds of segments.</summary>
public enum SegmentKind
{
    /// <summary>Chinese characters.</summary>
    Chinese,

    /// <summary>Letters and digits of other scripts.</summary>
    Word,
}

/// <summary>A run of characters of one kind, folded, and where each of them stands in the text.</summary>
public sealed record Segment(SegmentKind Kind, string Content, ImmutableArray<int> Places)
{
    /// <summary>Where a stretch of the content stands in the text.</summary>
    public Span SpanOf(int start, int length) => new(Places[start], Places[start + length - 1] + 1);

    /// <summary>True for the figure of a percentage in a query, which is no number of a task.</summary>
    public bool IsShare { get; init; }

    public bool IsNumber => Content.All(char.IsAsciiDigit);
}

/// <summary>
/// Takes texts and queries apart in the same way: full-width forms and capitals are folded, an apostrophe inside a word is passed
/// over, every other mark ends a segment.
/// </summary>
public static class SearchSegments
{
    private const string Apostrophes = "'’";

    /// <summary>Segments of a text of a document: white space between Chinese characters is a trace of extraction and ends nothing.</summary>
    public static ImmutableArray<Segment> OfText(string text) => Of(text, spaceEndsChinese: false);

    /// <summary>Segments of a query: white space stands between words, Chinese ones too.</summary>
    public static ImmutableArray<Segment> OfQuery(string query) => Of(query, spaceEndsChinese: true);

    private static ImmutableArray<Segment> Of(string text, bool spaceEndsChinese)
    {
        var segments = ImmutableArray.CreateBuilder<Segment>();
        var content = new System.Text.StringBuilder();
        var places = ImmutableArray.CreateBuilder<int>();
        SegmentKind? current = null;
        for (var i = 0; i < text.Length; i++)
        {
            var character = FoldedText.Fold(text[i]);
            if (KindOf(character) is { } kind)
            {
                if (kind != current)
                    End();
                current = kind;
                content.Append(character);
                places.Add(i);
            }
            else if (char.IsWhiteSpace(character) ? spaceEndsChinese || current != SegmentKind.Chinese : !IsPassedOver(character))
            {
                End();
            }
        }

        End();
        return segments.ToImmutable();

        bool IsPassedOver(char character) => character == '\\' || (current == SegmentKind.Word && Apostrophes.Contains(character, StringComparison.Ordinal));

        void End()
        {
            if (current is { } ended)
                segments.Add(new Segment(ended, content.ToString(), places.ToImmutable()));
            content.Clear();
            places.Clear();
            current = null;
        }
    }

    /// <summary>Halves of characters beyond the first plane count as Chinese: rare characters of names stand there.</summary>
    private static SegmentKind? KindOf(char character) =>
        TextForm.IsChinese(character) || char.IsSurrogate(character) ? SegmentKind.Chinese
        : char.IsLetterOrDigit(character) ? SegmentKind.Word
        : null;
}
