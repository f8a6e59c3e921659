using System.Security.Cryptography;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Ledger;
using static PilotPlatform.Catalog.CatalogEntries;

namespace PilotPlatform.Catalog;

/// <summary>Folding the ledger: every entry stands, and one that cannot be read keeps none of the others from being served.</summary>
public sealed partial class EditionShelf
{
    private void Apply(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case EditionPublished:
                var source = Decode<SourcePayload>(entry);
                Publish(entry, source.ContentSha256, () => Read(entry, source).Then<PublishedEdition>(edition => new PublishedEdition(
                    edition, View(edition), entry.Author, entry.RecordedAt, source.MediaType, Convert.ToHexStringLower(SHA256.HashData(source.Source)), source.Source.Length)));
                break;
            case DocumentImported:
                Import(entry, Decode<ImportPayload>(entry));
                break;
            case ImportRepeated:
                break; // nothing but the request is told by it
            case ContentPublished:
                var content = Decode<ContentPayload>(entry);
                Publish(entry, content.ContentSha256, () => Holdings.FindImport(content.Import ?? "") is not { } import
                    ? Fault.Invalid("document", $"the import '{content.Import}' that it comes from cannot be read")
                    : import.Edition.ContentSha256 != content.ContentSha256 ? Fault.Invalid("document", $"the import '{content.Import}' that it comes from is read as another content")
                    : new PublishedEdition(import.Edition, import.View.Value, entry.Author, entry.RecordedAt, import.MediaType, import.SourceSha256, import.Size));
                break;
            default:
                throw new InvalidDataException($"The entry at position {entry.Position} of the catalogue's ledger is a '{entry.Kind}', which this version does not know.");
        }
    }

    private void Import(LedgerEntry entry, ImportPayload import)
    {
        var id = entry.Stream[(entry.Stream.LastIndexOf('/') + 1)..];
        var read = Read(entry, import.Document);
        if (read.Fault is { } unread)
        {
            Log.ImportAside(logger, unread.Message);
            Volatile.Write(ref holdings, Holdings.WithAside(id));
            return;
        }

        var edition = read.Value;
        Volatile.Write(ref holdings, Holdings.With(new ImportedDocument(
            id, import.FileName, import.Document.MediaType, import.Document.Source.Length,
            Convert.ToHexStringLower(SHA256.HashData(import.Document.Source)), edition, new Lazy<EditionView>(() => View(edition)), entry.Author, entry.RecordedAt)));
    }

    /// <summary>Moves to the edition of an entry, or leaves it aside and stays where it is.</summary>
    private void Publish(LedgerEntry entry, string contentSha256, Func<Result<PublishedEdition>> make)
    {
        var made = Holdings.FindContent(contentSha256) is { } known ? known : Guarded(make);
        if (made.Fault is { } fault)
        {
            var unread = new UnreadPublication(contentSha256, fault.Message, entry.RecordedAt, Holdings.Revision + 1);
            Log.EditionAside(logger, unread.Id, unread.Reason);
            Volatile.Write(ref holdings, Holdings.With(unread));
            return;
        }

        Volatile.Write(ref holdings, Holdings.With(new Publication(made.Value, entry.Author, entry.RecordedAt, Holdings.Revision + 1)));
        Interlocked.Exchange(ref moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>What an entry holds, read again; it has to be what it was.</summary>
    private Result<Edition> Read(LedgerEntry entry, SourcePayload source) => Guarded(() =>
    {
        var edition = source.Transcript is { } words
            ? DocumentImport.Read(new Transcript(source.MediaType, words), Files.Gazetteer)
            : DocumentImport.Read(source.Source, Files.Gazetteer);
        if (edition.Fault is { } fault)
            return Fault.Invalid("document", $"what was recorded at position {entry.Position} of the catalogue's ledger cannot be read any more: {fault}");
        return edition.Value.ContentSha256 == source.ContentSha256
            ? edition
            : Fault.Invalid("document", $"what was recorded at position {entry.Position} of the catalogue's ledger is read as another content");
    });

    /// <summary>A defect of a reader is told like a refusal: an entry stands for good, and would keep every start from getting past it.</summary>
    private static Result<T> Guarded<T>(Func<Result<T>> make)
    {
        try
        {
            return make();
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            return Fault.Invalid("document", $"reading it failed: {failed.Message}");
        }
    }
}
