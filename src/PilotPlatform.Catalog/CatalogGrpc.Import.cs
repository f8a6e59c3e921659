using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Catalog.Comparing;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Catalog;

/// <summary>Imports, and publishing what was imported.</summary>
internal sealed partial class CatalogGrpc
{
    public override async Task ImportDocument(
        IAsyncStreamReader<ImportDocumentRequest> requestStream, IServerStreamWriter<ImportDocumentResponse> responseStream, ServerCallContext context)
    {
        try
        {
            await TakeAsync(requestStream, responseStream, context);
        }
        catch (FaultException refused)
        {
            // Who has no right to send a file is not owed the reading of it.
            var most = refused.Fault.Kind is FaultKind.Unauthenticated or FaultKind.Denied ? Upload.LargestPiece : 2L * DocumentImport.LargestSize;
            await Upload.ReadOffAsync(requestStream, most, context.CancellationToken);
            throw;
        }
    }

    private async Task TakeAsync(IAsyncStreamReader<ImportDocumentRequest> requestStream, IServerStreamWriter<ImportDocumentResponse> responseStream, ServerCallContext context)
    {
        context.Demand(Right.PublishEdition);
        var stop = context.CancellationToken;
        var announced = (await Upload.BeginAsync(requestStream, stop)).Value;
        Own(ProgrammeName.Parse("parent", announced.Parent).Value);
        var file = (await Upload.ReceiveAsync(
            announced, requestStream, progress => responseStream.WriteAsync(new ImportDocumentResponse { Progress = progress }, stop), stop)).Value;
        var document = (await desk.ReadAsync(file, announced.FileName, stop)).Value;
        if (Upload.Mismatch(announced.MediaType, document.Transcript.MediaType) is { } fault)
            throw new FaultException(fault);

        var request = RequestKeys.Of(announced.RequestId, $"ImportDocument:{document.SourceSha256}").Value;
        // All that is answered is made before anything is recorded: what cannot be shown is not kept.
        var import = Whole(ToProto(document.Id, document.FileName, document.Transcript.MediaType, document.Source.Length, document.SourceSha256, document.Edition), document.Edition, shelf.View(document.Edition));
        if (!announced.ValidateOnly)
        {
            var kept = Render((await shelf.ImportAsync(document, context.Author(), request, stop)).Value);
            (import.FileName, import.ImportTime, import.Importer) = (kept.FileName, kept.ImportTime, kept.Importer);
        }

        await responseStream.WriteAsync(new ImportDocumentResponse { Import = import }, stop);
    }

    public override Task<Contracts.Catalog.V1.Import> GetImport(GetImportRequest request, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        return Task.FromResult(Whole(FindImport("name", request.Name)));
    }

    public override Task<ListImportsResponse> ListImports(ListImportsRequest request, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        Own(ProgrammeName.Parse("parent", request.Parent).Value);
        var imports = shelf.Holdings.Imports.Reverse().ToList();
        var page = Paging.Cut(imports, request.PageSize, request.PageToken, request.Parent, "imports", $"{imports.Count}").Value;
        return Task.FromResult(new ListImportsResponse { Imports = { page.Items.Select(Render) }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override async Task<Contracts.Catalog.V1.Edition> PublishImport(PublishImportRequest request, ServerCallContext context)
    {
        context.Demand(Right.PublishEdition);
        var name = Child(request.Name, "imports");
        var current = ChildName.Parse("current_edition", request.CurrentEdition, "editions").Value;
        Own(current.Parent);
        var key = RequestKeys.Of(request.RequestId, $"PublishImport:{request.Name}:{request.CurrentEdition}").Value;
        return await PublishedAsync(await shelf.PublishImportAsync(name.Id, current.Id, context.Author(), key, context.CancellationToken));
    }

    public override async Task<Contracts.Catalog.V1.Edition> PublishEdition(PublishEditionRequest request, ServerCallContext context)
    {
        context.Demand(Right.PublishEdition);
        var name = Child(request.Name, "editions");
        var current = ChildName.Parse("current_edition", request.CurrentEdition, "editions").Value;
        Own(current.Parent);
        var key = RequestKeys.Of(request.RequestId, $"PublishEdition:{request.Name}:{request.CurrentEdition}").Value;
        return await PublishedAsync(await shelf.PublishEditionAsync(name.Id, current.Id, context.Author(), key, context.CancellationToken));
    }

    private async Task<Contracts.Catalog.V1.Edition> PublishedAsync(Result<PublishedEdition> published)
    {
        var edition = published.Value;
        await announcements.AnnounceAsync(Announcements.EditionPublished, edition.Edition.Id);
        return Render(edition, shelf.Current, shelf.Holdings.Publications);
    }

    private Contracts.Catalog.V1.Import Render(ImportedDocument import)
    {
        var rendered = ToProto(import.Id, import.FileName, import.MediaType, import.Size, import.SourceSha256, import.Edition);
        (rendered.ImportTime, rendered.Importer) = (import.Time.ToTimestamp(), import.Author);
        return rendered;
    }

    private Contracts.Catalog.V1.Import ToProto(string id, string fileName, string mediaType, long size, string sha256, Domain.Catalogue.Edition edition) => new()
    {
        Name = CatalogEntries.StreamOf(shelf.Files.ProgrammeId, id),
        FileName = fileName,
        MediaType = mediaType,
        SizeBytes = size,
        SourceSha256 = sha256,
        ContentSha256 = edition.ContentSha256,
        ChapterCount = edition.Chapters.Length,
        PilotTaskCount = edition.Tasks.Length,
        Checks = { edition.Checks.Select(c => c.ToProto()) },
        Defects = { edition.Defects.Select(d => d.ToProto()) },
        Publishable = edition.Checks.All(c => c.Outcome != CheckOutcome.Failed),
        Edition = shelf.Holdings.FindContent(edition.ContentSha256)?.View.Programme.Edition ?? "",
    };

    private ImportedDocument FindImport(string field, string name)
    {
        var parsed = ChildName.Parse(field, name, "imports").Value;
        Own(parsed.Parent);
        return shelf.Holdings.FindImport(parsed.Id) ?? throw new FaultException(Fault.Missing(name));
    }

    private Contracts.Catalog.V1.Import Whole(ImportedDocument import) => Whole(Render(import), import.Edition, import.View.Value);

    /// <summary>With what a list of imports leaves out: what the document says, and what would change against the current edition.</summary>
    private Contracts.Catalog.V1.Import Whole(Contracts.Catalog.V1.Import import, Domain.Catalogue.Edition edition, EditionView view)
    {
        import.Comparison = new ComparisonRendering(new ProgrammeName(shelf.Files.ProgrammeId), shelf.Files.Scopes)
            .Render(shelf.Current.Edition, edition, import.Edition, includeUnchanged: false);
        (import.Title, import.Note) = (view.Programme.Title, view.Programme.Note);
        import.Cities.Add(view.Cities);
        return import;
    }
}
