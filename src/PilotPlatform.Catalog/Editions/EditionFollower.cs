using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Catalog;

/// <summary>
/// Takes up an edition that another replica has published as soon as it is announced over Redis. Without Redis the ledger's own notices
/// tell of it, or its looking from time to time: an announcement that is lost costs time, never an edition.
/// </summary>
internal sealed class EditionFollower(EditionShelf shelf, Announcements announcements) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopped = new();

    public Task StartAsync(CancellationToken cancellationToken) =>
        announcements.ListenAsync(Announcements.EditionPublished, edition => _ = CatchUpAsync());

    public Task StopAsync(CancellationToken cancellationToken) => stopped.CancelAsync();

    public void Dispose() => stopped.Dispose();

    private async Task CatchUpAsync()
    {
        try
        {
            await shelf.CatchUpAsync(stopped.Token);
        }
        catch (Exception failed) when (failed is FaultException or OperationCanceledException or ObjectDisposedException)
        {
            // The shelf has told the log, and the ledger is looked at again.
        }
    }
}
