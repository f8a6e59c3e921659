using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PilotPlatform.Ledger;

/// <summary>The entries in one SQLite file: write-ahead log, full sync, one writer, held against others by a lock file beside it.</summary>
internal sealed class SqliteStore : EntryStore
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private static readonly TimeSpan FoldInterval = TimeSpan.FromSeconds(10);

    private readonly SqliteConnection connection;
    private readonly FileStream? ownership;
    private readonly TimeSpan pollInterval;
    private readonly TimeProvider time;
    private readonly SqliteStatement begin;
    private readonly SqliteStatement commit;
    private readonly SqliteStatement? insert;

    private SqliteStore(string path, FileStream? ownership, SqliteConnection connection, TimeSpan pollInterval, TimeProvider time)
        : base(connection, path)
    {
        (this.connection, this.ownership, this.pollInterval, this.time) = (connection, ownership, pollInterval, time);
        begin = new SqliteStatement(connection.Handle!, "BEGIN IMMEDIATE");
        commit = new SqliteStatement(connection.Handle!, "COMMIT");
        if (ownership is not null)
            insert = new SqliteStatement(connection.Handle!, $"INSERT INTO entry ({EntryRows.Entries}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    }

    public override bool IsShared => ownership is null;

    /// <exception cref="LedgerException">The folder cannot be written, another process has the ledger, or it is damaged.</exception>
    public static SqliteStore Open(LedgerOptions options, TimeProvider time)
    {
        var path = options.Path;
        var ownership = options.ReadOnly ? null : SqliteFile.Own(path);
        SqliteConnection? connection = null;
        try
        {
            SqliteFile.Check(path, mayCreate: !options.ReadOnly);
            if (!options.ReadOnly && SqliteLog.FindDamage(path) is { } damage)
                throw EntryRows.Damaged(path, 0, damage);
            if (!options.ReadOnly)
                SqliteLog.Prepare(path, options.LogBytes);
            connection = SqliteFile.Connect(path, options.ReadOnly);
            connection.Open();
            if (options.ReadOnly)
                Scalar(connection, "PRAGMA schema_version"); // has read once, and so holds the log: readers beside it that come and go do not remove it under one another
            else
                Lay(connection, options.LogBytes);
            return new SqliteStore(path, ownership, connection, options.PollInterval, time);
        }
        catch (Exception failed)
        {
            connection?.Dispose();
            ownership?.Dispose();
            if (failed is SqliteException sqlite)
                throw Explain(path, sqlite, SqliteFile.FindDamage(path));
            throw;
        }
    }

    /// <summary>The log is folded into the file by a thread of its own; a commit does it itself only where that one does not keep up, at the end of the log as it was prepared.</summary>
    private static void Lay(SqliteConnection connection, int logBytes)
    {
        SqliteLayout.Apply(connection);
        var frame = SqliteLog.FrameHeader + (long)Scalar(connection, "PRAGMA page_size")!;
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {logBytes / frame}"));
    }

    /// <exception cref="LedgerException">Pages of the file do not fit together.</exception>
    public override void CheckPages()
    {
        using var reading = Guard(OpenReader);
        if (Guard(() => Scalar(reading, "PRAGMA quick_check(1)")) is string check and not "ok")
            throw EntryRows.Damaged(Name, 0, SqliteFile.Explain(check));
    }

    public override void Scan(long after, long upTo, RowVisitor visit) => Guard(() =>
    {
        using var reading = SqliteFile.OpenUnshared(Name);
        using var found = new SqliteStatement(reading, $"SELECT {EntryRows.Entries} FROM entry WHERE position > ?1 AND position <= ?2 ORDER BY position");
        found.Bind(1, after).Bind(2, upTo);
        while (found.Step())
        {
            var row = new StoredRow
            {
                Position = found.Number(0),
                Stream = found.Bytes(1),
                Revision = found.Number(2),
                Kind = found.Bytes(3),
                Payload = found.Bytes(4),
                Author = found.Bytes(5),
                RecordedAt = found.Bytes(6),
                HasRequestId = !found.IsNull(7),
                RequestId = found.Bytes(7),
                HasRequestDigest = !found.IsNull(8),
                RequestDigest = found.Bytes(8),
                Hash = found.Bytes(9),
            };
            if (!visit(row))
                return;
        }
    });

    public override void SaveSnapshot(LedgerSnapshot snapshot, SigningKey? key) => SqliteFile.SaveSnapshot(Name, snapshot, key);

    public override LedgerSnapshot? LoadSnapshot(CheckpointTrust trust) => SqliteFile.LoadSnapshot(Name, trust);

    public override void Backup(string path) => Guard(() => SqliteFile.Backup(Name, path));

    /// <summary>Whoever has the file is the only one.</summary>
    public override Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation) => lead(cancellation);

    public override async Task WatchAsync(Action moved, CancellationToken cancellation)
    {
        if (ownership is not null)
        {
            await FoldLogAsync(cancellation);
            return;
        }

        using var timer = new PeriodicTimer(pollInterval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
            moved();
    }

    /// <summary>Folds the write-ahead log into the file while entries are appended, so that no commit has to wait for it.</summary>
    private async Task FoldLogAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(FoldInterval, time);
        for (var folded = Last; await timer.WaitForNextTickAsync(cancellation);)
        {
            var last = Last;
            if (last == folded)
                continue;

            try
            {
                await Task.Run(FoldLog, CancellationToken.None);
                folded = last;
            }
            catch (SqliteException)
            {
                // A file that cannot be written shows at the next append; the log keeps what it has.
            }
        }
    }

    private void FoldLog()
    {
        using var folding = SqliteFile.Connect(Name, SqliteOpenMode.ReadWrite); // a file that is gone is not made anew: its log would go, too
        folding.Open();
        Execute(folding, "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE)");
    }

    public override void Dispose()
    {
        foreach (var statement in new[] { begin, commit, insert })
            statement?.Dispose();
        base.Dispose();
        ownership?.Dispose();
    }

    protected override DbConnection OpenReader()
    {
        var reader = SqliteFile.Connect(Name, readOnly: true);
        reader.Open();
        return reader;
    }

    protected override void Reopen()
    {
        // A file is not lost as a connection to a server is.
    }

    protected override void Begin(long after) => begin.Step();

    protected override void BeginUnread() => begin.Step();

    protected override void BeginRestoring() => begin.Step();

    protected override IEnumerable<LedgerEntry> Rows(long after)
    {
        using var command = Command(connection, $"SELECT {EntryRows.Entries} FROM entry WHERE position > @after ORDER BY position", ("@after", after));
        using var found = command.ExecuteReader();
        while (found.Read())
            yield return EntryRows.Entry(found, Name);
    }

    protected override void Insert(IReadOnlyList<LedgerEntry> entries)
    {
        Span<byte> time = stackalloc byte[HashChain.TimeLength];
        foreach (var entry in entries)
            insert!.Bind(1, entry.Position).Bind(2, entry.Stream).Bind(3, entry.Revision).Bind(4, entry.Kind).Bind(5, entry.Payload.Span)
                .Bind(6, entry.Author).BindText(7, HashChain.Canonical(entry.RecordedAt, time)).Bind(8, entry.Request?.Id).Bind(9, entry.Request?.Digest)
                .Bind(10, entry.Hash.Span).Step();
    }

    protected override void Commit(long last) => commit.Step();

    protected override LedgerException Explain(DbException failed) => Explain(Name, (SqliteException)failed);

    private static LedgerException Explain(string path, SqliteException failed, string? found = null)
    {
        if (failed.SqliteErrorCode is not (Corrupt or NotADatabase))
            return new LedgerException($"The ledger {path} cannot be used: {SqliteFile.Explain(failed)}", failed);
        var problem = found ?? (failed.SqliteErrorCode == NotADatabase ? "the file is no database." : $"a page of the file is not what was written ({failed.Message}).");
        return new LedgerException($"The ledger {path} is damaged: {problem}", failed) { Damage = new LedgerDamage(0, problem) };
    }
}
