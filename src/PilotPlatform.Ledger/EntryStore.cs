using System.Data.Common;

namespace PilotPlatform.Ledger;

/// <summary>What one transaction did: the entries of others that stood before it, what became of the drafts, and the checkpoint it wrote.</summary>
internal sealed record Group(IReadOnlyList<LedgerEntry> Others, AppendOutcome[] Outcomes, Checkpoint? Checkpoint);

/// <summary>
/// The entries in a table of one database. What SQLite and PostgreSQL do alike stands here: it decides under the database's own lock
/// what becomes of drafts. How each is opened, locked, read and made durable stands in its own class. Where the entries of streams and the answers to
/// requests stand is known here, up to the last entry that was read; who appends behind it finds out by its position whether somebody else has.
/// </summary>
internal abstract partial class EntryStore(DbConnection connection, string name) : IDisposable
{
    private readonly StreamPositions streams = new();
    private RequestPositions requests = new();
    private bool behind = true;

    /// <summary>What the ledger is called in sentences for people: a path, or a database without its password.</summary>
    public string Name => name;

    /// <summary>Position of the last entry that was read on or appended.</summary>
    public long Last { get; private set; }

    /// <summary>Its hash.</summary>
    public ReadOnlyMemory<byte> Head { get; private set; } = HashChain.Start;

    protected DbConnection Connection => connection;

    /// <summary>Whether others write to the same ledger.</summary>
    public abstract bool IsShared { get; }

    /// <summary>The entries up to here are known and were held against the chain.</summary>
    public void StartFrom(long position, ReadOnlyMemory<byte> head, ChainVerification verified)
    {
        (Last, Head, requests) = (position, head, verified.Requests);
        streams.Start(verified.Streams);
    }

    /// <summary>The entries behind the last one that was read or appended, each held against the hash chain.</summary>
    /// <exception cref="LedgerException">An entry was changed, removed or reordered, or the database cannot be read.</exception>
    public IEnumerable<LedgerEntry> ReadOn()
    {
        Guard(Reopen);
        return ReadOnHere();
    }

    /// <summary>The same in a transaction, which a connection that is opened again would not have.</summary>
    private IEnumerable<LedgerEntry> ReadOnHere()
    {
        if (!IsShared && !behind)
            yield break;

        using var rows = Rows(Last).GetEnumerator();
        while (Guard(rows.MoveNext))
        {
            var entry = rows.Current;
            if (entry.Position != Last + 1)
                throw Damaged(Last + 1, $"there is no entry; the next one is at position {entry.Position}.");
            if (!HashChain.Next(Head.Span, entry).AsSpan().SequenceEqual(entry.Hash.Span))
                throw Damaged(entry.Position, "the entry there is not the one that was written.");
            if (!Keep(entry))
                throw Damaged(entry.Position, $"revision {entry.Revision} of '{entry.Stream}' does not follow the one before it.");
            (Head, Last) = (entry.Hash, entry.Position);
            yield return entry;
        }

        behind = false;
    }

    /// <summary>
    /// Appends what can be appended, in one transaction; durable when it returns. A checkpoint is written with it if one is due, or
    /// if <paramref name="checkpoint"/> asks for it and there are entries behind the last one.
    /// </summary>
    /// <exception cref="LedgerException">The database cannot be written.</exception>
    public Group Append(IReadOnlyList<Draft> drafts, Notary notary, bool checkpoint = false)
    {
        var isSigned = notary.CanSign && (checkpoint || notary.IsDue(Last + drafts.Count));
        Attempt? sent = null;
        if (!behind && drafts.Count > 0 && !isSigned && TryAppend(drafts, ref sent) is { } outcomes)
            return new Group([], outcomes, Checkpoint: null);

        var before = sent;
        try
        {
            return AppendLocked(drafts, notary, checkpoint, ref sent);
        }
        catch (LedgerException) when (IsShared && sent != before)
        {
            return AppendLocked(drafts, notary, checkpoint, ref sent); // what became of it is there to be read
        }
    }

    private Group AppendLocked(IReadOnlyList<Draft> drafts, Notary notary, bool checkpoint, ref Attempt? sent)
    {
        var (headBefore, lastBefore) = (Head, Last);
        try
        {
            Lock();
            LedgerEntry[] others = [.. ReadOnHere()];
            if (sent is not null && sent.IsAmong(others))
            {
                Guard(() => Commit(Last));
                return new Group(others, sent.Found(), Checkpoint: null);
            }

            var written = Guard(() => Write(drafts, notary, checkpoint));
            sent = new Attempt(written.Entries, written.Outcomes);
            Guard(() => Commit(Last));
            written.Entries.ForEach(entry => Keep(entry));
            if (written.Checkpoint is not null)
                notary.Last = written.Checkpoint;
            return new Group(others, written.Outcomes, written.Checkpoint);
        }
        catch
        {
            (Head, Last, behind) = (headBefore, lastBefore, true);
            Rollback();
            throw;
        }
    }

    /// <summary>What was sent to be committed. When a connection is lost, it may have been committed although nobody heard of it.</summary>
    private sealed record Attempt(List<LedgerEntry> Entries, AppendOutcome[] Outcomes)
    {
        /// <summary>Whether it was committed: entries are the same if their hashes are.</summary>
        public bool IsAmong(LedgerEntry[] found) =>
            Entries.Count > 0 && found.FirstOrDefault(entry => entry.Position == Entries[^1].Position) is { } last && last.Hash.Span.SequenceEqual(Entries[^1].Hash.Span);

        public AppendOutcome[] Found() => [.. Outcomes.Select(outcome => outcome is AppendOutcome.Appended { Entry: var entry } ? new AppendOutcome.Repeated(entry) : outcome)];
    }

    /// <summary>Looks for damage below the entries, where the database can be asked for it.</summary>
    /// <exception cref="LedgerException">The database is damaged.</exception>
    public virtual void CheckPages()
    {
    }

    public virtual void Dispose() => connection.Dispose();

    /// <summary>Opens the connection again if it was lost.</summary>
    protected abstract void Reopen();

    /// <summary>Begins a transaction that holds the right to append; the entries behind a position, which are read next, it may bring along.</summary>
    protected abstract void Begin(long after);

    /// <summary>Begins one in which nothing is read; it may begin with what is written in it.</summary>
    protected abstract void BeginUnread();

    /// <summary>Begins one in which a ledger is restored. Where the database can, what the ledger is kept in is made in it, too, and goes if it does not end well.</summary>
    protected abstract void BeginRestoring();

    /// <summary>Entries behind a position as the writing connection sees them.</summary>
    protected abstract IEnumerable<LedgerEntry> Rows(long after);

    protected abstract void Insert(IReadOnlyList<LedgerEntry> entries);

    /// <summary>Makes the transaction durable, and tells others how far the ledger goes now.</summary>
    protected abstract void Commit(long last);

    /// <summary>The transaction is over, and nothing of it stays.</summary>
    protected virtual void RolledBack()
    {
    }

    /// <summary>The sentence for an error of the database.</summary>
    protected abstract LedgerException Explain(DbException failed);

    protected LedgerException Damaged(long position, string problem) => EntryRows.Damaged(Name, position, problem);

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

    protected static DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
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

    protected void Guard(Action use) => Guard(() =>
    {
        use();
        return true;
    });

    protected T Guard<T>(Func<T> use)
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

    /// <summary>A connection that was cut is noticed when it is used, and nothing has been written then.</summary>
    private void Lock()
    {
        try
        {
            Guard(Reopen);
            Guard(() => Begin(Last));
        }
        catch (LedgerException) when (IsShared)
        {
            Rollback();
            Guard(Reopen);
            Guard(() => Begin(Last));
        }
    }

    /// <summary>
    /// Appends drafts as if nobody else had written and no request were a repeated one, which is nearly always so. A request that is known here, or a
    /// position that somebody else has taken meanwhile, refuses the group. Then, as with any draft that cannot be appended, nothing has happened, and the drafts
    /// are decided on behind what the others have written.
    /// </summary>
    /// <param name="drafts">The drafts.</param>
    /// <param name="sent">What was sent, if nothing is returned and it may have been appended all the same.</param>
    /// <returns>Null if it is not known that anything was appended.</returns>
    private AppendOutcome[]? TryAppend(IReadOnlyList<Draft> drafts, ref Attempt? sent)
    {
        var (head, last, decided, outcomes) = (Head, Last, new Decided([]), new AppendOutcome[drafts.Count]);
        var isAppended = false;
        try
        {
            if (drafts.Any(draft => draft.Request is { } request && requests.Of(request.Id) is not null))
                return null;
            for (var at = 0; at < outcomes.Length; at++)
            {
                outcomes[at] = Decide(drafts[at], decided);
                if (outcomes[at] is not AppendOutcome.Appended)
                    return null;
            }

            behind = true; // until it is known what became of the transaction
            Guard(Reopen);
            Guard(BeginUnread);
            Guard(() => Insert(decided.Entries));
            sent = new Attempt(decided.Entries, outcomes);
            Guard(() => Commit(Last));
            (isAppended, behind) = (true, false);
            decided.Entries.ForEach(entry => Keep(entry));
            return outcomes;
        }
        catch (LedgerException)
        {
            Rollback();
            return null;
        }
        finally
        {
            if (!isAppended)
                (Head, Last) = (head, last);
        }
    }

    /// <summary>An entry was read, perhaps again, or appended and is durable.</summary>
    /// <returns>False if it is not the one that follows in its stream.</returns>
    private bool Keep(LedgerEntry entry)
    {
        if (entry.Request is { } request)
            requests.Add(request.Id, entry.Position);
        return streams.Add(entry);
    }

    /// <summary>The entries that answered requests, as far as the ledger was read.</summary>
    private List<LedgerEntry> Answers(HashSet<string> requestIds)
    {
        var positions = requestIds.Select(requests.Of).OfType<long>().Distinct().ToArray();
        if (positions.Length == 0)
            return [];

        using var command = Command(connection, $"SELECT {EntryRows.Entries} FROM entry WHERE position IN ({string.Join(',', positions)})");
        using var found = command.ExecuteReader();
        var answers = new List<LedgerEntry>(positions.Length);
        while (found.Read())
            if (EntryRows.Entry(found, Name) is { Request: { } request } answered && requestIds.Contains(request.Id))
                answers.Add(answered);
        return answers;
    }

    private (List<LedgerEntry> Entries, AppendOutcome[] Outcomes, Checkpoint? Checkpoint) Write(IReadOnlyList<Draft> drafts, Notary notary, bool checkpoint)
    {
        var decided = new Decided(Answers(drafts.Select(d => d.Request?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal)).ToDictionary(e => e.Request!.Id, StringComparer.Ordinal));
        var outcomes = drafts.Select(draft => Decide(draft, decided)).ToArray();
        if (decided.Entries.Count > 0)
            Insert(decided.Entries);
        return (decided.Entries, outcomes, notary.CanSign && (checkpoint || notary.IsDue(Last)) ? WriteCheckpoint(notary, checkpoint) : null);
    }

    private AppendOutcome Decide(Draft draft, Decided decided)
    {
        if (draft.Request is { } request && decided.Answers.TryGetValue(request.Id, out var answered))
            return answered.IsAnswerTo(request, draft.Author) ? new AppendOutcome.Repeated(answered) : new AppendOutcome.RequestReused();

        var revision = RevisionOf(draft.Stream, decided);
        if (revision != draft.ExpectedRevision || draft.RestsOn.Any(other => RevisionOf(other.Stream, decided) != other.Revision))
            return new AppendOutcome.Stale(revision);

        var entry = new LedgerEntry(
            Last + 1, draft.Stream, revision + 1, draft.Kind, draft.Payload, draft.Author, draft.RecordedAt.ToUniversalTime(), draft.Request, default);
        entry = entry with { Hash = HashChain.Next(Head.Span, entry) };
        (Head, Last) = (entry.Hash, entry.Position);
        decided.Revisions[entry.Stream] = entry.Revision;
        if (entry.Request is { } asked)
            decided.Answers.Add(asked.Id, entry);
        decided.Entries.Add(entry);
        return new AppendOutcome.Appended(entry);
    }

    private int RevisionOf(string stream, Decided decided) => decided.Revisions.TryGetValue(stream, out var revision) ? revision : streams.Revision(stream);

    /// <summary>What the drafts of a group have come to so far.</summary>
    private sealed class Decided(Dictionary<string, LedgerEntry> answers)
    {
        public Dictionary<string, LedgerEntry> Answers => answers;

        public Dictionary<string, int> Revisions { get; } = new(StringComparer.Ordinal);

        public List<LedgerEntry> Entries { get; } = [];
    }

    private void Rollback()
    {
        RolledBack();
        try
        {
            Execute(connection, "ROLLBACK");
        }
        catch (Exception failed) when (failed is DbException or InvalidOperationException)
        {
            // There was no transaction any more, or the connection is gone and took it along.
        }
    }
}
