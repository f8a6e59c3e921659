using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>An edition with who published it when, from which bytes.</summary>
public sealed record PublishedEdition(
    Edition Edition, EditionView View, string Publisher, DateTimeOffset PublishTime, string MediaType, string SourceSha256, long SourceSize);

/// <summary>
/// The published editions, oldest first; the last is current. The ledger holds their sources, from which they are read again
/// at every start and held against the hash under which they were published.
/// </summary>
public sealed class EditionShelf(IOptions<CatalogOptions> options, IOptions<LedgerOptions> place, TimeProvider time) : IAsyncDisposable
{
    private const string Published = "EditionPublished";

    private CatalogFiles? files;
    private EntryLedger? ledger;
    private ImmutableArray<PublishedEdition> editions = [];

    /// <summary>The data files of the programme.</summary>
    public CatalogFiles Files => files ?? throw new FaultException(Fault.NotReady("the catalogue"));

    public IReadOnlyList<PublishedEdition> Editions => editions;

    /// <summary>The edition that reads use.</summary>
    /// <exception cref="FaultException">No edition has been published.</exception>
    public PublishedEdition Current => editions is [.., var last] ? last : throw new FaultException(Fault.NotReady("the catalogue"));

    /// <summary>Loads the data files and replays the ledger.</summary>
    /// <exception cref="StartupException">A file or an edition is not what it was, or the ledger cannot be opened or is damaged.</exception>
    public void Open()
    {
        files = CatalogFiles.Load(options.Value);
        try
        {
            ledger = EntryLedger.Open(place.Value, time, Apply);
        }
        catch (LedgerException failed)
        {
            throw new StartupException(failed.Message, failed);
        }
    }

    /// <summary>Publishes a document, if its content never was; refused whole if it does not reconcile.</summary>
    /// <returns>The edition, and whether it is new.</returns>
    public async Task<Result<(PublishedEdition Edition, bool IsNew)>> PublishAsync(byte[] source, string publisher, CancellationToken cancellation)
    {
        var read = DocumentImport.Read(source, Files.Gazetteer).Then(Reconciled);
        if (read.Fault is { } fault)
            return fault;
        if (editions.FirstOrDefault(e => e.Edition.ContentSha256 == read.Value.ContentSha256) is { } known)
            return (known, false);

        var payload = JsonSerializer.SerializeToUtf8Bytes(new PublishedSource(read.Value.ContentSha256, DocumentImport.PlainText, source));
        var draft = new Draft(Files.ProgrammeId, editions.Length, Published, payload, publisher, time.GetUtcNow(), Request: null);
        return await ledger!.AppendAsync(draft, cancellation) is AppendOutcome.Appended
            ? (Current, true)
            : throw new InvalidOperationException("Another edition was published at the same time.");
    }

    public async ValueTask DisposeAsync()
    {
        if (ledger is not null)
            await ledger.DisposeAsync();
    }

    private static Result<Edition> Reconciled(Edition edition)
    {
        ImmutableArray<Violation> failed =
        [
            .. edition.Checks.Where(c => c.Outcome == CheckOutcome.Failed).Select(c => new Violation(
                c.Statement is { } words ? $"{c.Id}, line {words.StartLine}" : c.Id, $"the document says '{c.Expected}', its content is '{c.Actual}'")),
        ];
        return failed.IsEmpty ? edition : Fault.DoesNotReconcile("the document", failed);
    }

    private void Apply(LedgerEntry entry)
    {
        var published = JsonSerializer.Deserialize<PublishedSource>(entry.Payload.Span)!;
        var edition = DocumentImport.Read(published.Source, Files.Gazetteer);
        if (edition.Fault is { } fault)
            throw new StartupException($"The edition at position {entry.Position} of the catalogue's ledger cannot be read any more: {fault}");
        if (edition.Value.ContentSha256 != published.ContentSha256)
            throw new StartupException($"The edition at position {entry.Position} of the catalogue's ledger is read as another content than was published.");

        editions = editions.Add(new PublishedEdition(
            edition.Value,
            new EditionView(edition.Value, Files),
            entry.Author,
            entry.RecordedAt,
            published.MediaType,
            Convert.ToHexStringLower(SHA256.HashData(published.Source)),
            published.Source.Length));
    }

    private sealed record PublishedSource(string ContentSha256, string MediaType, byte[] Source);
}
