using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>Pages with scripts on: nothing serious for those who cannot see or point, the keyboard suffices, and paper too.</summary>
public sealed class PageQualityTests(SharedSuite shared, Browser browser)
{
    private static readonly string[] Kinds =
        ["/", "/matrix?chapter=1", "/interview", "/interview?city=suzhou", "/interview/memo?city=suzhou&f.actor=foreign-doctor", "/cities", "/cities/suzhou", "/provinces/fujian", "/chapters/1", "/tasks/65", "/search?q=%E4%BF%9D%E7%A8%8E", "/editions", "/sign-in", "/nothing"];

    private static readonly string[] Serious = ["serious", "critical"];

    private SuiteProcess Suite => shared.Suite;

    public static TheoryData<string, ColorScheme> Views => new(
        from kind in Kinds
        from scheme in new[] { ColorScheme.Light, ColorScheme.Dark }
        select new TheoryDataRow<string, ColorScheme>(kind, scheme));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_HeldAgainstAxe_HasNothingSerious(string kind, ColorScheme scheme)
    {
        await using var page = await browser.OpenAsync(Suite.Pages, scheme: scheme, scripts: true);
        await page.Page.GotoAsync((scheme == ColorScheme.Dark ? "/en" : "") + kind);

        var found = await page.Page.RunAxe();
        Assert.Empty(found.Violations.Where(v => Serious.Contains(v.Impact)).Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }

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
        Assert.Contains("*", await page.Page.Locator("dialog[open] .quote p").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await page.Page.Locator("dialog[open]").CountAsync());
        Assert.Equal("/tasks/3#dalian", await page.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Matrix_OnANarrowScreen_KeepsNumbersInOneLine()
    {
        await using var page = await browser.OpenAsync(Suite.Pages, 375);
        await page.Page.GotoAsync("/matrix");

        Assert.True(await page.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.matrix th b')].every(b => { const text = document.createRange(); text.selectNodeContents(b); return text.getClientRects().length === 1; })"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/matrix")]
    [InlineData("/interview/memo?city=suzhou")]
    [InlineData("/tasks/65")]
    public async Task Page_Printed_HidesWhatCannotBePressedOnPaper(string address)
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync(address);
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.False(await page.Page.Locator("header nav").IsVisibleAsync());
        Assert.True(await page.Page.Locator("h1").IsVisibleAsync());
        Assert.True((await page.Page.PdfAsync()).Length > 10_000);
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
