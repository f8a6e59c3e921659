using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>Documents come in, are shown as they would read, and are published by whoever has seen that.</summary>
internal static class ImportForms
{
    private const int Piece = 512 * 1024;

    public static StepForm Upload { get; } = new("ImportDocument", Right.PublishEdition, [new StepField("file", FieldKind.File) { Accept = ".txt,.docx,.pdf" }], UploadAsync);

    public static StepForm PublishImport { get; } = new("PublishImport", Right.PublishEdition, [new("current_edition", FieldKind.Kept)], PublishImportAsync);

    /// <summary>Making an edition current again that another has replaced.</summary>
    public static StepForm PublishEdition { get; } = new("PublishEdition", Right.PublishEdition, [new("current_edition", FieldKind.Kept)], PublishEditionAsync);

    public static IEnumerable<StepForm> All => [Upload, PublishImport, PublishEdition];

    private static async Task<Taken> UploadAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        if (form.File is not { } file)
            throw new BadHttpRequestException("The form has no file.");
        await using var content = file.OpenReadStream();
        using var call = clients.Catalog.ImportDocument(cancellationToken: stop);
        var header = new ImportDocumentRequest { Parent = form.Programme, SizeBytes = file.Length, FileName = Path.GetFileName(file.FileName), RequestId = form.RequestId };
        await call.RequestStream.SendAsync(MessagesAsync(header, content, stop), stop);
        Import? import = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(stop))
            import = answer.Import ?? import;
        return import is null ? throw new RpcException(new Status(StatusCode.Internal, "The upload ended without an import.")) : new Taken($"/imports/{ResourceIds.IdOf(import.Name)}");
    }

    private static async IAsyncEnumerable<ImportDocumentRequest> MessagesAsync(ImportDocumentRequest header, Stream content, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return header;
        var piece = new byte[Piece];
        for (int read; (read = await content.ReadAsync(piece, stop)) > 0;)
            yield return new ImportDocumentRequest { Chunk = ByteString.CopyFrom(piece, 0, read) };
    }

    private static async Task<Taken> PublishImportAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        var edition = await clients.Catalog.PublishImportAsync(new() { Name = form.Name, CurrentEdition = form["current_edition"], RequestId = form.RequestId }, cancellationToken: stop);
        return new Taken($"/editions/{ResourceIds.IdOf(edition.Name)}");
    }

    private static async Task<Taken> PublishEditionAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        var edition = await clients.Catalog.PublishEditionAsync(new() { Name = form.Name, CurrentEdition = form["current_edition"], RequestId = form.RequestId }, cancellationToken: stop);
        return new Taken($"/editions/{ResourceIds.IdOf(edition.Name)}");
    }
}
