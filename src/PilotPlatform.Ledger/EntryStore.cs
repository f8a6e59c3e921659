using System.Data;
using System.Data.Common;
using System.Globalization;

namespace PilotPlatform.Ledger;

/// <summary>
/// The entries in a table of one database, written by one process at a time. What SQLite and PostgreSQL do alike stands here; how
/// each is opened, held against other writers and made durable stands in its own class.
/// </summary>
internal abstract class EntryStore(DbConnection connection) : IDisposable
{
    private const string Columns = "position, stream, revision, kind, payload, author, recorded_at, request_id, request_digest, hash";

    private ReadOnlyMemory<byte> head = HashChain.Start;
    private long last;

    /// <summary>What the ledger is called in sentences for people: a path, or a database without its password.</summary>
    protected abstract string Name { get; }

    protected DbConnection Connection => connection;

    /// <summary>
    /// The entries behind the last one that was read or appended, each held against the hash chain. Read to its end before the first
    /// append, and again after anything has failed, since a commit whose answer was lost may have come through.
    /// </summary>
    /// <exception cref="LedgerException">An entry was changed, removed or reordered, or the database cannot be read.</exception>
    public IEnumerable<LedgerEntry> ReadOn()
    {
        Guard(Reopen);
        using var command = Command($"SELECT {Columns} FROM entry WHERE position > @last ORDER BY position", ("@last", last));
        using var reader = Guard(command.ExecuteReader);
        while (Guard(reader.Read))
        {
            var entry = EntryOf(reader);
            if (entry.Position != last + 1 || !HashChain.Next(head.Span, entry).AsSpan().SequenceEqual(entry.Hash.Span))
                throw new LedgerException($"The ledger {Name} is damaged at position {last + 1}: the entry there is not the one that was written.");
            (head, last) = (entry.Hash, entry.Position);
            yield return entry;
        }
    }

    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public LedgerEntry? FindRequest(string requestId) => Guard(() =>
    {
        using var command = Command($"SELECT {Columns} FROM entry WHERE request_id = @request", ("@request", requestId));
        using var reader = command.ExecuteReader();
        return reader.Read() ? EntryOf(reader) : null;
    });

    /// <summary>Appends what can be appended, in one transaction; durable when it returns.</summary>
    /// <exception cref="LedgerException">The database cannot be written.</exception>
    public AppendOutcome[] Append(IReadOnlyList<Draft> drafts)
    {
        var (headBefore, lastBefore) = (head, last);
        try
        {
            return Guard(() =>
            {
                using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
                var outcomes = drafts.Select(Append).ToArray();
                transaction.Commit();
                return outcomes;
            });
        }
        catch
        {
            (head, last) = (headBefore, lastBefore);
            throw;
        }
    }

    public virtual void Dispose() => connection.Dispose();

    /// <summary>Opens the connection again if it was lost.</summary>
    protected abstract void Reopen();

    /// <summary>The sentence for an error of the database.</summary>
    protected abstract LedgerException Explain(DbException failed);

    protected static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private AppendOutcome Append(Draft draft)
    {
        if (draft.Request is { } request && FindRequest(request.Id) is { } answered)
            return answered.Request == request ? new AppendOutcome.Repeated(answered) : new AppendOutcome.RequestReused();

        using var revisions = Command("SELECT coalesce(max(revision), 0) FROM entry WHERE stream = @stream", ("@stream", draft.Stream));
        var revision = Convert.ToInt32(revisions.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (revision != draft.ExpectedRevision)
            return new AppendOutcome.Stale(revision);

        var entry = new LedgerEntry(
            last + 1, draft.Stream, revision + 1, draft.Kind, draft.Payload, draft.Author, draft.RecordedAt, draft.Request, default);
        entry = entry with { Hash = HashChain.Next(head.Span, entry) };
        using var insert = Command(
            $"INSERT INTO entry ({Columns}) VALUES (@position, @stream, @revision, @kind, @payload, @author, @time, @request, @digest, @hash)",
            ("@position", entry.Position), ("@stream", entry.Stream), ("@revision", entry.Revision), ("@kind", entry.Kind),
            ("@payload", entry.Payload.ToArray()), ("@author", entry.Author), ("@time", HashChain.Canonical(entry.RecordedAt)),
            ("@request", entry.Request?.Id), ("@digest", entry.Request?.Digest), ("@hash", entry.Hash.ToArray()));
        insert.ExecuteNonQuery();
        (head, last) = (entry.Hash, entry.Position);
        return new AppendOutcome.Appended(entry);
    }

    private LedgerEntry EntryOf(DbDataReader reader)
    {
        try
        {
            return Entry(reader);
        }
        catch (Exception failed) when (failed is InvalidCastException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new LedgerException($"The ledger {Name} is damaged at position {last + 1}: {failed.Message}", failed);
        }
    }

    private static LedgerEntry Entry(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetInt32(2),
        reader.GetString(3),
        reader.GetFieldValue<byte[]>(4),
        reader.GetString(5),
        DateTimeOffset.Parse(reader.GetString(6), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        reader.IsDBNull(7) ? null : new RequestKey(reader.GetString(7), reader.GetString(8)),
        reader.GetFieldValue<byte[]>(9));

    private void Guard(Action use) => Guard(() =>
    {
        use();
        return true;
    });

    private T Guard<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (DbException failed)
        {
            throw Explain(failed);
        }
        catch (InvalidOperationException failed)
        {
            throw new LedgerException($"The ledger {Name} cannot be used: {failed.Message}", failed);
        }
    }

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
