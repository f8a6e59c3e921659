using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace PilotPlatform.Ledger;

/// <summary>The entries in one SQLite file: write-ahead log, full sync, held against other processes by a lock file beside it.</summary>
internal sealed class SqliteStore : EntryStore
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>SQLite takes a shorter file for a new database, and would begin the ledger anew without a word.</summary>
    private const int SmallestDatabase = 512;

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS entry (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            revision INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload BLOB NOT NULL,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            request_id TEXT,
            request_digest TEXT,
            hash BLOB NOT NULL,
            UNIQUE (stream, revision)) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS entry_request ON entry (request_id) WHERE request_id IS NOT NULL;
        CREATE TRIGGER IF NOT EXISTS entry_is_never_changed BEFORE UPDATE ON entry
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS entry_is_never_removed BEFORE DELETE ON entry
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """;

    private readonly string path;
    private readonly FileStream ownership;

    private SqliteStore(string path, FileStream ownership, SqliteConnection connection)
        : base(connection)
    {
        this.path = path;
        this.ownership = ownership;
    }

    protected override string Name => path;

    /// <exception cref="LedgerException">The folder cannot be written, another process has the ledger, or it is damaged.</exception>
    public static SqliteStore Open(string path)
    {
        var ownership = Own(path);
        var connection = ConnectionTo(path);
        try
        {
            if (!File.Exists(path) && File.Exists(path + "-wal"))
                throw new LedgerException($"The ledger {path} is damaged: the file is gone, its write-ahead log is there.");
            if (!File.Exists(path))
                Create(path);
            if (new FileInfo(path) is { Length: < SmallestDatabase and var length })
                throw new LedgerException($"The ledger {path} is damaged: {length} bytes are no database.");
            connection.Open();
            Execute(connection, Schema);
            var check = Scalar(connection, "PRAGMA quick_check(1)") as string;
            return check == "ok"
                ? new SqliteStore(path, ownership, connection)
                : throw new LedgerException($"The ledger {path} is damaged: {check}.");
        }
        catch (Exception failed)
        {
            connection.Dispose();
            ownership.Dispose();
            if (failed is SqliteException sqlite)
                throw Explain(path, sqlite);
            throw;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        ownership.Dispose();
    }

    protected override void Reopen()
    {
        // A file is not lost as a connection to a server is.
    }

    protected override LedgerException Explain(DbException failed) => Explain(path, (SqliteException)failed);

    private static LedgerException Explain(string path, SqliteException failed) => failed.SqliteErrorCode is Corrupt or NotADatabase
        ? new LedgerException($"The ledger {path} is damaged: {failed.Message}", failed)
        : new LedgerException($"The ledger {path} cannot be written: {failed.Message}", failed);

    private static FileStream Own(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failed) when (File.Exists(path + ".lock"))
        {
            throw new LedgerException($"The ledger {path} is in use by another process.", failed);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The data folder {Path.GetDirectoryName(path)} cannot be written: {failed.Message}", failed);
        }
    }

    private static SqliteConnection ConnectionTo(string path) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    /// <summary>Makes an empty ledger beside the path and moves it there whole: a file at the path is never one half made.</summary>
    private static void Create(string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var connection = ConnectionTo(unfinished))
        {
            connection.Open();
            Execute(connection, Schema);
        }

        File.Move(unfinished, path);
    }
}
