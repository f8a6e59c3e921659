using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The ledger of this service, for those who write to it and those who examine it.</summary>
public sealed class OpenedLedger(IOptions<LedgerOptions> options, TimeProvider time, IMeterFactory meters) : IAsyncDisposable
{
    private readonly SemaphoreSlim verifying = new(1);
    private EntryLedger? ledger;
    private Verification? verified;

    /// <exception cref="FaultException">It is not open yet.</exception>
    public EntryLedger Now => ledger ?? throw new FaultException(Fault.NotReady("the ledger"));

    /// <summary>The last time that the whole ledger was found intact.</summary>
    public Verification? Verified => Volatile.Read(ref verified);

    /// <summary>How long ago the last checkpoint was signed; none without one.</summary>
    public TimeSpan? CheckpointAge => ledger?.LastCheckpoint is { } checkpoint ? time.GetUtcNow() - checkpoint.SignedAt : null;

    /// <summary>How the ledger stands; null while it is not open.</summary>
    public StoreState? Store => ledger is null ? null : new StoreState(
        ledger.Position, CheckpointAge is { } age ? (ledger.LastCheckpoint!.Position, age) : null, Verified, ledger.Problem);

    /// <exception cref="LedgerException">The ledger cannot be opened, or is damaged.</exception>
    public EntryLedger Open(Action<LedgerEntry> committed, Func<LedgerSnapshot, bool> restore)
    {
        ledger = EntryLedger.Open(options.Value, time, committed, restore);
        Remember(ledger.LastCheckpoint);
        var meter = meters.Create("PilotPlatform.Ledger");
        meter.CreateObservableGauge("pilotplatform.ledger.position", () => ledger.Position, "{entry}", "How many entries the ledger has");
        meter.CreateObservableGauge(
            "pilotplatform.ledger.checkpoint.age", () => CheckpointAge is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s", "How long ago the last checkpoint was signed");
        return ledger;
    }

    /// <summary>Verifies the whole ledger, one caller at a time.</summary>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public async Task<LedgerVerdict> VerifyAsync(IProgress<long> progress, CancellationToken cancellation)
    {
        await verifying.WaitAsync(cancellation);
        try
        {
            var verdict = await Now.VerifyAsync(progress, cancellation);
            if (verdict.Damage is null)
                Remember(verdict.LastCheckpoint);
            return verdict;
        }
        finally
        {
            verifying.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (ledger is not null)
            await ledger.DisposeAsync();
        verifying.Dispose();
    }

    private void Remember(Checkpoint? checkpoint) => Volatile.Write(ref verified, new Verification(checkpoint?.Position ?? 0, time.GetUtcNow()));
}
