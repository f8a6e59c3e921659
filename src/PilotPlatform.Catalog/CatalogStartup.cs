using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Catalog;

/// <summary>Brings the catalogue up before the first request: data files, ledger, and the shipped document if it never was published.</summary>
internal sealed partial class CatalogStartup(
    EditionShelf shelf, IOptions<CatalogOptions> options, Announcements announcements, ILogger<CatalogStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        shelf.Open();
        if (shelf.Holdings.Revision > 0 && options.Value.Document is null)
            return;

        var path = shelf.Files.DocumentPath;
        var published = await shelf.PublishAsync(await ReadAsync(path, cancellationToken), "platform", cancellationToken);
        if (published.Fault is { } fault)
            throw new StartupException($"The document {path} is not published: {fault}");
        if (!published.Value.IsNew)
            return;

        Log.Published(logger, published.Value.Edition.Edition.Id, published.Value.Edition.Edition.Tasks.Length);
        await announcements.AnnounceAsync(Announcements.EditionPublished, published.Value.Edition.Edition.Id);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The document {path} cannot be read: {failed.Message}", failed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Published edition {Edition} with {Tasks} tasks")]
        public static partial void Published(ILogger logger, string edition, int tasks);
    }
}
