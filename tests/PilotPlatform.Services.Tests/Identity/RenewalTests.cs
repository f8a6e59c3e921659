using System.Net;
using System.Net.Http.Json;
using PilotPlatform.AllInOne;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>A session outlives its access token, and ends when its provider says so.</summary>
public sealed class RenewalTests : IAsyncLifetime
{
    /// <summary>Tokens are renewed a minute before they expire: one of this length with each request.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(40);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-renewal-");
    private OpenIdProvider provider = null!;
    private Suite suite = null!;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Session_WhoseTokenExpiresSoon_IsRenewedOnceForAllRequestsOfAMoment()
    {
        provider.Lifetime = Short;
        using var visitor = await SignedInAsync();
        provider.Lifetime = TimeSpan.FromHours(1);
        var before = provider.Renewals;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync(visitor)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer)); // who may report, of what does not exist
        Assert.Equal(before + 1, provider.Renewals);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(visitor));
        Assert.Equal(before + 1, provider.Renewals);
    }

    [Fact]
    public async Task Session_RenewedAgainAndAgain_GoesOn()
    {
        provider.Lifetime = Short;
        using var visitor = await SignedInAsync();
        var before = provider.Renewals;

        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(visitor));

        Assert.Equal(before + 5, provider.Renewals);
    }

    [Fact]
    public async Task Session_WhoseProviderRefuses_EndsWithItsTokenAndCanBeginAgain()
    {
        provider.Lifetime = TimeSpan.FromSeconds(2);
        using var visitor = await SignedInAsync();
        provider.RefusesRenewal = true;

        while (visitor.Session is not null)
        {
            using var page = await visitor.Http.GetAsync("/", Stop);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(visitor));
        Assert.Contains("href=\"/sign-in?back=", await visitor.Http.GetStringAsync("/", Stop), StringComparison.Ordinal);

        (provider.RefusesRenewal, provider.Lifetime) = (false, TimeSpan.FromHours(1));
        await visitor.Http.GetStringAsync("/sign-in", Stop);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(visitor));
    }

    public async ValueTask InitializeAsync()
    {
        provider = await OpenIdProvider.StartAsync();
        suite = await Suite.StartAsync([
            "--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--Identity:Authority={provider.Address}/",
            $"--Identity:Client:Id={OpenIdProvider.ClientId}", $"--Identity:Client:Secret={OpenIdProvider.Secret}"]);
    }

    public async ValueTask DisposeAsync()
    {
        await suite.DisposeAsync();
        await provider.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task<Visitor> SignedInAsync()
    {
        var visitor = new Visitor(suite.Pages, follows: true);
        await visitor.Http.GetStringAsync("/sign-in", Stop);
        Assert.NotNull(visitor.Session);
        return visitor;
    }

    private static async Task<HttpStatusCode> PostAsync(Visitor visitor)
    {
        using var answer = await visitor.Http.PostAsJsonAsync(
            "/v1/programmes/nine-cities/commitments/9999-suzhou/progressReports", new { period = "2026-11", narrative = "已形成实施方案", progressPercent = 1 }, Stop);
        return answer.StatusCode;
    }
}
