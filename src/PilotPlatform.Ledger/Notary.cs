namespace PilotPlatform.Ledger;

/// <summary>Signs checkpoints when they are due.</summary>
internal sealed class Notary(SigningKey? key, int everyEntries, TimeProvider time)
{
    private Checkpoint? last;

    /// <summary>The last checkpoint that is known of.</summary>
    public Checkpoint? Last
    {
        get => Volatile.Read(ref last);
        set => Volatile.Write(ref last, value);
    }

    public bool CanSign => key is not null;

    /// <summary>Whether a ledger of so many entries is due for one.</summary>
    public bool IsDue(long position) => CanSign && position - (Last?.Position ?? 0) >= everyEntries;

    public Checkpoint Sign(long position, ReadOnlyMemory<byte> head, Checkpoint? previous) => Sign((previous?.Serial ?? 0) + 1, position, head, previous);

    /// <summary>A checkpoint that is given away and not kept: it says how far a bundle has to reach, and which checkpoint is its last.</summary>
    public Checkpoint Seal(long position, ReadOnlyMemory<byte> head, Checkpoint? last) => Sign(serial: 0, position, head, last);

    private Checkpoint Sign(long serial, long position, ReadOnlyMemory<byte> head, Checkpoint? previous) =>
        key!.Sign(new Checkpoint(serial, position, head, previous?.Digest() ?? Checkpoint.Start, time.GetUtcNow(), key.Id, default));
}
