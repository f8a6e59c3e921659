using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What holds for every page: it fits, reads without scripts, complains of nothing and asks nobody else.</summary>
public sealed class EveryPageTests(WorkedSuite worked, Browser browser)
{
    private static readonly int[] Widths = [375, 768, 1440];

    /// <summary>A4 in pixels, upright.</summary>
    private const int PaperWidth = 794;

    private SuiteProcess Suite => worked.Suite;

    public static TheoryData<string, string, int> Pages => new(PageExamples.All.Select(shown => new TheoryDataRow<string, string, int>(shown.Persona, shown.Address, shown.Status)));

    [Fact]
    public void Routes_OfThePages_AllHaveAnExample()
    {
        Assert.True(PageExamples.Routes.Length > 30);
        Assert.Empty(PageExamples.Routes.Except(PageExamples.ByRoute.Keys));
        Assert.Empty(PageExamples.ByRoute.Keys.Except(PageExamples.Routes));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WithScriptsOff_FitsAtEveryWidthInBothLanguagesAndOnPaper(string persona, string address, int status)
    {
        foreach (var language in new[] { "", "/en" })
        {
            await using var page = await browser.OpenAsync(Suite.Pages, persona: persona);
            var answer = await page.Page.GotoAsync(language + worked.Filled(address));

            Assert.Equal(status, answer!.Status);
            Assert.Equal(language.Length > 0 ? "en" : "zh-Hans", await page.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.Equal(1, await page.Page.Locator("h1").CountAsync());
            Assert.DoesNotContain("{0}", await page.Page.ContentAsync(), StringComparison.Ordinal); // words that were to be filled in
            Assert.Equal(0, await page.Page.Locator("script:not([src]), [style]:not([style=\"\"], svg *), [onclick]").CountAsync());
            foreach (var width in Widths)
            {
                await page.Page.SetViewportSizeAsync(width, 900);
                Assert.True(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{language}{address} is wider than {width} px.");
            }

            if (language.Length == 0)
                await PrintAsync(page.Page, address);
            WatchedPage.None($"{language}{address}", page.Faults(status));
        }
    }

    /// <summary>On paper stands what can be read, and nothing that can only be pressed.</summary>
    private static async Task PrintAsync(IPage page, string address)
    {
        await page.SetViewportSizeAsync(PaperWidth, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await page.Locator("h1").IsVisibleAsync());
        Assert.Equal(0, await page.Locator("header nav:visible, button:visible, select:visible, input:visible").CountAsync());
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= PaperWidth, $"{address} is wider than paper.");
        Assert.True((await page.PdfAsync()).Length > 5_000);
    }
}
