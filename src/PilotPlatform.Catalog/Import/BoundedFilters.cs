using System.Buffers.Binary;
using System.IO.Compression;
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

    /// <summary>What the drawing of one page may inflate to: each of its operators takes fifty times its bytes when it is read.</summary>
    private const long MostOfAPage = 8L * 1024 * 1024;

    private const string Damaged = "one of its streams is damaged or cut short, and what it says with it";

    private readonly IFilterProvider filters = DefaultFilterProvider.Instance;
    private long inflated;
    private long drawn;

    /// <summary>The streams from here on are another page's.</summary>
    public void BeginPage() => drawn = 0;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bound(filters.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bound(filters.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Bound(filters.GetAllFilters());

    private IReadOnlyList<IFilter> Bound(IReadOnlyList<IFilter> all) => [.. all.Select(filter => new BoundedFilter(this, filter))];

    private void Spend(long bytes, DictionaryToken stream)
    {
        inflated += bytes;
        if (Draws(stream) && (drawn += bytes) > MostOfAPage)
            throw new InflationException($"one of its pages draws more than {MostOfAPage / 1024 / 1024} MB, which no document does");
        if (inflated > MostInflated)
            throw new InflationException($"its streams inflate to more than {MostInflated / 1024 / 1024} MB, which no document does");
    }

    /// <summary>Whether a stream can be the drawing of a page: no picture, font, or part of the file's own order.</summary>
    private static bool Draws(DictionaryToken stream) => !stream.ContainsKey(NameToken.Type) && !stream.ContainsKey(NameToken.Length1)
        && (!stream.TryGet(NameToken.Subtype, out var kind) || kind.Equals(NameToken.Form))
        || stream.TryGet(NameToken.Subtype, out var form) && form.Equals(NameToken.Form);

    private sealed class BoundedFilter(BoundedFilters budget, IFilter inner) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (inner is FlateFilter)
                Try(input);
            else if (inner is LzwFilter or RunLengthFilter && input.Length * HighestRatio > MostInflated + MostOfOthers)
                throw new InflationException("one of its streams is packed in a way that can inflate to more than a document holds");
            var output = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            budget.Spend(output.Length, streamDictionary);
            return output;
        }

        /// <summary>
        /// Inflates and keeps nothing, so that a bomb is noticed before there is memory for it, and damage too: the reader would take what comes before it for
        /// the whole.
        /// </summary>
        private static void Try(Memory<byte> input)
        {
            using var stream = new ZLibStream(new MemoryStream(input.ToArray(), writable: false), CompressionMode.Decompress);
            var buffer = new byte[81_920];
            var (own, sum) = (0L, new Adler32());
            try
            {
                for (int read; (read = stream.Read(buffer)) > 0;)
                {
                    own += read;
                    sum.Add(buffer.AsSpan(0, read));
                    if (own > MostInflated)
                        throw new InflationException($"one of its streams inflates to more than {MostInflated / 1024 / 1024} MB, which no document does");
                }
            }
            catch (InvalidDataException)
            {
                throw new InflationException(Damaged);
            }

            if (!sum.Ends(input.Span))
                throw new InflationException(Damaged);
        }
    }

    /// <summary>The sum that a stream of Flate ends with (RFC 1950).</summary>
    private struct Adler32()
    {
        private const uint Prime = 65_521;

        /// <summary>So many bytes can be added before the sums have to be cut.</summary>
        private const int Most = 5552;

        /// <summary>Behind the sum there may be the end of a line, which a length counts with.</summary>
        private const int Behind = 2;

        private uint low = 1;
        private uint high;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Most, bytes.Length)..])
            {
                foreach (var each in bytes[..Math.Min(Most, bytes.Length)])
                    high += low += each;
                (low, high) = (low % Prime, high % Prime);
            }
        }

        /// <summary>Whether a stream ends with it: one that was cut ends before it.</summary>
        public readonly bool Ends(ReadOnlySpan<byte> stream)
        {
            Span<byte> sum = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(sum, high << 16 | low);
            return stream.Length >= sum.Length && stream[^Math.Min(stream.Length, sum.Length + Behind)..].IndexOf(sum) >= 0;
        }
    }
}
