using System.Net;
using PilotPlatform.Services.Tests.Door;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Pages while a service is away: who has to mend it sees which, and what was written is not lost.</summary>
public sealed class AwayPageTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("reporting")]
    [InlineData("catalog")]
    [InlineData("scope-rules")]
    public async Task Operations_WithAServiceAway_NameIt(string service)
    {
        var nowhere = OwnGateway.ClosedPort();
        await using var pages = await OwnPages.StartAsync(suite, ($"Services:{service}:http:0", nowhere), ($"Services:{service}:grpc:0", nowhere));
        using var auditor = pages.HttpAs("auditor");
        using var answer = await auditor.GetAsync("/operations", Stop);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches($"<code class=\"count\">{service}</code></th>\\s*<td colspan=\"8\"><span class=\"mark f\">无法查询", page);
        Assert.Equal(service == "reporting", page.Split("<tbody", 2)[0].Contains("账本</dt><dd><span class=\"mark f\">无法查询", StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"/editions/\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("dalian-reporter", HttpStatusCode.Forbidden)]
    public async Task Operations_ForWhoDoesNotRunThePlatform_AreRefused(string? persona, HttpStatusCode status)
    {
        using var http = suite.HttpAs(persona);
        using var answer = await http.GetAsync("/operations", Stop);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Form_PostedWhileTheServiceIsAway_IsGivenBackToBeSentAgain()
    {
        await using var before = await OwnPages.StartAsync(suite);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:reporting:grpc:0", OwnGateway.ClosedPort()), ("Data:Folder", before.Folder));
        using var reporter = before.HttpAs("suzhou-reporter");
        var (action, fields) = FormVisitor.FormOf(await reporter.GetStringAsync("/registers/risks", Stop), "/CreateRisk");
        fields["title"] = "写了一个小时的话";
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await reporter.PostAsync(new Uri(pages.Address, action), content, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("<dd class=\"typed\">写了一个小时的话</dd>", page, StringComparison.Ordinal);
        Assert.Equal(fields["request_id"], FormVisitor.FormOf(page, "/CreateRisk").Fields["request_id"]);
    }

    /// <summary>Where nobody can sign in, no page says that one could.</summary>
    [Theory]
    [InlineData("Personas", true)]
    [InlineData("Closed", false)]
    public async Task SignIn_WhereItIsClosed_IsNotOffered(string mode, bool isOffered)
    {
        await using var pages = await OwnPages.StartAsync(suite, ("Identity:SignIn", mode));
        using var nobody = pages.HttpAs(null);

        Assert.Equal(isOffered, (await nobody.GetStringAsync("/chapters", Stop)).Contains("/sign-in?back=", StringComparison.Ordinal));
    }
}
