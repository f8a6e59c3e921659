using System.Collections.Immutable;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace PilotPlatform.Catalog.Search;

/// <summary>Words of the index that are like one that stands nowhere.</summary>
internal sealed class AlikeWords(IndexReader reader)
{
    private const int MostWords = 10;
    private const int ShortestBeginning = 3;
    private const int ShortestRoot = 5;

    /// <summary>
    /// Words that begin with it (pharma: pharmacists); if there are none, words a slip of the pen away, one letter in short words and two
    /// in long ones (hosptial: hospital), or away from its plural (invoise: invoices); if there are none, the longest word that it begins with
    /// (Taiwanese: Taiwan); and if there is none, words a slip in the first letters away (ohspital: hospital).
    /// </summary>
    public ImmutableArray<string> Near(string word)
    {
        ImmutableArray<string> longer = [.. BeginningWith(word)];
        if (longer.Length > 0)
            return longer;
        var edits = word.Length switch { < 4 => 0, < 8 => 1, _ => 2 };
        var near = Fuzzy(word, edits, sameFirst: 1);
        if (near.IsEmpty)
            near = Fuzzy($"{word}s", edits, sameFirst: 1);
        if (near.IsEmpty && Roots(word).FirstOrDefault() is { } root)
            near = [root];
        if (near.IsEmpty && word.Length >= ShortestRoot)
            near = Fuzzy(word, edits: 1, sameFirst: 0);
        return near.IsEmpty && word.Length >= ShortestRoot ? Fuzzy($"{word}s", edits: 1, sameFirst: 0) : near;
    }

    /// <summary>Words alike that are good enough for a suggestion: their first letter may be another, or two letters in a short word.</summary>
    public ImmutableArray<string> Wide(string word)
    {
        var wide = Fuzzy(word, edits: 1, sameFirst: 0);
        return wide.Length > 0 || word.Length < ShortestRoot ? wide : Fuzzy(word, edits: 2, sameFirst: 1);
    }

    private ImmutableArray<string> Fuzzy(string word, int edits, int sameFirst)
    {
        if (edits == 0)
            return [];

        var terms = new HashSet<Term>();
        new FuzzyQuery(new Term(QueryMaker.Words, word), edits, sameFirst, MostWords, transpositions: true).Rewrite(reader).ExtractTerms(terms);
        return [.. terms.Select(t => t.Text).OrderBy(w => Math.Abs(w.Length - word.Length)).ThenBy(w => w, StringComparer.Ordinal)];
    }

    private IEnumerable<string> Roots(string word) =>
        Enumerable.Range(ShortestRoot, Math.Max(0, word.Length - ShortestRoot)).Reverse()
            .Select(length => word[..length]).Where(root => reader.DocFreq(new Term(QueryMaker.Words, root)) > 0);

    private IEnumerable<string> BeginningWith(string word)
    {
        if (word.Length < ShortestBeginning || MultiFields.GetTerms(reader, QueryMaker.Words) is not { } words)
            yield break;

        var terms = words.GetEnumerator();
        var status = terms.SeekCeil(new BytesRef(word));
        for (var i = 0; status != TermsEnum.SeekStatus.END && i < MostWords; i++)
        {
            var found = terms.Term.Utf8ToString();
            if (!found.StartsWith(word, StringComparison.Ordinal))
                yield break;
            yield return found;
            if (!terms.MoveNext())
                yield break;
        }
    }
}
