using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The ledger of this service, for those who write to it and those who examine it.</summary>
public sealed class OpenedLedger(IOptions<LedgerOptions> options, TimeProvider time, IMeterFactory meters) : IAsyncDisposable
{
    private readonly LedgerVerifier verifier = new(time);
    private EntryLedger? ledger;

    /// <exception cref="FaultException">It is not open yet.</exception>
    public EntryLedger Now => ledger ?? throw new FaultException(Fault.NotReady("the ledger"));

    /// <summary>Whether other processes write to it as well.</summary>
    public bool IsShared => !string.IsNullOrEmpty(options.Value.Database);

    /// <summary>The last time that the whole ledger was found intact.</summary>
    public Verification? Verified => verifier.Last;

    /// <summary>How long ago the last checkpoint was signed; none without one.</summary>
    public TimeSpan? CheckpointAge => ledger?.LastCheckpoint is { } checkpoint ? time.GetUtcNow() - checkpoint.SignedAt : null;

    /// <summary>How the ledger stands; null while it is not open.</summary>
    public StoreState? Store => ledger is null ? null : new StoreState(
        ledger.Position, CheckpointAge is { } age ? (ledger.LastCheckpoint!.Position, age) : null, Verified, ledger.Problem);

    /// <exception cref="LedgerException">The ledger cannot be opened, or is damaged.</exception>
    public EntryLedger Open(Action<LedgerEntry> committed, Func<LedgerSnapshot, bool> restore)
    {
        ledger = EntryLedger.Open(options.Value, time, committed, restore);
        verifier.FoundIntact(ledger.LastCheckpoint?.Position ?? 0);
        var meter = meters.Create("PilotPlatform.Ledger");
        meter.CreateObservableGauge("pilotplatform.ledger.position", () => ledger.Position, "{entry}", "How many entries the ledger has");
        meter.CreateObservableGauge(
            "pilotplatform.ledger.checkpoint.age", () => CheckpointAge is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s", "How long ago the last checkpoint was signed");
        return ledger;
    }

    /// <summary>Verifies the whole ledger, one caller at a time.</summary>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public Task<LedgerFinding> VerifyAsync(IProgress<long> progress, CancellationToken cancellation) => verifier.VerifyAsync(
        async () =>
        {
            var verdict = await Now.VerifyAsync(progress, cancellation);
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
}
