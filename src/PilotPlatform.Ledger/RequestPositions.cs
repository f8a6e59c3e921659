using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>
/// Where the entries that answered requests stand, in memory, by a hash of 128 bits of the request's id. It spares a store an index that would be a third
/// of what an append writes. Those of a ledger that is verified when it is opened lie in arrays by position, which its parts fill at the same time; those behind
/// them in dictionaries, which grow in small steps.
/// </summary>
internal sealed class RequestPositions
{
    private const int Shares = 64;

    private readonly UInt128[] hashes;

    /// <summary>For each last bits of a hash, a position with them; 0 for none.</summary>
    private readonly int[] first;

    /// <summary>For each position, another one with the same last bits; 0 for none.</summary>
    private readonly int[] next;

    private readonly Dictionary<UInt128, long>[] behind = [.. Enumerable.Range(0, Shares).Select(_ => new Dictionary<UInt128, long>())];

    /// <param name="verified">How many entries are given to <see cref="AddVerified"/> at most.</param>
    public RequestPositions(int verified = 0) =>
        (hashes, first, next) = (new UInt128[verified], new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(verified, 1))], new int[verified]);

    /// <summary>An entry that answered a request was verified, with its id as it is stored; other threads may add others.</summary>
    public void AddVerified(ReadOnlySpan<byte> id, int position)
    {
        var hash = XxHash128.HashToUInt128(id);
        hashes[position - 1] = hash;
        next[position - 1] = Interlocked.Exchange(ref FirstOf(hash), position);
    }

    /// <summary>An entry that answered a request was read or written, perhaps again.</summary>
    public void Add(string id, long position)
    {
        var hash = HashOf(id);
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(ShareOf(hash), hash, out var isKnown);
        if (!isKnown || position < known)
            known = position;
    }

    /// <summary>Position of the entry that answered a request; null if none did.</summary>
    public long? Of(string id)
    {
        var hash = HashOf(id);
        var found = 0;
        for (var at = FirstOf(hash); at != 0; at = next[at - 1])
            if (hashes[at - 1] == hash && (found == 0 || at < found))
                found = at;
        if (found != 0)
            return found;
        return ShareOf(hash).TryGetValue(hash, out var position) ? position : null;
    }

    private ref int FirstOf(UInt128 hash) => ref first[(int)((uint)hash & (uint)(first.Length - 1))];

    private Dictionary<UInt128, long> ShareOf(UInt128 hash) => behind[(int)((ulong)hash % Shares)];

    private static UInt128 HashOf(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));
}
