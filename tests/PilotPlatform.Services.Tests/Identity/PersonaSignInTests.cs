using System.Net;
using System.Net.Http.Json;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>Signing in by choosing a persona, as a browser does.</summary>
public sealed class PersonaSignInTests(RunningSuite suite)
{
    private const string Report = "/v1/programmes/nine-cities/commitments/9999-suzhou/progressReports";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task SignIn_ByPersona_GivesACookieThatSaysNothing()
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("suzhou-reporter", "/cities/suzhou");

        Assert.Equal((HttpStatusCode.Redirect, "/cities/suzhou"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("pilotplatform-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("苏州市填报员", await visitor.Http.GetStringAsync("/", Stop), StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in?back=", await PageOfNobodyAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task SignIn_WithAWayBackToElsewhere_StaysHere(string back)
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("auditor", back);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    /// <summary>Whoever planted a session in a browser does not share the one that is begun there, and nobody goes on with the one before.</summary>
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/Sign-In")]
    public async Task SignIn_WhereASessionStands_BeginsAnotherAndEndsThatOne(string address)
    {
        using var visitor = new Visitor(suite.Pages);
        using (await visitor.ChooseAsync("suzhou-reporter"))
        using (var planted = new Visitor(suite.Pages))
        {
            planted.Cookies.Add(suite.Pages, new Cookie(visitor.Session!.Name, visitor.Session.Value));
            using (await visitor.Http.GetAsync("/sign-in", Stop)) // to look is not to sign in
                Assert.Contains("苏州市填报员", await planted.Http.GetStringAsync("/", Stop), StringComparison.Ordinal);
            using var second = await visitor.ChooseAsync("hefei-reporter", to: new Uri(suite.Pages, address));

            Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
            Assert.Contains("合肥市填报员", await visitor.Http.GetStringAsync("/", Stop), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(planted, Report, null)).StatusCode);
        }
    }

    /// <summary>A header has no Chinese; an address that does goes on to where it leads.</summary>
    [Theory]
    [InlineData("/search?q=苏州", "/search?q=%E8%8B%8F%E5%B7%9E")]
    [InlineData("/search?q=a b#城", "/search?q=a%20b#%E5%9F%8E")]
    [InlineData("/\ud83c\udfd9", "/%F0%9F%8F%99")]
    [InlineData("/search?q=%E8%8B%8F", "/search?q=%E8%8B%8F")]
    public async Task SignIn_WithAWayBackInAnyCharacters_LeadsThere(string back, string address)
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("auditor", back);

        Assert.Equal((HttpStatusCode.Redirect, address), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task SignIn_WithoutTheTokenOfTheForm_IsRefused()
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("ministry", withToken: false);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(visitor.Session);
    }

    [Fact]
    public async Task SignIn_AsAPersonaThatIsNone_IsRefused()
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("<script>alert(1)</script>");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Session_OfAReporter_HasItsRights()
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("suzhou-reporter");

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(visitor, Report, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(visitor, Report.Replace("suzhou", "hefei", StringComparison.Ordinal), null)).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.NotFound)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task Post_FromASite_IsTakenOnlyFromThisOne(string header, string value, HttpStatusCode expected)
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("suzhou-reporter");

        using var posted = await PostAsync(visitor, Report, (header, value));
        Assert.Equal(expected, posted.StatusCode);
        using var ended = await PostAsync(visitor, "/sign-out", (header, value));
        Assert.Equal(expected == HttpStatusCode.Forbidden, visitor.Session is not null);
    }

    [Fact]
    public async Task SignOut_OfASession_EndsItForItsCookieToo()
    {
        using var visitor = new Visitor(suite.Pages);
        using var answer = await visitor.ChooseAsync("suzhou-reporter", page: "/en/sign-in");
        var cookie = visitor.Session!.Value;
        using var ended = await PostAsync(visitor, "/en/sign-out", null);
        Assert.Equal((HttpStatusCode.Redirect, "/en/"), (ended.StatusCode, ended.Headers.Location!.OriginalString));

        using var thief = new Visitor(suite.Pages);
        thief.Cookies.Add(suite.Pages, new Cookie("pilotplatform-session", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(thief, Report, null)).StatusCode);
    }

    [Theory]
    [InlineData("pilotplatform-session", "x")]
    [InlineData("pilotplatform-session", "CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("pilotplatform-form", "x")]
    public async Task Cookie_ThatIsNone_LeavesOneAnonymous(string name, string value)
    {
        using var visitor = new Visitor(suite.Pages);
        visitor.Cookies.Add(suite.Pages, new Cookie(name, value));

        Assert.Equal(HttpStatusCode.OK, (await visitor.Http.GetAsync("/sign-in", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(visitor, Report, null)).StatusCode);
    }

    private async Task<string> PageOfNobodyAsync()
    {
        using var nobody = new Visitor(suite.Pages);
        return await nobody.Http.GetStringAsync("/", Stop);
    }

    private static async Task<HttpResponseMessage> PostAsync(Visitor visitor, string address, (string Name, string Value)? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(new { period = "2026-11", narrative = "已形成实施方案", progressPercent = 1 }) };
        if (header is { } given)
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        return await visitor.Http.SendAsync(request, Stop);
    }
}
