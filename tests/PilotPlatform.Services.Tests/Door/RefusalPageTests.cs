using System.Net;
using PilotPlatform.Services.Tests.Pages;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>A refusal of the gateway itself at the address of a page is a page for people, in the language of the address.</summary>
public sealed class RefusalPageTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/matrix", "zh-Hans", "请求过于频繁")]
    [InlineData("/en/matrix", "en", "Too many requests")]
    public async Task Page_OverTheLimit_SaysSoInItsLanguage(string address, string language, string words)
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Limits:AnonymousRequests", "1"), ("Limits:Window", "01:00:00"));
        using var http = gateway.HttpAs(null);
        await http.GetAsync("/v1/programmes", Stop);
        using var answer = await http.GetAsync(address, Stop);

        Assert.NotNull(answer.Headers.RetryAfter);
        await IsPageAsync(answer, HttpStatusCode.TooManyRequests, language, words);
    }

    [Theory]
    [InlineData("/sign-out", "zh-Hans", "没有权限")]
    [InlineData("/en/sign-out", "en", "No right to this")]
    public async Task Post_FromAnotherSite_SaysSoInItsLanguage(string address, string language, string words)
    {
        using var http = suite.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };

        await IsPageAsync(await http.SendAsync(request, Stop), HttpStatusCode.Forbidden, language, words);
    }

    [Theory]
    [InlineData("/", "zh-Hans", "登录不再有效")]
    [InlineData("/en/", "en", "This sign-in is not accepted")]
    public async Task Credentials_ThatAreNotTaken_SaySoInTheirLanguage(string address, string language, string words)
    {
        using var http = suite.HttpAs("nobody-at-all");

        await IsPageAsync(await http.GetAsync(address, Stop), HttpStatusCode.Unauthorized, language, words);
    }

    /// <summary>The pages look at credentials themselves: what the gateway takes may be none to them, as while a key is being changed.</summary>
    [Theory]
    [InlineData("/matrix", "zh-Hans", "请先登录")]
    [InlineData("/en/matrix", "en", "Please sign in")]
    public async Task Credentials_ThatThePagesDoNotTake_SaySoInTheirLanguage(string address, string language, string words)
    {
        await using var pages = await OwnPages.StartAsync(suite);
        using var http = pages.HttpAs("nobody-at-all");
        using var answer = await http.GetAsync(address, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.Unauthorized, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"{words}</h1>", page, StringComparison.Ordinal);
    }

    private static async Task IsPageAsync(HttpResponseMessage answer, HttpStatusCode status, string language, string words)
    {
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<h1 class=\"mud-typography mud-typography-h1\">{words}</h1>", page, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Headers.GetValues("Content-Security-Policy"));
        answer.Dispose();
    }
}
