using System.Data.Common;

namespace PilotPlatform.Ledger;

/// <summary>What one transaction did: the entries of others that stood before it, what became of the drafts, and the checkpoint it wrote.</summary>
internal sealed record Group(IReadOnlyList<LedgerEntry> Others, AppendOutcome[] Outcomes, Checkpoint? Checkpoint);

/// <summary>
/// The entries in a table of one database. What SQLite and PostgreSQL do alike stands here: it decides under the database's own lock
/// what becomes of drafts. How each is opened, locked, read and made durable stands in its own class.
/// </summary>
internal abstract partial class EntryStore(DbConnection connection, string name) : IDisposable
{
    private readonly StreamRevisions revisions = new();
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

    /// <summary>Whether the database finds the entries of a stream; where it does not, the store knows where they stand.</summary>
    public abstract bool IsIndexedByStream { get; }

    /// <summary>The entries up to here are known and were held against the chain.</summary>
    public virtual void StartFrom(long position, ReadOnlyMemory<byte> head, ChainVerification verified) => (Last, Head) = (position, head);

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
            if (!Saw(entry))
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
        if (!behind && Unknown(drafts).Length == 0 && drafts.Count > 0 && !isSigned && TryAppend(drafts, ref sent) is { } outcomes)
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
            var asked = new Asked(Last, [.. drafts.Select(d => d.Request?.Id).OfType<string>().Distinct(StringComparer.Ordinal)], Unknown(drafts));
            Lock(asked);
            LedgerEntry[] others = [.. ReadOnHere()];
            if (sent is not null && sent.IsAmong(others))
            {
                Guard(() => Commit(Last));
                return new Group(others, sent.Found(), Checkpoint: null);
            }

            var written = Guard(() => Write(drafts, asked, notary, checkpoint));
            sent = new Attempt(written.Entries, written.Outcomes);
            Guard(() => Commit(Last));
            written.Entries.ForEach(Wrote);
            if (written.Checkpoint is not null)
                notary.Last = written.Checkpoint;
            return new Group(others, written.Outcomes, written.Checkpoint);
        }
        catch
        {
            (Head, Last, behind) = (headBefore, lastBefore, true);
            revisions.Forget();
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

    /// <summary>What is asked of a ledger before drafts are decided on: entries behind a position, answers to requests, revisions of streams.</summary>
    protected sealed record Asked(long After, string[] Requests, string[] Streams)
    {
        public static readonly Asked Nothing = new(long.MaxValue, [], []);
    }

    /// <summary>Looks for damage below the entries, where the database can be asked for it.</summary>
    /// <exception cref="LedgerException">The database is damaged.</exception>
    public virtual void CheckPages()
    {
    }

    public virtual void Dispose() => connection.Dispose();

    /// <summary>Opens the connection again if it was lost.</summary>
    protected abstract void Reopen();

    /// <summary>Begins a transaction that holds the right to append; what is asked in it, it may bring along.</summary>
    protected abstract void Begin(Asked asked);

    /// <summary>Begins one in which nothing is asked; it may begin with what is written in it.</summary>
    protected abstract void BeginUnasked();

    /// <summary>Begins one in which a ledger is restored. Where the database can, what the ledger is kept in is made in it, too, and goes if it does not end well.</summary>
    protected abstract void BeginRestoring();

    /// <summary>Entries behind a position as the writing connection sees them.</summary>
    protected abstract IEnumerable<LedgerEntry> Rows(long after);

    /// <summary>The entries that answered requests.</summary>
    protected abstract IEnumerable<LedgerEntry> Answers(IReadOnlyCollection<string> requestIds);

    /// <summary>Whether a request may have been answered; false where the database itself refuses to answer one twice.</summary>
    protected virtual bool MayBeAnswered(string requestId) => false;

    /// <summary>Revisions of streams, 0 for one that has no entry.</summary>
    protected abstract IEnumerable<(string Stream, int Revision)> RevisionsOf(IReadOnlyCollection<string> streams);

    /// <summary>An entry was read on.</summary>
    /// <returns>False if it is known not to be the one that follows in its stream.</returns>
    protected virtual bool Saw(LedgerEntry entry) => revisions.Saw(entry);

    /// <summary>An entry was appended and is durable.</summary>
    protected virtual void Wrote(LedgerEntry entry)
    {
    }

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
    private void Lock(Asked asked)
    {
        try
        {
            Guard(Reopen);
            Guard(() => Begin(asked));
        }
        catch (LedgerException) when (IsShared)
        {
            Rollback();
            Guard(Reopen);
            Guard(() => Begin(asked));
        }
    }

    /// <summary>
    /// Appends drafts as if nobody else had written and no request were a repeated one, which is nearly always so. The keys of the table, and what is
    /// known here, say whether it is: a position or a request that is there already refuses the group. Then, as with any draft that cannot be appended,
    /// nothing has happened, and the drafts are decided on with all that the database knows.
    /// </summary>
    /// <param name="drafts">The drafts.</param>
    /// <param name="sent">What was sent, if nothing is returned and it may have been appended all the same.</param>
    /// <returns>Null if it is not known that anything was appended.</returns>
    private AppendOutcome[]? TryAppend(IReadOnlyList<Draft> drafts, ref Attempt? sent)
    {
        var (head, last, entries, outcomes) = (Head, Last, new List<LedgerEntry>(drafts.Count), new AppendOutcome[drafts.Count]);
        var isAppended = false;
        try
        {
            if (drafts.Any(draft => draft.Request is { } request && MayBeAnswered(request.Id)))
                return null;
            var answers = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
            for (var at = 0; at < outcomes.Length; at++)
            {
                outcomes[at] = Decide(drafts[at], answers, entries);
                if (outcomes[at] is not AppendOutcome.Appended)
                    return null;
            }

            behind = true; // until it is known what became of the transaction
            Guard(Reopen);
            Guard(BeginUnasked);
            Guard(() => Insert(entries));
            sent = new Attempt(entries, outcomes);
            Guard(() => Commit(Last));
            (isAppended, behind) = (true, false);
            entries.ForEach(Wrote);
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
                Undo(entries, head, last);
        }
    }

    /// <summary>Streams of the drafts whose revisions the database has to be asked for; a store that knows all of them is asked at once.</summary>
    private string[] Unknown(IReadOnlyList<Draft> drafts)
    {
        var unknown = revisions.Missing(drafts.Select(d => d.Stream).Concat(drafts.SelectMany(d => d.RestsOn, (_, other) => other.Stream)));
        if (IsIndexedByStream || behind)
            return unknown;

        foreach (var (stream, revision) in RevisionsOf(unknown))
            revisions[stream] = revision;
        return [];
    }

    private void Undo(List<LedgerEntry> entries, ReadOnlyMemory<byte> head, long last)
    {
        for (var at = entries.Count - 1; at >= 0; at--)
            revisions[entries[at].Stream] = entries[at].Revision - 1;
        (Head, Last) = (head, last);
    }

    private (List<LedgerEntry> Entries, AppendOutcome[] Outcomes, Checkpoint? Checkpoint) Write(IReadOnlyList<Draft> drafts, Asked asked, Notary notary, bool checkpoint)
    {
        var answers = asked.Requests.Length == 0 ? [] : Answers(asked.Requests).ToDictionary(e => e.Request!.Id, StringComparer.Ordinal);
        if (asked.Streams.Length > 0)
            foreach (var (stream, revision) in RevisionsOf(asked.Streams))
                revisions[stream] = revision;

        var entries = new List<LedgerEntry>(drafts.Count);
        var outcomes = drafts.Select(draft => Decide(draft, answers, entries)).ToArray();
        if (entries.Count > 0)
            Insert(entries);
        return (entries, outcomes, notary.CanSign && (checkpoint || notary.IsDue(Last)) ? WriteCheckpoint(notary, checkpoint) : null);
    }

    private AppendOutcome Decide(Draft draft, Dictionary<string, LedgerEntry> answers, List<LedgerEntry> entries)
    {
        if (draft.Request is { } request && answers.TryGetValue(request.Id, out var answered))
            return answered.IsAnswerTo(request, draft.Author) ? new AppendOutcome.Repeated(answered) : new AppendOutcome.RequestReused();

        var revision = revisions[draft.Stream];
        if (revision != draft.ExpectedRevision)
            return new AppendOutcome.Stale(revision);
        if (draft.RestsOn.Any(other => revisions[other.Stream] != other.Revision))
            return new AppendOutcome.Stale(revision);

        var entry = new LedgerEntry(
            Last + 1, draft.Stream, revision + 1, draft.Kind, draft.Payload, draft.Author, draft.RecordedAt.ToUniversalTime(), draft.Request, default);
        entry = entry with { Hash = HashChain.Next(Head.Span, entry) };
        (Head, Last) = (entry.Hash, entry.Position);
        revisions[entry.Stream] = entry.Revision;
        if (entry.Request is { } asked)
            answers.Add(asked.Id, entry);
        entries.Add(entry);
        return new AppendOutcome.Appended(entry);
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
