using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace PilotPlatform.Benchmarks;

/// <summary>What a ledger is compared with: rows of the same bytes in the same store, one sync for all that wait at the same time, and nothing else.</summary>
internal abstract class BareLoop : IDisposable
{
    private readonly Channel<TaskCompletionSource> queue = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task writing;

    protected BareLoop() => writing = Task.Run(WriteAsync);

    public Task AppendAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Writer.TryWrite(done);
        return done.Task;
    }

    public virtual void Dispose()
    {
        queue.Writer.Complete();
        writing.GetAwaiter().GetResult();
    }

    protected abstract void Commit(int rows);

    private async Task WriteAsync()
    {
        var group = new List<TaskCompletionSource>();
        while (await queue.Reader.WaitToReadAsync())
        {
            while (queue.Reader.TryRead(out var waiting))
                group.Add(waiting);
            Commit(group.Count);
            foreach (var waiting in group)
                waiting.SetResult();
            group.Clear();
        }
    }
}

/// <summary>In a SQLite file, with the write-ahead log and the syncs of the ledger.</summary>
internal sealed class SqliteLoop : BareLoop
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;

    public SqliteLoop(string path, byte[] row)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; CREATE TABLE row (position INTEGER PRIMARY KEY, content BLOB NOT NULL)");
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO row (content) VALUES ($content)";
        insert.Parameters.AddWithValue("$content", row);
        insert.Prepare();
    }

    public override void Dispose()
    {
        base.Dispose();
        insert.Dispose();
        connection.Dispose();
    }

    protected override void Commit(int rows)
    {
        Execute("BEGIN IMMEDIATE");
        for (var row = 0; row < rows; row++)
            insert.ExecuteNonQuery();
        Execute("COMMIT");
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>In a table of PostgreSQL, all rows of a group in one round trip that ends with the commit.</summary>
internal sealed class PostgresLoop : BareLoop
{
    private readonly NpgsqlConnection connection;
    private readonly byte[] row;

    public PostgresLoop(string database, byte[] row)
    {
        this.row = row;
        connection = new NpgsqlConnection(database + ";MaxAutoPrepare=10;AutoPrepareMinUsages=2");
        connection.Open();
        using var create = new NpgsqlCommand("CREATE TABLE row (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content bytea NOT NULL); SET synchronous_commit = on", connection);
        create.ExecuteNonQuery();
    }

    public override void Dispose()
    {
        base.Dispose();
        connection.Dispose();
    }

    protected override void Commit(int rows)
    {
        using var insert = new NpgsqlCommand("INSERT INTO row (content) SELECT * FROM unnest(@rows)", connection)
        {
            Parameters = { new NpgsqlParameter<byte[][]>("rows", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { TypedValue = [.. Enumerable.Repeat(row, rows)] } },
        };
        insert.ExecuteNonQuery();
    }
}
