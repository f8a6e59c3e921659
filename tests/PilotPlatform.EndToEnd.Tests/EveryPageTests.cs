using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What holds for every page: it fits, reads without scripts, complains of nothing, asks nobody else, and hinders nobody who cannot see or point.</summary>
public sealed class EveryPageTests(WorkedSuite worked, Browser browser)
{
    private static readonly int[] Widths = [375, 768, 1440];

    /// <summary>A4 in pixels, upright.</summary>
    private const int PaperWidth = 794;

    private static readonly string[] Serious = ["serious", "critical"];

    /// <summary>What was found to be right is not told: of a long page that is thousands of elements.</summary>
    private static readonly AxeRunOptions OfAll = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>In the dark nothing else is different, whatever the language and the width.</summary>
    private static readonly AxeRunOptions OfColours = new() { ResultTypes = [ResultType.Violations], RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    private SuiteProcess Suite => worked.Suite;

    public static TheoryData<string, string, int> Pages => new(
        from shown in PageExamples.Routes.Where(PageExamples.ByRoute.ContainsKey)
            .SelectMany(route => PageExamples.ByRoute[route].Addresses.Select(address => (PageExamples.ByRoute[route].Persona, Address: address, Status: route == "/{*path}" ? 404 : 200)))
            .Concat(PageExamples.Others)
        select new TheoryDataRow<string, string, int>(shown.Persona, shown.Address, shown.Status));

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
            var answer = await page.Page.GotoAsync(language + Filled(address));

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
            Assert.All(page.Requests, request => Assert.Equal(Suite.Pages.Authority, request.Authority));
            Assert.Empty(Complaints(page, status));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_HeldAgainstAxe_HasNothingSerious(string persona, string address, int status)
    {
        foreach (var (language, width) in new[] { ("", 1440), ("/en", 375) })
        {
            await using var page = await browser.OpenAsync(Suite.Pages, width, scripts: true, persona: persona);
            var answer = await page.Page.GotoAsync(language + Filled(address));
            Assert.Equal(status, answer!.Status);
            foreach (var scheme in language.Length == 0 ? new[] { ColorScheme.Light, ColorScheme.Dark } : [ColorScheme.Light])
            {
                await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                var found = scheme == ColorScheme.Light ? await page.Page.RunAxe(OfAll) : await page.Page.RunAxe(OfColours);
                Assert.Empty(found.Violations.Where(v => Serious.Contains(v.Impact)).Select(v => $"{language}{address} {scheme} {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            }

            Assert.Empty(Complaints(page, status));
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

    /// <summary>A browser itself notes that a page was not found or refused.</summary>
    private static IEnumerable<string> Complaints(WatchedPage page, int status) =>
        page.Complaints.Where(complaint => status == 200 || !complaint.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private string Filled(string address) => address
        .Replace("$edition", worked.Edition, StringComparison.Ordinal).Replace("$other", worked.OtherEdition, StringComparison.Ordinal).Replace("$import", worked.Import, StringComparison.Ordinal);
}
