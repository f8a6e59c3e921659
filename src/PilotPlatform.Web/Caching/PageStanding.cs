using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Caching;

/// <summary>
/// What published pages are made from now, as the scope rules tell it while it happens. While nobody tells, it is not known, and no page
/// is kept: a page of a cache is never older than what its reader could have heard.
/// </summary>
internal sealed partial class PageStanding(IServiceScopeFactory scopes, TimeProvider time, ILogger<PageStanding> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private volatile string? now;
    private volatile Tuple<string, Platform>? kept;
    private long moves;

    /// <summary>Names what pages are made from; null while it is not known.</summary>
    public string? Now => now;

    /// <summary>What was read since it last moved; null if nothing was, or if it is not known what moves.</summary>
    public Platform? Kept => kept is { } last && last.Item1 == now ? last.Item2 : null;

    /// <summary>Keeps what was read, if nothing has moved since it was begun.</summary>
    public void Keep(string? since, Platform platform)
    {
        if (since is not null && since == now && platform.Frame.RuledEdition == platform.Frame.Edition)
            kept = Tuple.Create(since, platform);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (RpcException away) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotTold(logger, away.Status.Detail);
            }
            catch (RpcException)
            {
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                now = null;
            }

            await Task.Delay(Again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Follows what the scope rules tell. Acts, rule sets, editions and days all come this way, so any message but a heartbeat is a move.</summary>
    private async Task FollowAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var catalog = scope.ServiceProvider.GetRequiredService<CatalogService.CatalogServiceClient>();
        var scopeRules = scope.ServiceProvider.GetRequiredService<ScopeRulesService.ScopeRulesServiceClient>();
        if ((await catalog.ListProgrammesAsync(new() { PageSize = 1 }, cancellationToken: stop)).Programmes is not [{ Name: var programme }, ..])
            return;
        using var call = scopeRules.Watch(new WatchRequest { Parent = programme, ShowUnchanged = true }, cancellationToken: stop);
        await foreach (var told in call.ResponseStream.ReadAllAsync(stop))
        {
            if (now is not null && told.Cause == WatchResponse.Types.Cause.Heartbeat)
                continue;
            now = null; // what is read while it moves is kept under no name
            var edition = (await catalog.GetProgrammeAsync(new() { Name = programme }, cancellationToken: stop)).Edition;
            now = $"{Interlocked.Increment(ref moves)} {edition} {told.Position}";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Pages are not kept until the scope rules tell what moves: {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}
