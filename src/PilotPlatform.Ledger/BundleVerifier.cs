using System.Globalization;

namespace PilotPlatform.Ledger;

/// <summary>Holds a bundle, line by line, against its seal, its checkpoints and the hash chain.</summary>
internal sealed class BundleVerifier(IReadOnlyList<PublicKey> trusted, Checkpoint? known, IProgress<long>? progress)
{
    private const int Step = 4096;

    /// <summary>In the place of a line that has no end.</summary>
    public static ReadOnlyMemory<byte> Cut => default;

    private readonly CheckpointTrust trust = new(trusted);
    private readonly Dictionary<string, int> revisions = new(StringComparer.Ordinal);
    private Checkpoint? seal;
    private Checkpoint? checkpoint;
    private ReadOnlyMemory<byte> head = HashChain.Start;
    private long position;
    private int checkpoints;
    private long lines;
    private LedgerDamage? damage;

    /// <summary>The line that was taken last.</summary>
    public BundleLine? Last { get; private set; }

    /// <returns>False if the line is damaged, or one before it was.</returns>
    public bool Take(ReadOnlyMemory<byte> bytes)
    {
        lines++;
        try
        {
            Last = bytes.IsEmpty ? throw new InvalidDataException("it is empty, or cut off before its end") : BundleLine.Read(bytes);
            damage ??= Last switch
            {
                BundleLine.Seal first => Begin(first.Signed),
                _ when seal is null => new LedgerDamage(0, "the first line is no seal."),
                BundleLine.Mark mark => Take(mark.Signed),
                BundleLine.Entry entry => Take(entry.Written),
                _ => throw new InvalidOperationException("There is no other line."),
            };
        }
        catch (InvalidDataException unreadable)
        {
            damage ??= new LedgerDamage(seal is null ? 0 : position + 1, string.Create(CultureInfo.InvariantCulture, $"line {lines} of the bundle cannot be read: {unreadable.Message}."));
        }

        return damage is null;
    }

    public LedgerVerdict End()
    {
        damage ??= seal is null ? new LedgerDamage(0, "the bundle is empty.") : Incomplete(seal) ?? Older();
        return new LedgerVerdict(position, damage is null ? head : default, checkpoints, checkpoint, damage);
    }

    private LedgerDamage? Begin(Checkpoint signed)
    {
        if (seal is not null || signed.Serial != 0)
            return new LedgerDamage(position + 1, "there is a seal where none belongs.");
        seal = signed;
        return trust.IsEmpty ? new LedgerDamage(0, "there is no key to verify the seal with.") : trust.Signature(signed);
    }

    private LedgerDamage? Take(LedgerEntry entry)
    {
        if (entry.Position != position + 1)
            return new LedgerDamage(position + 1, $"there is no entry; the next one is at position {entry.Position}.");
        if (!HashChain.Next(head.Span, entry).AsSpan().SequenceEqual(entry.Hash.Span))
            return new LedgerDamage(entry.Position, "the entry there is not the one that was written.");
        if (entry.Position > seal!.Position)
            return new LedgerDamage(entry.Position, $"there is an entry, though the seal says that there are {seal.Position}.");
        if (known?.Position == entry.Position && !known.Head.Span.SequenceEqual(entry.Hash.Span))
            return new LedgerDamage(entry.Position, "the entry there is not the one that the checkpoint kept elsewhere was signed for.");
        if (revisions.GetValueOrDefault(entry.Stream) is var before && entry.Revision != before + 1)
            return StreamTrails.Damage(entry.Position, entry.Revision, before, System.Text.Encoding.UTF8.GetBytes(entry.Stream));

        (position, head, revisions[entry.Stream]) = (entry.Position, entry.Hash, entry.Revision);
        if (position % Step == 0)
            progress?.Report(position);
        return null;
    }

    private LedgerDamage? Take(Checkpoint signed)
    {
        if (trust.Follows(checkpoint, signed) is { } wrong)
            return wrong;
        if (signed.Position != position || !signed.Head.Span.SequenceEqual(head.Span))
            return CheckpointTrust.AnotherHead(signed);
        (checkpoint, checkpoints) = (signed, checkpoints + 1);
        return null;
    }

    private LedgerDamage? Incomplete(Checkpoint sealing)
    {
        if (position < sealing.Position)
            return CheckpointTrust.Cut(position, sealing);
        if (!head.Span.SequenceEqual(sealing.Head.Span))
            return new LedgerDamage(position, "the entry there is not the one that the seal was signed for.");
        return sealing.Previous.Span.SequenceEqual(checkpoint is null ? Checkpoint.Start.Span : checkpoint.Digest())
            ? null
            : new LedgerDamage(position, $"checkpoint {(checkpoint?.Serial ?? 0) + 1} is missing.");
    }

    private LedgerDamage? Older() =>
        known?.Position > position ? new LedgerDamage(position + 1, $"there is no entry, though the checkpoint kept elsewhere says that there are {known.Position}.") : null;
}
