using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>No page hinders anybody who cannot see or point: held against axe, light and dark, in a language and at a width.</summary>
public abstract class PageAccessTests(WorkedSuite worked, Browser browser, string language, int width)
{
    private static readonly string[] Serious = ["serious", "critical"];

    /// <summary>What was found to be right is not told: of a long page that is thousands of elements.</summary>
    private static readonly AxeRunOptions OfAll = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>In the dark nothing else is different.</summary>
    private static readonly AxeRunOptions OfColours = new() { ResultTypes = [ResultType.Violations], RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    [Theory]
    [MemberData(nameof(EveryPageTests.Pages), MemberType = typeof(EveryPageTests))]
    public async Task Page_HeldAgainstAxe_HasNothingSerious(string persona, string address, int status)
    {
        await using var page = await browser.OpenAsync(worked.Suite.Pages, width, scripts: true, persona: persona);
        var answer = await page.Page.GotoAsync(language + worked.Filled(address));
        Assert.Equal(status, answer!.Status);
        foreach (var (scheme, options) in new[] { (ColorScheme.Light, OfAll), (ColorScheme.Dark, OfColours) })
        {
            await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var found = await page.Page.RunAxe(options);
            Assert.Empty(found.Violations.Where(v => Serious.Contains(v.Impact)).Select(v => $"{language}{address} {scheme} {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        }

        Assert.Empty(page.ComplaintsBesides(status));
    }
}

public sealed class WidePageAccessTests(WorkedSuite worked, Browser browser) : PageAccessTests(worked, browser, "", 1440);

/// <summary>Apart from the wide ones, so that both can run at once: together they take longer than all other tests.</summary>
public sealed class NarrowPageAccessTests(WorkedSuite worked, Browser browser) : PageAccessTests(worked, browser, "/en", 375);
