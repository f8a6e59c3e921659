using System.IO.Hashing;
using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>
/// Where the entries that answered requests stand, in memory, by a hash of 128 bits of the request's id. It spares a file an index that would be a third
/// of what an append writes. Used by one thread at a time.
/// </summary>
/// <param name="capacity">How many are expected.</param>
internal sealed class RequestPositions(int capacity = 0)
{
    private readonly Dictionary<UInt128, long> positions = new(capacity);

    /// <summary>An entry that answered a request was read or written, perhaps again.</summary>
    public void Add(string id, long position) => positions.TryAdd(HashOf(id), position);

    /// <summary>The same, of an id as it is stored.</summary>
    public void Add(ReadOnlySpan<byte> id, long position) => positions.TryAdd(XxHash128.HashToUInt128(id), position);

    /// <summary>Adds what was gathered of a later part of the ledger.</summary>
    public void Add(RequestPositions next)
    {
        foreach (var (hash, position) in next.positions)
            positions.TryAdd(hash, position);
    }

    /// <summary>Position of the entry that answered a request; null if none did.</summary>
    public long? Of(string id) => positions.TryGetValue(HashOf(id), out var position) ? position : null;

    private static UInt128 HashOf(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
}
