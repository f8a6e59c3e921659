using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace PilotPlatform.Ledger;

/// <summary>
/// An append-only ledger. Appends that wait at the same time share one sync (group commit); an append is acknowledged when it
/// is durable. Entries, those of other writers among them, reach <c>committed</c> in the order of their positions, before they
/// are acknowledged; in a file, while the next group is made durable.
/// </summary>
public sealed partial class EntryLedger : IAsyncDisposable
{
    private const int LargestGroup = 512;

    /// <summary>How long a store may take over a group before it is said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Throws at text that is none; what replaces it in one store would fail in another.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly EntryStore store;
    private readonly Action<LedgerEntry> committed;
    private readonly SigningKey? key;
    private readonly CheckpointTrust trust;
    private readonly Notary notary;
    private readonly EntryFeed feed = new();
    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly CancellationTokenSource ending = new();
    private readonly bool isReadOnly;
    private readonly TimeProvider time;
    private Task writer = Task.CompletedTask;
    private Task telling = Task.CompletedTask;
    private Task watcher = Task.CompletedTask;
    private ITimer? checkpoints;
    private volatile LedgerException? stopped;
    private string? problem;
    private long askedAt;
    private LedgerSnapshot? contradiction;
    private bool closed;
    private bool isLooking;

    private EntryLedger(EntryStore store, SigningKey? key, CheckpointTrust trust, Notary notary, bool isReadOnly, TimeProvider time, Action<LedgerEntry> committed) =>
        (this.store, this.key, this.trust, this.notary, this.isReadOnly, this.time, this.committed) = (store, key, trust, notary, isReadOnly, time, committed);

    /// <summary>Position of the last entry that reached its owner: how many entries the ledger has, as far as is known here.</summary>
    public long Position => feed.Now.Position;

    /// <summary>Hash of that entry.</summary>
    public ReadOnlyMemory<byte> Head => feed.Now.Head;

    /// <summary>The last checkpoint; null if there is none.</summary>
    public Checkpoint? LastCheckpoint => notary.Last;

    /// <summary>Position of the snapshot that the owner started from; 0 if it was given every entry.</summary>
    public long StartedFrom { get; private set; }

    /// <summary>Why the snapshot that is stored was not offered to the owner, in words that go on after "it is left aside:"; null if it was, or there is none.</summary>
    public string? SnapshotProblem { get; private set; }

    /// <summary>Why the ledger cannot be used at the moment, in one sentence; null if it can.</summary>
    public string? Problem => stopped?.Message ?? Volatile.Read(ref problem) ?? Silence;

    /// <summary>That the store has been asked and does not answer.</summary>
    private string? Silence => Volatile.Read(ref askedAt) is not 0 and var since && time.GetElapsedTime(since) is var silence && silence >= Patience
        ? string.Create(CultureInfo.InvariantCulture, $"The ledger {store.Name} has not answered for {silence.TotalSeconds:0} s.")
        : null;

    /// <summary>Appends a draft; durable when the task completes. Cancelling it leaves open whether the entry is written.</summary>
    /// <exception cref="ArgumentException">A text of the draft holds a zero character, or is not well-formed.</exception>
    /// <exception cref="LedgerException">The store cannot be written now; whether the entry was written shows when it can be read again.</exception>
    public async Task<AppendOutcome> AppendAsync(Draft draft, CancellationToken cancellation)
    {
        if (isReadOnly)
            throw new InvalidOperationException($"The ledger {store.Name} is only followed here.");
        foreach (var text in new[] { draft.Stream, draft.Kind, draft.Author, draft.Request?.Id, draft.Request?.Digest })
            if (text is not null && (text.Contains('\0', StringComparison.Ordinal) || Strict.GetByteCount(text) < 0))
                throw new ArgumentException("Texts of an entry hold no zero characters, which not every store can keep.", nameof(draft));

        return await AskAsync(new Append(draft), cancellation);
    }

    /// <summary>The entry that answered a request; null if none did.</summary>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public Task<LedgerEntry?> FindRequestAsync(string requestId, CancellationToken cancellation) =>
        AskAsync(new Turn<LedgerEntry?>(() => store.FindRequest(requestId)), cancellation);

    /// <summary>Reads on to what other writers have committed by now; afterwards, they have reached <c>committed</c>.</summary>
    /// <returns>The position that was reached.</returns>
    /// <exception cref="LedgerException">The store cannot be read now, or what was written is damaged.</exception>
    public Task<long> CatchUpAsync(CancellationToken cancellation) => AskAsync(new Turn<long>(() => store.Last), cancellation);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, true))
            return;

        await ending.CancelAsync();
        if (checkpoints is not null)
            await checkpoints.DisposeAsync();
        await watcher.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Writer.TryComplete();
        await writer;
        feed.End();
        store.Dispose();
        key?.Dispose();
        ending.Dispose();
    }

    private async Task<T> AskAsync<T>(Work<T> work, CancellationToken cancellation)
    {
        work.Caller = cancellation;
        await queue.Writer.WriteAsync(work, cancellation);
        return await work.Done.Task.WaitAsync(cancellation);
    }

    private async Task WriteAsync()
    {
        var group = new List<Append>(LargestGroup);
        while (await queue.Reader.WaitToReadAsync())
        {
            if (store.IsShared)
                await GatherAsync();
            await TakeWaitingAsync(group);
            await CommitAsync([.. group]);
            group.Clear();
        }

        await telling;
        Close();
    }

    /// <summary>
    /// Lets those who were just told ask again before the next group is made durable. A round trip to a server is worth waiting for them; a commit to a file is not,
    /// which costs less than telling them.
    /// </summary>
    private async Task GatherAsync()
    {
        await telling;
        await Task.Yield();
    }

    /// <summary>What nobody waits for any more is not begun: behind it are those who do.</summary>
    private async ValueTask TakeWaitingAsync(List<Append> group)
    {
        while (group.Count < LargestGroup && queue.Reader.TryRead(out var work))
        {
            if (work.Caller.IsCancellationRequested)
                continue;
            if (work is Append append)
            {
                group.Add(append);
                continue;
            }

            await telling;
            Take(work);
        }
    }

    /// <summary>Makes a group durable. Its owner and its callers are told beside the writer, which may go on with the next.</summary>
    private async ValueTask CommitAsync(Append[] group)
    {
        if (group.Length == 0)
            return;

        try
        {
            ThrowIfStopped();
            var written = Asking(() => store.Append([.. group.Select(a => a.Draft)], notary));
            Volatile.Write(ref problem, null);
            await telling;
            telling = Task.Run(() => Tell(group, written));
        }
        catch (Exception failed)
        {
            Volatile.Write(ref problem, failed.Message);
            Fail(group, failed);
        }
    }

    /// <summary>Each caller is told as soon as its own entry has reached the owner: it may decide anew while those behind it do.</summary>
    private void Tell(Append[] group, Group written)
    {
        try
        {
            ThrowIfStopped();
            foreach (var other in written.Others)
                Publish(other);
            foreach (var (append, outcome) in group.Zip(written.Outcomes))
            {
                if (outcome is AppendOutcome.Appended { Entry: var entry })
                    Publish(entry);
                append.Done.TrySetResult(outcome);
            }
        }
        catch (Exception failed)
        {
            Fail(group, failed);
        }
    }

    private static void Fail(Append[] group, Exception failed)
    {
        foreach (var append in group)
            append.Done.TrySetException(failed);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whoever asked is told.")]
    private void Take(Work work)
    {
        try
        {
            if (work is Look)
                Volatile.Write(ref isLooking, false);
            ThrowIfStopped();
            Asking(() =>
            {
                ReadOn();
                work.Run();
                return true;
            });
            Volatile.Write(ref problem, null);
        }
        catch (Exception failed)
        {
            Volatile.Write(ref problem, failed.Message);
            work.Fail(failed);
        }
    }

    private T Asking<T>(Func<T> ask)
    {
        Volatile.Write(ref askedAt, time.GetTimestamp());
        try
        {
            return ask();
        }
        finally
        {
            Volatile.Write(ref askedAt, 0);
        }
    }

    private void ReadOn()
    {
        try
        {
            foreach (var entry in store.ReadOn())
                Publish(entry);
        }
        catch (LedgerException) when (store.IsShared && stopped is null)
        {
            foreach (var entry in store.ReadOn()) // a connection that was cut is noticed when it is used
                Publish(entry);
        }
    }

    /// <summary>What an owner could not take, it cannot go on behind: from there on the ledger refuses.</summary>
    private void Publish(LedgerEntry entry)
    {
        try
        {
            committed(entry);
            feed.Add(entry);
        }
        catch (Exception failed)
        {
            stopped = new LedgerException($"The ledger {store.Name} cannot be read beyond position {entry.Position - 1}: {failed.Message}", failed);
            throw stopped;
        }
    }

    private void ThrowIfStopped()
    {
        if (stopped is not null)
            throw new LedgerException(stopped.Message, stopped);
    }

    /// <summary>The last word on how far the ledger goes; without it, the one before counts.</summary>
    private void Close()
    {
        try
        {
            if (stopped is null)
                WriteCheckpoint();
        }
        catch (LedgerException)
        {
            // The store is away; whatever it acknowledged is in it.
        }
    }

    private abstract record Work
    {
        /// <summary>Cancelled when the caller has left.</summary>
        public CancellationToken Caller { get; set; }

        public virtual void Run()
        {
        }

        public abstract void Fail(Exception failed);
    }

    private abstract record Work<T> : Work
    {
        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Fail(Exception failed) => Done.TrySetException(failed);
    }

    /// <summary>Another writer may have written; of several notices, one that waits is enough.</summary>
    private sealed record Look : Work
    {
        public override void Fail(Exception failed)
        {
            // It shows as the problem of the ledger, and is looked again.
        }
    }

    private sealed record Append(Draft Draft) : Work<AppendOutcome>;

    /// <summary>Something that is done between two groups, when everything that was committed has reached the owner.</summary>
    private sealed record Turn<T>(Func<T> Do) : Work<T>
    {
        public override void Run() => Done.SetResult(Do());
    }
}
