using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Search, structure, glossary and source over the wire.</summary>
public sealed class SearchTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private CatalogService.CatalogServiceClient Catalog => suite.Client.Catalog;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task SearchPilotTasks_Words_AnswersWithHighlightsAndItsEdition()
    {
        var programme = await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop);
        var found = await SearchAsync(new() { Query = "昆山" });

        var hit = Assert.Single(found.Hits);
        Assert.Equal((35, programme.Edition, programme.Edition), (hit.PilotTask.Number, found.Edition, hit.PilotTask.Edition));
        var highlight = Assert.Single(hit.Highlights, h => h.Field == SearchHighlight.Types.Field.Text);
        Assert.Equal("昆山", hit.PilotTask.Text.Verbatim[highlight.StartOffset..highlight.EndOffset]);
        Assert.DoesNotContain(hit.Highlights, h => h.Field == SearchHighlight.Types.Field.TextEnglish);
    }

    [Theory]
    [InlineData("foreign-owned hospitals", "hospitals")]
    [InlineData("hosptial", "hospitals")]
    public async Task SearchPilotTasks_EnglishWords_AreMarkedInTheTranslation(string query, string marked)
    {
        var hit = (await SearchAsync(new() { Query = query })).Hits.First(h => h.PilotTask.Number == 33);

        Assert.Contains(marked, hit.Highlights.Where(h => h.Field == SearchHighlight.Types.Field.TextEnglish).Select(h => hit.PilotTask.Text.English[h.StartOffset..h.EndOffset]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task SearchPilotTasks_AnyPageSize_GivesEachHitOnce(int size)
    {
        var numbers = new List<int>();
        var request = new SearchPilotTasksRequest { Query = "支持 Support", PageSize = size };
        SearchPilotTasksResponse page;
        do
        {
            page = await SearchAsync(request);
            numbers.AddRange(page.Hits.Select(h => h.PilotTask.Number));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(page.TotalSize, numbers.Count);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    [Fact]
    public async Task SearchPilotTasks_TokenOfAnotherQuestion_IsRefused()
    {
        var first = await SearchAsync(new() { Query = "支持", PageSize = 5 });

        await RefusedAsync(new() { Query = "鼓励", PageToken = first.NextPageToken }, StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        await RefusedAsync(new() { Query = "支持", Chapters = { $"{Programme}/chapters/1" }, PageToken = first.NextPageToken }, StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
    }

    /// <summary>The figures of the document: 99 plain stars, 4 with a remark, 53 of named cities, 3 with a condition.</summary>
    [Fact]
    public async Task SearchPilotTasks_WithoutAQuery_CountsEveryTaskByFacet()
    {
        var all = await SearchAsync(new());

        Assert.Equal(159, all.TotalSize);
        Assert.Equal(Enumerable.Range(1, 50), all.Hits.Select(h => h.PilotTask.Number));
        Assert.Equal([7, 7, 5, 6, 3, 9, 4, 6, 7], Counts(all, SearchFacet.Types.Kind.City));
        Assert.Equal([18, 17, 15, 12, 12, 11, 9, 10, 13, 11, 4, 8, 8, 3, 8], Counts(all, SearchFacet.Types.Kind.Chapter));
        Assert.Equal([99, 4, 53, 3], Counts(all, SearchFacet.Types.Kind.ScopeForm));
        Assert.Equal(3, all.Facets.Single(f => f.Kind == SearchFacet.Types.Kind.PolicyForce).Values.Single(v => v.Value_ == "POLICY_FORCE_LIMIT_LIFTED").HitCount);
    }

    [Fact]
    public async Task SearchPilotTasks_Filters_AreAllAskedForAndLeaveTheirOwnFacetOpen()
    {
        var found = await SearchAsync(new()
        {
            Cities = { $"{Programme}/cities/suzhou" },
            PolicyForces = { PolicyForce.Permission },
            ScopeForms = { ScopeForm.NamedCities },
            Sectors = { $"{Programme}/sectors/health", $"{Programme}/sectors/education" },
        });

        Assert.Equal([35, 128], found.Hits.Select(h => h.PilotTask.Number));
        Assert.Equal(2, found.Facets.Single(f => f.Kind == SearchFacet.Types.Kind.City).Values.Single(v => v.Value_.EndsWith("/suzhou", StringComparison.Ordinal)).HitCount);
        Assert.True(found.Facets.Single(f => f.Kind == SearchFacet.Types.Kind.PolicyForce).Values.Single(v => v.Value_ == "POLICY_FORCE_SUPPORT").HitCount > 0);
    }

    /// <summary>Every value of every facet: its filter gives as many hits as its count says.</summary>
    [Fact]
    public async Task SearchPilotTasks_EveryValueOfAFacet_GivesAsManyHitsAsItSays()
    {
        foreach (var facet in (await SearchAsync(new() { Query = "支持" })).Facets)
        {
            foreach (var value in facet.Values)
            {
                var request = new SearchPilotTasksRequest { Query = "支持" };
                switch (facet.Kind)
                {
                    case SearchFacet.Types.Kind.City: request.Cities.Add(value.Value_); break;
                    case SearchFacet.Types.Kind.Chapter: request.Chapters.Add(value.Value_); break;
                    case SearchFacet.Types.Kind.Sector: request.Sectors.Add(value.Value_); break;
                    case SearchFacet.Types.Kind.PolicyForce: request.PolicyForces.Add((PolicyForce)(facet.Values.IndexOf(value) + 1)); break;
                    default: request.ScopeForms.Add((ScopeForm)(facet.Values.IndexOf(value) + 1)); break;
                }

                Assert.Equal(value.HitCount, (await SearchAsync(request)).TotalSize);
            }
        }
    }

    [Fact]
    public async Task SearchPilotTasks_WhatCannotBeAsked_IsRefused()
    {
        await RefusedAsync(new() { Query = new string('外', 201) }, StatusCode.InvalidArgument, "INVALID_ARGUMENT");
        await RefusedAsync(new() { PolicyForces = { PolicyForce.Unspecified } }, StatusCode.InvalidArgument, "INVALID_ARGUMENT");
        await RefusedAsync(new() { ScopeForms = { (ScopeForm)77 } }, StatusCode.InvalidArgument, "INVALID_ARGUMENT");
        await RefusedAsync(new() { Cities = { $"{Programme}/cities/beijing" } }, StatusCode.NotFound, "RESOURCE_NOT_FOUND");
        await RefusedAsync(new() { Sectors = { "programmes/others/sectors/health" } }, StatusCode.NotFound, "RESOURCE_NOT_FOUND");
        await RefusedAsync(new() { PageSize = -1 }, StatusCode.InvalidArgument, "INVALID_ARGUMENT");
    }

    /// <summary>Whoever writes a name as people call it is told which name was meant.</summary>
    [Theory]
    [InlineData("dalian", "cities/dalian")]
    [InlineData("大连", "cities/dalian")]
    [InlineData("Xi'an", "cities/xian")]
    [InlineData("programmes/nine-cities/cities/suzhuo", "cities/suzhou")]
    public async Task SearchPilotTasks_CityByAnotherName_SuggestsTheNameThatWasMeant(string city, string meant)
    {
        var refused = await RunningSuite.RefusedAsync(() => SearchAsync(new() { Cities = { city } }));

        Assert.Equal($"{Programme}/{meant}", refused.Info.Metadata["suggestions"].Split(", ")[0]);
        Assert.Contains($"did you mean {Programme}/{meant}", refused.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchPilotTasks_ChapterOrSectorByItsTitle_SuggestsItsName()
    {
        var chapter = await RunningSuite.RefusedAsync(() => SearchAsync(new() { Chapters = { "推进金融国际合作" } }));
        var sector = await RunningSuite.RefusedAsync(() => SearchAsync(new() { Sectors = { $"{Programme}/sectors/helth" } }));

        Assert.Equal($"{Programme}/chapters/3", chapter.Info.Metadata["suggestions"].Split(", ")[0]);
        Assert.Equal($"{Programme}/sectors/health", sector.Info.Metadata["suggestions"].Split(", ")[0]);
    }

    [Fact]
    public async Task SearchPassages_WordsOfADirection_AnswersWithPlaceMarksAndEdition()
    {
        var found = await Catalog.SearchPassagesAsync(new() { Parent = Programme, Query = "榕台 the" }, cancellationToken: Stop);

        var hit = Assert.Single(found.Hits);
        var mark = Assert.Single(hit.Highlights);
        Assert.Equal((PassageKind.Direction, "榕台"), (hit.Passage.Kind, hit.Passage.Text.Verbatim[mark.StartOffset..mark.EndOffset]));
        Assert.Equal(hit.Passage.Text.Verbatim, RunningSuite.Document[hit.Passage.Text.Span.StartOffset..hit.Passage.Text.Span.EndOffset]);
        Assert.Equal($"{Programme}/cities/fuzhou", Assert.Single(hit.Passage.Resources));
        Assert.Equal("the", Assert.Single(found.IgnoredWords));
        Assert.Equal((await SearchAsync(new())).Edition, found.Edition);
        Assert.Contains("\"totalSize\":1", (await suite.Http.GetStringAsync(new Uri($"/v1/{Programme}/passages:search?query=%E6%A6%95%E5%8F%B0&kinds=PASSAGE_KIND_DIRECTION", UriKind.Relative), Stop)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchPassages_PageByPage_GivesEachOnceAndTakesNoTokenOfAnotherQuestion()
    {
        var all = await Catalog.SearchPassagesAsync(new() { Parent = Programme, Query = "试点" }, cancellationToken: Stop);
        var request = new SearchPassagesRequest { Parent = Programme, Query = "试点", PageSize = 4 };
        var keys = new List<string>();
        do
        {
            var page = await Catalog.SearchPassagesAsync(request, cancellationToken: Stop);
            keys.AddRange(page.Hits.Select(h => h.Passage.Key));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(all.Hits.Select(h => h.Passage.Key), keys);
        request.PageToken = (await Catalog.SearchPassagesAsync(request, cancellationToken: Stop)).NextPageToken;
        request.Kinds.Add(PassageKind.Note);
        Assert.Equal("INVALID_PAGE_TOKEN", (await RunningSuite.RefusedAsync(() => Catalog.SearchPassagesAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => Catalog.SearchPassagesAsync(
            new() { Parent = Programme, Query = new string('外', 201) }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task SearchPilotTasks_OverJson_AnswersTheSame()
    {
        var json = await suite.Http.GetStringAsync(new Uri($"/v1/{Programme}/pilotTasks:search?query=%E6%98%86%E5%B1%B1&policyForces=POLICY_FORCE_PERMISSION", UriKind.Relative), Stop);

        Assert.Contains("\"totalSize\":1", json.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListSectors_OfTheProgramme_HoldEveryTask()
    {
        var sectors = await Catalog.ListSectorsAsync(new ListSectorsRequest { Parent = Programme, PageSize = 1000 }, cancellationToken: Stop);

        Assert.Equal(159, sectors.Sectors.SelectMany(s => s.PilotTasks).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(sectors.Sectors[3], await Catalog.GetSectorAsync(new GetSectorRequest { Name = sectors.Sectors[3].Name }, cancellationToken: Stop));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => Catalog.GetSectorAsync(new GetSectorRequest { Name = $"{Programme}/sectors/none" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task ListGlossaryTerms_OfTheProgramme_NameTheirTasks()
    {
        var terms = await Catalog.ListGlossaryTermsAsync(new ListGlossaryTermsRequest { Parent = Programme, PageSize = 1000 }, cancellationToken: Stop);

        Assert.Equal(["programmes/nine-cities/pilotTasks/39"], terms.GlossaryTerms.Single(t => t.Chinese == "合格境外有限合伙人").PilotTasks);
        Assert.Equal(terms.TotalSize, terms.GlossaryTerms.Select(t => t.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task GetPilotTask_OfTheDocument_CitesWhatItsStructureRestsOn()
    {
        var task = await Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/35" }, cancellationToken: Stop);

        Assert.Equal([PolicyForce.Permission], task.PolicyForces);
        Assert.Equal("允许", Assert.Single(task.ForceMarks).Quote);
        Assert.Equal(["places/taiwan", "places/kunshan"], task.Places);
        Assert.Equal(["places/suzhou", "places/jiangsu", "places/yangtze-river-delta"], task.PlaceMentions[1].Within);
        Assert.Equal([$"{Programme}/sectors/health"], task.SectorMarks.Select(m => m.Sector));
        Assert.Equal(ScopeForm.NamedCities, task.ScopeForm);
        Assert.All(task.PlaceMentions, m => Assert.Equal(m.Quote, RunningSuite.Document[m.Span.StartOffset..m.Span.EndOffset]));
    }

    [Fact]
    public async Task GetEditionSource_LinesAroundATask_HoldItAtItsOffset()
    {
        var task = await Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/65" }, cancellationToken: Stop);
        var source = await Catalog.GetEditionSourceAsync(new GetEditionSourceRequest { Name = $"{task.Edition}/source", StartLine = task.Text.Span.StartLine - 1, LineCount = 3 }, cancellationToken: Stop);

        Assert.Equal([-1, 0, 1], source.Lines.Select(l => l.Number - task.Text.Span.StartLine));
        var line = source.Lines[1];
        Assert.Equal(task.Text.Verbatim, line.Content[(task.Text.Span.StartOffset - line.StartOffset)..(task.Text.Span.EndOffset - line.StartOffset)]);
        Assert.Empty((await Catalog.GetEditionSourceAsync(new GetEditionSourceRequest { Name = source.Name, StartLine = source.LineCount + 1 }, cancellationToken: Stop)).Lines);
        Assert.Equal(RunningSuite.Document.Split('\n').Length, source.LineCount);
    }

    [Theory]
    [InlineData("", 0, "INVALID_NAME")]
    [InlineData("programmes/nine-cities/editions/x", 0, "INVALID_NAME")]
    [InlineData("programmes/nine-cities/editions/0/source", 0, "RESOURCE_NOT_FOUND")]
    [InlineData("programmes/nine-cities/editions/0/source", -1, "INVALID_ARGUMENT")]
    public async Task GetEditionSource_OfWhatDoesNotExist_IsRefused(string name, int line, string reason) =>
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => Catalog.GetEditionSourceAsync(new GetEditionSourceRequest { Name = name, StartLine = line }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    private async Task<SearchPilotTasksResponse> SearchAsync(SearchPilotTasksRequest request)
    {
        request.Parent = Programme;
        return await Catalog.SearchPilotTasksAsync(request, cancellationToken: Stop);
    }

    private async Task RefusedAsync(SearchPilotTasksRequest request, StatusCode code, string reason)
    {
        var (found, _, info) = await RunningSuite.RefusedAsync(() => SearchAsync(request));
        Assert.Equal((code, reason), (found, info.Reason));
    }

    private static IEnumerable<int> Counts(SearchPilotTasksResponse found, SearchFacet.Types.Kind kind) => found.Facets.Single(f => f.Kind == kind).Values.Select(v => v.HitCount);
}
