namespace PilotPlatform.Ledger;

/// <summary>
/// Holds the stored rows against the hash chain, the checkpoints, and the revisions of their streams. Since every row has the hash behind
/// it, parts of the ledger are verified at the same time, each on a connection of its own; nothing but their bytes is looked at.
/// </summary>
internal sealed class ChainVerification(EntryStore store, IReadOnlyList<Checkpoint> checkpoints, IProgress<long>? progress, CancellationToken cancellation, bool keepPositions = false)
{
    private const int SmallestPart = 20_000;
    private const int Step = 4096;

    private readonly Lock gate = new();
    private LedgerDamage? damage;
    private long verified;

    /// <summary>The streams of all that was verified, once <see cref="Run"/> has found no damage.</summary>
    public StreamTrails Streams { get; } = new(keepPositions);

    /// <summary>Where all of it answered requests, if positions are kept.</summary>
    public RequestPositions Requests { get; private set; } = new();

    public long Verified => Interlocked.Read(ref verified);

    /// <summary>The first damage up to a position; null if there is none.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public LedgerDamage? Run(long upTo)
    {
        var part = Math.Max(SmallestPart, upTo / (Environment.ProcessorCount * 4L) + 1);
        var parts = (int)((upTo + part - 1) / part);
        var found = Enumerable.Range(0, parts).Select(_ => new StreamTrails(keepPositions)).ToArray();
        Requests = new RequestPositions(keepPositions ? checked((int)upTo) : 0);
        try
        {
            Parallel.For(0, parts, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 8) }, (index, state) =>
            {
                if (Look(index * part, Math.Min(upTo, (index + 1) * part), found[index]) is not { } wrong)
                    return;
                lock (gate)
                    if (damage is null || wrong.Position < damage.Position)
                        damage = wrong;
                state.Break(); // earlier parts are still looked at: the first damage is the one that is named
            });
        }
        catch (AggregateException failed) when (failed.InnerExceptions.OfType<LedgerException>().FirstOrDefault() is { } cause)
        {
            throw new LedgerException(cause.Message, failed) { Damage = cause.Damage };
        }

        foreach (var streams in found)
            if (Streams.Add(streams) is { } doubled && !(doubled.Position >= damage?.Position))
                return doubled;
        return damage;
    }

    private LedgerDamage? Look(long after, long upTo, StreamTrails streams)
    {
        try
        {
            return Verify(after, upTo, streams);
        }
        catch (LedgerException unreadable) when (unreadable.Damage is not null)
        {
            return unreadable.Damage;
        }
    }

    private LedgerDamage? Verify(long after, long upTo, StreamTrails streams)
    {
        var previous = new byte[HashChain.HashSize];
        if (after > 0 && !FindHash(after, previous))
            return Missing(after);

        LedgerDamage? found = null;
        var (next, reported, bytes) = (after + 1, after, new CanonicalBytes());
        using var ahead = checkpoints.SkipWhile(c => c.Position <= after).GetEnumerator();
        var isAhead = ahead.MoveNext();
        Scan(after, upTo, (in row) =>
        {
            if (row.Position != next)
                found = Missing(next);
            else if (!HashChain.Holds(previous, row, bytes))
                found = new LedgerDamage(next, "the entry there is not the one that was written.");
            else if (isAhead && ahead.Current.Position == next && !ahead.Current.Head.Span.SequenceEqual(row.Hash))
                found = CheckpointTrust.AnotherHead(ahead.Current);
            else
                found = streams.Take(row);
            if (found is not null)
                return false;

            if (keepPositions && row.HasRequestId)
                Requests.AddVerified(row.RequestId, (int)row.Position);
            row.Hash.CopyTo(previous);
            if (isAhead && ahead.Current.Position == next)
                isAhead = ahead.MoveNext();
            if (next++ % Step == 0)
                reported = Report(reported, next - 1);
            return true;
        });

        Report(reported, next - 1);
        return found ?? (next <= upTo ? Missing(next) : null);
    }

    /// <summary>The hash of the entry before a part. Whether it is right is found where its own part is verified.</summary>
    private bool FindHash(long position, byte[] hash)
    {
        var found = false;
        store.Scan(position - 1, position, (in row) =>
        {
            found = row.Hash.TryCopyTo(hash) && row.Hash.Length == hash.Length;
            return true;
        });
        return found;
    }

    private void Scan(long after, long upTo, RowVisitor visit)
    {
        var seen = after;
        try
        {
            store.Scan(after, upTo, (in row) =>
            {
                seen = row.Position;
                return visit(row);
            });
        }
        catch (LedgerException failed) when (failed.Damage is not null)
        {
            throw EntryRows.Damaged(store.Name, seen + 1, failed.Damage.Problem);
        }
    }

    private long Report(long reported, long now)
    {
        cancellation.ThrowIfCancellationRequested();
        var sum = Interlocked.Add(ref verified, now - reported);
        progress?.Report(sum);
        return now;
    }

    private static LedgerDamage Missing(long position) => new(position, "there is no entry.");
}
