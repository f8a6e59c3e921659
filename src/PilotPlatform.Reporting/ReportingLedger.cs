using System.Collections.Frozen;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>An entry that a decision asks for: behind which revision of its stream, what it says, and what else it rests on.</summary>
public sealed record Proposal(int Revision, string Kind, byte[] Payload, IReadOnlyList<StreamRevision>? RestsOn = null);

/// <summary>The ledger of reporting: decisions go in, projections come out.</summary>
public sealed partial class ReportingLedger(OpenedLedger opened, TimeProvider time, ILogger<ReportingLedger> logger)
{
    private FrozenDictionary<string, Projection> projections = FrozenDictionary<string, Projection>.Empty;
    private long position;

    /// <summary>Position of the last entry that was folded.</summary>
    public long Position => Volatile.Read(ref position);

    private EntryLedger Ledger => opened.Now;

    /// <summary>Position of the snapshot that was started from; 0 for none.</summary>
    public long StartedFrom => Ledger.StartedFrom;

    /// <exception cref="StartupException">The ledger cannot be opened, is damaged, or holds what this version does not know.</exception>
    public void Open(IEnumerable<Projection> folding)
    {
        projections = folding.ToFrozenDictionary(p => p.Collection, StringComparer.Ordinal);
        try
        {
            if (opened.Open(Apply, Restore).SnapshotProblem is { } reason)
                Log.SnapshotAside(logger, reason);
        }
        catch (Exception failed) when (failed is LedgerException or InvalidDataException or InvalidOperationException)
        {
            throw new StartupException(failed.Message, failed);
        }
    }

    /// <summary>The entry that answered a request of the same author before; null if none did.</summary>
    public async Task<Result<LedgerEntry>?> AnsweredAsync(RequestKey? request, string author, CancellationToken cancellation)
    {
        if (request is null || await AnswerAsync(Ledger.FindRequestAsync(request.Id, cancellation)) is not { } entry)
            return null;
        return entry.IsAnswerTo(request, author) ? entry : Fault.RequestIdReused(request.Id);
    }

    /// <summary>
    /// Decides, and records what is decided; decides again if another writer was faster. Durable, and visible to every read, when the
    /// task completes.
    /// </summary>
    public async Task<Result<LedgerEntry>> RecordAsync(string stream, Func<Result<Proposal>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        while (true)
        {
            var decided = decide();
            if (decided.Fault is { } fault)
                return await AnsweredAsync(request, author, cancellation) ?? fault; // refused by what the same request has done meanwhile

            var proposal = decided.Value;
            var draft = new Draft(stream, proposal.Revision, proposal.Kind, proposal.Payload, author, time.GetUtcNow(), request) { RestsOn = proposal.RestsOn ?? [] };
            switch (await AnswerAsync(Ledger.AppendAsync(draft, cancellation)))
            {
                case AppendOutcome.Appended appended:
                    return appended.Entry;
                case AppendOutcome.Repeated repeated:
                    return repeated.Entry;
                case AppendOutcome.RequestReused:
                    return Fault.RequestIdReused(request!.Id);
            }
        }
    }

    /// <summary>Takes a command; once more behind what other replicas have written by then, if it is refused for what stood here. What did not arrive somewhere is not sent again.</summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> command, CancellationToken cancellation)
    {
        var seen = Position;
        try
        {
            return await command();
        }
        catch (FaultException refused) when (opened.IsShared && refused.Fault is { Reason: not FaultReason.NotDelivered, Kind: FaultKind.Missing or FaultKind.Exists or FaultKind.Stale or FaultKind.Forbidden })
        {
            await CatchUpAsync(cancellation);
            if (Position == seen)
                throw;
            return await command();
        }
    }

    /// <summary>Reads on to what other replicas have written by now; a ledger that is of this process alone is always read.</summary>
    /// <exception cref="FaultException">The store cannot be read now.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        if (opened.IsShared)
            await AnswerAsync(Ledger.CatchUpAsync(cancellation));
    }

    /// <summary>What happened to a stream, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> HistoryAsync(string stream, CancellationToken cancellation)
    {
        try
        {
            var entries = new List<LedgerEntry>();
            await foreach (var entry in Ledger.ReadStreamAsync(stream, after: 0, cancellation))
                entries.Add(entry);
            return entries;
        }
        catch (LedgerException failed)
        {
            throw Away(failed);
        }
    }

    /// <summary>The entry at a position that has been reached.</summary>
    public async Task<LedgerEntry> EntryAsync(long at, CancellationToken cancellation)
    {
        try
        {
            return await Ledger.ReadAsync(at - 1, cancellation).FirstAsync(cancellation);
        }
        catch (LedgerException failed)
        {
            throw Away(failed);
        }
    }

    /// <summary>The entries behind a position, and every one that comes.</summary>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public IAsyncEnumerable<LedgerEntry> TailAsync(long after, CancellationToken cancellation) => Ledger.TailAsync(after, cancellation);

    /// <summary>Whether a position has been reached, by whichever replica: one that another has told may be a moment ahead.</summary>
    /// <exception cref="FaultException">The store cannot be read now.</exception>
    public async Task<bool> HasReachedAsync(long at, CancellationToken cancellation) =>
        at <= Position || await AnswerAsync(Ledger.CatchUpAsync(cancellation)) >= at;

    /// <summary>Waits until the ledger has reached a position; false when it will not.</summary>
    public Task<bool> WaitAsync(long until, CancellationToken cancellation) => Ledger.WaitAsync(until, cancellation);

    /// <summary>Stores what all projections hold, to start from; gives the position that it is of.</summary>
    /// <exception cref="LedgerException">It cannot be stored.</exception>
    public Task<long> SnapshotAsync(CancellationToken cancellation) => Ledger.SnapshotAsync(
        () => projections.Values.Select(p => (p, p.Capture())).ToArray(), ProjectionSnapshot.Encode, cancellation);

    /// <summary>Runs something for as long as this process is the one of all replicas that does.</summary>
    public Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation) => Ledger.LeadAsync(lead, cancellation);

    /// <summary>Where an entry happened; null for what nobody is told of.</summary>
    public ChangePlace? PlaceOf(LedgerEntry entry) => ProjectionOf(entry) is { } projection ? projection.PlaceOf(entry) : null;

    /// <summary>A store that cannot be used now is a dependency that is away, not a defect.</summary>
    private async Task<T> AnswerAsync<T>(Task<T> asked)
    {
        try
        {
            return await asked;
        }
        catch (LedgerException failed)
        {
            throw Away(failed);
        }
    }

    private FaultException Away(LedgerException failed)
    {
        Log.LedgerAway(logger, failed.Message);
        return new FaultException(Fault.Away("the ledger"));
    }

    private void Apply(LedgerEntry entry)
    {
        var projection = ProjectionOf(entry)
            ?? throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which this version does not know.");
        projection.Apply(entry);
        Volatile.Write(ref position, entry.Position);
    }

    private bool Restore(LedgerSnapshot snapshot)
    {
        try
        {
            ProjectionSnapshot.Restore(snapshot.Content, projections);
            Volatile.Write(ref position, snapshot.Position);
            return true;
        }
        catch (InvalidDataException unknown)
        {
            Log.SnapshotAside(logger, unknown.Message);
            return false;
        }
    }

    /// <summary>The third part of a stream's name says what it is a stream of.</summary>
    private Projection? ProjectionOf(LedgerEntry entry)
    {
        Span<Range> parts = stackalloc Range[4];
        return entry.Stream.AsSpan().Split(parts, '/') == parts.Length && projections.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(entry.Stream.AsSpan(parts[2]), out var projection) ? projection : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
        public static partial void LedgerAway(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot is left aside, and every entry folded anew: {Reason}")]
        public static partial void SnapshotAside(ILogger logger, string reason);
    }
}
