using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.State;

/// <summary>The service's ledger: acts, rule sets and which of them is active, folded into one record as entries come.</summary>
internal sealed partial class ScopeLedger(IOptions<LedgerOptions> place, TimeProvider time, ILogger<ScopeLedger> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly LedgerVerifier verifier = new(time);
    private EntryLedger? ledger;
    private ScopeRecord record = ScopeRecord.Empty;

    /// <summary>All that has been recorded.</summary>
    public ScopeRecord Record => Volatile.Read(ref record);

    /// <summary>The ledger, for those who verify it.</summary>
    public OwnLedger Own => new("ledgers/scope-rules", () => ledger?.Position ?? 0, VerifyAsync);

    /// <summary>How the ledger stands, all of which was verified when it was opened, or since; null while it is not open.</summary>
    public StoreState? Store => ledger is null ? null : new StoreState(
        ledger.Position, ledger.LastCheckpoint is { } last ? (last.Position, time.GetUtcNow() - last.SignedAt) : null, verifier.Last, ledger.Problem);

    /// <exception cref="StartupException">The ledger cannot be opened, is damaged, or holds what this version does not know.</exception>
    public void Open()
    {
        try
        {
            ledger = EntryLedger.Open(place.Value, time, Apply);
            verifier.FoundIntact(ledger.LastCheckpoint?.Position ?? 0);
        }
        catch (Exception failed) when (failed is LedgerException or InvalidDataException)
        {
            throw new StartupException(failed.Message, failed);
        }
    }

    /// <summary>What answered a request of the same author before; null if nothing did.</summary>
    public async Task<Result<Happened>?> AnsweredAsync(RequestKey? request, string author, CancellationToken cancellation)
    {
        if (request is null || await AnswerAsync(Ledger.FindRequestAsync(request.Id, cancellation)) is not { } entry)
            return null;
        return entry.IsAnswerTo(request, author) ? ToHappened(entry) : Fault.RequestIdReused(request.Id);
    }

    /// <summary>
    /// Decides on the record as it stands and appends what is decided; decides again if another writer was faster. Durable, and in
    /// <see cref="Record"/>, when the task completes.
    /// </summary>
    public async Task<Result<Happened>> RecordAsync(
        string stream, Func<ScopeRecord, Result<ScopeEvent>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        while (true)
        {
            var current = Record;
            var decided = decide(current);
            if (decided.Fault is { } fault)
                return await AnsweredAsync(request, author, cancellation) ?? fault; // the same request may have been answered meanwhile

            var (kind, payload) = ScopeEventCodec.Encode(decided.Value);
            var draft = new Draft(stream, current.Revisions.GetValueOrDefault(stream), kind, payload, author, time.GetUtcNow(), request);
            switch (await AnswerAsync(Ledger.AppendAsync(draft, cancellation)))
            {
                case AppendOutcome.Appended appended:
                    return ToHappened(appended.Entry);
                case AppendOutcome.Repeated repeated:
                    return ToHappened(repeated.Entry);
                case AppendOutcome.RequestReused:
                    return Fault.RequestIdReused(request!.Id);
            }
        }
    }

    /// <summary>Reads on to what any process has written by now; it is in <see cref="Record"/> when the task completes.</summary>
    /// <exception cref="FaultException">The ledger cannot be read now.</exception>
    public Task CatchUpAsync(CancellationToken cancellation) => AnswerAsync(Ledger.CatchUpAsync(cancellation));

    /// <summary>Calls back for every entry that comes, of this process or another, until it is cancelled.</summary>
    public async Task FollowAsync(Action moved, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in Ledger.TailAsync(Record.Position, cancellation))
                    moved();
                return; // the ledger is closed
            }
            catch (LedgerException failed)
            {
                Log.LedgerAway(logger, failed.Message);
                await Task.Delay(Retry, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Verifies the whole ledger, one caller at a time.</summary>
    /// <exception cref="FaultException">The ledger cannot be read now.</exception>
    public Task<LedgerFinding> VerifyAsync(IProgress<long> progress, CancellationToken cancellation) => verifier.VerifyAsync(
        async () =>
        {
            var verdict = await AnswerAsync(Ledger.VerifyAsync(progress, cancellation));
            return new LedgerFinding(
                verdict.Entries, verdict.Head, verdict.Checkpoints, verdict.LastCheckpoint?.Position ?? 0, verdict.Damage is { } damage ? (damage.Position, damage.Problem) : null);
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        if (ledger is not null)
            await ledger.DisposeAsync();
        verifier.Dispose();
    }

    private EntryLedger Ledger => ledger ?? throw new FaultException(Fault.NotReady("the ledger"));

    /// <summary>A store that cannot be used now is a dependency that is away, not a defect.</summary>
    private async Task<T> AnswerAsync<T>(Task<T> asked)
    {
        try
        {
            return await asked;
        }
        catch (LedgerException failed)
        {
            Log.LedgerAway(logger, failed.Message);
            throw new FaultException(Fault.Away("the ledger"));
        }
    }

    private void Apply(LedgerEntry entry) => Volatile.Write(ref record, record.Fold(entry.Stream, ToHappened(entry)));

    private static Happened ToHappened(LedgerEntry entry) =>
        new(ScopeEventCodec.Decode(entry.Kind, entry.Payload.Span), entry.Position, entry.Revision, entry.Author, entry.RecordedAt);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
        public static partial void LedgerAway(ILogger logger, string reason);
    }
}
