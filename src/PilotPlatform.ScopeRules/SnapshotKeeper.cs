using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.ScopeRules;

/// <summary>
/// Keeps the snapshot that decisions are made with in step with the catalogue: at once on an announcement, otherwise within the
/// refresh interval. An edition that the rule set cannot read leaves the snapshot before it in place, and health says so.
/// </summary>
internal sealed partial class SnapshotKeeper(
    CatalogSource catalog, IOptions<ScopeRulesOptions> options, Announcements announcements, TimeProvider time, ILogger<SnapshotKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstTries = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim moved = new(0);
    private readonly RuleSetFile file = RuleSetFile.Load(options.Value.RuleSet);
    private Snapshot? current;
    private string? refused;

    /// <summary>The snapshot to decide with.</summary>
    /// <exception cref="FaultException">None has been compiled yet.</exception>
    public Snapshot Current => current ?? throw new FaultException(Fault.NotReady("the rule set"));

    /// <summary>The edition in use, null before the first; and why a newer one is not used, null if none is refused.</summary>
    public (string? Edition, string? Refused) State => (current?.Catalog.Edition, refused);

    public override void Dispose()
    {
        moved.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await announcements.ListenAsync(Announcements.EditionPublished, _ => moved.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            await RefreshAsync(stoppingToken);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var interval = Task.Delay(current is null ? FirstTries : options.Value.RefreshInterval, time, waiting.Token);
            await Task.WhenAny(moved.WaitAsync(waiting.Token), interval);
            await waiting.CancelAsync();
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            if (current is not null && await catalog.CurrentEditionAsync(cancellation) == current.Catalog.Edition)
                return;
            if (await catalog.ReadAsync(cancellation) is not { } content)
                return;

            var snapshot = Snapshot.Of(content, file);
            refused = snapshot.Fault?.ToString();
            if (refused is not null)
                Log.Refused(logger, content.Edition, refused);
            else
                current = snapshot.Value;
        }
        catch (RpcException away) when (!cancellation.IsCancellationRequested)
        {
            if (current is not null)
                Log.CatalogAway(logger, away.Status.Detail);
        }
        catch (Exception stopped) when (cancellation.IsCancellationRequested && stopped is RpcException or OperationCanceledException)
        {
            // The service is stopping.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Edition {Edition} is not used: {Reason}")]
        public static partial void Refused(ILogger logger, string edition, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue cannot be asked: {Detail}")]
        public static partial void CatalogAway(ILogger logger, string detail);
    }
}
