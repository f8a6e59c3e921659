using Grpc.Core;
using Microsoft.Extensions.Caching.Hybrid;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Caching;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Reading;

/// <summary>Asks the services for what a page shows. What it asks for and does not exist is refused by the service, in its words.</summary>
internal sealed partial class PlatformReader(
    CatalogService.CatalogServiceClient catalog,
    ScopeRulesService.ScopeRulesServiceClient scopeRules,
    CommandClients clients,
    PageStanding standing,
    HybridCache cache,
    TimeProvider time)
{
    private const int WholeList = 1000;

    // Memory only: content costs six local calls an edition, and its translations are not part of the edition's hash,
    // so two versions of the catalogue must not meet in one shared cache.
    private static readonly HybridCacheEntryOptions InMemory =
        new() { Flags = HybridCacheEntryFlags.DisableDistributedCache, LocalCacheExpiration = TimeSpan.FromMinutes(5) };

    public async Task<Platform> PlatformAsync(CancellationToken stop)
    {
        if (standing.Kept is { } kept)
            return kept;
        var since = standing.Now;
        var programme = await ProgrammeAsync(stop);
        var matrix = MatrixAsync(programme, stop);
        var content = ContentAsync(programme, stop);
        await Task.WhenAll(matrix, content);
        var platform = new Platform(programme, await content, await matrix);
        standing.Keep(since, platform);
        return platform;
    }

    public async Task<TaskView> TaskAsync(int number, CancellationToken stop)
    {
        var platform = await PlatformAsync(stop);
        var name = $"{platform.Programme.Name}/pilotTasks/{number}";
        var task = platform.Content.Task(name) ?? await catalog.GetPilotTaskAsync(new() { Name = name }, cancellationToken: stop);
        var commitments = CommitmentsAsync(new() { Parent = platform.Programme.Name, PilotTask = name }, stop);
        var decisions = await Task.WhenAll(platform.Content.Cities.Select(city => DecideAsync(task, city, stop)));
        var acts = await scopeRules.ListActsAsync(new() { Parent = platform.Programme.Name, PilotTask = name, ShowRevoked = true, PageSize = WholeList }, cancellationToken: stop);
        var rule = await scopeRules.GetRuleAsync(new() { Name = $"{name}/rule" }, cancellationToken: stop);
        return new TaskView(platform, task, decisions, await commitments, await SourceAsync(task, stop), acts.Acts, RuleBounds.Of(rule, task));
    }

    public async Task<CityView> CityAsync(string id, CancellationToken stop)
    {
        var platform = await PlatformAsync(stop);
        var city = CityOf(platform, id) ?? await UnknownCityAsync(platform, id, stop);
        return new CityView(platform, city, await CommitmentsAsync(new() { Parent = platform.Programme.Name, City = city.Name }, stop), await ProgressAsync(platform.Programme, city.Name, stop));
    }

    /// <summary>Cities by their ids; none of them if they cannot be asked for.</summary>
    public async Task<IReadOnlyList<City>> CitiesAsync(IEnumerable<string> ids, CancellationToken stop)
    {
        try
        {
            var programme = await ProgrammeAsync(stop);
            var content = await ContentAsync(programme, stop);
            return [.. ids.Select(id => content.City($"{programme.Name}/cities/{id}")).OfType<City>()];
        }
        catch (RpcException away) when (IsAway(away))
        {
            return [];
        }
    }

    public async Task<ProvinceView> ProvinceAsync(string id, CancellationToken stop)
    {
        var platform = await PlatformAsync(stop);
        var name = $"{platform.Programme.Name}/provinces/{id}";
        var province = platform.Content.Province(name) ?? await catalog.GetProvinceAsync(new() { Name = name }, cancellationToken: stop);
        return new ProvinceView(platform, province, await ProgressAsync(platform.Programme, "", stop));
    }

    public async Task<ChapterView> ChapterAsync(int number, CancellationToken stop)
    {
        var platform = await PlatformAsync(stop);
        var name = $"{platform.Programme.Name}/chapters/{number}";
        return new(platform, platform.Content.Chapter(name) ?? await catalog.GetChapterAsync(new() { Name = name }, cancellationToken: stop));
    }

    public async Task<EditionsView> EditionsAsync(CancellationToken stop)
    {
        var programme = await ProgrammeAsync(stop);
        var editions = await catalog.ListEditionsAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop);
        return new EditionsView(await FrameAsync(programme, stop), editions.Editions);
    }

    public async Task<EditionView> EditionAsync(string id, CancellationToken stop)
    {
        var programme = await ProgrammeAsync(stop);
        var edition = await catalog.GetEditionAsync(new() { Name = $"{programme.Name}/editions/{id}" }, cancellationToken: stop);
        return new EditionView(await FrameAsync(programme, stop), edition);
    }

    public async Task<RuleSetView> RuleSetAsync(string id, CancellationToken stop)
    {
        var programme = await ProgrammeAsync(stop);
        var ruleSet = await scopeRules.GetRuleSetAsync(new() { Name = $"ruleSets/{id}" }, cancellationToken: stop);
        return new RuleSetView(await FrameAsync(programme, stop), ruleSet);
    }

    private async Task<Decision> DecideAsync(PilotTask task, City city, CancellationToken stop)
    {
        try
        {
            return await scopeRules.DecideAsync(new() { PilotTask = task.Name, City = ResourceIds.IdOf(city.Name) }, cancellationToken: stop);
        }
        catch (RpcException unknown) when (unknown.StatusCode is StatusCode.NotFound)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The scope service does not know this edition yet."));
        }
    }

    public async Task<Programme> ProgrammeAsync(CancellationToken stop) =>
        (await catalog.ListProgrammesAsync(new() { PageSize = 1 }, cancellationToken: stop)).Programmes is [var programme, ..]
            ? programme
            : throw new RpcException(new Status(StatusCode.Unavailable, "The catalogue has no programme yet."));

    private Task<ReachMatrix> MatrixAsync(Programme programme, CancellationToken stop) =>
        scopeRules.GetReachMatrixAsync(new() { Name = $"{programme.Name}/reachMatrix" }, cancellationToken: stop).ResponseAsync;

    /// <summary>For pages that need the catalogue only: they stand while the scope service is away.</summary>
    public async Task<PageFrame> FrameAsync(Programme programme, CancellationToken stop)
    {
        try
        {
            var matrix = await MatrixAsync(programme, stop);
            return new PageFrame(programme.Edition, matrix.RuleSet, matrix.Edition);
        }
        catch (RpcException away) when (IsAway(away))
        {
            return new PageFrame(programme.Edition, "", "");
        }
    }

    private async Task<EditionContent> ContentAsync(Programme programme, CancellationToken stop) => await cache.GetOrCreateAsync(
        $"web/content/{programme.Edition}",
        (catalog, programme),
        static async (from, token) => await ReadAsync(from.catalog, from.programme, token),
        InMemory,
        cancellationToken: stop);

    private static async Task<EditionContent> ReadAsync(CatalogService.CatalogServiceClient catalog, Programme programme, CancellationToken stop)
    {
        var chapters = catalog.ListChaptersAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var tasks = catalog.ListPilotTasksAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var cities = catalog.ListCitiesAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var provinces = catalog.ListProvincesAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var sectors = catalog.ListSectorsAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        var places = catalog.ListPlacesAsync(new() { PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
        await Task.WhenAll(chapters, tasks, cities, provinces, sectors, places);
        var content = new EditionContent(
            (await chapters).Chapters, (await tasks).PilotTasks, (await cities).Cities, (await provinces).Provinces, (await sectors).Sectors, (await places).Places);
        return content.IsOf(programme.Edition)
            ? content
            : throw new RpcException(new Status(StatusCode.Unavailable, "Another edition was published while this one was read."));
    }

    private async Task<IReadOnlyList<Commitment>?> CommitmentsAsync(ListCommitmentsRequest request, CancellationToken stop)
    {
        try
        {
            request.PageSize = WholeList;
            List<Commitment> all = [];
            do
            {
                var page = await clients.Reporting.ListCommitmentsAsync(request, cancellationToken: stop);
                all.AddRange(page.Commitments);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return all;
        }
        catch (RpcException away) when (IsAway(away))
        {
            return null;
        }
    }

    private static bool IsAway(RpcException refused) => refused.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
}
