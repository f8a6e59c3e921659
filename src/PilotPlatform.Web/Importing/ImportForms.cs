using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>Documents come in, are shown as they would read, and are published by whoever has seen that.</summary>
internal static class ImportForms
{
    public static StepForm Upload { get; } = new("ImportDocument", Right.PublishEdition, [new StepField("file", FieldKind.File) { Accept = ".txt,.docx,.pdf" }], UploadAsync);

    public static StepForm PublishImport { get; } = new("PublishImport", Right.PublishEdition, [new("current_edition", FieldKind.Kept)], PublishImportAsync);

    /// <summary>Making an edition current again that another has replaced.</summary>
    public static StepForm PublishEdition { get; } = new("PublishEdition", Right.PublishEdition, [new("current_edition", FieldKind.Kept)], PublishEditionAsync);

    public static IEnumerable<StepForm> All => [Upload, PublishImport, PublishEdition];

    private static async Task<Taken> UploadAsync(CommandClients clients, Posted form, CancellationToken stop) => new(await new ImportUpload(clients, form, stop).Address);

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
