using System.Data;
using System.Data.Common;
using Npgsql;

namespace PilotPlatform.Ledger;

/// <summary>
/// The entries in a PostgreSQL database of their own, held against other processes by an advisory lock of the session. A connection
/// that was lost is opened again; whoever wrote meanwhile is caught up with.
/// </summary>
internal sealed class PostgresStore : EntryStore
{
    /// <summary>Key of the advisory lock: the letters PILOT.</summary>
    private const long LockKey = 0x50_49_4C_4F_54;

    /// <summary>synchronous_commit: a server that is set to acknowledge before it has written is told otherwise.</summary>
    private const string Session = "SET synchronous_commit = on";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS entry (
            position bigint PRIMARY KEY,
            stream text NOT NULL,
            revision integer NOT NULL,
            kind text NOT NULL,
            payload bytea NOT NULL,
            author text NOT NULL,
            recorded_at text NOT NULL,
            request_id text UNIQUE,
            request_digest text,
            hash bytea NOT NULL,
            UNIQUE (stream, revision));
        CREATE OR REPLACE FUNCTION entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
        CREATE OR REPLACE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
            FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only();
        """;

    private PostgresStore(NpgsqlConnection connection)
        : base(connection)
    {
    }

    protected override string Name => NameOf(Connection);

    /// <exception cref="LedgerException">The database cannot be reached, another process has the ledger, or the database is none.</exception>
    public static PostgresStore Open(string connectionString)
    {
        var connection = new NpgsqlConnection(Settings(connectionString));
        try
        {
            Take(connection);
            Execute(connection, Schema);
            return new PostgresStore(connection);
        }
        catch (Exception failed)
        {
            var name = NameOf(connection);
            connection.Dispose();
            if (failed is DbException database)
                throw Explain(name, database);
            throw;
        }
    }

    protected override void Reopen()
    {
        if (Connection.State == ConnectionState.Open)
            return;

        Connection.Close();
        Take(Connection);
    }

    protected override LedgerException Explain(DbException failed) => Explain(Name, failed);

    private static string Settings(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false, KeepAlive = 30 }.ToString();
        }
        catch (ArgumentException failed)
        {
            throw new LedgerException($"ConnectionStrings:ledger is not a connection string of PostgreSQL: {failed.Message}", failed);
        }
    }

    private static void Take(DbConnection connection)
    {
        connection.Open();
        Execute(connection, Session);
        if (Scalar(connection, $"SELECT pg_try_advisory_lock({LockKey})") is true)
            return;

        var name = NameOf(connection);
        connection.Close();
        throw new LedgerException($"The ledger {name} is in use by another process.");
    }

    private static string NameOf(DbConnection connection) => $"{connection.DataSource}/{connection.Database}";

    private static LedgerException Explain(string name, DbException failed) =>
        new($"The ledger {name} cannot be used: {(failed as PostgresException)?.MessageText ?? failed.InnerException?.Message ?? failed.Message}.", failed);
}
