using System.Collections.Immutable;
using System.Text;

namespace PilotPlatform.Domain.Documents;

/// <summary>
/// Words as they are compared: no white space and no escapes of the extraction, full-width letters, digits and punctuation as
/// half-width ones, capital letters small. Every character remembers where it stands in the words it was made of.
/// </summary>
public sealed class FoldedText
{
    private readonly ImmutableArray<int> places;

    private FoldedText(string content, ImmutableArray<int> places)
    {
        Content = content;
        this.places = places;
    }

    public string Content { get; }

    public static FoldedText Of(string text)
    {
        var content = new StringBuilder(text.Length);
        var places = ImmutableArray.CreateBuilder<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] == '\\')
                continue;
            content.Append(Fold(text[i]));
            places.Add(i);
        }

        return new FoldedText(content.ToString(), places.ToImmutable());
    }

    /// <summary>A character as it is compared.</summary>
    public static char Fold(char character) => char.ToLowerInvariant(character is >= '\uff01' and <= '\uff5e' ? (char)(character - 0xfee0) : character);

    /// <summary>Words as they are compared, for patterns that come from data.</summary>
    public static string Fold(string text) => Of(text).Content;

    /// <summary>Where a stretch of the content stands in the words it was made of.</summary>
    public Span SpanOf(int start, int length) => new(places[start], places[start + length - 1] + 1);

    /// <summary>Every place, from the left, where folded words stand; overlapping ones too.</summary>
    public IEnumerable<int> AllOf(string folded)
    {
        if (folded.Length == 0)
            yield break;
        for (var at = Content.IndexOf(folded, StringComparison.Ordinal); at >= 0; at = Content.IndexOf(folded, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}
