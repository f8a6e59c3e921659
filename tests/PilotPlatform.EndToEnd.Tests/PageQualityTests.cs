namespace PilotPlatform.EndToEnd.Tests;

/// <summary>Pages with scripts on: the keyboard suffices, and paper does too.</summary>
public sealed class PageQualityTests(SharedSuite shared, Browser browser)
{
    private SuiteProcess Suite => shared.Suite;

    [Fact]
    public async Task Matrix_ByKeyboard_MovesAndOpensADecision()
    {
        await using var page = await browser.OpenAsync(Suite.Pages, scripts: true);
        await page.Page.GotoAsync("/matrix");
        await page.Page.Locator(".matrix tbody th[scope=row] a").First.FocusAsync();
        foreach (var key in new[] { "ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft" })
            await page.Page.Keyboard.PressAsync(key);

        Assert.Equal("/tasks/3#dalian", await page.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator("dialog[open] .quote").First.WaitForAsync();
        Assert.Equal("opened-title", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Contains("*", await page.Page.Locator("dialog[open] .quote p").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await page.Page.Locator("dialog[open]").CountAsync());
        Assert.Equal("/tasks/3#dalian", await page.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        foreach (var (key, cell) in new[] { ("Control+End", "/tasks/159#suzhou"), ("Control+Home", "/tasks/1") })
        {
            await page.Page.Keyboard.PressAsync(key);
            Assert.Equal(cell, await page.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Matrix_OnANarrowScreen_KeepsNumbersInOneLine()
    {
        await using var page = await browser.OpenAsync(Suite.Pages, 375);
        await page.Page.GotoAsync("/matrix");

        Assert.True(await page.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.matrix th b')].every(b => { const text = document.createRange(); text.selectNodeContents(b); return text.getClientRects().length === 1; })"));
    }

    [Fact]
    public async Task Interview_QuestionByQuestion_EndsInAListThatIsAllTasks()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/interview");
        await page.Page.CheckAsync("input[value=suzhou]");
        await page.Page.ClickAsync("main form button");
        await page.Page.CheckAsync("input[value=foreign-doctor]");
        await page.Page.ClickAsync("main form button");
        Assert.Contains("f.actor=foreign-doctor", page.Page.Url, StringComparison.Ordinal);

        await page.Page.GotoAsync(page.Page.Url + "&list=1");
        Assert.Equal(159, await page.Page.Locator("ol.hits > li").CountAsync());
    }

    [Fact]
    public async Task Interview_ShareAboveAHundred_IsAskedAgainBesideTheField()
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/interview?city=suzhou&f.foreign-share=100.5");

        Assert.Contains("100.5", await page.Page.Locator("#mistaken").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Page.Locator("input[name='f.foreign-share']").CountAsync());
    }
}
