using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace PilotPlatform.Ledger;

/// <summary>
/// The entries in a PostgreSQL database, to which several replicas write: each append takes an advisory lock for its transaction,
/// reads what others appended before it, and so goes on with their chain. A connection that was lost is opened again.
/// </summary>
internal sealed class PostgresStore : EntryStore
{
    /// <summary>Rows are put together where they are listed: as a table of ten columns, they would be written to a temporary place and read again, for each array.</summary>
    private const string InsertEntries = $"""
        INSERT INTO entry ({EntryRows.Entries}) SELECT
            unnest(@position::bigint[]), unnest(@stream::text[]), unnest(@revision::integer[]), unnest(@kind::text[]), unnest(@payload::bytea[]),
            unnest(@author::text[]), unnest(@time::text[]), unnest(@request::text[]), unnest(@digest::text[]), unnest(@hash::bytea[])
        """;

    private const string EntriesBehind = $"SELECT {EntryRows.Entries} FROM entry WHERE position > @after ORDER BY position";

    private readonly PostgresDatabase database;
    private readonly NpgsqlConnection connection;
    private readonly LedgerOptions options;
    private readonly TimeProvider time;
    private LedgerEntry[]? begun;
    private NpgsqlBatch? opening;
    private NpgsqlBatch? pending;

    private PostgresStore(PostgresDatabase database, NpgsqlConnection connection, LedgerOptions options, TimeProvider time)
        : base(connection, database.Name) =>
        (this.database, this.connection, this.options, this.time) = (database, connection, options, time);

    public override bool IsShared => true;

    /// <exception cref="LedgerException">The database cannot be reached, or is no ledger and cannot be made one.</exception>
    public static PostgresStore Open(LedgerOptions options, TimeProvider time, bool isRestored)
    {
        var database = new PostgresDatabase(options);
        NpgsqlConnection? connection = null;
        try
        {
            connection = database.Connect();
            var isMade = !options.ReadOnly && !isRestored;
            if (isMade)
                Execute(connection, database.BeginMaking);
            database.Check(connection); // behind the lock: another version may have made what there is
            if (isMade)
                Execute(connection, $"{PostgresDatabase.Tables} COMMIT");
            return new PostgresStore(database, connection, options, time);
        }
        catch (Exception failed)
        {
            connection?.Dispose();
            database.Dispose();
            if (failed is DbException lost)
                throw Explain(database.Name, lost);
            throw;
        }
    }

    public override void Scan(long after, long upTo, RowVisitor visit) => Guard(() =>
    {
        using var reading = (NpgsqlConnection)OpenReader();
        using var copy = reading.BeginRawBinaryCopy(string.Create(
            CultureInfo.InvariantCulture,
            $"COPY (SELECT {EntryRows.Entries} FROM entry WHERE position > {after} AND position <= {upTo} ORDER BY position) TO STDOUT (FORMAT BINARY)"));
        if (!PostgresCopy.Read(copy, visit))
            copy.Cancel();
    });

    public override void SaveSnapshot(LedgerSnapshot snapshot, SigningKey? key) => Guard(() =>
    {
        using var writing = database.Connect();
        using var save = new NpgsqlCommand(PostgresDatabase.SaveSnapshot, writing)
        {
            Parameters =
            {
                new NpgsqlParameter<long>("position", snapshot.Position),
                new NpgsqlParameter<byte[]>("label", snapshot.Label(key)),
                new NpgsqlParameter<ReadOnlyMemory<byte>>("content", snapshot.Content),
            },
        };
        save.ExecuteNonQuery();
    });

    public override LedgerSnapshot? LoadSnapshot(CheckpointTrust trust) => Guard(() =>
    {
        using var reading = (NpgsqlConnection)OpenReader();
        using var load = new NpgsqlCommand("SELECT label, content FROM snapshot", reading);
        using var found = load.ExecuteReader();
        return found.Read() ? LedgerSnapshot.Read(found.GetFieldValue<byte[]>(0), found.GetFieldValue<byte[]>(1), trust) : null;
    });

    public override void Backup(string path) =>
        throw new LedgerException($"The ledger {Name} lies in PostgreSQL, which has means of its own; export it as a bundle instead.");

    /// <summary>Listens for the notices that go with appends, and looks on its own from time to time: notices may be lost.</summary>
    public override async Task WatchAsync(Action moved, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using var listener = await database.ListenAsync(position => Heard(position, moved), cancellation);
                moved();
                while (true)
                    if (!await listener.WaitAsync(options.PollInterval, cancellation))
                        moved();
            }
            catch (Exception lost) when (lost is DbException or InvalidOperationException or IOException && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(options.PollInterval, time, cancellation);
            }
        }
    }

    /// <summary>Holds a lock on a connection of its own; who loses the connection loses the lock, and stops before another can have it long.</summary>
    public override async Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var holder = database.Connect();
                if (Scalar(holder, PostgresDatabase.TryLead) is true)
                    await LeadAsync(holder, lead, cancellation);
            }
            catch (Exception lost) when (lost is DbException or InvalidOperationException or IOException)
            {
                // Somebody else leads, or this one again when the database is back.
            }

            await Task.Delay(options.PollInterval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        database.Dispose();
    }

    private async Task LeadAsync(NpgsqlConnection holder, Func<CancellationToken, Task> lead, CancellationToken cancellation)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = lead(leading.Token);
        try
        {
            while (!running.IsCompleted && !cancellation.IsCancellationRequested)
            {
                await Task.WhenAny(running, Task.Delay(options.PollInterval, time, cancellation));
                Execute(holder, "SELECT 1");
            }
        }
        finally
        {
            await leading.CancelAsync();
            await running;
        }
    }

    protected override DbConnection OpenReader() => database.OpenReader();

    protected override void ForgetReaders() => database.ForgetReaders();

    protected override void Reopen()
    {
        if (connection.State == ConnectionState.Open)
            return;

        connection.Close();
        connection.Open();
        Execute(connection, PostgresDatabase.Session);
    }

    /// <summary>Each statement sees what was committed when it begins, and so, behind the lock, all that others have appended.</summary>
    protected override void Begin(long after)
    {
        RolledBack();
        using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"),
                new NpgsqlBatchCommand(PostgresDatabase.TakeLock),
                new NpgsqlBatchCommand(EntriesBehind) { Parameters = { new NpgsqlParameter<long>("after", after) } },
            },
        };
        using var found = batch.ExecuteReader();
        found.NextResult(); // the lock gives nothing
        begun = Read(found).ToArray();
    }

    /// <summary>Is sent with the entries: the transaction is one round trip.</summary>
    protected override void BeginUnread()
    {
        RolledBack();
        opening = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"), new NpgsqlBatchCommand(PostgresDatabase.TakeLock) },
        };
    }

    /// <summary>Takes the turn of those who append before it touches their tables: the other way round, each could wait for the other.</summary>
    protected override void BeginRestoring()
    {
        RolledBack();
        Execute(connection, $"{database.BeginMaking} {PostgresDatabase.TakeLock}; {PostgresDatabase.Tables}");
    }

    protected override IEnumerable<LedgerEntry> Rows(long after) => begun ?? Entries(EntriesBehind, new NpgsqlParameter<long>("after", after));

    /// <summary>Is sent with the commit.</summary>
    protected override void Insert(IReadOnlyList<LedgerEntry> entries)
    {
        pending?.ExecuteNonQuery();
        (pending, opening) = (opening ?? new NpgsqlBatch(connection), null);
        pending.BatchCommands.Add(new NpgsqlBatchCommand(InsertEntries)
        {
            Parameters =
            {
                Array("position", NpgsqlDbType.Bigint, entries, e => e.Position),
                Array("stream", NpgsqlDbType.Text, entries, e => e.Stream),
                Array("revision", NpgsqlDbType.Integer, entries, e => e.Revision),
                Array("kind", NpgsqlDbType.Text, entries, e => e.Kind),
                Array("payload", NpgsqlDbType.Bytea, entries, e => e.Payload.ToArray()),
                Array("author", NpgsqlDbType.Text, entries, e => e.Author),
                Array("time", NpgsqlDbType.Text, entries, e => HashChain.Canonical(e.RecordedAt)),
                Array("request", NpgsqlDbType.Text, entries, e => e.Request?.Id),
                Array("digest", NpgsqlDbType.Text, entries, e => e.Request?.Digest),
                Array("hash", NpgsqlDbType.Bytea, entries, e => e.Hash.ToArray()),
            },
        });
        pending.BatchCommands.Add(database.Notice(entries[^1].Position));
    }

    protected override void Commit(long last)
    {
        using var batch = pending ?? new NpgsqlBatch(connection);
        (begun, pending) = (null, null);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        batch.ExecuteNonQuery();
    }

    protected override void RolledBack() => (begun, opening, pending) = (null, null, null);

    protected override LedgerException Explain(DbException failed) => Explain(Name, failed);

    private static NpgsqlParameter<T[]> Array<T>(string name, NpgsqlDbType type, IReadOnlyList<LedgerEntry> entries, Func<LedgerEntry, T> part) =>
        new(name, NpgsqlDbType.Array | type) { TypedValue = [.. entries.Select(part)] };

    private static LedgerException Explain(string name, DbException failed) =>
        new($"The ledger {name} cannot be used: {(failed as PostgresException)?.MessageText ?? failed.InnerException?.Message ?? failed.Message}.", failed);

    /// <summary>A notice of an append of our own says nothing new.</summary>
    private void Heard(long position, Action moved)
    {
        if (position > Last)
            moved();
    }

    private IEnumerable<LedgerEntry> Entries(string sql, NpgsqlParameter parameter)
    {
        using var command = new NpgsqlCommand(sql, connection) { Parameters = { parameter } };
        using var found = command.ExecuteReader();
        foreach (var entry in Read(found))
            yield return entry;
    }

    private IEnumerable<LedgerEntry> Read(NpgsqlDataReader found)
    {
        while (found.Read())
            yield return EntryRows.Entry(found, Name);
    }
}
