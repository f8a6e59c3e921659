using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;
using static PilotPlatform.Catalog.CatalogEntries;

namespace PilotPlatform.Catalog;

/// <summary>
/// The editions, which of them is current, and the imports: folded from the ledger, which holds every file and the words that were
/// read from it. Editions are read again at every start and held against the hash under which they were published.
/// </summary>
public sealed partial class EditionShelf(IOptions<CatalogOptions> options, IOptions<LedgerOptions> place, TimeProvider time, ILogger<EditionShelf> logger) : IAsyncDisposable
{
    private CatalogFiles? files;
    private EntryLedger? ledger;
    private (long Position, DateTimeOffset Time) verified;
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

    /// <summary>How the ledger stands, all of which was verified when it was opened; null while it is not open.</summary>
    public StoreState? Store => ledger is null ? null : new StoreState(
        ledger.Position, ledger.LastCheckpoint is { } last ? (last.Position, time.GetUtcNow() - last.SignedAt) : null, verified, ledger.Problem);

    private EntryLedger Ledger => ledger ?? throw new FaultException(Fault.NotReady("the ledger"));

    /// <summary>Loads the data files and replays the ledger.</summary>
    /// <exception cref="StartupException">A file or an edition is not what it was, or the ledger cannot be opened or is damaged.</exception>
    public void Open()
    {
        files = CatalogFiles.Load(options.Value);
        try
        {
            ledger = EntryLedger.Open(place.Value, time, Apply);
            verified = (ledger.LastCheckpoint?.Position ?? 0, time.GetUtcNow());
        }
        catch (Exception failed) when (failed is LedgerException or InvalidDataException)
        {
            throw new StartupException(failed.Message, failed);
        }
    }

    /// <summary>Takes up what other replicas have written by now; without being told to, the ledger looks on its own.</summary>
    /// <exception cref="FaultException">The ledger cannot be read now.</exception>
    public Task CatchUpAsync(CancellationToken cancellation) => AnswerAsync(Ledger.CatchUpAsync(cancellation));

    public async ValueTask DisposeAsync()
    {
        if (ledger is not null)
            await ledger.DisposeAsync();
    }

    private void Apply(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case EditionPublished:
                var source = Decode<SourcePayload>(entry);
                Publish(entry, Holdings.FindContent(source.ContentSha256) ?? Published(entry, Published(Read(entry, source)), source.MediaType, source.Source));
                break;
            case DocumentImported:
                var import = Decode<ImportPayload>(entry);
                var read = Read(entry, import.Document);
                if (read.Fault is { } unread)
                {
                    Log.ImportAside(logger, unread.Message); // nothing rests on it unless it was published, which is told below
                    break;
                }

                var edition = read.Value;
                Volatile.Write(ref holdings, Holdings.With(new ImportedDocument(
                    entry.Stream[(entry.Stream.LastIndexOf('/') + 1)..], import.FileName, import.Document.MediaType, import.Document.Source.Length,
                    Convert.ToHexStringLower(SHA256.HashData(import.Document.Source)), edition, new Lazy<EditionView>(() => View(edition)), entry.Author, entry.RecordedAt)));
                break;
            case ImportRepeated:
                break; // nothing but the request is told by it
            case ContentPublished:
                var content = Decode<ContentPayload>(entry);
                Publish(entry, Holdings.FindContent(content.ContentSha256) ?? Published(entry, Holdings.FindImport(content.Import ?? "") ?? throw new InvalidDataException(
                    $"The entry at position {entry.Position} of the catalogue's ledger publishes what was not imported.")));
                break;
            default:
                throw new InvalidDataException($"The entry at position {entry.Position} of the catalogue's ledger is a '{entry.Kind}', which this version does not know.");
        }
    }

    private void Publish(LedgerEntry entry, PublishedEdition edition)
    {
        Volatile.Write(ref holdings, Holdings.With(new Publication(edition, entry.Author, entry.RecordedAt)));
        Interlocked.Exchange(ref moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <exception cref="StartupException">It cannot be read as what it was.</exception>
    private static Edition Published(Result<Edition> read) => read.Fault is { } fault ? throw new StartupException(fault.Message) : read.Value;

    /// <summary>What an entry holds, read again; it has to be what it was.</summary>
    private Result<Edition> Read(LedgerEntry entry, SourcePayload source)
    {
        var edition = source.Transcript is { } words
            ? DocumentImport.Read(new Transcript(source.MediaType, words), Files.Gazetteer)
            : DocumentImport.Read(source.Source, Files.Gazetteer);
        if (edition.Fault is { } fault)
            return Fault.Invalid("document", $"The document at position {entry.Position} of the catalogue's ledger cannot be read any more: {fault}");
        return edition.Value.ContentSha256 == source.ContentSha256
            ? edition
            : Fault.Invalid("document", $"The document at position {entry.Position} of the catalogue's ledger is read as another content than was recorded.");
    }

    private static PublishedEdition Published(LedgerEntry entry, ImportedDocument import) => new(
        import.Edition, import.View.Value, entry.Author, entry.RecordedAt, import.MediaType, import.SourceSha256, import.Size);

    private PublishedEdition Published(LedgerEntry entry, Edition edition, string mediaType, byte[] source) => new(
        edition, View(edition), entry.Author, entry.RecordedAt, mediaType, Convert.ToHexStringLower(SHA256.HashData(source)), source.Length);

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
    }
}
