using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PilotPlatform.Benchmarks;

/// <summary>What a ledger is compared with: rows of the same bytes in a SQLite file, with a sync for those that wait at the same time, and nothing else.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly Channel<TaskCompletionSource> queue = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task writing;

    public BareLoop(string path, byte[] payload)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; CREATE TABLE row (position INTEGER PRIMARY KEY, payload BLOB NOT NULL)");
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO row (payload) VALUES ($payload)";
        insert.Parameters.AddWithValue("$payload", payload);
        insert.Prepare();
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Milliseconds of a commit of one row.</summary>
    public double MedianSync(int rounds)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            Commit(1);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Load.Median(times);
    }

    public Task AppendAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Writer.TryWrite(done);
        return done.Task;
    }

    public void Dispose()
    {
        queue.Writer.Complete();
        writing.GetAwaiter().GetResult();
        insert.Dispose();
        connection.Dispose();
    }

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

    private void Commit(int rows)
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
