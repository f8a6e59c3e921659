namespace PilotPlatform.Ledger;

/// <summary>How a ledger is opened.</summary>
public sealed partial class EntryLedger
{
    /// <summary>Opens a ledger, replays every entry into <paramref name="committed"/>, and holds each against the hash chain.</summary>
    /// <param name="path">Path of the SQLite file, if it lies in one.</param>
    /// <param name="database">Connection string of its PostgreSQL database, which goes before the path; null or empty for none.</param>
    /// <param name="committed">Takes each entry, in the order of their positions, from one thread at a time.</param>
    /// <exception cref="LedgerException">It cannot be opened, another process has it, or it is damaged.</exception>
    public static EntryLedger Open(string path, string? database, Action<LedgerEntry> committed) =>
        Open(new LedgerOptions { Path = path, Database = database }, TimeProvider.System, committed);

    /// <summary>
    /// Opens a ledger, holds every entry against the hash chain and every checkpoint against its signature, and replays the entries
    /// into <paramref name="committed"/>: all, or those behind a snapshot.
    /// </summary>
    /// <param name="options">Where it lies and how it is kept.</param>
    /// <param name="time">Dates checkpoints, and says when they and other writers are looked for.</param>
    /// <param name="committed">Takes each entry, in the order of their positions, from one thread at a time.</param>
    /// <param name="restore">
    /// Starts from a snapshot, if there is one; false if it is of a form that the owner does not know, who then gets every entry. It is called
    /// while the entries before the snapshot are still verified; if they are damaged, the opening fails all the same.
    /// </param>
    /// <exception cref="LedgerException">It cannot be opened, another process has it, or it is damaged; the message says at which position.</exception>
    public static EntryLedger Open(LedgerOptions options, TimeProvider time, Action<LedgerEntry> committed, Func<LedgerSnapshot, bool>? restore = null)
    {
        var store = StoredLedger.Open(options, time);
        SigningKey? key = null;
        try
        {
            key = SigningKey.Open(options);
            var ledger = new EntryLedger(store, key, CheckpointTrust.Of(options, key), new Notary(key, options.CheckpointEntries, time), options.ReadOnly, time, committed);
            ledger.Replay(restore);
            ledger.Start(options, time);
            return ledger;
        }
        catch
        {
            key?.Dispose();
            store.Dispose();
            throw;
        }
    }

    private void Replay(Func<LedgerSnapshot, bool>? restore)
    {
        var checkpoints = store.Checkpoints();
        if (trust.Check(checkpoints) is { } damage)
            throw EntryRows.Damaged(store.Name, damage);
        notary.Last = checkpoints is [.., var last] ? last : null;
        if (restore is null || !StartFrom(restore, checkpoints))
            store.CheckPages();

        var ahead = new Queue<Checkpoint>(checkpoints.SkipWhile(c => c.Position <= store.Last));
        foreach (var entry in ReadAhead.Of(store.ReadOn()))
        {
            if (ahead.TryPeek(out var checkpoint) && checkpoint.Position == entry.Position && !ahead.Dequeue().Head.Span.SequenceEqual(entry.Hash.Span))
                throw EntryRows.Damaged(store.Name, CheckpointTrust.AnotherHead(checkpoint));
            committed(entry);
            feed.Add(entry);
        }

        if (ahead.TryPeek(out var beyond))
            throw EntryRows.Damaged(store.Name, CheckpointTrust.Cut(store.Last, beyond));
        if (contradiction is not null)
            throw EntryRows.Damaged(store.Name, CheckpointTrust.Contradicts(store.Last, contradiction));
    }

    /// <summary>Verifies what the owner will not see, and gives it the snapshot instead.</summary>
    private bool StartFrom(Func<LedgerSnapshot, bool> restore, IReadOnlyList<Checkpoint> checkpoints)
    {
        if (FindSnapshot() is not { } snapshot)
            return false;
        var chain = new ChainVerification(store, [.. checkpoints.Where(c => c.Position <= snapshot.Position)], progress: null, CancellationToken.None, keepPositions: true);
        var verifying = Task.Run(() => chain.Run(snapshot.Position));
        var isTaken = restore(snapshot);
        if (verifying.GetAwaiter().GetResult() is { } damage)
            throw EntryRows.Damaged(store.Name, damage);
        if (!isTaken)
            return false;

        store.StartFrom(snapshot.Position, snapshot.Head, chain);
        feed.StartFrom(snapshot.Position, snapshot.Head);
        StartedFrom = snapshot.Position;
        return true;
    }

    /// <summary>The snapshot, if it is whole, ours, and of these entries; else why it is not. One that is signed and of other entries is a word on what the ledger has held.</summary>
    private LedgerSnapshot? FindSnapshot()
    {
        try
        {
            if (store.LoadSnapshot(trust) is not { } snapshot)
                return null;
            if (store.HashAt(snapshot.Position).Span.SequenceEqual(snapshot.Head.Span))
                return snapshot;
            contradiction = trust.IsEmpty ? null : snapshot;
            throw new InvalidDataException($"the ledger does not hold the entry at position {snapshot.Position} that it ends with");
        }
        catch (InvalidDataException unusable)
        {
            SnapshotProblem = unusable.Message;
            return null;
        }
    }

    private void Start(LedgerOptions options, TimeProvider time)
    {
        writer = Task.Run(WriteAsync);
        watcher = store.WatchAsync(LookAgain, ending.Token);
        if (notary.CanSign && !isReadOnly)
            checkpoints = time.CreateTimer(_ => queue.Writer.TryWrite(new Turn<Checkpoint?>(WriteCheckpoint)), state: null, options.CheckpointInterval, options.CheckpointInterval);
    }

    private void LookAgain()
    {
        if (!Interlocked.Exchange(ref isLooking, true) && !queue.Writer.TryWrite(new Look()))
            Volatile.Write(ref isLooking, false);
    }
}
