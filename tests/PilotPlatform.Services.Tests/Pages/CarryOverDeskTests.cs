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
        var shown = WebUtility.HtmlDecode(await reviewer.ReadAsync("/carry-over"));
        Assert.Contains("规则尚未就绪", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("CarryOver", shown.Split("<main")[1].Split("</main>")[0].Replace("/carry-over", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var (_, fields) = await reviewer.FormAsync("/registers/cases", "/CreateInnovationCase", ("subject", "commitments/6-xiamen"), ("decision", "Continue"), ("pilot_task", "6"), ("city", "xiamen"));
        using var refused = await reviewer.PostAsync(("/carry-over/ProposeCarryOver", fields));
        var page = await refused.Content.ReadAsStringAsync(RunningSuite.Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("规则尚未就绪", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        fields["subject"] = "";
        fields["request_id"] = "0192f3a0-0000-7000-8000-000000000006";
        using var plain = await reviewer.PostAsync(("/carry-over/ProposePlainCarryOvers", fields));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, plain.StatusCode);
    }
}
