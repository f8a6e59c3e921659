using System.Collections.Immutable;
using System.Security.Cryptography;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Ledger;
using static PilotPlatform.Catalog.CatalogEntries;

namespace PilotPlatform.Catalog;

/// <summary>A document that was read, and is not recorded yet.</summary>
public sealed record ReadDocument(byte[] Source, Transcript Transcript, Edition Edition, string FileName)
{
    public string SourceSha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Source));

    /// <summary>The same file is the same import.</summary>
    public string Id => SourceSha256[..16];
}

/// <summary>Importing and publishing: one entry of the ledger each, so that there is nothing in between.</summary>
public sealed partial class EditionShelf
{
    /// <summary>Checks without which a list of tasks is none: what fails them is not kept.</summary>
    private static readonly ImmutableArray<string> Numbering = ["section-numbering", "chapter-numbering", "task-numbering"];

    /// <summary>Reads a document; refused if it cannot be read, if its numbering has gaps, or if a scope is in a form that no rule knows.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public Result<ReadDocument> Read(byte[] source, string fileName, CancellationToken cancellation = default) =>
        DocumentImport.Transcribe(source, cancellation).Then<ReadDocument>(transcript =>
        {
            cancellation.ThrowIfCancellationRequested();
            var read = DocumentImport.Read(transcript, Files.Gazetteer);
            if (read.Fault is { } fault)
                return fault;
            ImmutableArray<ReconciliationCheck> failed = [.. Failed(read.Value)];
            ImmutableArray<Violation> unread = [.. Files.Scopes.Unread(read.Value, Files.Gazetteer)];
            return unread.IsEmpty && !failed.Any(c => Numbering.Contains(c.Id, StringComparer.Ordinal))
                ? new ReadDocument(source, transcript, read.Value, fileName)
                : Fault.DoesNotReconcile("the document", [.. failed.Where(c => unread.IsEmpty || Numbering.Contains(c.Id, StringComparer.Ordinal)).Select(ToViolation), .. unread]); // what a scope that is none counts as is not known
        });

    /// <summary>Records an import; one that is recorded already is answered as it is, and only who asked again is recorded.</summary>
    public async Task<Result<ImportedDocument>> ImportAsync(ReadDocument document, string author, RequestKey? request, CancellationToken cancellation)
    {
        if (request is not null && await AnswerAsync(Ledger.FindRequestAsync(request.Id, cancellation)) is { } answered && !answered.IsAnswerTo(request, author))
            return Fault.RequestIdReused(request.Id);

        var stream = StreamOf(Files.ProgrammeId, document.Id);
        if (Holdings.FindImport(document.Id) is null)
        {
            // Behind entries of it that this version cannot read, which are left aside.
            var draft = new Draft(stream, Holdings.Aside.GetValueOrDefault(document.Id), DocumentImported, Encode(new ImportPayload(document.FileName, Payload(document))), author, time.GetUtcNow(), request);
            if (await AnswerAsync(Ledger.AppendAsync(draft, cancellation)) is not AppendOutcome.Stale and var outcome)
                return outcome is AppendOutcome.RequestReused ? Fault.RequestIdReused(request!.Id) : Holdings.FindImport(document.Id)!;
        }

        // The id has to be remembered though there is nothing else to write: it must not stand for another file later.
        if (request is not null
            && await AnswerAsync(Ledger.AppendAsync(new Draft($"{stream}/requests/{request.Id}", 0, ImportRepeated, Encode(new RepeatedPayload(document.Id)), author, time.GetUtcNow(), request), cancellation)) is AppendOutcome.RequestReused)
            return Fault.RequestIdReused(request.Id);
        return Holdings.FindImport(document.Id) is { } known ? known : Fault.Away("the ledger"); // another replica was first, and has not been followed yet
    }

    /// <summary>Makes the content of an import current, if the edition is current that the caller takes for it.</summary>
    public Task<Result<PublishedEdition>> PublishImportAsync(string id, string expected, string author, RequestKey? request, CancellationToken cancellation) =>
        PublishAsync(
            held => held.FindImport(id) is not { } import ? Fault.Missing(StreamOf(Files.ProgrammeId, id))
                : Reconciled(Shown(import)).Then<ContentPayload>(edition => new ContentPayload(edition.ContentSha256, id)),
            expected, author, request, cancellation);

    /// <summary>Makes an edition current again, if the edition is current that the caller takes for it.</summary>
    public Task<Result<PublishedEdition>> PublishEditionAsync(string id, string expected, string author, RequestKey? request, CancellationToken cancellation) =>
        PublishAsync(
            held => held.FindEdition(id) is { } edition ? new ContentPayload(edition.Edition.ContentSha256, null)
                : held.FindUnread(id) is { } unread ? Fault.EditionUnread(NameOf(id), unread.Reason) : Fault.Missing(NameOf(id)),
            expected, author, request, cancellation);

    /// <summary>Publishes a document at the start, if its content never was; refused whole if it does not reconcile.</summary>
    /// <returns>The edition, and whether it is new.</returns>
    public async Task<Result<(PublishedEdition Edition, bool IsNew)>> PublishAsync(byte[] source, string publisher, CancellationToken cancellation)
    {
        var read = Read(source, "", cancellation);
        if (read.Fault is { } unread)
            return unread;
        if (Reconciled(read.Value.Edition).Fault is { } fault)
            return fault;
        var held = Holdings;
        if (held.FindContent(read.Value.Edition.ContentSha256) is { } known)
            return (known, false);

        var draft = new Draft(Files.ProgrammeId, held.Revision, EditionPublished, Encode(Payload(read.Value)), publisher, time.GetUtcNow(), Request: null);
        var outcome = await AnswerAsync(Ledger.AppendAsync(draft, cancellation));
        return Holdings.FindContent(read.Value.Edition.ContentSha256) is { } published
            ? (published, outcome is AppendOutcome.Appended)
            : throw new InvalidOperationException("Another edition was published at the same time.");
    }

    private async Task<Result<PublishedEdition>> PublishAsync(
        Func<Holdings, Result<ContentPayload>> what, string expected, string author, RequestKey? request, CancellationToken cancellation)
    {
        if (request is not null && await AnswerAsync(Ledger.FindRequestAsync(request.Id, cancellation)) is { } answered)
            return answered.IsAnswerTo(request, author) ? Holdings.FindContent(Decode<ContentPayload>(answered).ContentSha256)! : Fault.RequestIdReused(request.Id);

        var held = Holdings;
        var content = what(held);
        if (content.Fault is { } fault)
            return fault;
        var current = held.Current ?? throw new FaultException(Fault.NotReady("the catalogue"));
        if (current.Edition.Id != expected)
            return Stale(current);
        if (current.Edition.ContentSha256 == content.Value.ContentSha256 && !held.IsNewestUnread)
            return Fault.Exists(NameOf(current.Edition.Id));

        var draft = new Draft(Files.ProgrammeId, held.Revision, ContentPublished, Encode(content.Value), author, time.GetUtcNow(), request);
        return await AnswerAsync(Ledger.AppendAsync(draft, cancellation)) switch
        {
            AppendOutcome.Stale => Stale(Current),
            AppendOutcome.RequestReused => Fault.RequestIdReused(request!.Id),
            _ => Holdings.FindContent(content.Value.ContentSha256)!,
        };
    }

    /// <summary>Made before it is published, and not behind: an entry that cannot be shown would stand in the ledger for good.</summary>
    private static Edition Shown(ImportedDocument import)
    {
        _ = import.View.Value;
        return import.Edition;
    }

    private Fault Stale(PublishedEdition current) => Fault.Stale(new ProgrammeName(Files.ProgrammeId).ToString(), NameOf(current.Edition.Id));

    private string NameOf(string edition) => new ProgrammeName(Files.ProgrammeId).Edition(edition);

    private static SourcePayload Payload(ReadDocument document) => new(
        document.Edition.ContentSha256, document.Transcript.MediaType, document.Source,
        document.Transcript.IsPlain ? null : document.Transcript.Text);

    private static Result<Edition> Reconciled(Edition edition)
    {
        ImmutableArray<Violation> failed = [.. Failed(edition).Select(ToViolation)];
        return failed.IsEmpty ? edition : Fault.DoesNotReconcile("the document", failed);
    }

    private static IEnumerable<ReconciliationCheck> Failed(Edition edition) => edition.Checks.Where(c => c.Outcome == CheckOutcome.Failed);

    private static Violation ToViolation(ReconciliationCheck check) => Numbering.Contains(check.Id, StringComparer.Ordinal)
        ? new(check.Id, $"numbers go up by one from 1, but {check.Actual}")
        : new(check.Statement is { } words ? $"{check.Id}, line {words.StartLine}" : check.Id, $"the document says '{check.Expected}', its content is '{check.Actual}'");
}
