namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What an operator sees who has no dashboard.</summary>
public sealed class OperationsTests(WorkedSuite worked, Browser browser)
{
    [Fact]
    public async Task Operations_AfterTheShippedEditionWasPublishedAgain_AreHealthyAndNameIt()
    {
        await using var page = await browser.OpenAsync(worked.Suite.Pages, persona: "auditor");
        for (var look = 0; look < 60; look++)
        {
            await page.Page.GotoAsync("/en/operations");
            if (await page.Page.Locator("td .mark.a").CountAsync() == 5)
                break;
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Enumerable.Repeat("healthy", 5), await page.TextsAsync("td .mark"));
        var rows = await page.Page.Locator("tbody tr").AllInnerTextsAsync();
        Assert.Contains(rows, row => row.StartsWith("catalog", StringComparison.Ordinal) && row.Contains(worked.Edition, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Contains("0.3.0", row, StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("ledger", StringComparison.Ordinal) && row.Contains("position", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operations_WhereRequestsWereMade_ShowTheirLatencies()
    {
        await using var page = await browser.OpenAsync(worked.Suite.Pages, persona: "auditor");
        await page.Page.GotoAsync("/en/operations");
        await page.Page.GotoAsync("/en/operations");
        var counts = await page.Page.Locator("td[data-label=Requests]").AllInnerTextsAsync();

        Assert.Equal(5, counts.Count);
        Assert.All(counts, count => Assert.True(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) > 0, count));
        Assert.All(await page.Page.Locator("td[data-label='p95 ms']").AllInnerTextsAsync(), latency => Assert.NotEqual("0", latency));
    }
}
