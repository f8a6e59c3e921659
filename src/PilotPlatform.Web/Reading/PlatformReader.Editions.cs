using Grpc.Core;
using Microsoft.Extensions.Caching.Hybrid;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ServiceDefaults.Clients;

namespace PilotPlatform.Web.Reading;

/// <summary>Words and decisions of one edition, never of two.</summary>
internal sealed partial class PlatformReader
{
    // Memory only: content costs six local calls an edition, and its translations are not part of the edition's hash,
    // so two versions of the catalogue must not meet in one shared cache.
    private static readonly HybridCacheEntryOptions InMemory =
        new() { Flags = HybridCacheEntryFlags.DisableDistributedCache, LocalCacheExpiration = TimeSpan.FromMinutes(5) };

    /// <summary>Whether what was read is what pages are made from now, as it was told, and not what a replica has that lags behind.</summary>
    public bool HasReadKept { get; private set; }

    /// <summary>What a city of an id is called in the edition that was read last; null if that has none.</summary>
    public string? CityName(string id) => lastRead?.Cities.FirstOrDefault(c => ResourceIds.IdOf(c.Name) == id) is { } city ? go.Pick(city.DisplayName, city.EnglishName) : null;

    /// <summary>The edition that is decided with now, which is the one before while the active rule set does not read the current one.</summary>
    public async Task<Platform> PlatformAsync(CancellationToken stop)
    {
        if (standing.Kept is { } kept)
        {
            (HasReadKept, lastRead) = (true, kept.Content);
            return kept;
        }

        var (since, token) = (standing.Now, standing.Token);
        var current = await ProgrammeAsync(stop);
        var matrix = await NewestAsync(current, token, stop);
        var shown = matrix.Edition == current.Edition ? current : await catalog.GetProgrammeAsync(new() { Name = current.Name, Edition = matrix.Edition }, cancellationToken: stop);
        var platform = new Platform(shown, await ContentAsync(shown, stop), matrix, current.Edition, isNow: true);
        HasReadKept = standing.Keep(since, platform);
        return platform;
    }

    /// <summary>The edition that an address asks for, or else the one that is decided with now; the current one without rules if no rule set reads any.</summary>
    public async Task<Platform> PlatformAsync(EditionAddress asked, CancellationToken stop)
    {
        if (!asked.IsAsked)
        {
            try
            {
                return await PlatformAsync(stop);
            }
            catch (RpcException refused) when (PageFaults.IsUnread(refused))
            {
                // The words of the current edition are all there is.
            }
        }

        var current = await ProgrammeAsync(stop);
        var shown = asked.IsAsked ? await catalog.GetProgrammeAsync(asked.ToRequest(current.Name), cancellationToken: stop) : current;
        return await PlatformAsync(shown, current.Edition, stop, asked.Time?.ToDateTimeOffset());
    }

    /// <summary>The same for something that only the current edition may have, be there rules for it yet or not.</summary>
    private async Task<Platform> PlatformAsync(EditionAddress asked, Func<EditionContent, bool> has, CancellationToken stop)
    {
        var platform = await PlatformAsync(asked, stop);
        if (asked.IsAsked || platform.Frame.Shown == platform.Frame.Edition || has(platform.Content))
            return platform;
        var current = await ProgrammeAsync(stop);
        var newer = await PlatformAsync(current, current.Edition, stop);
        return has(newer.Content) ? newer : platform;
    }

    private async Task<Platform> PlatformAsync(Programme shown, string current, CancellationToken stop, DateTimeOffset? asOf = null)
    {
        var matrix = MatrixOrNoneAsync(shown, stop);
        return new Platform(shown, await ContentAsync(shown, stop), await matrix, current, isNow: false, asOf);
    }

    /// <summary>Whom the tasks of an edition reach; null if the active rule set does not read it.</summary>
    private async Task<ReachMatrix?> MatrixOrNoneAsync(Programme shown, CancellationToken stop)
    {
        try
        {
            return await MatrixAsync(shown, new ReadState { Edition = shown.Edition }, stop);
        }
        catch (RpcException refused) when (PageFaults.IsUnread(refused))
        {
            return null;
        }
    }

    /// <summary>The matrix at least as new as a token; where the rules do not catch up with it, what they have, which is kept for nobody.</summary>
    private async Task<ReachMatrix> NewestAsync(Programme programme, string token, CancellationToken stop)
    {
        try
        {
            return await MatrixAsync(programme, token.Length == 0 ? null : new ReadState { MinimumToken = token }, stop);
        }
        catch (RpcException behind) when (behind.IsBehind())
        {
            return await MatrixAsync(programme, state: null, stop);
        }
    }

    /// <summary>Asks in the state of a page; where a replica does not catch up with it, in what that has of the same edition and rules, and the page is kept for nobody.</summary>
    private async Task<T> InStateAsync<T>(Platform platform, Func<ReadState?, Task<T>> ask)
    {
        try
        {
            return await ask(platform.State);
        }
        catch (RpcException behind) when (behind.IsBehind())
        {
            HasReadKept = false;
            return await ask(new ReadState { Edition = platform.State!.Edition, RuleSet = platform.State.RuleSet });
        }
    }

    private Task<ReachMatrix> MatrixAsync(Programme programme, ReadState? state, CancellationToken stop) =>
        scopeRules.GetReachMatrixAsync(new() { Name = $"{programme.Name}/reachMatrix", State = state }, cancellationToken: stop).ResponseAsync;

    private async Task<EditionContent> ContentAsync(Programme programme, CancellationToken stop) => lastRead = await cache.GetOrCreateAsync(
        $"web/content/{programme.Edition}",
        (catalog, programme),
        static async (from, token) => await ReadAsync(from.catalog, from.programme, token),
        InMemory,
        cancellationToken: stop);

    private static async Task<EditionContent> ReadAsync(CatalogService.CatalogServiceClient catalog, Programme programme, CancellationToken stop)
    {
        var (parent, edition) = (programme.Name, programme.Edition);
        var chapters = catalog.ListChaptersAsync(new() { Parent = parent, Edition = edition, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var tasks = catalog.ListPilotTasksAsync(new() { Parent = parent, Edition = edition, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var cities = catalog.ListCitiesAsync(new() { Parent = parent, Edition = edition, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var provinces = catalog.ListProvincesAsync(new() { Parent = parent, Edition = edition, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var sectors = catalog.ListSectorsAsync(new() { Parent = parent, Edition = edition, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var places = catalog.ListPlacesAsync(new() { PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        await Task.WhenAll(chapters, tasks, cities, provinces, sectors, places);
        return new EditionContent(
            (await chapters).Chapters, (await tasks).PilotTasks, (await cities).Cities, (await provinces).Provinces, (await sectors).Sectors, (await places).Places);
    }
}
