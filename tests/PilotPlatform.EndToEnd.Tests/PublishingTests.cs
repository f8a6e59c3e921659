using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>A later document brought in and published by a person in a browser, with scripts off, in a suite that nobody else reads.</summary>
public sealed class PublishingTests(Browser browser) : IAsyncLifetime
{
    private static readonly int[] Widths = [375, 1440];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-publishing-");
    private SuiteProcess? suite;

    public async ValueTask InitializeAsync() => suite = await SuiteProcess.StartAsync(folder.FullName);

    public async ValueTask DisposeAsync()
    {
        if (suite is not null)
            await suite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Document_BroughtInAndPublished_ShowsItsReportFirstAndItsChangesAfterwards()
    {
        var before = await CurrentAsync();
        await using var page = await browser.OpenAsync(suite!.Pages, Widths[0]);
        await page.Page.GotoAsync("/workbench");
        await page.Page.SelectOptionAsync("#persona", "ministry");
        await page.Page.ClickAsync("main form button");

        await page.Page.GotoAsync("/imports");
        await page.Page.SetInputFilesAsync("#ImportDocument-file", await LaterAsync());
        await page.Page.ClickAsync("main form button");
        await page.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/imports/", StringComparison.Ordinal)); // at once, or by way of a page that says how far it is
        Assert.Equal(before, await CurrentAsync());
        await ShowsChangesAsync(page);

        await page.Page.ClickAsync("form[action$='/publish'] button");
        var edition = new Uri(page.Page.Url).AbsolutePath;
        Assert.EndsWith(edition, await CurrentAsync(), StringComparison.Ordinal);
        await page.Page.GotoAsync($"{edition}/changes?since={before.Split('/')[^1]}");
        await ShowsChangesAsync(page);
        Assert.Empty(page.Complaints);
    }

    /// <summary>At each width, and goes on at the last.</summary>
    private static async Task ShowsChangesAsync(WatchedPage page)
    {
        Assert.Equal(["50"], await page.TextsAsync(".diff del >> nth=0"));
        Assert.Equal(["49"], await page.TextsAsync(".diff ins >> nth=0"));
        Assert.Contains(await page.TextsAsync("article.entry"), entry => entry.Contains("厦门", StringComparison.Ordinal));
        foreach (var width in Widths)
        {
            await page.Page.SetViewportSizeAsync(width, 900);
            Assert.True(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{page.Page.Url} is wider than {width} px.");
        }
    }

    private async Task<string> LaterAsync()
    {
        var path = Path.Combine(folder.FullName, "later.txt");
        var shipped = await File.ReadAllTextAsync(Programs.Document);
        await File.WriteAllTextAsync(path, shipped
            .Replace("外资股比不超过 50%", "外资股比不超过 49%", StringComparison.Ordinal).Replace("大连、厦门\n", "大连\n", StringComparison.Ordinal));
        return path;
    }

    private async Task<string> CurrentAsync() =>
        (await suite!.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = "programmes/nine-cities" })).Edition;
}
