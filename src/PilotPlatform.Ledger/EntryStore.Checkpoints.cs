using System.Data;
using System.Data.Common;
using System.Globalization;

namespace PilotPlatform.Ledger;

/// <summary>Checkpoints, which lie beside the entries, and what is read on connections of its own.</summary>
internal abstract partial class EntryStore
{
    /// <summary>All checkpoints, in their order.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public IReadOnlyList<Checkpoint> Checkpoints() => Read(reading => CheckpointsBy(reading, "ORDER BY serial").ToArray());

    /// <summary>The entry that answered a request; null if none did.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public LedgerEntry? FindRequest(string requestId) => Guard(() => Answers([requestId]).FirstOrDefault());

    /// <summary>At most so many entries behind a position and up to another, on a connection of their own.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public Task<IReadOnlyList<LedgerEntry>> PageAsync(long after, long upTo, int most, CancellationToken cancellation) => PageAsync(
        $"WHERE position > @after AND position <= @upto ORDER BY position LIMIT {most.ToString(CultureInfo.InvariantCulture)}",
        cancellation, ("@after", after), ("@upto", upTo));

    /// <summary>At most so many entries of a stream behind a revision, up to a position, on a connection of their own.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public async Task<IReadOnlyList<LedgerEntry>> PageAsync(string stream, int after, long upTo, int most, CancellationToken cancellation)
    {
        var positions = streams.Behind(stream, after, upTo, most);
        var page = positions.Length == 0 ? [] : await PageAsync($"WHERE position IN ({string.Join(',', positions)}) ORDER BY position", cancellation);
        return page.Count == positions.Length ? page : throw Damaged(positions.First(p => page.All(e => e.Position != p)), "there is no entry.");
    }

    /// <summary>Shows rows behind a position and up to another as they are stored, on a connection of their own.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public abstract void Scan(long after, long upTo, RowVisitor visit);

    /// <summary>The lowest and the highest position that is stored, 0 and 0 for an empty ledger.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public (long First, long Last) Bounds() => Read(reading =>
    {
        using var command = Command(reading, "SELECT coalesce(min(position), 0), coalesce(max(position), 0) FROM entry");
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    });

    /// <summary>Hash of the entry at a position; the start of the chain for position 0, nothing if there is no such entry.</summary>
    /// <exception cref="LedgerException">The database cannot be read.</exception>
    public ReadOnlyMemory<byte> HashAt(long position)
    {
        ReadOnlyMemory<byte> hash = position == 0 ? HashChain.Start : default;
        Scan(position - 1, position, (in row) =>
        {
            hash = row.Hash.ToArray();
            return true;
        });
        return hash;
    }

    /// <summary>Stores a snapshot in place of the one before.</summary>
    /// <exception cref="LedgerException">It cannot be stored.</exception>
    public abstract void SaveSnapshot(LedgerSnapshot snapshot, SigningKey? key);

    /// <summary>The snapshot; null if there is none.</summary>
    /// <exception cref="InvalidDataException">What is stored is no snapshot, or none that can be trusted.</exception>
    /// <exception cref="LedgerException">The store cannot be read.</exception>
    public abstract LedgerSnapshot? LoadSnapshot(CheckpointTrust trust);

    /// <summary>Copies the ledger to a file, while it is written to.</summary>
    /// <exception cref="LedgerException">It cannot be copied.</exception>
    public abstract void Backup(string path);

    /// <summary>Runs something while no other process that has the ledger open does.</summary>
    public abstract Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation);

    /// <summary>Calls back when others may have written, until it is cancelled.</summary>
    public abstract Task WatchAsync(Action moved, CancellationToken cancellation);

    /// <summary>A connection that only reads; whoever asks for it disposes of it.</summary>
    protected abstract DbConnection OpenReader();

    /// <summary>The next reader is one that was not open before.</summary>
    protected virtual void ForgetReaders()
    {
    }

    private Task<IReadOnlyList<LedgerEntry>> PageAsync(string which, CancellationToken cancellation, params (string Name, object? Value)[] parameters) => ReadAsync<IReadOnlyList<LedgerEntry>>(async reading =>
    {
        await using var command = Command(reading, $"SELECT {EntryRows.Entries} FROM entry {which}", parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<LedgerEntry>();
        while (await rows.ReadAsync(cancellation))
            page.Add(EntryRows.Entry(rows, Name));
        return page;
    });

    private T Read<T>(Func<DbConnection, T> read) => Guard(() => ReadAsync(reading => Task.FromResult(read(reading))).GetAwaiter().GetResult());

    /// <summary>Reads on a connection of its own; once more, on a new one, where that one turns out to have been cut.</summary>
    private async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read)
    {
        try
        {
            await using (var reading = OpenReader())
            {
                try
                {
                    return await read(reading);
                }
                catch (DbException) when (reading.State != ConnectionState.Open)
                {
                    ForgetReaders();
                }
            }

            await using var opened = OpenReader();
            return await read(opened);
        }
        catch (DbException failed)
        {
            throw Explain(failed);
        }
    }

    private IEnumerable<Checkpoint> CheckpointsBy(DbConnection reading, string order)
    {
        using var command = Command(reading, $"SELECT {EntryRows.Checkpoints} FROM checkpoint {order}");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return EntryRows.Checkpoint(rows, Name);
    }

    /// <summary>Another writer may have written one since; only the database knows which is the last.</summary>
    private Checkpoint? WriteCheckpoint(Notary notary, bool always)
    {
        var previous = CheckpointsBy(Connection, "ORDER BY serial DESC LIMIT 1").FirstOrDefault();
        notary.Last = previous;
        if (Last <= (previous?.Position ?? 0) || !(always || notary.IsDue(Last)))
            return null;

        var checkpoint = notary.Sign(Last, Head, previous);
        InsertCheckpoint(checkpoint);
        return checkpoint;
    }

    private void InsertCheckpoint(Checkpoint checkpoint)
    {
        using var insert = Command(
            Connection,
            $"INSERT INTO checkpoint ({EntryRows.Checkpoints}) VALUES (@serial, @position, @head, @previous, @time, @key, @signature)",
            ("@serial", checkpoint.Serial), ("@position", checkpoint.Position), ("@head", checkpoint.Head.ToArray()),
            ("@previous", checkpoint.Previous.ToArray()), ("@time", HashChain.Canonical(checkpoint.SignedAt)), ("@key", checkpoint.KeyId),
            ("@signature", checkpoint.Signature.ToArray()));
        insert.ExecuteNonQuery();
    }
}
