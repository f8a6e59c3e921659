using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>
/// The editions, which of them is current, and the imports: folded from the ledger, which holds every file and the words that were
/// read from it. Editions are read again at every start and held against the hash under which they were published; one that this version reads
/// otherwise, or not at all, is left aside and told, and what was current before it is served.
/// </summary>
public sealed partial class EditionShelf(IOptions<CatalogOptions> options, IOptions<LedgerOptions> place, TimeProvider time, ILogger<EditionShelf> logger) : IAsyncDisposable
{
    private readonly LedgerVerifier verifier = new(time);
    private CatalogFiles? files;
    private EntryLedger? ledger;
    private Holdings holdings = Holdings.Empty;
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The data files of the programme.</summary>
    public CatalogFiles Files => files ?? throw new FaultException(Fault.NotReady("the catalogue"));

    /// <summary>What is held now.</summary>
    public Holdings Holdings => Volatile.Read(ref holdings);

    public IReadOnlyList<PublishedEdition> Editions => Holdings.Editions;

    /// <summary>The edition that reads use.</summary>
    /// <exception cref="FaultException">No edition has been published.</exception>
    public PublishedEdition Current => Holdings.Current ?? throw new FaultException(Fault.NotReady("the catalogue"));

    /// <summary>Done when an edition has become current after this was asked for.</summary>
    public Task Moved => Volatile.Read(ref moved).Task;

    /// <summary>The ledger, for those who verify it.</summary>
    public OwnLedger Own => new("ledgers/catalog", () => ledger?.Position ?? 0, VerifyAsync);

    /// <summary>How the ledger stands, all of which was verified when it was opened, or since; null while it is not open.</summary>
    public StoreState? Store => ledger is null ? null : new StoreState(
        ledger.Position, ledger.LastCheckpoint is { } last ? (last.Position, time.GetUtcNow() - last.SignedAt) : null, verifier.Last, ledger.Problem);

    private EntryLedger Ledger => ledger ?? throw new FaultException(Fault.NotReady("the ledger"));

    /// <summary>Loads the data files and replays the ledger.</summary>
    /// <exception cref="StartupException">A file or an edition is not what it was, or the ledger cannot be opened or is damaged.</exception>
    public void Open()
    {
        files = CatalogFiles.Load(options.Value);
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

    /// <summary>Takes up what other replicas have written by now; without being told to, the ledger looks on its own.</summary>
    /// <exception cref="FaultException">The ledger cannot be read now.</exception>
    public Task CatchUpAsync(CancellationToken cancellation) => AnswerAsync(Ledger.CatchUpAsync(cancellation));

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

    /// <summary>An edition as messages, published or not.</summary>
    public EditionView View(Edition edition) => new(edition, Holdings.Editions is [var first, ..] ? first.Edition : edition, Files);

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

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
        public static partial void LedgerAway(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "An import is left aside: {Reason}")]
        public static partial void ImportAside(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The published edition {Edition} is left aside: {Reason}")]
        public static partial void EditionAside(ILogger logger, string edition, string reason);
    }
}
