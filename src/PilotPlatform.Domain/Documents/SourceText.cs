using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents;

/// <summary>A stretch of a source: offsets in UTF-16 code units, the end exclusive.</summary>
public readonly record struct Span(int Start, int End);

/// <summary>The decoded text of a document, with the lines it has.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> lineStarts;

    public SourceText(string content)
    {
        Content = content;
        lineStarts = [0, .. content.Select((character, at) => (character, at)).Where(c => c.character == '\n').Select(c => c.at + 1)];
    }

    public string Content { get; }

    /// <summary>Every line with its number from 1 and its span, without the line break.</summary>
    public IEnumerable<(int Number, Span Span)> Lines()
    {
        for (var i = 0; i < lineStarts.Length; i++)
        {
            var end = i + 1 < lineStarts.Length ? lineStarts[i + 1] - 1 : Content.Length;
            if (end > lineStarts[i] && Content[end - 1] == '\r')
                end--;
            yield return (i + 1, new Span(lineStarts[i], end));
        }
    }

    /// <summary>The number of the line, from 1, in which an offset stands.</summary>
    public int LineOf(int offset)
    {
        var found = lineStarts.BinarySearch(offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The passage that a span covers.</summary>
    public Passage Cut(Span span) => new(
        span, LineOf(span.Start), LineOf(Math.Max(span.Start, span.End - 1)), Content[span.Start..span.End]);
}

/// <summary>Words of the document as they stand: <c>source[span] == Verbatim</c>, always.</summary>
public sealed record Passage(Span Span, int StartLine, int EndLine, string Verbatim)
{
    /// <summary>The words for search and comparison; see <see cref="TextForm"/>.</summary>
    public string Normalized { get; } = TextForm.Normalize(Verbatim);

    /// <summary>The words without any white space: what hashes are made of, so that a page break changes none.</summary>
    public string Squeezed => string.Concat(Verbatim.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>The first place where words stand in the passage, white space between them or not; null if they do not.</summary>
    public Passage? Find(string words)
    {
        ImmutableArray<int> places = [.. Enumerable.Range(0, Verbatim.Length).Where(i => !char.IsWhiteSpace(Verbatim[i]))];
        var at = Squeezed.IndexOf(words, StringComparison.Ordinal);
        if (at < 0 || words.Length == 0)
            return null;

        return Part(new Span(places[at], places[at + words.Length - 1] + 1));
    }

    /// <summary>A part of the passage, by its place in the verbatim words.</summary>
    public Passage Part(Span part) => new(
        new Span(Span.Start + part.Start, Span.Start + part.End),
        StartLine + Verbatim.AsSpan(0, part.Start).Count('\n'),
        StartLine + Verbatim.AsSpan(0, part.End).Count('\n'),
        Verbatim[part.Start..part.End]);
}
