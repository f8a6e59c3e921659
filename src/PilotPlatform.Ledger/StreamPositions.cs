using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>
/// Where the entries of each stream stand, in memory: the revision of a stream is how many it has. It spares a store an index that would
/// be most of what an append writes. Read while it is written.
/// </summary>
internal sealed class StreamPositions
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<long>> positions = new(StringComparer.Ordinal);

    /// <summary>The revision of a stream; 0 for one that has no entry.</summary>
    public int Revision(string stream)
    {
        lock (gate)
            return positions.TryGetValue(stream, out var known) ? known.Count : 0;
    }

    /// <summary>An entry was read or written, perhaps again.</summary>
    /// <returns>False if it is not the one that follows in its stream.</returns>
    public bool Add(LedgerEntry entry)
    {
        lock (gate)
        {
            if (!positions.TryGetValue(entry.Stream, out var known))
                positions.Add(entry.Stream, known = []);
            if (entry.Revision == known.Count + 1)
                known.Add(entry.Position);
            return entry.Revision >= 1 && entry.Revision <= known.Count && known[entry.Revision - 1] == entry.Position;
        }
    }

    /// <summary>All entries up to some position, as they were verified.</summary>
    public void Start(StreamTrails verified)
    {
        lock (gate)
            foreach (var (stream, trail) in verified.All)
                positions.Add(Encoding.UTF8.GetString(stream), trail.Positions);
    }

    /// <summary>Positions of at most so many entries of a stream behind a revision and up to a position.</summary>
    public long[] Behind(string stream, int revision, long upTo, int most)
    {
        lock (gate)
            return positions.TryGetValue(stream, out var known) ? [.. known.Skip(revision).Take(most).TakeWhile(position => position <= upTo)] : [];
    }
}
