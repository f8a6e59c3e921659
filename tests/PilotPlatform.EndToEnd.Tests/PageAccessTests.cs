using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>No page hinders anybody who cannot see or point: held against axe, light and dark, in a language and at a width.</summary>
public abstract class PageAccessTests(WorkedSuite worked, Browser browser, string language, int width)
{
    [Theory]
    [MemberData(nameof(EveryPageTests.Pages), MemberType = typeof(EveryPageTests))]
    public async Task Page_HeldAgainstAxe_HasNothingSerious(string persona, string address, int status)
    {
        await using var page = await browser.OpenAsync(worked.Suite.Pages, width, scripts: true, persona: persona);
        var answer = await page.Page.GotoAsync(language + worked.Filled(address));
        Assert.Equal(status, answer!.Status);
        foreach (var (scheme, rules) in new[] { (ColorScheme.Light, []), (ColorScheme.Dark, Axe.Colours) })
        {
            await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            WatchedPage.None($"{language}{address} at {width} px, {scheme}", await Axe.SeriousAsync(page.Page, rules));
        }

        WatchedPage.None($"{language}{address} at {width} px", page.Faults(status));
    }
}

public sealed class WidePageAccessTests(WorkedSuite worked, Browser browser) : PageAccessTests(worked, browser, "", 1440);

/// <summary>Apart from the wide ones, so that both can run at once: together they take longer than all other tests.</summary>
public sealed class NarrowPageAccessTests(WorkedSuite worked, Browser browser) : PageAccessTests(worked, browser, "/en", 375);
