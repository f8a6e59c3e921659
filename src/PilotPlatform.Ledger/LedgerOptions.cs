namespace PilotPlatform.Ledger;

/// <summary>Where a ledger lies and how it is kept; what concerns its keeping is bound to <c>Ledger</c>.</summary>
public sealed class LedgerOptions
{
    private const int Megabyte = 1 << 20;

    /// <summary>Path of its SQLite file; keys lie beside it, in the same folder. Empty: no file, and no key of its own.</summary>
    public string Path { get; set; } = "";

    /// <summary>Connection string of its PostgreSQL database, which goes before the path. Default: none.</summary>
    public string? Database { get; set; }

    /// <summary>Schema of the database that holds this ledger, so that several share one database. Default: the database's own.</summary>
    public string? Schema { get; set; }

    /// <summary>Reads and follows without ever writing; any number of followers may be beside the writers. Default: false.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>
    /// Private key that signs checkpoints, ECDSA P-256: PEM, or path of a PEM file. Default: <c>ledger.key</c> beside the ledger, made at
    /// the first start and readable by its owner only.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>Public keys, PEM or paths of PEM files, whose checkpoints count besides those of the own key. Default: none.</summary>
    public IList<string> TrustedKeys { get; set; } = [];

    /// <summary>A checkpoint is written behind so many entries. Default: 1000.</summary>
    public int CheckpointEntries { get; set; } = 1000;

    /// <summary>A checkpoint is written at the latest so long after an entry. Default: 5 minutes.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What a service has made of the entries is stored behind so many new ones, to start from (reporting). Default: 20,000.</summary>
    public int SnapshotEntries { get; set; } = 20_000;

    /// <summary>How often entries of other writers are looked for, besides the database's own notices. Default: 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that the write-ahead log of a file has from the start, so that no commit waits for it to grow. Default: 32 MB.</summary>
    public int LogBytes { get; set; } = 32 * Megabyte;

    /// <summary>Says where the ledger of a service lies.</summary>
    public void Place(string path, string? database, string schema) => (Path, Database, Schema) = (path, database, schema);

    /// <exception cref="LedgerException">A setting cannot be used.</exception>
    internal LedgerOptions Checked()
    {
        foreach (var (name, entries) in new[] { (nameof(CheckpointEntries), CheckpointEntries), (nameof(SnapshotEntries), SnapshotEntries) })
            if (entries < 1)
                throw new LedgerException($"Ledger:{name} is {entries}, which is no number of entries.");
        foreach (var (name, duration) in new[] { (nameof(CheckpointInterval), CheckpointInterval), (nameof(PollInterval), PollInterval) })
            if (duration < TimeSpan.FromMilliseconds(1) || duration > TimeSpan.FromDays(30))
                throw new LedgerException($"Ledger:{name} is {duration}, which is not between a millisecond and 30 days.");
        if (LogBytes is < Megabyte or > 1024 * Megabyte)
            throw new LedgerException($"Ledger:{nameof(LogBytes)} is {LogBytes}, which is not between 1 MB and 1 GB.");
        return this;
    }
}
