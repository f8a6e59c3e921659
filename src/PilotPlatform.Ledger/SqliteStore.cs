using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PilotPlatform.Ledger;

/// <summary>
/// The entries in one SQLite file: write-ahead log, full sync, one writer. A transaction of drafts is durable when it returns.
/// Another store (PostgreSQL) stands beside this class: it needs the same three methods.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    private const string Columns = "position, stream, revision, kind, payload, author, recorded_at, request_id, request_digest, hash";
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
    private readonly SqliteConnection connection;
    private ReadOnlyMemory<byte> head = HashChain.Start;
    private long last;

    private SqliteStore(string path, FileStream ownership, SqliteConnection connection)
    {
        this.path = path;
        this.ownership = ownership;
        this.connection = connection;
    }

    /// <exception cref="LedgerException">The folder cannot be written, another process has the ledger, or it is damaged.</exception>
    public static SqliteStore Open(string path)
    {
        var ownership = Own(path);
        var connection = Connection(path);
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

    /// <summary>All entries by position, each held against the hash chain; has to be read to its end once before anything is appended.</summary>
    /// <exception cref="LedgerException">An entry was changed, removed or reordered, or the file is damaged.</exception>
    public IEnumerable<LedgerEntry> ReadAll()
    {
        (head, last) = (HashChain.Start, 0);
        using var command = Command($"SELECT {Columns} FROM entry ORDER BY position");
        using var reader = Try(command.ExecuteReader);
        while (Try(reader.Read))
        {
            var entry = Try(() => Entry(reader));
            if (entry.Position != last + 1 || !HashChain.Next(head.Span, entry).AsSpan().SequenceEqual(entry.Hash.Span))
                throw new LedgerException($"The ledger {path} is damaged at position {last + 1}: the entry there is not the one that was written.");
            (head, last) = (entry.Hash, entry.Position);
            yield return entry;
        }
    }

    public LedgerEntry? FindRequest(string requestId)
    {
        using var command = Command($"SELECT {Columns} FROM entry WHERE request_id = $request", ("$request", requestId));
        using var reader = command.ExecuteReader();
        return reader.Read() ? Entry(reader) : null;
    }

    /// <summary>Appends what can be appended, in one transaction; durable when it returns.</summary>
    public AppendOutcome[] Append(IReadOnlyList<Draft> drafts)
    {
        var (headBefore, lastBefore) = (head, last);
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var outcomes = drafts.Select(Append).ToArray();
            transaction.Commit();
            return outcomes;
        }
        catch
        {
            (head, last) = (headBefore, lastBefore);
            throw;
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        ownership.Dispose();
    }

    private AppendOutcome Append(Draft draft)
    {
        if (draft.Request is { } request && FindRequest(request.Id) is { } answered)
            return answered.Request == request ? new AppendOutcome.Repeated(answered) : new AppendOutcome.RequestReused();

        using var revisions = Command("SELECT coalesce(max(revision), 0) FROM entry WHERE stream = $stream", ("$stream", draft.Stream));
        var revision = Convert.ToInt32(revisions.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (revision != draft.ExpectedRevision)
            return new AppendOutcome.Stale(revision);

        var entry = new LedgerEntry(
            last + 1, draft.Stream, revision + 1, draft.Kind, draft.Payload, draft.Author, draft.RecordedAt, draft.Request, default);
        entry = entry with { Hash = HashChain.Next(head.Span, entry) };
        using var insert = Command(
            $"INSERT INTO entry ({Columns}) VALUES ($position, $stream, $revision, $kind, $payload, $author, $time, $request, $digest, $hash)",
            ("$position", entry.Position), ("$stream", entry.Stream), ("$revision", entry.Revision), ("$kind", entry.Kind),
            ("$payload", entry.Payload.ToArray()), ("$author", entry.Author), ("$time", HashChain.Canonical(entry.RecordedAt)),
            ("$request", entry.Request?.Id), ("$digest", entry.Request?.Digest), ("$hash", entry.Hash.ToArray()));
        insert.ExecuteNonQuery();
        (head, last) = (entry.Hash, entry.Position);
        return new AppendOutcome.Appended(entry);
    }

    private static LedgerEntry Entry(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetInt32(2),
        reader.GetString(3),
        reader.GetFieldValue<byte[]>(4),
        reader.GetString(5),
        DateTimeOffset.Parse(reader.GetString(6), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        reader.IsDBNull(7) ? null : new RequestKey(reader.GetString(7), reader.GetString(8)),
        reader.GetFieldValue<byte[]>(9));

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

    private static SqliteConnection Connection(string path) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    /// <summary>Makes an empty ledger beside the path and moves it there whole: a file at the path is never one half made.</summary>
    private static void Create(string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var connection = Connection(unfinished))
        {
            connection.Open();
            Execute(connection, Schema);
        }

        File.Move(unfinished, path);
    }

    private T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failed)
        {
            throw Explain(path, failed);
        }
        catch (Exception failed) when (failed is InvalidCastException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new LedgerException($"The ledger {path} is damaged at position {last + 1}: {failed.Message}", failed);
        }
    }

    private static LedgerException Explain(string path, SqliteException failed) => failed.SqliteErrorCode is Corrupt or NotADatabase
        ? new LedgerException($"The ledger {path} is damaged: {failed.Message}", failed)
        : new LedgerException($"The ledger {path} cannot be opened for writing: {failed.Message}", failed);

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
