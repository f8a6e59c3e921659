using System.Net;
using Microsoft.Playwright;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What one sees through the gateway, in Chromium with scripts off.</summary>
public sealed class PageTests(SharedSuite shared, Browser browser)
{
    /// <summary>Applying, by city, in the order of the document: domain figures, not computed here.</summary>
    private static readonly string[] Applying = ["107", "107", "105", "106", "103", "109", "104", "106", "107"];

    private SuiteProcess Suite => shared.Suite;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_InChinese_ShowsProgrammeCitiesAndChapters()
    {
        var programme = await Suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Writing.Programme }, cancellationToken: Stop);
        await using var home = await browser.OpenAsync(Suite.Pages);
        await home.Page.GotoAsync("/");

        Assert.Equal(WatchedPage.Squeeze(programme.Title.Verbatim), Assert.Single(await home.TextsAsync("h1")));
        Assert.Equal("zh-Hans", await home.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(["大连", "宁波", "厦门", "青岛", "深圳", "合肥", "福州", "西安", "苏州"], await home.TextsAsync("section[aria-labelledby=cities] h3"));
        Assert.Equal(15, await home.Page.Locator("ol.chapters li").CountAsync());
        Assert.Equal(["954", "423", "45", "9"], await home.TextsAsync("section.glance dl.totals dd"));
    }

    [Fact]
    public async Task Home_SwitchOfLanguage_LeadsToEnglishAndBack()
    {
        await using var home = await browser.OpenAsync(Suite.Pages);
        await home.Page.GotoAsync("/cities/dalian");

        await home.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "English", Exact = true }).ClickAsync();
        Assert.Equal("/en/cities/dalian", new Uri(home.Page.Url).AbsolutePath);
        Assert.Equal("en", await home.Page.Locator("html").GetAttributeAsync("lang"));

        await home.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "中文", Exact = true }).ClickAsync();
        Assert.Equal("/cities/dalian", new Uri(home.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Cities_EachOfTheNine_ShowsItsDirectionWordForWord()
    {
        var cities = await Suite.Client.Catalog.ListCitiesAsync(new ListCitiesRequest { Parent = Writing.Programme }, cancellationToken: Stop);
        await using var page = await browser.OpenAsync(Suite.Pages);
        Assert.Equal(9, cities.Cities.Count);
        foreach (var city in cities.Cities)
        {
            await page.Page.GotoAsync($"/cities/{city.Name.Split('/')[^1]}");
            Assert.Contains(WatchedPage.Squeeze(city.Direction.Verbatim), Assert.Single(await page.TextsAsync("section[aria-labelledby=direction]")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tasks_EachOf159_ShowItsWordsAndNineDecisions()
    {
        var tasks = await Suite.Client.Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Writing.Programme, PageSize = 1000 }, cancellationToken: Stop);
        Assert.Equal(159, tasks.PilotTasks.Count);
        foreach (var task in tasks.PilotTasks)
        {
            var html = WatchedPage.Squeeze(WebUtility.HtmlDecode(await Suite.Http.GetStringAsync($"/tasks/{task.Number}", Stop)));
            Assert.Contains(WatchedPage.Squeeze(task.Text.Verbatim), html, StringComparison.Ordinal);
            Assert.Contains(WatchedPage.Squeeze(task.Scope.Verbatim), html, StringComparison.Ordinal);
            Assert.Contains("id=\"structure\"", html, StringComparison.Ordinal);
            Assert.All(new[] { "dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou" }, city => Assert.Contains($"id=\"{city}\"", html, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Matrix_OfAllCells_IsThatOfTheScopeService()
    {
        var matrix = await Suite.Client.ScopeRules.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Writing.Programme}/reachMatrix" }, cancellationToken: Stop);
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/matrix");

        var cells = await page.TextsAsync(".matrix tbody td:has(a)");
        var words = new Dictionary<Reach.Types.State, string>
        {
            [Reach.Types.State.Applies] = "●适用",
            [Reach.Types.State.DoesNotApply] = "–不适用",
            [Reach.Types.State.AwaitsAct] = "◐待定",
            [Reach.Types.State.UnderStudy] = "◌研究",
        };
        Assert.Equal(1431, cells.Length);
        Assert.Equal(matrix.Rows.SelectMany(r => r.States).Select(s => words[s]), cells);
        Assert.Equal([954, 423, 45, 9], words.Values.Select(w => cells.Count(c => c == w)));
        var applying = await page.TextsAsync(".matrix tfoot tr:first-child td");
        var all = await page.TextsAsync(".matrix tfoot tr:last-child td");
        Assert.Equal([.. Applying, "954"], applying);
        Assert.Equal([.. Enumerable.Repeat("159", 9), "1431"], all);
    }

    [Fact]
    public async Task Matrix_CellThatWaits_LeadsToTheWordsItRestsOn()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/matrix");
        await page.Page.Locator("a[href='/tasks/47#hefei']").ClickAsync();

        Assert.EndsWith("/tasks/47#hefei", page.Page.Url, StringComparison.Ordinal);
        Assert.Contains("在符合条件的试点城市开展", Assert.Single(await page.TextsAsync("#hefei")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matrix_OnTheWire_StaysBelow60Kilobytes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/matrix");
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var answer = await Suite.Http.SendAsync(request, Stop);

        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Stop)).Length, 1, 60_000);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/tasks/160")]
    [InlineData("/tasks/0")]
    [InlineData("/tasks/one")]
    [InlineData("/chapters/16")]
    [InlineData("/cities/beijing")]
    [InlineData("/editions/0000")]
    [InlineData("/en/nothing")]
    public async Task Page_ThatDoesNotExist_IsNotFound(string address)
    {
        using var answer = await Suite.Http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("<h1", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task City_NearlyRight_IsNotFoundWithASuggestion()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        var answer = await page.Page.GotoAsync("/cities/dalan");
        Assert.Equal(404, answer!.Status);

        await page.Page.Locator("main a[href='/cities/dalian']").ClickAsync();
        Assert.Equal("大连市", Assert.Single(await page.TextsAsync("h1")));
    }
}
