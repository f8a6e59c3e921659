using System.Globalization;
using Npgsql;

namespace PilotPlatform.Ledger;

/// <summary>The database of a ledger: how it is reached, what its tables are, and how its writers take turns and tell one another.</summary>
internal sealed class PostgresDatabase : IDisposable
{
    /// <summary>Takes turns with other writers until the transaction ends; the first number spells PILO.</summary>
    public const string TakeLock = "SELECT pg_advisory_xact_lock(1346981967, hashtext(current_schema()))";

    /// <summary>Leads until the connection ends, if nobody else does.</summary>
    public const string TryLead = "SELECT pg_try_advisory_lock(1346981968, hashtext(current_schema()))";

    /// <summary>
    /// A server that is set to acknowledge before it has written is told otherwise; a writer that hangs does not hold the lock for ever;
    /// and a plan made while the table was small is not one that reads all of it.
    /// </summary>
    public const string Session = "SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '30s'; SET enable_seqscan = off; SET jit = off";

    /// <summary>Of several replicas that store one, the newest stays.</summary>
    public const string SaveSnapshot = """
        INSERT INTO snapshot (only_one, position, label, content) VALUES (true, @position, @label, @content)
        ON CONFLICT (only_one) DO UPDATE SET position = excluded.position, label = excluded.label, content = excluded.content
        WHERE snapshot.position <= excluded.position
        """;

    /// <summary>What the comment on the table says, and a file in its header. Tables of before it was counted have none.</summary>
    private const int Layout = 2;

    private const string LayoutThere = "SELECT substring(obj_description(to_regclass('entry'), 'pg_class') FROM '^layout ([0-9]+)$')::integer";

    private const int MostReaders = 16;

    public static readonly string Tables = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE IF NOT EXISTS entry (
            position bigint PRIMARY KEY,
            stream text NOT NULL,
            revision integer NOT NULL,
            kind text NOT NULL,
            payload bytea NOT NULL,
            author text NOT NULL,
            recorded_at text NOT NULL,
            request_id text,
            request_digest text,
            hash bytea NOT NULL);
        CREATE TABLE IF NOT EXISTS checkpoint (
            serial bigint PRIMARY KEY,
            position bigint NOT NULL,
            head bytea NOT NULL,
            previous bytea NOT NULL,
            signed_at text NOT NULL,
            key_id text NOT NULL,
            signature bytea NOT NULL);
        CREATE TABLE IF NOT EXISTS snapshot (
            only_one boolean PRIMARY KEY CHECK (only_one),
            position bigint NOT NULL,
            label bytea NOT NULL,
            content bytea NOT NULL);
        CREATE OR REPLACE FUNCTION entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
        CREATE OR REPLACE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
            FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only();
        CREATE OR REPLACE TRIGGER checkpoint_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
            FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only();
        COMMENT ON TABLE entry IS 'layout {Layout}';
        """);

    private readonly string settings;
    private readonly string? schema;
    private readonly NpgsqlDataSource readers;

    /// <exception cref="LedgerException">The connection string is none.</exception>
    public PostgresDatabase(LedgerOptions options)
    {
        schema = string.IsNullOrEmpty(options.Schema) ? null : options.Schema;
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(options.Database)
            {
                Pooling = false,
                Enlist = false,
                KeepAlive = 30,
                MaxAutoPrepare = 20,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
            };
            if (schema is not null)
                builder.SearchPath = Quoted(schema);
            settings = builder.ToString();
            Name = $"{builder.Host}:{builder.Port}/{builder.Database}{(schema is null ? "" : "/" + schema)}";
            (builder.Pooling, builder.MaxPoolSize, builder.MaxAutoPrepare, builder.NoResetOnClose) = (true, MostReaders, 0, false);
            builder.Options = $"{builder.Options} -c default_transaction_read_only=on".TrimStart();
            readers = NpgsqlDataSource.Create(builder);
        }
        catch (ArgumentException failed)
        {
            throw new LedgerException($"ConnectionStrings:ledger is not a connection string of PostgreSQL: {failed.Message}", failed);
        }
    }

    /// <summary>What it is called in sentences for people.</summary>
    public string Name { get; }

    /// <summary>Begins to make what is missing; replicas that start at once take turns.</summary>
    public string BeginMaking => $"""
        BEGIN ISOLATION LEVEL READ COMMITTED;
        SELECT pg_advisory_xact_lock(1346981967, 0);
        {(schema is null ? "" : $"CREATE SCHEMA IF NOT EXISTS {Quoted(schema)};")}
        """;

    private string Channel => "ledger:" + (schema ?? "");

    /// <exception cref="LedgerException">The tables are of a later version.</exception>
    public void Check(NpgsqlConnection connection)
    {
        using var layout = new NpgsqlCommand(LayoutThere, connection);
        if (layout.ExecuteScalar() is int there and > Layout)
            throw new LedgerException($"The ledger {Name} has layout {there}; this version of the platform knows {Layout} and those before.");
    }

    public NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(settings);
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand(Session, connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public NpgsqlConnection OpenReader() => readers.OpenConnection();

    public void ForgetReaders() => readers.Clear();

    /// <summary>A connection that hears how far the ledger goes after each append.</summary>
    public async Task<NpgsqlConnection> ListenAsync(Action<long> heard, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(settings);
        try
        {
            await connection.OpenAsync(cancellation);
            connection.Notification += (_, notice) => heard(long.TryParse(notice.Payload, CultureInfo.InvariantCulture, out var position) ? position : long.MaxValue);
            await using var listen = new NpgsqlCommand($"LISTEN {Quoted(Channel)}", connection);
            await listen.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the others, when the transaction commits, how far the ledger goes.</summary>
    public NpgsqlBatchCommand Notice(long position) => new("SELECT pg_notify(@channel, @position)")
    {
        Parameters =
        {
            new NpgsqlParameter<string>("channel", Channel),
            new NpgsqlParameter<string>("position", position.ToString(CultureInfo.InvariantCulture)),
        },
    };

    public void Dispose() => readers.Dispose();

    private static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
