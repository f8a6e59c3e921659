using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.TokenAttributes;
using PilotPlatform.Domain.Catalogue.Search;

namespace PilotPlatform.Catalog.Search;

/// <summary>A token with its distance to the one before and the segment it was made of.</summary>
internal readonly record struct Token(string Content, int Step, int Segment);

/// <summary>Tokens that are known already, as a stream for the index.</summary>
internal sealed class SegmentStream : TokenStream
{
    /// <summary>Neighbouring pairs of a phrase are at most two apart.</summary>
    private const int Gap = 4;

    private readonly IEnumerator<Token> tokens;
    private readonly ICharTermAttribute term;
    private readonly IPositionIncrementAttribute step;
    private readonly IOffsetAttribute offset;

    private SegmentStream(IEnumerable<Token> tokens)
    {
        this.tokens = tokens.GetEnumerator();
        term = AddAttribute<ICharTermAttribute>();
        step = AddAttribute<IPositionIncrementAttribute>();
        offset = AddAttribute<IOffsetAttribute>();
    }

    /// <summary>Pairs of neighbouring Chinese characters and whole words; a gap that no phrase can bridge stands between segments.</summary>
    public static TokenStream Pairs(IEnumerable<Segment> segments) => new SegmentStream(segments.SelectMany((segment, i) => segment switch
    {
        { Kind: SegmentKind.Word } => [new Token(segment.Content, Gap, i)],
        { Content.Length: 1 } => [],
        _ => Enumerable.Range(0, segment.Content.Length - 1).Select(at => new Token(segment.Content.Substring(at, 2), at == 0 ? Gap : 1, i)),
    }));

    /// <summary>Single Chinese characters.</summary>
    public static TokenStream Singles(IEnumerable<Segment> segments) => new SegmentStream(
        segments.Where(s => s.Kind == SegmentKind.Chinese).SelectMany(s => s.Content).Distinct().Select(c => new Token(c.ToString(), 1, 0)));

    /// <summary>Words as they stand.</summary>
    public static TokenStream Words(IEnumerable<Segment> segments) => new SegmentStream(WordTokens(segments));

    /// <summary>Stems of English words, those that carry no meaning left out.</summary>
    public static TokenStream Stems(IEnumerable<Segment> segments) =>
        new PorterStemFilter(new StopFilter(SearchIndex.Version, new SegmentStream(WordTokens(segments)), EnglishAnalyzer.DefaultStopSet));

    /// <summary>The stems of a text, each with the place of the segment it was made of.</summary>
    public static IEnumerable<(string Stem, int Segment)> StemsOf(IReadOnlyList<Segment> segments)
    {
        using var stream = Stems(segments);
        var term = stream.GetAttribute<ICharTermAttribute>();
        var offset = stream.GetAttribute<IOffsetAttribute>();
        stream.Reset();
        while (stream.IncrementToken())
            yield return (term.ToString()!, offset.StartOffset);
        stream.End();
    }

    public override bool IncrementToken()
    {
        if (!tokens.MoveNext())
            return false;
        ClearAttributes();
        term.Append(tokens.Current.Content);
        step.PositionIncrement = tokens.Current.Step;
        offset.SetOffset(tokens.Current.Segment, tokens.Current.Segment);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            tokens.Dispose();
        base.Dispose(disposing);
    }

    private static IEnumerable<Token> WordTokens(IEnumerable<Segment> segments) =>
        segments.Select((segment, i) => (segment, i)).Where(s => s.segment.Kind == SegmentKind.Word).Select(s => new Token(s.segment.Content, 1, s.i));
}
