namespace PilotPlatform.Ledger;

/// <summary>What keeps a ledger beyond doubt: checkpoints, verification, snapshots, backups.</summary>
public sealed partial class EntryLedger
{
    /// <summary>The key that checkpoints are signed with; null if the ledger has none.</summary>
    public PublicKey? PublicKey => key?.Public;

    /// <summary>All checkpoints, in their order.</summary>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public Task<IReadOnlyList<Checkpoint>> CheckpointsAsync(CancellationToken cancellation) => Task.Run(store.Checkpoints, cancellation);

    /// <summary>Writes a checkpoint, if there are entries behind the last one.</summary>
    /// <returns>The last checkpoint; null if there are no entries, or no key.</returns>
    /// <exception cref="LedgerException">The store cannot be written now.</exception>
    public Task<Checkpoint?> CheckpointAsync(CancellationToken cancellation) => AskAsync(new Turn<Checkpoint?>(WriteCheckpoint), cancellation);

    /// <summary>
    /// Holds every entry against the hash chain, every checkpoint against its signature and the entries, and all of them against what is
    /// known here of the ledger's end.
    /// </summary>
    /// <param name="progress">Told from time to time how many entries are verified.</param>
    /// <param name="cancellation">Ends the verification.</param>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public Task<LedgerVerdict> VerifyAsync(IProgress<long>? progress, CancellationToken cancellation) => Task.Run(
        () =>
        {
            try
            {
                return Verify();
            }
            catch (LedgerException) when (store.IsShared)
            {
                return Verify(); // a connection that was cut is noticed when it is used
            }

            LedgerVerdict Verify() => StoredLedger.Verify(store, trust, feed.Now, notary.Last, progress, cancellation);
        },
        cancellation);

    /// <summary>
    /// Stores what the owner has made of the entries, to start from at the next opening. <paramref name="capture"/> runs between two
    /// groups, when everything that is committed has reached the owner, and should be quick; <paramref name="encode"/> may take its time.
    /// </summary>
    /// <returns>Position of the last entry that is in it.</returns>
    /// <exception cref="LedgerException">It cannot be stored.</exception>
    public async Task<long> SnapshotAsync<TState>(Func<TState> capture, Func<TState, ReadOnlyMemory<byte>> encode, CancellationToken cancellation)
    {
        if (isReadOnly)
            throw new InvalidOperationException($"The ledger {store.Name} is only followed here.");

        var (now, state) = await AskAsync(new Turn<((long Position, ReadOnlyMemory<byte> Head), TState)>(() => (feed.Now, capture())), cancellation);
        if (now.Position > 0)
            await Task.Run(() => store.SaveSnapshot(new LedgerSnapshot(now.Position, now.Head, encode(state)), key), cancellation);
        return now.Position;
    }

    /// <summary>
    /// Runs something for as long as this process is the one that does of all that have the ledger open: at once where it is the only one,
    /// otherwise when no other does. What it runs is told when it is not the one any more.
    /// </summary>
    public Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation) => store.LeadAsync(lead, cancellation);

    /// <summary>Copies the ledger, as it stands, to a file that does not exist, while it goes on being written.</summary>
    /// <exception cref="LedgerException">It cannot be copied; one in PostgreSQL is exported as a bundle instead.</exception>
    public Task BackupAsync(string path, CancellationToken cancellation) => Task.Run(() => store.Backup(path), cancellation);

    /// <summary>
    /// Writes the ledger, as it stands, as a bundle that can be verified with the public key only. It is sealed for the occasion: the
    /// seal says how far it reaches, and nothing is added to the ledger.
    /// </summary>
    /// <returns>The seal.</returns>
    /// <exception cref="LedgerException">The store cannot be read now, or the ledger has no key to seal with.</exception>
    public async Task<Checkpoint> ExportAsync(Stream target, CancellationToken cancellation)
    {
        if (!notary.CanSign)
            throw new LedgerException($"The ledger {store.Name} has no key to seal a bundle with.");

        var now = await AskAsync(new Turn<(long Position, ReadOnlyMemory<byte> Head)>(() => feed.Now), cancellation);
        Checkpoint[] checkpoints = [.. (await CheckpointsAsync(cancellation)).Where(c => c.Position <= now.Position)];
        var seal = notary.Seal(now.Position, now.Head, checkpoints.LastOrDefault());
        await LedgerBundle.WriteAsync(target, seal, checkpoints, ReadAsync(0, cancellation), cancellation);
        return seal;
    }

    private Checkpoint? WriteCheckpoint()
    {
        if (!isReadOnly && notary.CanSign && store.Last > (notary.Last?.Position ?? 0))
            foreach (var other in store.Append([], notary, checkpoint: true).Others)
                Publish(other);
        return notary.Last;
    }
}
