using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>The catalogue over the wire.</summary>
public sealed class CatalogTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private CatalogService.CatalogServiceClient Catalog => suite.Client.Catalog;

    private static CancellationToken Stop => RunningSuite.Stop;

    public static TheoryData<string> BadNames => ["", "programmes", "programmes/", "programmes/nine-cities/pilotTasks", "programmes/nine-cities/pilotTasks/", "programmes/nine-cities/pilotTasks/01",
        "programmes/nine-cities/pilotTasks/-1", "programmes/nine-cities/pilotTasks/1/x", "programmes/Nine/pilotTasks/1", "programmes/nine-cities/tasks/1", "/programmes/nine-cities/pilotTasks/1",
        "programmes/九市/pilotTasks/1", "programmes/nine-cities/pilotTasks/１", "programmes/nine-cities/pilotTasks/99999999999", new string('x', 10_000)];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(158)]
    [InlineData(159)]
    [InlineData(2000)]
    public async Task ListPilotTasks_AnyPageSize_GivesEachTaskOnce(int size)
    {
        var numbers = new List<int>();
        var request = new ListPilotTasksRequest { Parent = Programme, PageSize = size };
        do
        {
            var page = await Catalog.ListPilotTasksAsync(request, cancellationToken: Stop);
            Assert.InRange(page.PilotTasks.Count, 1, size);
            Assert.Equal(159, page.TotalSize);
            numbers.AddRange(page.PilotTasks.Select(t => t.Number));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(1, 159), numbers);
    }

    [Fact]
    public async Task ListPilotTasks_WithoutPageSize_GivesFifty() =>
        Assert.Equal(50, (await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme }, cancellationToken: Stop)).PilotTasks.Count);

    [Fact]
    public async Task ListPilotTasks_OfEachChapter_TogetherAreAll()
    {
        var chapters = await Catalog.ListChaptersAsync(new ListChaptersRequest { Parent = Programme }, cancellationToken: Stop);
        Assert.Equal([18, 17, 15, 12, 12, 11, 9, 10, 13, 11, 4, 8, 8, 3, 8], chapters.Chapters.Select(c => c.PilotTaskCount));

        var numbers = new List<int>();
        foreach (var chapter in chapters.Chapters)
        {
            var tasks = await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, Chapter = chapter.Name }, cancellationToken: Stop);
            Assert.Equal(chapter.PilotTaskCount, tasks.PilotTasks.Count);
            numbers.AddRange(tasks.PilotTasks.Select(t => t.Number));
        }

        Assert.Equal(Enumerable.Range(1, 159), numbers);
    }

    [Fact]
    public async Task ListPilotTasks_TokenOfAnotherQuestion_IsRefused()
    {
        var first = await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 5, Chapter = $"{Programme}/chapters/1" }, cancellationToken: Stop);

        await RefusedAsync(new ListPilotTasksRequest { Parent = Programme, PageToken = first.NextPageToken }, "INVALID_PAGE_TOKEN");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("////")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("编号")]
    public Task ListPilotTasks_TokenThatIsNone_IsRefused(string token) =>
        RefusedAsync(new ListPilotTasksRequest { Parent = Programme, PageToken = token }, "INVALID_PAGE_TOKEN");

    [Fact]
    public Task ListPilotTasks_NegativePageSize_IsRefused() =>
        RefusedAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = -1 }, "INVALID_ARGUMENT");

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task GetPilotTask_NameOfAnotherForm_IsRefusedWithTheField(string name)
    {
        var (code, status, info) = await RunningSuite.RefusedAsync(() => Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = name }, cancellationToken: Stop).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_NAME", "pilotplatform.catalog.v1"), (code, info.Reason, info.Domain));
        Assert.Equal("name", Assert.Single(status.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Get_OfWhatDoesNotExist_IsNotFoundWithItsName()
    {
        await MissingAsync($"{Programme}/pilotTasks/160", name => Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
        await MissingAsync($"{Programme}/chapters/16", name => Catalog.GetChapterAsync(new GetChapterRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
        await MissingAsync($"{Programme}/editions/0", name => Catalog.GetEditionAsync(new GetEditionRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
        await MissingAsync($"{Programme}/provinces/hainan", name => Catalog.GetProvinceAsync(new GetProvinceRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
        await MissingAsync($"{Programme}/cities/beijing", name => Catalog.GetCityAsync(new GetCityRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
        await MissingAsync("places/atlantis", name => Catalog.GetPlaceAsync(new GetPlaceRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
        await MissingAsync("programmes/others", name => Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
    }

    [Fact]
    public async Task GetCity_NearlyRight_SuggestsTheCity()
    {
        var (_, _, info) = await RunningSuite.RefusedAsync(() => Catalog.GetCityAsync(new GetCityRequest { Name = $"{Programme}/cities/dalan" }, cancellationToken: Stop).ResponseAsync);

        Assert.StartsWith("dalian", info.Metadata["suggestions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetEdition_TheCurrentOne_HasNoCheckThatFailed()
    {
        var programme = await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop);
        var edition = await Catalog.GetEditionAsync(new GetEditionRequest { Name = programme.Edition }, cancellationToken: Stop);

        Assert.True(edition.Current);
        Assert.NotEmpty(edition.Checks);
        Assert.DoesNotContain(edition.Checks, c => c.Outcome is ReconciliationCheck.Types.Outcome.Failed or ReconciliationCheck.Types.Outcome.Unspecified);
        Assert.Contains(edition.Defects, d => d is { Kind: SourceDefect.Types.Kind.ForeignWord, Quote: "and" });
    }

    [Fact]
    public async Task Places_FollowedOutward_EndInAProvince()
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var request = new ListPlacesRequest { PageSize = 100 };
        do
        {
            var page = await Catalog.ListPlacesAsync(request, cancellationToken: Stop);
            foreach (var place in page.Places)
                places.Add(place.Name, place);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.All(places.Values.Where(p => p.Kind == Place.Types.Kind.City), city => Assert.Equal(Place.Types.Kind.Province, places[city.Within].Kind));
        Assert.Equal("places/suzhou", places["places/kunshan"].Within);
        Assert.Equal(places["places/kunshan"], await Catalog.GetPlaceAsync(new GetPlaceRequest { Name = "places/kunshan" }, cancellationToken: Stop));
    }

    [Fact]
    public async Task ListPlaces_OfAnEdition_AreThoseItNamesAndWhatTheyLieIn()
    {
        var edition = (await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop)).Edition;
        var all = await Catalog.ListPlacesAsync(new ListPlacesRequest { PageSize = 1000 }, cancellationToken: Stop);
        var named = await Catalog.ListPlacesAsync(new ListPlacesRequest { PageSize = 1000, Edition = edition }, cancellationToken: Stop);

        var names = named.Places.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(("", edition), (all.Edition, named.Edition));
        Assert.ProperSuperset(names, all.Places.Select(p => p.Name).ToHashSet(StringComparer.Ordinal));
        Assert.Superset(new HashSet<string> { "places/kunshan", "places/suzhou", "places/jiangsu" }, names);
        Assert.All(named.Places.Where(p => p.Within.Length > 0), p => Assert.Contains(p.Within, names));
    }

    [Fact]
    public async Task GetGlossaryTerm_OfEveryTerm_IsTheOneOfTheList()
    {
        var terms = (await Catalog.ListGlossaryTermsAsync(new ListGlossaryTermsRequest { Parent = Programme, PageSize = 1000 }, cancellationToken: Stop)).GlossaryTerms;

        Assert.Equal(terms[^1], await Catalog.GetGlossaryTermAsync(new GetGlossaryTermRequest { Name = terms[^1].Name }, cancellationToken: Stop));
        Assert.Equal(terms[0], GlossaryTerm.Parser.ParseJson(await suite.Http.GetStringAsync(new Uri($"/v1/{terms[0].Name}", UriKind.Relative), Stop)));
        await MissingAsync($"{Programme}/glossaryTerms/none", name => Catalog.GetGlossaryTermAsync(new GetGlossaryTermRequest { Name = name }, cancellationToken: Stop).ResponseAsync);
    }

    private async Task RefusedAsync(ListPilotTasksRequest request, string reason)
    {
        var (code, _, info) = await RunningSuite.RefusedAsync(() => Catalog.ListPilotTasksAsync(request, cancellationToken: Stop).ResponseAsync);
        Assert.Equal((StatusCode.InvalidArgument, reason), (code, info.Reason));
    }

    private static async Task MissingAsync(string name, Func<string, Task> get)
    {
        var (code, status, info) = await RunningSuite.RefusedAsync(() => get(name));
        Assert.Equal((StatusCode.NotFound, "RESOURCE_NOT_FOUND", name), (code, info.Reason, status.GetDetail<ResourceInfo>()!.ResourceName));
    }
}
