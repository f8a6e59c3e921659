using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>Pages for somebody who has a keyboard only.</summary>
public sealed class KeyboardTests(WorkedSuite worked, Browser browser)
{
    private const int Steps = 40;

    /// <summary>What has the focus: whether it is the page itself, a name to tell it by, and whether one can see that it has it.</summary>
    private const string Focused = """
        (() => {
          const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
          return {
            none: e === document.body,
            name: e.outerHTML.slice(0, 120),
            place: [...document.querySelectorAll('*')].indexOf(e),
            outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
            shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
          };
        })()
        """;

    private SuiteProcess Suite => worked.Suite;

    [Theory]
    [InlineData("/")]
    [InlineData("/en/matrix")]
    [InlineData("/en/tasks/65")]
    public async Task SkipLink_ByTheFirstTab_LeadsToTheContent(string address)
    {
        await using var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync(address);
        await page.Page.Keyboard.PressAsync("Tab");
        var link = page.Page.Locator(".skip:focus");
        Assert.True((await link.BoundingBoxAsync())!.X >= 0, "The link is not to be seen.");
        await page.Page.Keyboard.PressAsync("Enter");

        Assert.Equal("main", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.querySelector('#main').contains(document.activeElement)"));
    }

    [Theory]
    [InlineData("", "/", 1440)]
    [InlineData("", "/en/matrix", 1440)]
    [InlineData("", "/interview", 375)]
    [InlineData("", "/search?q=%E4%BF%9D%E7%A8%8E", 1440)]
    [InlineData("", "/reports", 768)]
    [InlineData("dalian-reporter", "/workbench", 1440)]
    [InlineData("dalian-reviewer", "/en/commitments/66-dalian", 375)]
    [InlineData("ministry", "/rule-sets", 1440)]
    public async Task Focus_ByTab_IsSeenAndGoesOn(string persona, string address, int width)
    {
        await using var page = await browser.OpenAsync(Suite.Pages, width, persona: persona);
        await page.Page.GotoAsync(address);
        var before = -1;
        for (var step = 0; step < Steps; step++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var focused = await page.Page.EvaluateAsync<JsonElement>(Focused);
            if (focused.GetProperty("none").GetBoolean())
            {
                Assert.True(step > 5, "Nothing can be reached.");
                return;
            }

            var name = focused.GetProperty("name").GetString();
            Assert.True(focused.GetProperty("outline").GetDouble() >= 2, $"The focus of {name} is not marked.");
            Assert.True(focused.GetProperty("shown").GetBoolean(), $"{name} has the focus and is not to be seen.");
            // a date has a stop for each of its parts
            Assert.True(focused.GetProperty("place").GetInt32() >= before, $"The focus goes back, to {name}.");
            before = focused.GetProperty("place").GetInt32();
        }
    }

    [Theory]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task Navigation_WhereThereIsRoom_Stands(int width)
    {
        await using var page = await browser.OpenAsync(Suite.Pages, width);
        await page.Page.GotoAsync("/");

        Assert.Equal(6, await page.Page.Locator("header nav a:visible").CountAsync());
    }

    [Fact]
    public async Task Navigation_OnAPhone_OpensByKeyboard()
    {
        await using var page = await browser.OpenAsync(Suite.Pages, 375, scripts: true); // axe is a script
        await page.Page.GotoAsync("/");
        Assert.Equal(0, await page.Page.Locator("header nav a:visible").CountAsync());
        await TabToAsync(page.Page, ".menu > summary");
        await page.Page.Keyboard.PressAsync("Enter");

        Assert.Equal(6, await page.Page.Locator("header nav a:visible").CountAsync());
        Assert.True(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 375);
        Assert.Empty(await Axe.SeriousAsync(page.Page));
    }

    [Fact]
    public async Task Commitment_Opened_NeedsNoMouse()
    {
        await using var page = await browser.OpenAsync(Suite.Pages, persona: "ningbo-reporter");
        await page.Page.GotoAsync("/workbench");
        await page.Page.FocusAsync("#OpenCommitment-pilot_task");
        await page.Page.Keyboard.TypeAsync("67");
        foreach (var _ in new[] { "city", "lead unit" })
            await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync("市商务局");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync(Writing.DueDate.ToDateTime().ToString("MMddyyyy", CultureInfo.InvariantCulture));
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(url => url.Contains("/commitments/67-ningbo?done=OpenCommitment", StringComparison.Ordinal));

        Assert.Contains(Writing.DueDay, await page.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_FilledInFromTheTopOfThePage_NeedsNoMouse()
    {
        await using var page = await browser.OpenAsync(Suite.Pages, persona: "dalian-reporter");
        await page.Page.GotoAsync($"/commitments/{WorkedSuite.Commitment}");
        await TabToAsync(page.Page, "#ReportProgress > summary");
        await page.Page.Keyboard.PressAsync("Enter");
        foreach (var (field, text) in new[] { ("period", "2026-Q4"), ("narrative", "只用键盘填写"), ("progress_percent", "55"), ("problem", "需省级协调") })
        {
            await TabToAsync(page.Page, $"#ReportProgress-{field}");
            await page.Page.Keyboard.TypeAsync(text);
        }

        await TabToAsync(page.Page, "#ReportProgress-problem_level");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(page.Page, "#ReportProgress button");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(url => url.Contains($"/commitments/{WorkedSuite.Commitment}?done=", StringComparison.Ordinal) && url.EndsWith("#course", StringComparison.Ordinal));

        var said = await page.Page.Locator("main").InnerTextAsync();
        Assert.Contains("2026-Q4 · 55 %", said, StringComparison.Ordinal);
        Assert.Contains("只用键盘填写", said, StringComparison.Ordinal);
        Assert.Contains("需省级协调", said, StringComparison.Ordinal);
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var step = 0; step < 2 * Steps; step++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{selector} cannot be reached.");
    }
}
