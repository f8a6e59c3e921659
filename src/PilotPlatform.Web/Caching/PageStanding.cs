using System.Threading.Channels;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Caching;

/// <summary>
/// What published pages are made from now, as the scope rules and the catalogue tell it while it happens: an edition that the rules do not
/// read is no move of theirs, but pages say of it. While one of them does not tell, it is not known, and no page is kept: a page of a cache is
/// never older than what its reader could have heard.
/// </summary>
public sealed partial class PageStanding(IServiceScopeFactory scopes, TimeProvider time, ILogger<PageStanding> logger) : BackgroundService
{
    /// <summary>How long to wait before it is asked again.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The scope rules give a sign of life every 30 seconds; after three that did not come, the connection may be half open, and what moves
    /// would not be heard.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    private volatile string? now;
    private volatile Tuple<string, Platform>? kept;
    private volatile AnswerState? told;
    private long moves;

    /// <summary>Names what pages are made from; null while it is not known.</summary>
    public string? Now => now;

    /// <summary>Token of the state that was told of last: what is read with it is at least as new, whichever replica answers. Empty while none was.</summary>
    public string Token => told?.ConsistencyToken ?? "";

    /// <summary>What was read since it last moved; null if nothing was, or if it is not known what moves.</summary>
    public Platform? Kept => kept is { } last && last.Item1 == now ? last.Item2 : null;

    /// <summary>Keeps what was read, if nothing has moved since it was begun and it is not from a replica that has not heard of the edition, the rule set or the acts yet.</summary>
    /// <returns>Whether it is kept.</returns>
    public bool Keep(string? since, Platform platform)
    {
        if (since is null || since != now || !since.EndsWith($" {platform.Frame.Edition}", StringComparison.Ordinal) || !platform.IsAsNewAs(told))
            return false;
        kept = Tuple.Create(since, platform);
        return true;
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
            catch (OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                Log.Silent(logger, Silence.TotalSeconds);
            }
            finally
            {
                now = null;
                told = null;
            }

            await Task.Delay(Again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Follows what is told. Acts, rule sets and days come from the scope rules, editions from both, so any message but a heartbeat is a move.</summary>
    private async Task FollowAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var catalog = scope.ServiceProvider.GetRequiredService<CatalogService.CatalogServiceClient>();
        var scopeRules = scope.ServiceProvider.GetRequiredService<ScopeRulesService.ScopeRulesServiceClient>();
        if ((await catalog.ListProgrammesAsync(new() { PageSize = 1 }, cancellationToken: stop)).Programmes is not [{ Name: var programme }, ..])
            return;
        using var silence = new CancellationTokenSource(Silence, time);
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        using var scopeCall = scopeRules.Watch(new WatchRequest { Parent = programme, ShowUnchanged = true }, cancellationToken: heard.Token);
        using var editionCall = catalog.WatchEditions(new WatchEditionsRequest { Parent = programme }, cancellationToken: heard.Token);
        var all = Channel.CreateUnbounded<(WatchResponse? Told, string? Edition)>();
        var telling = Task.WhenAll(
            TellAsync(scopeCall.ResponseStream, Alive, all.Writer, heard.Token),
            TellAsync(editionCall.ResponseStream, told => (null, told.Edition.Name), all.Writer, heard.Token));
        try
        {
            string? edition = null;
            await foreach (var (said, published) in all.Reader.ReadAllAsync(heard.Token))
            {
                if (now is not null && (said is null || said.Cause == WatchResponse.Types.Cause.Heartbeat) && (published ?? await EditionAsync()) == edition)
                    continue;
                now = null; // what is read while it moves is kept under no name
                told = said?.State ?? told;
                edition = published ?? await EditionAsync();
                now = $"{Interlocked.Increment(ref moves)} {edition}";
            }
        }
        finally
        {
            await heard.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        (WatchResponse?, string?) Alive(WatchResponse told)
        {
            silence.CancelAfter(Silence);
            return (told, null);
        }

        async Task<string> EditionAsync() => (await catalog.GetProgrammeAsync(new() { Name = programme }, cancellationToken: stop)).Edition;
    }

    /// <summary>Passes on what one of them tells; its end is the end of all.</summary>
    private static async Task TellAsync<T>(IAsyncStreamReader<T> stream, Func<T, (WatchResponse? Told, string? Edition)> about, ChannelWriter<(WatchResponse? Told, string? Edition)> all, CancellationToken heard)
    {
        try
        {
            await foreach (var told in stream.ReadAllAsync(heard))
                await all.WriteAsync(about(told), heard);
            all.TryComplete();
        }
        catch (Exception ended) when (ended is RpcException or OperationCanceledException)
        {
            all.TryComplete(ended);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "The scope rules have told nothing for {Seconds} seconds; pages are not kept until they are heard again.")]
        public static partial void Silent(ILogger logger, double seconds);

        [LoggerMessage(1, LogLevel.Information, "Pages are not kept until the scope rules tell what moves: {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}
