using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>Documents come in, are shown as they would read, and are published by whoever has seen that.</summary>
internal static class ImportRoutes
{
    public const string UploadForm = "upload";
    public const string PublishForm = "publish";

    private const int Piece = 512 * 1024;

    public static void MapImports(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/imports", async (HttpContext context, ImportReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportsPage>(await reader.ImportsAsync(null, stop))));
        pages.MapPost("/imports", (HttpContext context, ImportReader reader, CatalogService.CatalogServiceClient catalog, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(context, forms, UploadForm, async posted =>
            {
                var file = (await context.Request.ReadFormAsync(stop)).Files.GetFile("file") ?? throw new BadHttpRequestException("The form has no file.");
                var import = await UploadAsync(catalog, (await reader.ProgrammeAsync(stop)).Name, posted, file, stop);
                return go.To($"/imports/{ResourceIds.IdOf(import.Name)}");
            }, async problems => WorkbenchRoutes.Show<ImportsPage>(await reader.ImportsAsync(problems, stop))));
        pages.MapGet("/imports/{import}", async (string import, HttpContext context, ImportReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, null, stop))));
        pages.MapPost("/imports/{import}/publish", (string import, HttpContext context, ImportReader reader, CatalogService.CatalogServiceClient catalog, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(context, forms, PublishForm, async posted =>
            {
                var programme = (await reader.ProgrammeAsync(stop)).Name;
                var edition = await catalog.PublishImportAsync(
                    new() { Name = $"{programme}/imports/{import}", CurrentEdition = posted["current_edition"], RequestId = posted.RequestId }, cancellationToken: stop);
                return go.To($"/editions/{ResourceIds.IdOf(edition.Name)}");
            }, async problems => WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, problems, stop))));
    }

    private static async Task<Import> UploadAsync(CatalogService.CatalogServiceClient catalog, string programme, Posted posted, IFormFile file, CancellationToken stop)
    {
        await using var content = file.OpenReadStream();
        using var call = catalog.ImportDocument(cancellationToken: stop);
        await call.RequestStream.WriteAsync(
            new ImportDocumentRequest { Parent = programme, SizeBytes = file.Length, FileName = Path.GetFileName(file.FileName), RequestId = posted.RequestId }, stop);
        var piece = new byte[Piece];
        for (int read; (read = await content.ReadAsync(piece, stop)) > 0;)
            await call.RequestStream.WriteAsync(new ImportDocumentRequest { Chunk = ByteString.CopyFrom(piece, 0, read) }, stop);
        await call.RequestStream.CompleteAsync();
        Import? import = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(stop))
            import = answer.Import ?? import;
        return import ?? throw new RpcException(new Status(StatusCode.Internal, "The upload ended without an import."));
    }
}
