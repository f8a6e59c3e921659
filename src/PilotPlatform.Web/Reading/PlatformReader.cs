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
    PageLanguage go,
    TimeProvider time)
{
    private const int WholeList = 1000;

    private EditionContent? lastRead;

    public async Task<TaskView> TaskAsync(int number, EditionAddress asked, CancellationToken stop)
    {
        var platform = await PlatformAsync(asked, content => content.Tasks.Any(t => t.Number == number), stop);
        var name = $"{platform.Programme.Name}/pilotTasks/{number}";
        var task = platform.Content.Task(name) ?? await catalog.GetPilotTaskAsync(new() { Name = name, Edition = platform.Frame.Shown }, cancellationToken: stop);
        if (!platform.HasRules)
            return new TaskView(platform, task, [], null, await SourceAsync(task, stop), [], []);
        var commitments = platform.IsNow ? CommitmentsAsync(new() { Parent = platform.Programme.Name, PilotTask = name, Edition = platform.Programme.Edition }, stop) : Task.FromResult<IReadOnlyList<Commitment>?>(null);
        var decisions = await Task.WhenAll(platform.Content.Cities.Select(city => DecideAsync(platform, task, city, stop)));
        var acts = await InStateAsync(platform, state => scopeRules.ListActsAsync(
            new() { Parent = platform.Programme.Name, PilotTask = name, ShowRevoked = true, PageSize = WholeList, State = state }, cancellationToken: stop).ResponseAsync);
        var rule = await InStateAsync(platform, state => scopeRules.GetRuleAsync(new() { Name = $"{name}/rule", State = state }, cancellationToken: stop).ResponseAsync);
        return new TaskView(platform, task, decisions, await commitments, await SourceAsync(task, stop), acts.Acts, RuleBounds.Of(rule, task));
    }

    public async Task<CityView> CityAsync(string id, EditionAddress asked, CancellationToken stop)
    {
        var platform = await PlatformAsync(asked, content => CityOf(content, id) is not null, stop);
        var city = CityOf(platform.Content, id) ?? await UnknownCityAsync(platform, id, stop);
        if (!platform.IsNow)
            return new CityView(platform, city, null, null);
        return new CityView(platform, city, await CommitmentsAsync(new() { Parent = platform.Programme.Name, City = city.Name }, stop), await ProgressAsync(platform.Programme, new() { City = city.Name }, stop));
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

    public async Task<ProvinceView> ProvinceAsync(string id, EditionAddress asked, CancellationToken stop)
    {
        var platform = await PlatformAsync(asked, content => content.Provinces.Any(p => ResourceIds.IdOf(p.Name) == id), stop);
        var name = $"{platform.Programme.Name}/provinces/{id}";
        var province = platform.Content.Province(name) ?? await catalog.GetProvinceAsync(new() { Name = name, Edition = platform.Frame.Shown }, cancellationToken: stop);
        return new ProvinceView(platform, province, platform.IsNow ? await ProgressAsync(platform.Programme, new() { Province = province.Name }, stop) : null);
    }

    public async Task<ChapterView> ChapterAsync(int number, EditionAddress asked, CancellationToken stop)
    {
        var platform = await PlatformAsync(asked, content => content.Chapters.Any(c => c.Number == number), stop);
        var name = $"{platform.Programme.Name}/chapters/{number}";
        return new(platform, platform.Content.Chapter(name) ?? await catalog.GetChapterAsync(new() { Name = name, Edition = platform.Frame.Shown }, cancellationToken: stop));
    }

    public async Task<EditionsView> EditionsAsync(EditionAddress asked, CancellationToken stop)
    {
        var programme = await ProgrammeAsync(stop);
        var editions = await catalog.ListEditionsAsync(new() { Parent = programme.Name, PageSize = WholeList, AsOfTime = asked.Time }, cancellationToken: stop);
        return new EditionsView(await FrameAsync(programme, stop), editions.Editions) { AsOf = asked.Time?.ToDateTimeOffset() };
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
        return new RuleSetView(await FrameAsync(programme, stop), await RuleSetOfAsync($"ruleSets/{id}", stop));
    }

    /// <summary>A rule set; without its rules if it does not read the newest edition, which is what they would be of.</summary>
    private async Task<RuleSet> RuleSetOfAsync(string name, CancellationToken stop)
    {
        try
        {
            return await scopeRules.GetRuleSetAsync(new() { Name = name }, cancellationToken: stop);
        }
        catch (RpcException refused) when (PageFaults.IsUnread(refused))
        {
            var known = await AllPages.ReadAsync<RuleSet>(async token =>
                await scopeRules.ListRuleSetsAsync(new() { PageSize = AllPages.Size, PageToken = token }, cancellationToken: stop) is var page ? (page.RuleSets, page.NextPageToken) : default);
            return known.FirstOrDefault(set => set.Name == name) ?? throw new RpcException(new Status(StatusCode.NotFound, $"there is no {name}"));
        }
    }

    private async Task<Decision> DecideAsync(Platform platform, PilotTask task, City city, CancellationToken stop) =>
        await InStateAsync(platform, state => scopeRules.DecideAsync(new() { PilotTask = task.Name, City = ResourceIds.IdOf(city.Name), State = state }, cancellationToken: stop).ResponseAsync);

    public async Task<Programme> ProgrammeAsync(CancellationToken stop) =>
        (await catalog.ListProgrammesAsync(new() { PageSize = 1 }, cancellationToken: stop)).Programmes is [var programme, ..]
            ? programme
            : throw new RpcException(new Status(StatusCode.Unavailable, "The catalogue has no programme yet."));

    /// <summary>For pages that need the catalogue only: they stand while the scope service is away.</summary>
    public async Task<PageFrame> FrameAsync(Programme programme, CancellationToken stop)
    {
        try
        {
            var matrix = await MatrixAsync(programme, null, stop);
            return new PageFrame(programme.Edition, matrix.RuleSet, matrix.Edition);
        }
        catch (RpcException away) when (IsAway(away))
        {
            return new PageFrame(programme.Edition, "", "");
        }
    }

    private async Task<IReadOnlyList<Commitment>?> CommitmentsAsync(ListCommitmentsRequest request, CancellationToken stop)
    {
        try
        {
            request.PageSize = AllPages.Size;
            return await AllPages.ReadAsync<Commitment>(async token =>
            {
                request.PageToken = token;
                var page = await clients.Reporting.ListCommitmentsAsync(request, cancellationToken: stop);
                return (page.Commitments, page.NextPageToken);
            });
        }
        catch (RpcException away) when (IsAway(away))
        {
            return null;
        }
    }

    private static bool IsAway(RpcException refused) => refused.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded || PageFaults.IsUnread(refused);
}
