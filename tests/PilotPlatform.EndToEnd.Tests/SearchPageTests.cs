using Microsoft.Playwright;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>Search, and the source beside a task, in Chromium with scripts off.</summary>
public sealed class SearchPageTests(SharedSuite shared, Browser browser)
{
    private SuiteProcess Suite => shared.Suite;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_FromTheHeadOfAnyPage_FindsAndMarksTheWords()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/cities/suzhou");
        await page.Page.FillAsync("header input[name=q]", "昆山");
        await page.Page.ClickAsync("header form[role=search] button");

        Assert.Equal("/search", new Uri(page.Page.Url).AbsolutePath);
        Assert.Equal(["昆山"], await page.TextsAsync(".hits mark"));
        await page.Page.ClickAsync(".hits h3 a");
        Assert.Equal("/tasks/35", new Uri(page.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Search_FacetTicked_GivesAsManyHitsAsItSaid()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/search?q=%E6%94%AF%E6%8C%81");
        var chapters = page.Page.Locator("main details", new PageLocatorOptions { Has = page.Page.Locator("input[name=chapter]") });
        await chapters.Locator("summary").ClickAsync();
        var said = await chapters.Locator("label:has(input[value='2']) output").InnerTextAsync();
        await chapters.Locator("input[value='2']").CheckAsync();
        await page.Page.ClickAsync("main form button");

        Assert.Contains($" {said} ", Assert.Single(await page.Page.Locator("main [role=status]").AllInnerTextsAsync()), StringComparison.Ordinal);
        Assert.True(await page.Page.Locator("input[name=chapter][value='2']").IsCheckedAsync());
    }

    [Fact]
    public async Task Search_PageByPage_ShowsEveryHitOnce()
    {
        var all = await Suite.Client.Catalog.SearchPilotTasksAsync(new SearchPilotTasksRequest { Parent = Writing.Programme, Query = "支持", PageSize = 1000 }, cancellationToken: Stop);
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/en/search?q=%E6%94%AF%E6%8C%81");
        var shown = new List<string?>();
        while (true)
        {
            foreach (var link in await page.Page.Locator(".hits h3 a").AllAsync())
                shown.Add(await link.GetAttributeAsync("href"));
            if (await page.Page.Locator("main a[rel=next]").CountAsync() == 0)
                break;
            await page.Page.ClickAsync("main a[rel=next]");
        }

        Assert.Equal(all.Hits.Select(h => $"/en/tasks/{h.PilotTask.Number}"), shown);
    }

    [Fact]
    public async Task Search_WithoutAHit_LeadsToOneThatHasSome()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/search?q=%E5%A4%96%E8%B5%84%E5%8C%BB%E9%99%A2");
        Assert.Equal(0, await page.Page.Locator(".hits > li").CountAsync());

        await page.Page.ClickAsync("main .inline a >> nth=0");
        Assert.NotEqual(0, await page.Page.Locator(".hits > li").CountAsync());
    }

    [Theory]
    [InlineData("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", 200)]
    [InlineData("/search?q=&city=atlantis&force=Nothing&form=9&chapter=x&sector=", 400)]
    [InlineData("/search?q=*%3F~%5E%22(", 200)]
    public async Task Search_WhateverIsTyped_IsAPage(string address, int status)
    {
        await using var page = await browser.OpenAsync(Suite.Pages);

        Assert.Equal(status, (await page.Page.GotoAsync(address))!.Status);
        Assert.Equal(0, await page.Page.Locator("script").CountAsync());
    }

    [Fact]
    public async Task Search_QueryThatIsTooLong_SaysSo()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);

        Assert.Equal(400, (await page.Page.GotoAsync("/search?q=" + new string('x', 201)))!.Status);
        Assert.Contains("200", Assert.Single(await page.TextsAsync("main .mud-alert")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_BesideItsWords_ShowsTheLineOfTheSourceWithTheSpanMarked()
    {
        var task = await Suite.Client.Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Writing.Programme}/pilotTasks/65" }, cancellationToken: Stop);
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/tasks/65");

        Assert.Equal(
            [WatchedPage.Squeeze(task.Text.Verbatim), WatchedPage.Squeeze(task.Scope.Verbatim)],
            await page.TextsAsync(".source mark"));
        Assert.Contains(await page.TextsAsync(".source b"), number => number == $"{task.Text.Span.StartLine}");
    }

    [Fact]
    public async Task Direction_OfACity_MarksTheWordsItsTasksRepeat()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/cities/suzhou");

        Assert.Equal(["开展生物医药研发用物品进口试点", "探索高效便利安全的数据跨境流动机制"], await page.TextsAsync("section[aria-labelledby=direction] mark"));
        Assert.Equal(["探索高效便利安全的数据跨境流动机制", "开展生物医药研发用物品进口试点"], await page.TextsAsync("section[aria-labelledby=direction] li q"));
    }
}
