using System.Net;
using System.Text;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A document that somebody brings in, looks at and publishes, form by form.</summary>
public sealed class ImportPageTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    [Fact]
    public async Task Import_LookedAtAndPublished_ShowsWhatWouldChangeAndThenWhatDid()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var before = await CurrentAsync();

        var import = await LocationAsync(visitor.PostAsync(await visitor.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(OtherDocument.WithoutDalianAndAChapter(RunningSuite.Document))));
        var report = await visitor.ReadAsync(import);
        Assert.Equal(before, await CurrentAsync());
        Assert.Contains("减少城市：大连", WebUtility.HtmlDecode(report), StringComparison.Ordinal);

        var edition = await LocationAsync(visitor.PostAsync(FormVisitor.FormOf(report, "/publish")));
        var changes = WebUtility.HtmlDecode(await visitor.ReadAsync($"{edition}/changes?since={before.Split('/')[^1]}"));
        Assert.EndsWith(edition.Split('/')[^1], await CurrentAsync(), StringComparison.Ordinal);
        Assert.Contains("减少城市：大连", changes, StringComparison.Ordinal);
    }

    /// <summary>The service refuses it while it is still being sent.</summary>
    [Fact]
    public async Task Import_LargerThanIsTaken_IsRefusedWithTheReason()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        using var answer = await visitor.PostAsync(await visitor.FormAsync("/imports", "/imports"), new byte[22_000_000]);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(RunningSuite.Stop));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Matches("role=\"alert\">.{0,200}20 MB", page);
    }

    [Fact]
    public async Task Imports_OfTheAuditor_AreShownWithoutForms()
    {
        using var ministry = new FormVisitor(suite.Pages, "ministry");
        var import = await LocationAsync(ministry.PostAsync(await ministry.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("50%", "49%", StringComparison.Ordinal))));
        using var visitor = new FormVisitor(suite.Pages, "auditor");

        Assert.Contains($"href=\"{import}\"", await visitor.ReadAsync("/imports"), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"fields\"", await visitor.ReadAsync("/imports"), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"fields\"", await visitor.ReadAsync(import), StringComparison.Ordinal);
        Assert.Contains("href=\"/imports\"", await visitor.ReadAsync("/workbench"), StringComparison.Ordinal);
    }

    private async Task<string> CurrentAsync() =>
        (await suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = RunningSuite.Programme }, cancellationToken: RunningSuite.Stop)).Edition;

    private static async Task<string> LocationAsync(Task<HttpResponseMessage> posted)
    {
        using var answer = await posted;
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('#')[0];
    }
}
