using Microsoft.Data.Sqlite;

namespace PilotPlatform.Ledger;

/// <summary>The tables of a ledger in a SQLite file, and how a file of an older version gets them.</summary>
internal static class SqliteLayout
{
    /// <summary>What stands in the header of the file. Before it was counted, there was 0: entries had an index by stream and revision; with 1, one by request.</summary>
    private const long Version = 2;

    private const string Session = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    private const string Entries = """
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
            hash BLOB NOT NULL) STRICT;
        """;

    private const string Rest = """
        DROP INDEX IF EXISTS entry_request;
        CREATE TRIGGER IF NOT EXISTS entry_is_never_changed BEFORE UPDATE ON entry
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS entry_is_never_removed BEFORE DELETE ON entry
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TABLE IF NOT EXISTS checkpoint (
            serial INTEGER PRIMARY KEY,
            position INTEGER NOT NULL,
            head BLOB NOT NULL,
            previous BLOB NOT NULL,
            signed_at TEXT NOT NULL,
            key_id TEXT NOT NULL,
            signature BLOB NOT NULL) STRICT;
        CREATE TRIGGER IF NOT EXISTS checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS checkpoint_is_never_removed BEFORE DELETE ON checkpoint
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        PRAGMA user_version = 2;
        """;

    /// <summary>Rows are copied as they are: whether they are what was written is found behind it, by their hashes.</summary>
    private const string WithoutIndexByStream = $"""
        ALTER TABLE entry RENAME TO entry_of_version_0;
        DROP TRIGGER IF EXISTS entry_is_never_changed;
        DROP TRIGGER IF EXISTS entry_is_never_removed;
        DROP INDEX IF EXISTS entry_request;
        {Entries}
        INSERT INTO entry ({EntryRows.Entries}) SELECT {EntryRows.Entries} FROM entry_of_version_0 ORDER BY position;
        DROP TABLE entry_of_version_0;
        """;

    /// <summary>Gives a file its tables, in one transaction; one of an older version is rewritten.</summary>
    /// <exception cref="LedgerException">The file is of a later version.</exception>
    public static void Apply(SqliteConnection connection)
    {
        Execute(connection, Session);
        var version = Number(connection, "PRAGMA user_version");
        if (version > Version)
            throw new LedgerException($"The ledger {connection.DataSource} has layout {version}; this version of the platform knows {Version} and those before.");

        var isOld = version < Version && Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_autoindex_entry_1'") > 0;
        Execute(connection, $"BEGIN IMMEDIATE; {(isOld ? WithoutIndexByStream : Entries)} {Rest} COMMIT;");
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
