using System.Net;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>The interview where what it is asked for is not there.</summary>
public sealed class InterviewPageTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("nowhere", null)]
    [InlineData("suzho", "/interview?city=suzhou")]
    [InlineData("苏洲市", "/interview?city=suzhou")]
    public async Task Interview_InACityThatIsNone_SaysSoAndSuggests(string city, string? suggested)
    {
        using var visitor = new FormVisitor(suite.Pages, "auditor");
        using var answer = await visitor.GetAsync($"/interview?city={Uri.EscapeDataString(city)}");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"“{city}”", page, StringComparison.Ordinal);
        if (suggested is not null)
            Assert.Contains($"href=\"{suggested}\"", page, StringComparison.Ordinal);
    }
}
