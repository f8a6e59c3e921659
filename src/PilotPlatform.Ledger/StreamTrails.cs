using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>The revisions of all streams in a part of the ledger, taken row by row and put together with the parts before it.</summary>
/// <param name="keepPositions">Whether it is remembered where each entry stands.</param>
internal sealed class StreamTrails(bool keepPositions)
{
    private readonly Dictionary<byte[], Trail> trails = new(Utf8.Comparer);

    public IEnumerable<KeyValuePair<byte[], Trail>> All => trails;

    /// <summary>Takes the next row of the part; gives what is wrong with its revision, null for nothing.</summary>
    public LedgerDamage? Take(in StoredRow row)
    {
        if (!trails.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(row.Stream, out var trail))
            trails.Add(row.Stream.ToArray(), trail = new Trail(row.Revision, row.Position));
        else if (row.Revision != trail.Last + 1)
            return Damage(row.Position, row.Revision, trail.Last, row.Stream);

        trail.Last = row.Revision;
        if (keepPositions)
            trail.Positions.Add(row.Position);
        return null;
    }

    /// <summary>Adds the part behind this one; gives the first place at which its revisions do not go on from these, null for none.</summary>
    public LedgerDamage? Add(StreamTrails next)
    {
        LedgerDamage? first = null;
        foreach (var (stream, trail) in next.trails)
        {
            trails.TryGetValue(stream, out var before);
            if (trail.First != (before?.Last ?? 0) + 1 && !(trail.FirstPosition >= first?.Position))
                first = Damage(trail.FirstPosition, trail.First, before?.Last ?? 0, stream);
            if (before is null)
            {
                trails.Add(stream, trail);
                continue;
            }

            before.Last = trail.Last;
            before.Positions.AddRange(trail.Positions);
        }

        return first;
    }

    public static LedgerDamage Damage(long position, long revision, long before, ReadOnlySpan<byte> stream) =>
        new(position, $"revision {revision} of '{Encoding.UTF8.GetString(stream)}' stands behind its revision {before}.");

    /// <summary>The entries of one stream in a part.</summary>
    public sealed class Trail(long first, long firstPosition)
    {
        public long First => first;

        public long FirstPosition => firstPosition;

        public long Last { get; set; }

        public List<long> Positions { get; } = [];
    }

    /// <summary>Names of streams as they are stored, looked up without making a text of each.</summary>
    private sealed class Utf8 : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8 Comparer = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
