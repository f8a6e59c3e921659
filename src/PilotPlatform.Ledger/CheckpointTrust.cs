using System.Collections.Frozen;

namespace PilotPlatform.Ledger;

/// <summary>Whose checkpoints count, and the rules that checkpoints have to keep among themselves.</summary>
internal sealed class CheckpointTrust
{
    private readonly FrozenDictionary<string, PublicKey> keys;

    public CheckpointTrust(IEnumerable<PublicKey> keys) => this.keys = keys.DistinctBy(k => k.Id).ToFrozenDictionary(k => k.Id, StringComparer.Ordinal);

    /// <summary>The own key, if there is one, and those that the options trust.</summary>
    public static CheckpointTrust Of(LedgerOptions options, SigningKey? own) =>
        new(options.TrustedKeys.Select(key => PublicKey.Read(key, "Ledger:TrustedKeys")).Concat(own is null ? [] : [own.Public]));

    /// <summary>Without any key, checkpoints are held against the entries, their signatures against nothing.</summary>
    public bool IsEmpty => keys.Count == 0;

    /// <summary>Whether some key that is trusted signed these bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        foreach (var key in keys.Values)
            if (key.Holds(bytes, signature))
                return true;
        return false;
    }

    /// <summary>What is wrong with the signature of a checkpoint; null for nothing.</summary>
    public LedgerDamage? Signature(Checkpoint checkpoint)
    {
        if (IsEmpty)
            return null;

        var (at, which) = checkpoint.Serial == 0 ? (0, "the seal") : (checkpoint.Position, $"checkpoint {checkpoint.Serial}");
        if (!keys.TryGetValue(checkpoint.KeyId, out var key))
            return new LedgerDamage(at, $"{which} is signed by key {checkpoint.KeyId}, which is not among those that are trusted here; an older one's, or a replica's, is given too: with --key, or in Ledger:TrustedKeys.");
        return key.Holds(checkpoint) ? null : new LedgerDamage(at, $"{which} is not the one that was signed.");
    }

    /// <summary>What is wrong with a checkpoint behind another; null for nothing.</summary>
    public LedgerDamage? Follows(Checkpoint? previous, Checkpoint checkpoint)
    {
        var serial = (previous?.Serial ?? 0) + 1;
        if (checkpoint.Serial != serial)
            return new LedgerDamage(checkpoint.Position, $"checkpoint {serial} is missing; checkpoint {checkpoint.Serial} stands in its place.");
        if (checkpoint.Position <= (previous?.Position ?? 0) || !checkpoint.Previous.Span.SequenceEqual(previous is null ? Checkpoint.Start.Span : previous.Digest()))
            return new LedgerDamage(checkpoint.Position, $"checkpoint {serial} does not go on from the one before it.");
        return Signature(checkpoint);
    }

    /// <summary>The first thing that is wrong with checkpoints among themselves; null for nothing.</summary>
    public LedgerDamage? Check(IReadOnlyList<Checkpoint> checkpoints)
    {
        Checkpoint? previous = null;
        foreach (var checkpoint in checkpoints)
        {
            if (Follows(previous, checkpoint) is { } damage)
                return damage;
            previous = checkpoint;
        }

        return null;
    }

    public static LedgerDamage AnotherHead(Checkpoint checkpoint) =>
        new(checkpoint.Position, $"checkpoint {checkpoint.Serial} was signed for another entry than the one there.");

    public static LedgerDamage Cut(long last, Checkpoint checkpoint) =>
        new(last + 1, $"there is no entry, though {(checkpoint.Serial == 0 ? "the seal" : $"checkpoint {checkpoint.Serial}")} says that there are {checkpoint.Position}.");

    /// <summary>What a signed snapshot says that ends with an entry which is not there.</summary>
    public static LedgerDamage Contradicts(long last, LedgerSnapshot snapshot) => last < snapshot.Position
        ? new(last + 1, $"there is no entry, though the snapshot beside it, which is signed, ends with the one at {snapshot.Position}; take that away only if an older copy is meant to go on.")
        : new(snapshot.Position, "the snapshot beside it, which is signed, ends with another entry than the one there.");
}
