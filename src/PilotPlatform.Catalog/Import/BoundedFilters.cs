using System.IO.Compression;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace PilotPlatform.Catalog.Import;

/// <summary>A stream of a PDF inflates to more than a document can hold.</summary>
internal sealed class InflationException(string message) : Exception(message);

/// <summary>The filters of a PDF, each held to what all streams of a document may inflate to together.</summary>
internal sealed class BoundedFilters : IFilterProvider
{
    private const long MostInflated = 400L * 1024 * 1024;

    /// <summary>What a byte can become at most by a filter other than Flate.</summary>
    private const long HighestRatio = 1500;
    private const long MostOfOthers = 20L * 1024 * 1024;

    /// <summary>What is drawn on all pages: each operator takes fifty times its length to be read.</summary>
    private const long MostDrawn = 24L * 1024 * 1024;

    private readonly IFilterProvider filters = DefaultFilterProvider.Instance;
    private long inflated;
    private long drawn;

    /// <summary>Whether a stream did not inflate as it was packed: what was read of it is not what was written.</summary>
    public bool IsDamaged { get; private set; }

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bound(filters.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bound(filters.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bound(filters.GetAllFilters());

    private IReadOnlyList<IFilter> Bound(IReadOnlyList<IFilter> all) => [.. all.Select(filter => new BoundedFilter(this, filter))];

    /// <summary>Counts what a page says draws it, unless it was counted by what the stream says of itself, which may be wrong.</summary>
    /// <exception cref="InflationException">It is more than a document holds.</exception>
    public void Draw(StreamToken content)
    {
        var length = content.Decode(this).Length;
        Spend(0, IsDrawn(content.StreamDictionary) && content.StreamDictionary.ContainsKey(NameToken.Filter) ? 0 : length);
    }

    private void Spend(long inflates, long draws)
    {
        (inflated, drawn) = (inflated + inflates, drawn + draws);
        if (drawn > MostDrawn)
            throw new InflationException($"what is drawn on its pages is more than {MostDrawn / 1024 / 1024} MB, which no document is");
        if (inflated > MostInflated)
            throw new InflationException($"its streams inflate to more than {MostInflated / 1024 / 1024} MB, which no document does");
    }

    /// <summary>The content of a page, or of a form on it, by what it says of itself.</summary>
    private static bool IsDrawn(DictionaryToken stream) =>
        stream.Data.TryGetValue(NameToken.Subtype.Data, out var kind) ? Equals(kind, NameToken.Form) : !stream.ContainsKey(NameToken.Type) && !stream.ContainsKey(NameToken.Length1);

    /// <summary>Inflates and keeps nothing, so that a bomb is noticed before there is memory for it.</summary>
    private void Try(Memory<byte> input)
    {
        using var stream = new ZLibStream(new MemoryStream(input.ToArray(), writable: false), CompressionMode.Decompress);
        var buffer = new byte[81_920];
        long own = 0;
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                own += read;
                if (own > MostInflated)
                    throw new InflationException($"one of its streams inflates to more than {MostInflated / 1024 / 1024} MB, which no document does");
            }
        }
        catch (InvalidDataException)
        {
            IsDamaged = true; // the reader goes on with what it can read, which is not the document
        }
    }

    private sealed class BoundedFilter(BoundedFilters budget, IFilter inner) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (inner is FlateFilter)
                budget.Try(input);
            else if (inner is LzwFilter or RunLengthFilter && input.Length * HighestRatio > MostInflated + MostOfOthers)
                throw new InflationException("one of its streams is packed in a way that can inflate to more than a document holds");
            var output = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            budget.Spend(output.Length, IsDrawn(streamDictionary) ? output.Length : 0);
            return output;
        }
    }
}
