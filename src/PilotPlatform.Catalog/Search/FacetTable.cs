using System.Collections.Immutable;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace PilotPlatform.Catalog.Search;

/// <summary>The facet values of every document, laid out for counting.</summary>
internal sealed class FacetTable
{
    private readonly int[] starts;
    private readonly int[] values;

    public FacetTable(ImmutableArray<SearchDocument> documents, ImmutableArray<Facet> facets)
    {
        Sizes = [.. facets.Select(f => f.Values.Length)];
        starts = new int[documents.Length * facets.Length + 1];
        values = new int[documents.Sum(d => d.Facets.Sum(f => f.Length))];
        var at = 0;
        for (var i = 0; i < documents.Length; i++)
        {
            for (var facet = 0; facet < facets.Length; facet++)
            {
                foreach (var value in documents[i].Facets[facet])
                    values[at++] = value;
                starts[i * facets.Length + facet + 1] = at;
            }
        }
    }

    /// <summary>How many values each facet has.</summary>
    public ImmutableArray<int> Sizes { get; }

    public ReadOnlySpan<int> Of(int document, int facet)
    {
        var cell = document * Sizes.Length + facet;
        return values.AsSpan(starts[cell]..starts[cell + 1]);
    }
}

/// <summary>
/// Collects documents that pass a filter and counts them by facet. The counts of a facet leave its own filter out: a document that
/// fails one facet alone still counts there. No more hits are kept than are wanted, since a list of all would be the largest thing in memory.
/// </summary>
internal sealed class HitCollector(FacetTable table, FacetFilter filter, int most) : ICollector
{
    private readonly PriorityQueue<Hit, ulong> kept = new();
    private readonly int[][] counts = [.. table.Sizes.Select(size => new int[size])];
    private readonly bool[]?[] wanted = [.. table.Sizes.Select((size, facet) => Wanted(size, filter.Wanted[facet]))];
    private Scorer? scorer;
    private int first;

    public int Total { get; private set; }

    public ImmutableArray<ImmutableArray<int>> Counts => [.. counts.Select(c => c.ToImmutableArray())];

    public bool AcceptsDocsOutOfOrder => false;

    public void SetScorer(Scorer scorer) => this.scorer = scorer;

    public void SetNextReader(AtomicReaderContext context) => first = context.DocBase;

    public void Collect(int doc) => Take(first + doc, withScore: true);

    /// <summary>The hits kept, the best first, without so many of the best; to be asked once.</summary>
    public IReadOnlyList<Hit> Best(int without)
    {
        var best = new Hit[kept.Count];
        for (var i = best.Length - 1; i >= 0; i--)
            best[i] = kept.Dequeue();
        return best[Math.Min(without, best.Length)..];
    }

    /// <summary>Every document, equally good.</summary>
    public void CollectAll(int documents)
    {
        for (var i = 0; i < documents; i++)
            Take(i, withScore: false);
    }

    private void Take(int document, bool withScore)
    {
        var failed = -1;
        for (var facet = 0; facet < wanted.Length; facet++)
        {
            if (Passes(document, facet))
                continue;
            if (failed >= 0)
                return;
            failed = facet;
        }

        if (failed >= 0)
        {
            Count(document, failed);
            return;
        }

        Total++;
        if (most > 0)
            Keep(new Hit(document, withScore ? scorer!.GetScore() : 0));
        for (var facet = 0; facet < counts.Length; facet++)
            Count(document, facet);
    }

    /// <summary>Ranks are whole numbers: the bits of a score, which is never negative, order as the score does; below them the earlier document.</summary>
    private void Keep(Hit hit)
    {
        var rank = ((ulong)BitConverter.SingleToUInt32Bits(hit.Score) << 32) | ~(uint)hit.Document;
        if (kept.Count < most)
            kept.Enqueue(hit, rank);
        else if (kept.TryPeek(out _, out var least) && rank > least)
            kept.EnqueueDequeue(hit, rank);
    }

    private void Count(int document, int facet)
    {
        foreach (var value in table.Of(document, facet))
            counts[facet][value]++;
    }

    private bool Passes(int document, int facet)
    {
        if (wanted[facet] is not { } values)
            return true;
        foreach (var value in table.Of(document, facet))
            if (values[value])
                return true;
        return false;
    }

    private static bool[]? Wanted(int size, ImmutableArray<int> values)
    {
        if (values.IsEmpty)
            return null;
        var wanted = new bool[size];
        foreach (var value in values)
            wanted[value] = true;
        return wanted;
    }
}
