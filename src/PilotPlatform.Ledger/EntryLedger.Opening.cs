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

    /// <summary>Opens a ledger, replays every entry into <paramref name="committed"/>, and holds each against the hash chain.</summary>
    /// <param name="options">Where it lies and how it is kept.</param>
    /// <param name="time">Dates checkpoints, and says when they and other writers are looked for.</param>
    /// <param name="committed">Takes each entry, in the order of their positions, from one thread at a time.</param>
    /// <exception cref="LedgerException">It cannot be opened, another process has it, or it is damaged.</exception>
    public static EntryLedger Open(LedgerOptions options, TimeProvider time, Action<LedgerEntry> committed)
    {
        EntryStore store = string.IsNullOrEmpty(options.Checked().Database) ? SqliteStore.Open(options, time) : PostgresStore.Open(options, time);
        try
        {
            store.CheckPages();
            var key = SigningKey.Open(options);
            var ledger = new EntryLedger(store, new Notary(key, options.CheckpointEntries, time) { Last = store.LastCheckpoint() }, options.ReadOnly, committed);
            foreach (var entry in store.ReadOn())
                ledger.Replay(entry);
            ledger.Start();
            return ledger;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private void Replay(LedgerEntry entry)
    {
        committed(entry);
        feed.Add(entry);
    }

    private void Start()
    {
        writer = Task.Run(WriteAsync);
        watcher = store.WatchAsync(() => queue.Writer.TryWrite(new Turn<bool>(() => true)), ending.Token);
    }
}
