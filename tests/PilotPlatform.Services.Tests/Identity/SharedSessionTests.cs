using System.Diagnostics;
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
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, Sharing(cache));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, Sharing(cache));
        using var visitor = new Visitor(first.Pages);
        using (var chosen = await visitor.ChooseAsync("suzhou-reporter"))
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);

        Assert.True(await redis.GetDatabase().KeyExistsAsync("pilotplatform:keys"));
        using var there = new Visitor(second.Pages);
        there.Cookies.Add(second.Pages, new Cookie(visitor.Session!.Name, visitor.Session.Value));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(there)); // who may report, of what does not exist

        using (var ended = await there.Http.PostAsync("/sign-out", null, Stop))
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        var since = Stopwatch.GetTimestamp();
        while (await PostAsync(visitor) != HttpStatusCode.Unauthorized) // the end is announced, which takes a moment
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "not within a minute");
    }

    [Fact]
    public async Task Session_OfBeforeRedisLostTheKeys_IsKnownToAGatewayThatStartsThen()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, Sharing(cache));
        using var visitor = new Visitor(first.Pages);
        using (var chosen = await visitor.ChooseAsync("suzhou-reporter"))
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        var keys = await redis.GetDatabase().ListRangeAsync("pilotplatform:keys");

        await redis.GetDatabase().KeyDeleteAsync("pilotplatform:keys");
        for (var since = Stopwatch.GetTimestamp(); !await redis.GetDatabase().KeyExistsAsync("pilotplatform:keys"); await Task.Delay(50, Stop))
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "not within a minute");

        await using var later = await OwnGateway.StartAsync(suite, TimeProvider.System, Sharing(cache));
        using var there = At(later, visitor.Session!);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(there)); // who may report, of what does not exist
        Assert.Equal(keys, await redis.GetDatabase().ListRangeAsync("pilotplatform:keys"));
    }

    /// <summary>A request that is being given a new token does not bring back the session that was ended meanwhile.</summary>
    [Fact]
    public async Task Session_EndedWhileItIsRenewed_StaysEndedAtBothGateways()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, Settings(provider, cache));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, Settings(provider, cache));
        provider.Lifetime = TimeSpan.FromSeconds(40); // to be renewed with the next request
        using var visitor = await SignedInAsync(first);
        provider.Lifetime = TimeSpan.FromHours(1);
        var before = provider.Renewals;
        var answering = new TaskCompletionSource();
        provider.Answering = answering.Task;

        var renewing = VitalsAsync(visitor);
        await RenewedAsync(provider, before + 1);
        var key = visitor.Session!;
        using (var there = At(second, key))
        using (var ended = await there.Http.PostAsync("/sign-out", null, Stop))
            Assert.Null(there.Session);
        answering.SetResult();

        Assert.Equal(HttpStatusCode.Unauthorized, await renewing);
        foreach (var gateway in new[] { first, second })
        {
            using var thief = At(gateway, key);
            Assert.Equal(HttpStatusCode.Unauthorized, await VitalsAsync(thief));
        }

        Assert.Equal(before + 1, provider.Renewals);
    }

    /// <summary>A provider takes a refresh token once: a gateway that was not there when it was used learns of what was given for it.</summary>
    [Fact]
    public async Task Session_RenewedAtOneGateway_GoesOnAtTheOther()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, Settings(provider, cache));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, Settings(provider, cache));
        provider.Lifetime = TimeSpan.FromSeconds(3);
        using var here = await SignedInAsync(first);
        using var there = At(second, here.Session!);
        provider.Lifetime = TimeSpan.FromHours(1);
        var before = provider.Renewals;

        Assert.Equal(HttpStatusCode.Forbidden, await VitalsAsync(there));
        Assert.Equal(before + 1, provider.Renewals);
        foreach (var key in redis.GetServers()[0].Keys(pattern: "pilotplatform:renewed:*").ToArray())
            await redis.GetDatabase().KeyDeleteAsync(key); // as after a minute
        await Task.Delay(TimeSpan.FromSeconds(4), Stop); // until what the first one was given is over

        Assert.Equal(HttpStatusCode.Forbidden, await VitalsAsync(here));
        Assert.Equal(before + 1, provider.Renewals);
        Assert.True(await redis.GetDatabase().KeyExistsAsync(Assert.Single(redis.GetServers()[0].Keys(pattern: "pilotplatform:session:*").ToArray())));
    }

    /// <summary>Two gateways ask with one refresh token at once: the one that is refused goes on with what the other is given.</summary>
    [Fact]
    public async Task Session_RenewedAtBothGatewaysAtOnce_GoesOnAtBoth()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, Settings(provider, cache));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, Settings(provider, cache));
        provider.Lifetime = TimeSpan.FromSeconds(1);
        using var here = await SignedInAsync(first);
        using var there = At(second, here.Session!);
        provider.Lifetime = TimeSpan.FromHours(1);
        await Task.Delay(TimeSpan.FromSeconds(1.1), Stop); // until the first token is over
        var before = provider.Renewals;
        var answering = new TaskCompletionSource();
        provider.Answering = answering.Task;

        var both = new[] { VitalsAsync(here), VitalsAsync(there) };
        await RenewedAsync(provider, before + 2);
        answering.SetResult();

        Assert.All(await Task.WhenAll(both), status => Assert.Equal(HttpStatusCode.Forbidden, status));
        Assert.Equal(HttpStatusCode.Forbidden, await VitalsAsync(here));
        Assert.Equal(HttpStatusCode.Forbidden, await VitalsAsync(there));
        Assert.Equal(before + 2, provider.Renewals);
    }

    /// <summary>A form is asked for at one gateway and sent to the other.</summary>
    [Fact]
    public async Task Form_OfOneGateway_IsTakenAtTheOther()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, Sharing(cache));
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, Sharing(cache));
        using var visitor = new Visitor(first.Pages);

        using var chosen = await visitor.ChooseAsync("auditor", page: "/sign-in", to: new Uri(second.Pages, "/sign-in"));

        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
    }

    private static async Task RenewedAsync(OpenIdProvider provider, int times)
    {
        for (var since = Stopwatch.GetTimestamp(); provider.Renewals < times; await Task.Delay(10, Stop))
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "not within a minute");
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

    [Theory]
    [InlineData("ConnectionStrings:cache", "127.0.0.1:6379,nothing=5")]
    [InlineData("Redis:Timeout", "00:00:00.001")]
    [InlineData("Redis:Timeout", "soon")]
    public async Task AllInOne_ToldOfWhatIsNoRedis_SaysSoInOneSentence(string setting, string said)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => AllInOne.Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", "--ConnectionStrings:cache=127.0.0.1:6379", $"--{setting}={said}"]));

        Assert.Contains(setting, ServiceDefaults.ServiceApplication.Explain(refused), StringComparison.Ordinal);
    }

    /// <summary>However busy the machine is, what one gateway writes the other reads.</summary>
    private static (string, string)[] Sharing(EmbeddedCache cache) => [("ConnectionStrings:cache", cache.ConnectionString), ("Redis:Timeout", "00:01:00")];

    private static (string, string)[] Settings(OpenIdProvider provider, EmbeddedCache cache) =>
        [.. Sharing(cache), ("Identity:Authority", provider.Address + "/"), ("Identity:Client:Id", OpenIdProvider.ClientId), ("Identity:Client:Secret", OpenIdProvider.Secret)];

    private static async Task<Visitor> SignedInAsync(OwnGateway gateway)
    {
        var visitor = new Visitor(gateway.Pages, follows: true);
        await visitor.Http.GetStringAsync("/sign-in?back=/api/openapi.json", Stop);
        Assert.NotNull(visitor.Session);
        return visitor;
    }

    /// <summary>Somebody with the cookie of a session, at another gateway.</summary>
    private static Visitor At(OwnGateway gateway, Cookie session)
    {
        var visitor = new Visitor(gateway.Pages);
        visitor.Cookies.Add(gateway.Pages, new Cookie(session.Name, session.Value));
        return visitor;
    }

    /// <summary>What the gateway itself answers to who asks for what only operators may read: 403 to a reporter who signed in, 401 to nobody.</summary>
    private static async Task<HttpStatusCode> VitalsAsync(Visitor visitor)
    {
        using var answer = await visitor.Http.GetAsync("/vitals", Stop);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(Visitor visitor)
    {
        using var answer = await visitor.Http.PostAsJsonAsync(Report, new { period = "2026-11", narrative = "已形成实施方案", progressPercent = 1 }, Stop);
        return answer.StatusCode;
    }
}
