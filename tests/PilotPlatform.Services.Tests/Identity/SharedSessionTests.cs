using System.Net;
using System.Net.Http.Json;
using PilotPlatform.Cache;
using PilotPlatform.Services.Tests.Door;
using StackExchange.Redis;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>Two gateways with folders of their own and one Redis: a visitor does not notice which one answers.</summary>
public sealed class SharedSessionTests(RunningSuite suite)
{
    private const string Report = "/v1/programmes/nine-cities/commitments/9999-suzhou/progressReports";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Session_BegunAtOneGateway_IsKnownAtTheOtherAndEndsForBoth()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, ("ConnectionStrings:cache", cache.ConnectionString));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, ("ConnectionStrings:cache", cache.ConnectionString));
        using var visitor = new Visitor(first.Pages);
        using (var chosen = await visitor.ChooseAsync("suzhou-reporter"))
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);

        Assert.True(await redis.GetDatabase().KeyExistsAsync("pilotplatform:keys"));
        using var there = new Visitor(second.Pages);
        there.Cookies.Add(second.Pages, new Cookie(visitor.Session!.Name, visitor.Session.Value));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(there)); // who may report, of what does not exist

        using (var ended = await there.Http.PostAsync("/sign-out", null, Stop))
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        while (await PostAsync(visitor) != HttpStatusCode.Unauthorized) // the end is announced, which takes a moment
            await Task.Delay(20, Stop);
    }

    /// <summary>A provider takes a refresh token once: a gateway that was not there when it was used learns of what was given for it.</summary>
    [Fact]
    public async Task Session_RenewedAtOneGateway_GoesOnAtTheOther()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        (string, string)[] settings = [("ConnectionStrings:cache", cache.ConnectionString), ("Identity:Authority", provider.Address + "/"), ("Identity:Client:Id", OpenIdProvider.ClientId), ("Identity:Client:Secret", OpenIdProvider.Secret)];
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, settings);
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, settings);
        provider.Lifetime = TimeSpan.FromSeconds(3);
        using var here = new Visitor(first.Pages, follows: true);
        await here.Http.GetStringAsync("/sign-in?back=/api/openapi.json", Stop);
        using var there = new Visitor(second.Pages);
        there.Cookies.Add(second.Pages, new Cookie(here.Session!.Name, here.Session.Value));
        provider.Lifetime = TimeSpan.FromHours(1);
        var before = provider.Renewals;

        Assert.Equal(HttpStatusCode.OK, (await there.Http.GetAsync("/api/openapi.json", Stop)).StatusCode);
        Assert.Equal(before + 1, provider.Renewals);
        foreach (var key in redis.GetServers()[0].Keys(pattern: "pilotplatform:renewed:*").ToArray())
            await redis.GetDatabase().KeyDeleteAsync(key); // as after a minute
        await Task.Delay(TimeSpan.FromSeconds(4), Stop); // until what the first one was given is over
        using (var page = await here.Http.GetAsync("/api/openapi.json", Stop))
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        Assert.NotNull(here.Session);
        Assert.Equal(before + 1, provider.Renewals);
        Assert.True(await redis.GetDatabase().KeyExistsAsync(Assert.Single(redis.GetServers()[0].Keys(pattern: "pilotplatform:session:*").ToArray())));
    }

    /// <summary>A form is asked for at one gateway and sent to the other.</summary>
    [Fact]
    public async Task Form_OfOneGateway_IsTakenAtTheOther()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, ("ConnectionStrings:cache", cache.ConnectionString));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, ("ConnectionStrings:cache", cache.ConnectionString));
        using var visitor = new Visitor(first.Pages);

        using var chosen = await visitor.ChooseAsync("auditor", page: "/sign-in", to: new Uri(second.Pages, "/sign-in"));

        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
    }

    /// <summary>The suite of one process on a Redis that is there instead of its own.</summary>
    [Fact]
    public async Task AllInOne_ToldOfARedis_UsesIt()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        var folder = Directory.CreateTempSubdirectory("pilot-platform-redis-");
        await using (var own = await AllInOne.Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--ConnectionStrings:cache={cache.ConnectionString}"]))
        {
            using var visitor = new Visitor(own.Pages);
            using var chosen = await visitor.ChooseAsync("suzhou-reporter");
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(visitor));
        }

        Assert.True(await redis.GetDatabase().KeyExistsAsync("pilotplatform:keys"));
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "keys")));
        Assert.NotEmpty(redis.GetServers()[0].Keys(pattern: "pilotplatform:session:*"));
        folder.Delete(recursive: true);
    }

    /// <summary>Keys of sessions have no other place than Redis where it is shared; the rest goes on.</summary>
    [Theory]
    [InlineData("/sign-in", "页面暂时无法提供")]
    [InlineData("/en/sign-in", "This page cannot be served at the moment")]
    public async Task SignIn_WithRedisAway_IsToBeTriedLater(string address, string words)
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("ConnectionStrings:cache", OwnGateway.ClosedPort()["http://".Length..]));
        using var http = gateway.HttpAs(null);
        using var answer = await http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/programmes", Stop)).StatusCode);
    }

    [Fact]
    public async Task AllInOne_ToldOfWhatIsNoRedis_SaysSoInOneSentence()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => AllInOne.Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", "--ConnectionStrings:cache=127.0.0.1:6379,nothing=5"]));

        Assert.Contains("ConnectionStrings:cache", ServiceDefaults.ServiceApplication.Explain(refused), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(Visitor visitor)
    {
        using var answer = await visitor.Http.PostAsJsonAsync(Report, new { period = "2026-11", narrative = "已形成实施方案", progressPercent = 1 }, Stop);
        return answer.StatusCode;
    }
}
