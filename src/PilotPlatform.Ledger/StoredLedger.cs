namespace PilotPlatform.Ledger;

/// <summary>A ledger as it is stored, looked at by one who does not own it.</summary>
public static class StoredLedger
{
    /// <summary>Verifies a ledger that another process may be writing to.</summary>
    /// <param name="options">Where it lies.</param>
    /// <param name="trusted">Keys whose checkpoints count; without any, signatures are not looked at.</param>
    /// <param name="known">A checkpoint that was kept elsewhere: the ledger has to reach it, with its head; null for none.</param>
    /// <param name="progress">Told from time to time how many entries are verified.</param>
    /// <param name="cancellation">Ends the verification.</param>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    public static Task<LedgerVerdict> VerifyAsync(
        LedgerOptions options, IReadOnlyList<PublicKey> trusted, Checkpoint? known, IProgress<long>? progress, CancellationToken cancellation) => Task.Run(
        () =>
        {
            if (string.IsNullOrEmpty(options.Database) && SqliteFile.FindDamageOfLog(options.Path) is { } damage)
                return new LedgerVerdict(0, default, 0, null, new LedgerDamage(0, damage));
            using var store = Open(new LedgerOptions { Path = options.Path, Database = options.Database, Schema = options.Schema, ReadOnly = true }, TimeProvider.System);
            return Verify(store, new CheckpointTrust(trusted), known is null ? null : (known.Position, known.Head), signed: null, progress, cancellation);
        },
        cancellation);

    internal static EntryStore Open(LedgerOptions options, TimeProvider time, bool isRestored = false) =>
        string.IsNullOrEmpty(options.Checked().Database) ? SqliteStore.Open(options, time) : PostgresStore.Open(options, time, isRestored);

    internal static LedgerVerdict Verify(
        EntryStore store,
        CheckpointTrust trust,
        (long Position, ReadOnlyMemory<byte> Head)? known,
        Checkpoint? signed,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        try
        {
            return VerifyRows(store, trust, known, signed, progress, cancellation);
        }
        catch (LedgerException unreadable) when (unreadable.Damage is not null)
        {
            return new LedgerVerdict(0, default, 0, null, unreadable.Damage);
        }
    }

    private static LedgerVerdict VerifyRows(
        EntryStore store,
        CheckpointTrust trust,
        (long Position, ReadOnlyMemory<byte> Head)? known,
        Checkpoint? signed,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        var checkpoints = store.Checkpoints();
        var newest = checkpoints is [.., var checkpoint] ? checkpoint : null;
        var (first, last) = store.Bounds();
        var pages = Task.Run(() => CheckPages(store), cancellation);
        var chain = new ChainVerification(store, checkpoints, progress, cancellation);
        LedgerDamage? damage;
        try
        {
            damage = trust.Check(checkpoints)
                ?? (first < 0 || first == 0 && last > 0 ? new LedgerDamage(first, "there is an entry before the first.") : null)
                ?? chain.Run(last)
                ?? Cut(newest, last)
                ?? (known?.Position > last ? new LedgerDamage(last + 1, $"there is no entry, though {known.Value.Position} were read or written.") : null)
                ?? (signed?.Serial > checkpoints.Count ? new LedgerDamage(signed.Position, $"checkpoint {checkpoints.Count + 1} is missing.") : null)
                ?? Rewritten(store, known);
        }
        finally
        {
            Task.WaitAny([pages], CancellationToken.None); // nobody reads the file any more when this is over
        }

        damage ??= pages.GetAwaiter().GetResult();
        return new LedgerVerdict(chain.Verified, damage is null ? store.HashAt(last) : default, checkpoints.Count, newest, damage);
    }

    private static LedgerDamage? CheckPages(EntryStore store)
    {
        try
        {
            store.CheckPages();
            return null;
        }
        catch (LedgerException unreadable) when (unreadable.Damage is not null)
        {
            return unreadable.Damage;
        }
    }

    private static LedgerDamage? Cut(Checkpoint? checkpoint, long last) => checkpoint?.Position > last ? CheckpointTrust.Cut(last, checkpoint) : null;

    /// <summary>A chain that holds, but is another than the one that was read here.</summary>
    private static LedgerDamage? Rewritten(EntryStore store, (long Position, ReadOnlyMemory<byte> Head)? known) =>
        known is not { Position: > 0 and var position, Head: var head } || store.HashAt(position).Span.SequenceEqual(head.Span)
            ? null
            : new LedgerDamage(position, "the entry there is not the one that was read or written; it or one before it was written anew.");
}
