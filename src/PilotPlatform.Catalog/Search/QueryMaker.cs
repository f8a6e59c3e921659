using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Lucene.Net.Index;
using Lucene.Net.Search;
using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Search;

/// <summary>A query for the index.</summary>
/// <param name="Query">The query; null if nothing can fit.</param>
/// <param name="Corrections">Words that stand nowhere.</param>
/// <param name="Ignored">Words that carry no meaning.</param>
/// <param name="Highlights">What to mark in hits.</param>
internal sealed record MadeQuery(Query? Query, ImmutableArray<Correction> Corrections, ImmutableArray<string> Ignored, HighlightTerms Highlights);

/// <summary>Makes queries of words. Every term has to stand in a document, in one of its languages.</summary>
internal sealed class QueryMaker(IndexReader reader)
{
    public const string Number = "number";
    public const string Pairs = "pairs";
    public const string Singles = "singles";
    public const string Stems = "stems";
    public const string Words = "words";

    /// <summary>A task that is asked for by its number comes before those whose text holds it.</summary>
    private const float NumberBoost = 100;

    /// <summary>Words in one query that are corrected; each costs a walk through the vocabulary.</summary>
    private const int MostCorrected = 5;

    private readonly AlikeWords alike = new(reader);

    public MadeQuery Make(SearchWords words)
    {
        var all = new BooleanQuery();
        var corrections = ImmutableArray.CreateBuilder<Correction>();
        var ignored = ImmutableArray.CreateBuilder<string>();
        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in words.Numbers)
            all.Add(ByNumber(number), Occur.SHOULD);

        foreach (var term in words.Terms)
        {
            if (term.Kind == SegmentKind.Chinese)
                all.Add(Run(term.Content), Occur.MUST);
            else if (Word(term, corrections, stems) is { } word)
                all.Add(word, Occur.MUST);
            else
                ignored.Add(term.Content);
        }

        var chinese = words.Terms.Where(t => t.Kind == SegmentKind.Chinese).Select(t => t.Content);
        var asTheyStand = words.Terms.Where(t => t.Kind == SegmentKind.Word).Select(t => t.Content).Concat(words.Numbers.Select(Text));
        return new MadeQuery(
            all.Clauses.Count > 0 ? all : null,
            corrections.ToImmutable(),
            ignored.ToImmutable(),
            new HighlightTerms([.. chinese], asTheyStand.ToFrozenSet(StringComparer.Ordinal), stems.ToFrozenSet(StringComparer.Ordinal), words.Numbers));
    }

    /// <summary>Queries that may find something where this one does not; whether they do is for the caller to try.</summary>
    public IEnumerable<string> Alike(SearchWords words)
    {
        var terms = words.Terms.Select(t => t.Content).ToList();
        foreach (var (i, term) in words.Terms.Index())
            if (term.Kind == SegmentKind.Chinese && AsFigure(term.Content) is { } figure)
                yield return string.Join(' ', terms.Select((t, at) => at == i ? figure : t));
        foreach (var other in JoinedOrApart(words.Terms))
            yield return other;

        var others = words.Terms.Take(MostCorrected)
            .Select(t => t.Kind == SegmentKind.Chinese ? Parts(t.Content).Take(SearchOutcome.MostTried).ToImmutableArray() : alike.Wide(t.Content)).ToList();
        foreach (var (i, _) in others.Index())
            foreach (var other in others[i])
                yield return string.Join(' ', terms.Select((t, at) => at == i ? other : t));

        if (terms.Count > 1)
            foreach (var left in Enumerable.Range(0, terms.Count))
                yield return string.Join(' ', terms.Where((_, at) => at != left));
        foreach (var other in terms.Concat(others.SelectMany(o => o)))
            yield return other;
    }

    /// <summary>A run that begins with a numeral, with the figure that texts write: 两年 is 2 年; null for any other.</summary>
    private static string? AsFigure(string run)
    {
        if (run[0] == '两')
            return $"2 {run[1..]}".TrimEnd();
        for (var length = run.Length; length > 0; length--)
            if (ChineseNumeral.Parse(run[..length]) is > 0 and var number)
                return $"{Text(number)} {run[length..]}".TrimEnd();
        return null;
    }

    /// <summary>The query with two neighbouring words as one (xi an: xian), or with one as two that are known (hongkong: hong kong).</summary>
    private IEnumerable<string> JoinedOrApart(ImmutableArray<Segment> terms)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Kind != SegmentKind.Word)
                continue;
            var (before, word, after) = (terms[..i], terms[i].Content, terms[(i + 1)..]);
            if (after is [{ Kind: SegmentKind.Word } next, .. var rest] && IsKnown(word + next.Content))
                yield return Query(before, word + next.Content, rest);
            for (var at = 2; at <= word.Length - 2; at++)
                if (IsKnown(word[..at]) && IsKnown(word[at..]))
                    yield return Query(before, $"{word[..at]} {word[at..]}", after);
        }

        bool IsKnown(string word) => reader.DocFreq(new Term(Words, word)) > 0;

        static string Query(ImmutableArray<Segment> before, string word, ImmutableArray<Segment> after) =>
            string.Join(' ', [.. before.Select(t => t.Content), word, .. after.Select(t => t.Content)]);
    }

    /// <summary>A run of Chinese characters as a phrase of pairs: every second one covers it, and the last one its end.</summary>
    private static Query Run(string run)
    {
        if (run.Length == 1)
            return new ConstantScoreQuery(new TermQuery(new Term(Singles, run)));
        if (run.Length == 2)
            return new TermQuery(new Term(Pairs, run));

        var phrase = new PhraseQuery();
        for (var at = 0; at < run.Length - 1; at += 2)
            phrase.Add(new Term(Pairs, run.Substring(at, 2)), at);
        if (run.Length % 2 == 1)
            phrase.Add(new Term(Pairs, run[^2..]), run.Length - 2);
        return phrase;
    }

    /// <summary>A word in either language; null if it carries no meaning.</summary>
    private BooleanQuery? Word(Segment word, ImmutableArray<Correction>.Builder corrections, HashSet<string> stems)
    {
        var own = SegmentStream.StemsOf([word]).Select(s => s.Stem).FirstOrDefault();
        var term = new Term(Pairs, word.Content);
        if (own is null && reader.DocFreq(term) == 0)
            return null;

        var either = new BooleanQuery { { new TermQuery(term), Occur.SHOULD } };
        if (word is { IsNumber: true, IsShare: false } && int.TryParse(word.Content, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            either.Add(ByNumber(number), Occur.SHOULD);

        ImmutableArray<string> meant = own is null ? [] : [own];
        if (own is not null && !word.IsNumber && reader.DocFreq(term) == 0 && reader.DocFreq(new Term(Stems, own)) == 0 && corrections.Count < MostCorrected)
        {
            var words = alike.Near(word.Content);
            corrections.Add(new Correction(word.Content, words));
            meant = [.. words.SelectMany(w => SegmentStream.StemsOf([word with { Content = w }])).Select(s => s.Stem).Distinct(StringComparer.Ordinal)];
        }

        foreach (var stem in meant)
            either.Add(new TermQuery(new Term(Stems, stem)), Occur.SHOULD);
        stems.UnionWith(meant);
        return either;
    }

    private static TermQuery ByNumber(int number) => new(new Term(Number, Text(number))) { Boost = NumberBoost };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Parts of a run all of whose pairs stand somewhere, the longest first.</summary>
    private IEnumerable<string> Parts(string run)
    {
        var known = Enumerable.Range(0, Math.Max(0, run.Length - 1)).Select(at => reader.DocFreq(new Term(Pairs, run.Substring(at, 2))) > 0).ToList();
        for (var length = run.Length - 1; length >= 2; length--)
            for (var at = 0; at + length <= run.Length; at++)
                if (known.Skip(at).Take(length - 1).All(k => k))
                    yield return run.Substring(at, length);
    }
}
