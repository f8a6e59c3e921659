using System.Collections.Immutable;
using System.Globalization;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog.Search;

/// <summary>Tasks, or other passages, in memory, searched in both languages. Made once, then asked by any number of threads.</summary>
public sealed class SearchIndex : IDisposable
{
    internal const LuceneVersion Version = LuceneVersion.LUCENE_48;

    private readonly RAMDirectory directory;
    private readonly DirectoryReader reader;
    private readonly IndexSearcher searcher;
    private readonly QueryMaker queries;
    private readonly FacetTable facets;

    private SearchIndex(RAMDirectory directory, ImmutableArray<SearchDocument> documents, ImmutableArray<Facet> facets)
    {
        this.directory = directory;
        Documents = documents;
        Facets = facets;
        reader = DirectoryReader.Open(directory);
        searcher = new IndexSearcher(reader) { Similarity = new BM25Similarity() };
        queries = new QueryMaker(reader);
        this.facets = new FacetTable(documents, facets);
    }

    /// <summary>What was indexed, in the order in which equally good hits are given.</summary>
    public ImmutableArray<SearchDocument> Documents { get; }

    public ImmutableArray<Facet> Facets { get; }

    public static SearchIndex Of(ImmutableArray<SearchDocument> documents, ImmutableArray<Facet> facets)
    {
        var directory = new RAMDirectory();
        var settings = new IndexWriterConfig(Version, new KeywordAnalyzer())
        {
            // Merges neighbours only, so that the place of a document in the index is its place in the list.
            MergePolicy = new LogDocMergePolicy(),
            Similarity = new BM25Similarity(),
            RAMBufferSizeMB = 64,
        };
        using (var writer = new IndexWriter(directory, settings))
        {
            foreach (var document in documents)
                writer.AddDocument(FieldsOf(document));
            writer.ForceMerge(1);
        }

        return new SearchIndex(directory, documents, facets);
    }

    /// <summary>A page of what fits, the best first, and all of it counted by facet; suggestions are looked for only if nothing fits.</summary>
    public SearchOutcome Search(SearchWords words, FacetFilter filter, PagePlace place)
    {
        var made = queries.Make(words);
        var found = Collect(words, made, filter, (int)Math.Min((long)place.Start + place.Size, Documents.Length));
        var suggestions = found.Total > 0 || made.Query is null ? [] : Suggest(words);
        return new SearchOutcome(found.Total, found.Best(place.Start), found.Counts, made.Corrections, made.Ignored, made.Highlights, suggestions);
    }

    public void Dispose()
    {
        reader.Dispose();
        directory.Dispose();
    }

    private HitCollector Collect(SearchWords words, MadeQuery made, FacetFilter filter, int best)
    {
        var collector = new HitCollector(facets, filter, best);
        if (words.IsEmpty)
            collector.CollectAll(Documents.Length);
        else if (made.Query is not null)
            searcher.Search(made.Query, collector);
        return collector;
    }

    private ImmutableArray<string> Suggest(SearchWords words) =>
        [.. queries.Alike(words).Distinct(StringComparer.Ordinal).Take(SearchOutcome.MostTried).Where(Finds).Take(SearchOutcome.MostSuggestions)];

    private bool Finds(string query)
    {
        var words = SearchWords.Parse("query", query).Value;
        return !words.IsEmpty && Collect(words, queries.Make(words), FacetFilter.None(Facets.Length), best: 0).Total > 0;
    }

    private static Document FieldsOf(SearchDocument document)
    {
        ImmutableArray<Segment> chinese = [.. SearchSegments.OfText(document.Text), .. SearchSegments.OfText(document.Scope)];
        ImmutableArray<Segment> english = [.. SearchSegments.OfText(document.TextEnglish), .. SearchSegments.OfText(document.ScopeEnglish)];
        var made = new Document
        {
            new TextField(QueryMaker.Pairs, SegmentStream.Pairs(chinese)),
            new TextField(QueryMaker.Singles, SegmentStream.Singles(chinese)),
            new TextField(QueryMaker.Stems, SegmentStream.Stems(english)),
            new TextField(QueryMaker.Words, SegmentStream.Words(english)),
        };
        if (document.Number is { } number)
            made.Add(new StringField(QueryMaker.Number, number.ToString(CultureInfo.InvariantCulture), Field.Store.NO));
        return made;
    }
}
