using System.Net;
using System.Text;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A new edition on the page of carrying over, in a suite of its own.</summary>
public sealed class CarryOverDeskTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    [Fact]
    public async Task CarryOver_ToAnEditionThatTheRulesHaveNotRead_SaysSoAndIsRefused()
    {
        await suite.Client.OpenAsync(6, "xiamen");
        var document = RunningSuite.Document.Replace("8\t发展游戏、动漫", "8\t支持游戏、动漫", StringComparison.Ordinal);
        using var ministry = new FormVisitor(suite.Pages, "ministry");
        using var uploaded = await ministry.PostAsync(await ministry.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(document));
        var import = uploaded.Headers.Location!.OriginalString;
        using var published = await ministry.PostAsync(await ministry.FormAsync(import, "/publish"));
        Assert.StartsWith("/editions/", published.Headers.Location!.OriginalString, StringComparison.Ordinal);

        using var reviewer = new FormVisitor(suite.Pages, "xiamen-reviewer");
        using var refused = await reviewer.PostAsync(await reviewer.FormAsync("/carry-over", "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "6")));
        var page = await refused.Content.ReadAsStringAsync(RunningSuite.Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("规则尚未就绪", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        using var plain = await reviewer.PostAsync(await reviewer.FormAsync("/carry-over", "/ProposePlainCarryOvers", ("city", "xiamen")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, plain.StatusCode);
    }
}
