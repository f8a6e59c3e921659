namespace PilotPlatform.Ledger;

/// <summary>The entries that reached their owner: how far they go, the newest of them, and a way to wait for the next.</summary>
internal sealed class EntryFeed
{
    private const int Kept = 1024;

    private readonly Lock gate = new();
    private readonly LedgerEntry[] newest = new LedgerEntry[Kept];
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long oldest = 1;
    private long position;
    private ReadOnlyMemory<byte> head = HashChain.Start;
    private bool waited;
    private bool ended;

    /// <summary>Position and hash of the last entry that reached its owner.</summary>
    public (long Position, ReadOnlyMemory<byte> Head) Now
    {
        get
        {
            lock (gate)
                return (position, head);
        }
    }

    /// <summary>Entries up to here reached their owner by a snapshot.</summary>
    public void StartFrom(long at, ReadOnlyMemory<byte> hash)
    {
        lock (gate)
            (position, head, oldest) = (at, hash, at + 1);
    }

    public void Add(LedgerEntry entry)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            newest[entry.Position % Kept] = entry;
            (position, head, oldest) = (entry.Position, entry.Hash, Math.Max(oldest, entry.Position - Kept + 1));
            if (!waited)
                return;

            (before, moved, waited) = (moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), false);
        }

        before.TrySetResult();
    }

    /// <summary>The entries behind a position; null if they are not among the newest.</summary>
    public IReadOnlyList<LedgerEntry>? Behind(long after)
    {
        lock (gate)
        {
            if (after >= position)
                return [];
            if (after + 1 < oldest)
                return null;
            var entries = new LedgerEntry[position - after];
            for (var i = 0; i < entries.Length; i++)
                entries[i] = newest[(after + 1 + i) % Kept];
            return entries;
        }
    }

    /// <summary>Waits for an entry behind a position.</summary>
    /// <returns>False when there will be none.</returns>
    public async Task<bool> WaitAsync(long after, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (position > after)
                    return true;
                if (ended)
                    return false;
                waited = true;
                next = moved.Task;
            }

            await next.WaitAsync(cancellation);
        }
    }

    public void End()
    {
        lock (gate)
        {
            ended = true;
            moved.TrySetResult();
        }
    }
}
