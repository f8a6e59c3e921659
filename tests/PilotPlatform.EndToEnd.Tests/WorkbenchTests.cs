using Microsoft.Playwright;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What those who work with it see and post, in Chromium with scripts off.</summary>
public sealed class WorkbenchTests(OwnSuite own, Browser browser) : IClassFixture<OwnSuite>
{
    private SuiteProcess Suite => own.Suite;

    [Fact]
    public async Task Workbench_OfNobody_LeadsToSignInAndBack()
    {
        await using var page = await SignedInAsync("suzhou-reporter");

        Assert.Equal("/workbench", new Uri(page.Page.Url).AbsolutePath);
        Assert.Equal(1, await page.Page.Locator("#open").CountAsync());
    }

    [Fact]
    public async Task Commitment_OpenedDispatchedAndReported_ShowsEachStep()
    {
        await using var page = await SignedInAsync("suzhou-reporter");
        await page.Page.FillAsync("#OpenCommitment-pilot_task", "66");
        await page.Page.FillAsync("#OpenCommitment-lead_unit", "市商务局");
        await page.Page.FillAsync("#OpenCommitment-due_date", Writing.DueDay);
        await page.Page.ClickAsync("form[action='/workbench/commitments'] button");
        Assert.Equal("/commitments/66-suzhou", new Uri(page.Page.Url).AbsolutePath);

        await TakeAsync(page, "Dispatch");
        await TakeAsync(page, "Acknowledge");
        await page.Page.Locator("#ReportProgress > summary").ClickAsync();
        await page.Page.FillAsync("#ReportProgress-period", "2026-13");
        await page.Page.FillAsync("#ReportProgress-narrative", "<script>alert(1)</script>");
        await page.Page.FillAsync("#ReportProgress-progress_percent", "30");
        await page.Page.ClickAsync("#ReportProgress button");
        Assert.True(await page.Page.Locator("#ReportProgress-period:invalid").CountAsync() == 1, "The browser itself holds back what is no period.");
        await page.Page.EvaluateAsync("document.querySelector('#ReportProgress form').noValidate = true");
        await page.Page.ClickAsync("#ReportProgress button");
        Assert.Equal(1, await page.Page.Locator("#ReportProgress-period-problem").CountAsync());
        Assert.Equal("30", await page.Page.InputValueAsync("#ReportProgress-progress_percent"));

        Assert.Equal("2026-13", await page.Page.InputValueAsync("#ReportProgress-period"));
        await page.Page.FillAsync("#ReportProgress-period", "2026-11");
        await page.Page.ClickAsync("#ReportProgress button");
        Assert.Contains("<script>", await page.Page.Locator("article.entry").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Complaints.Where(c => !c.Contains("422", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Form_PostedTwice_IsDoneOnce()
    {
        await using var page = await SignedInAsync("hefei-reporter");
        await page.Page.FillAsync("#OpenCommitment-pilot_task", "67");
        await page.Page.FillAsync("#OpenCommitment-lead_unit", "市商务局");
        await page.Page.FillAsync("#OpenCommitment-due_date", Writing.DueDay);
        var form = await page.Page.EvaluateAsync<string>("new URLSearchParams(new FormData(document.querySelector(\"form[action='/workbench/commitments']\"))).toString()");
        var posts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => page.Page.APIRequest.PostAsync(
            new Uri(Suite.Pages, "/workbench/commitments").ToString(),
            new APIRequestContextOptions { DataString = form, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/x-www-form-urlencoded" }, MaxRedirects = 0 })));

        Assert.All(posts, post => Assert.Equal(303, post.Status));
        await page.Page.GotoAsync("/commitments/67-hefei");
        Assert.Equal(1, await page.Page.Locator("#history ~ * tbody tr").CountAsync());
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        await using var page = await SignedInAsync("suzhou-reporter");
        var post = await page.Page.APIRequest.PostAsync(
            new Uri(Suite.Pages, "/workbench/commitments").ToString(),
            new APIRequestContextOptions { DataString = "pilot_task=63&city=suzhou", Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/x-www-form-urlencoded" } });

        Assert.Equal(400, post.Status);
    }

    [Theory]
    [InlineData("auditor", "/ledger?verify=1", 200)]
    [InlineData("auditor", "/operations", 200)]
    [InlineData("ministry", "/imports", 200)]
    [InlineData("suzhou-reporter", "/ledger", 403)]
    [InlineData("suzhou-reporter", "/operations", 403)]
    [InlineData("suzhou-reporter", "/imports", 403)]
    public async Task PageOfARole_ForAPersona_IsShownOrRefused(string persona, string address, int status)
    {
        await using var page = await SignedInAsync(persona);
        var answer = await page.Page.GotoAsync(address);

        Assert.Equal(status, answer!.Status);
        Assert.Equal(1, await page.Page.Locator("h1").CountAsync());
    }

    [Fact]
    public async Task Import_OfTheShippedDocument_ShowsItsChecksBeforeAnythingIsPublished()
    {
        await using var page = await SignedInAsync("ministry");
        await page.Page.GotoAsync("/imports");
        await page.Page.SetInputFilesAsync("#ImportDocument-file", Programs.Document);
        await page.Page.ClickAsync("main form button");

        await page.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/imports/", StringComparison.Ordinal)); // at once, or by way of a page that says how far it is
        Assert.True(await page.Page.Locator(".checks tbody tr").CountAsync() > 10);
        Assert.Equal(0, await page.Page.Locator("form[action$='/publish']").CountAsync()); // its content is the current edition already
    }

    private static async Task TakeAsync(WatchedPage page, string step)
    {
        await page.Page.Locator($"#{step} > summary").ClickAsync();
        await page.Page.ClickAsync($"#{step} button");
        Assert.EndsWith("#course", page.Page.Url, StringComparison.Ordinal);
    }

    private async Task<WatchedPage> SignedInAsync(string persona)
    {
        var page = await browser.OpenAsync(Suite.Pages);
        await page.Page.GotoAsync("/workbench");
        await page.Page.SelectOptionAsync("#persona", persona);
        await page.Page.ClickAsync("main form button");
        return page;
    }
}
