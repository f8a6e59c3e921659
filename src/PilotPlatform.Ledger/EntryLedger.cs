using System.Threading.Channels;

namespace PilotPlatform.Ledger;

/// <summary>
/// An append-only ledger. Appends that wait at the same time share one sync (group commit); an append is acknowledged when it
/// is durable. Entries reach <c>committed</c> in the order of their positions, before their appends are acknowledged.
/// </summary>
public sealed class EntryLedger : IAsyncDisposable
{
    private const int LargestGroup = 512;

    private readonly EntryStore store;
    private readonly Action<LedgerEntry> committed;
    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task writer;
    private bool behind;

    private EntryLedger(EntryStore store, Action<LedgerEntry> committed)
    {
        this.store = store;
        this.committed = committed;
        writer = Task.Run(WriteAsync);
    }

    /// <summary>Opens a ledger, replays every entry into <paramref name="committed"/>, and holds each against the hash chain.</summary>
    /// <param name="path">Path of the SQLite file, if it lies in one.</param>
    /// <param name="database">Connection string of its PostgreSQL database, which goes before the path; null or empty for none.</param>
    /// <param name="committed">Takes each entry, in the order of their positions, from one thread at a time.</param>
    /// <exception cref="LedgerException">It cannot be opened, another process has it, or it is damaged.</exception>
    public static EntryLedger Open(string path, string? database, Action<LedgerEntry> committed)
    {
        EntryStore store = string.IsNullOrEmpty(database) ? SqliteStore.Open(path) : PostgresStore.Open(database);
        try
        {
            foreach (var entry in store.ReadOn())
                committed(entry);
            return new EntryLedger(store, committed);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Appends a draft; durable when the task completes. Cancelling it leaves open whether the entry is written.</summary>
    /// <exception cref="ArgumentException">A text of the draft holds a zero character.</exception>
    /// <exception cref="LedgerException">The store cannot be written now; whether the entry was written shows when it can be read again.</exception>
    public async Task<AppendOutcome> AppendAsync(Draft draft, CancellationToken cancellation)
    {
        if (new[] { draft.Stream, draft.Kind, draft.Author, draft.Request?.Id, draft.Request?.Digest }.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
            throw new ArgumentException("Texts of an entry hold no zero characters, which not every store can keep.", nameof(draft));

        var work = new Append(draft);
        await queue.Writer.WriteAsync(work, cancellation);
        return await work.Done.Task.WaitAsync(cancellation);
    }

    /// <summary>The entry that answered a request; null if none did.</summary>
    public async Task<LedgerEntry?> FindRequestAsync(string requestId, CancellationToken cancellation)
    {
        var work = new Find(requestId);
        await queue.Writer.WriteAsync(work, cancellation);
        return await work.Done.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer;
        store.Dispose();
    }

    private async Task WriteAsync()
    {
        var group = new List<Append>(LargestGroup);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && queue.Reader.TryRead(out var work))
            {
                if (work is Append append)
                    group.Add(append);
                else
                    Answer((Find)work);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Append> group)
    {
        if (group.Count == 0)
            return;

        try
        {
            CatchUp();
            var outcomes = store.Append([.. group.Select(a => a.Draft)]);
            foreach (var appended in outcomes.OfType<AppendOutcome.Appended>())
                committed(appended.Entry);
            foreach (var (append, outcome) in group.Zip(outcomes))
                append.Done.SetResult(outcome);
        }
        catch (Exception failed)
        {
            behind = true;
            foreach (var append in group)
                append.Done.TrySetException(failed);
        }
    }

    private void Answer(Find find)
    {
        try
        {
            CatchUp();
            find.Done.SetResult(store.FindRequest(find.RequestId));
        }
        catch (Exception failed)
        {
            behind = true;
            find.Done.SetException(failed);
        }
    }

    /// <summary>After a failure: a commit may have come through though its answer was lost, and another process may have written.</summary>
    private void CatchUp()
    {
        if (!behind)
            return;

        foreach (var entry in store.ReadOn())
            committed(entry);
        behind = false;
    }

    private abstract record Work;

    private sealed record Append(Draft Draft) : Work
    {
        public TaskCompletionSource<AppendOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Find(string RequestId) : Work
    {
        public TaskCompletionSource<LedgerEntry?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
