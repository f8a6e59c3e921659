using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>
/// Where the entries that answered requests stand, in memory, by a hash of 128 bits of the request's id. It spares a store an index that would be a third
/// of what an append writes. Parts of a ledger that are verified at the same time add to it at the same time.
/// </summary>
internal sealed class RequestPositions
{
    private const int Shares = 64;

    private readonly Dictionary<UInt128, long>[] shares;

    /// <param name="capacity">How many are expected.</param>
    public RequestPositions(long capacity = 0)
    {
        var each = (int)(capacity / Shares);
        shares = [.. Enumerable.Range(0, Shares).Select(_ => new Dictionary<UInt128, long>(each + (each / 16)))]; // hashes do not fall evenly
    }

    /// <summary>An entry that answered a request was read or written, perhaps again.</summary>
    public void Add(string id, long position) => Add(HashOf(id), position);

    /// <summary>The same, of an id as it is stored.</summary>
    public void Add(ReadOnlySpan<byte> id, long position) => Add(XxHash128.HashToUInt128(id), position);

    /// <summary>Position of the entry that answered a request; null if none did.</summary>
    public long? Of(string id)
    {
        var hash = HashOf(id);
        var share = ShareOf(hash);
        lock (share)
            return share.TryGetValue(hash, out var position) ? position : null;
    }

    private void Add(UInt128 hash, long position)
    {
        var share = ShareOf(hash);
        lock (share)
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(share, hash, out var isKnown);
            if (!isKnown || position < first)
                first = position;
        }
    }

    private Dictionary<UInt128, long> ShareOf(UInt128 hash) => shares[(int)((ulong)hash % Shares)];

    private static UInt128 HashOf(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
}
