using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Cache;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Gateway.Door;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.Services.Tests.Identity;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>Gateways of their own, which take less from a caller, or have more than one replica behind them.</summary>
public sealed class LimitTests(RunningSuite suite)
{
    private const string Address = "/v1/programmes";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Requests_OverTheLimitOfACaller_AreRefusedUntilTheNextWindow()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var gateway = await OwnGateway.StartAsync(suite, time, ("Limits:Requests", "5"), ("Limits:AnonymousRequests", "2"), ("Limits:Window", "00:00:10"));
        time.Advance(TimeSpan.FromSeconds(4));

        using var auditor = gateway.HttpAs("auditor");
        using var nobody = gateway.HttpAs(null);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
            answers.Add((await auditor.GetAsync(Address, Stop)).StatusCode);
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 5), HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], answers);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(Address, Stop)).StatusCode);

        using var refused = await auditor.GetAsync(Address, Stop);
        Assert.Equal(TimeSpan.FromSeconds(6), refused.Headers.RetryAfter!.Delta);
        Assert.Contains((await refused.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]!.AsArray(), d => (string?)d!["reason"] == "LIMIT_EXCEEDED");
        using (var client = new PilotPlatformClient(gateway.Grpc, _ => ValueTask.FromResult("Persona auditor")))
        {
            var (code, status, info) = await RunningSuite.RefusedAsync(() => client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync);
            Assert.Equal((StatusCode.ResourceExhausted, "LIMIT_EXCEEDED", 6), (code, info.Reason, status.GetDetail<RetryInfo>()!.RetryDelay.Seconds));
        }

        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync("/alive", Stop)).StatusCode);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync(Address, Stop)).StatusCode);
    }

    /// <summary>They are counted with all that comes from their address; whoever signed in there is not.</summary>
    [Fact]
    public async Task Credentials_ThatAreNotTaken_AreCounted()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var gateway = await OwnGateway.StartAsync(suite, time, ("Limits:AnonymousRequests", "3"));
        using var http = gateway.HttpAs("nobody-at-all");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
            answers.Add((await http.GetAsync(Address, Stop)).StatusCode);

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 3), HttpStatusCode.TooManyRequests], answers);
        using var client = new PilotPlatformClient(gateway.Grpc, _ => ValueTask.FromResult("Persona nobody-at-all"));
        Assert.Equal(StatusCode.ResourceExhausted, (await RunningSuite.RefusedAsync(() => client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync)).Code);
        using var auditor = gateway.HttpAs("auditor");
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync(Address, Stop)).StatusCode);
    }

    /// <summary>The health of the whole asks every service; whether the gateway itself takes requests can be asked as often as one likes.</summary>
    [Theory]
    [InlineData("/health", HttpStatusCode.TooManyRequests)]
    [InlineData("/ready", HttpStatusCode.OK)]
    [InlineData("/alive", HttpStatusCode.OK)]
    public async Task Health_AskedOften_IsCountedWhereItAsksOthers(string address, HttpStatusCode last)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var gateway = await OwnGateway.StartAsync(suite, time, ("Limits:AnonymousRequests", "2"));
        using var http = gateway.HttpAs(null);
        await http.GetAsync(address, Stop);
        await http.GetAsync(address, Stop);

        using var third = await http.GetAsync(address, Stop);

        Assert.Equal((last, "application/json"), (third.StatusCode, third.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Requests_OverThoseAtATime_AreRefusedInTheFormOfTheirAddress()
    {
        await using var service = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Limits:Concurrent", "1"), ("Limits:Waiting", "0"), ("Services:catalog:http:0", service.Address));
        using var http = gateway.HttpAs(null);
        using var given = new CancellationTokenSource();
        var slow = http.GetAsync("/v1/programmes/slow", given.Token);
        await service.Slow.Came.Task.WaitAsync(Stop);

        foreach (var (address, type) in new[] { ("/v1/programmes/quick", "application/json"), ("/matrix", "text/html") })
        {
            using var refused = await http.GetAsync(address, Stop);
            Assert.Equal((HttpStatusCode.TooManyRequests, type), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        }

        using var client = new PilotPlatformClient(gateway.Grpc);
        var (code, status, info) = await RunningSuite.RefusedAsync(() => client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync);
        Assert.Equal((StatusCode.ResourceExhausted, "LIMIT_EXCEEDED", 1), (code, info.Reason, status.GetDetail<RetryInfo>()!.RetryDelay.Seconds));
        using var auditor = gateway.HttpAs("auditor");
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync("/v1/programmes/quick", Stop)).StatusCode);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await slow);
    }

    /// <summary>Each gateway tells the others what a caller has under way; what one of them no longer tells is forgotten.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_OverThoseAtATimeAtOtherGateways_AreRefusedAtThisOneUntilTheyEnd(bool isRedisLost)
    {
        var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var service = await Replica.StartAsync();
        (string, string)[] settings = [("Limits:Concurrent", "1"), ("Services:catalog:http:0", service.Address), ("ConnectionStrings:cache", cache.ConnectionString), ("Identity:Keys", "Folder")];
        await using var first = await OwnGateway.StartAsync(suite, TimeProvider.System, settings);
        await using var second = await OwnGateway.StartAsync(suite, TimeProvider.System, settings);
        using var here = first.HttpAs("auditor");
        using var there = second.HttpAs("auditor");
        using var given = new CancellationTokenSource();
        var slow = here.GetAsync("/v1/programmes/slow", given.Token);
        await service.Slow.Came.Task.WaitAsync(Stop);

        using var refused = await UntilAsync(there, HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        using var other = second.HttpAs("suzhou-reporter");
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/v1/programmes/quick", Stop)).StatusCode);

        if (isRedisLost)
            cache.Dispose();
        else
            await given.CancelAsync();
        using var taken = await UntilAsync(there, HttpStatusCode.OK);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await slow);
        if (!isRedisLost)
            cache.Dispose();
    }

    /// <summary>The first answer of a status within some seconds, and what was answered last.</summary>
    private static async Task<HttpResponseMessage> UntilAsync(HttpClient http, HttpStatusCode wanted)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await http.GetAsync("/v1/programmes/quick", Stop);
            if (answer.StatusCode == wanted)
                return answer;
            Assert.True(tries < 200, $"still {answer.StatusCode}");
            answer.Dispose();
            await Task.Delay(100, Stop);
        }
    }

    [Fact]
    public async Task Requests_ThatMayWait_AreAnsweredInTheirTurn()
    {
        await using var service = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Limits:Concurrent", "1"), ("Limits:Waiting", "1"), ("Services:catalog:http:0", service.Address));
        using var http = gateway.HttpAs(null);
        using var given = new CancellationTokenSource();
        var slow = http.GetAsync("/v1/programmes/slow", given.Token);
        await service.Slow.Came.Task.WaitAsync(Stop);

        var more = new[] { http.GetAsync("/v1/programmes/quick", Stop), http.GetAsync("/v1/programmes/quick", Stop) };
        var refused = await Task.WhenAny(more);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await refused).StatusCode);
        Assert.Contains(more, one => !one.IsCompleted);
        await given.CancelAsync();

        Assert.Equal(HttpStatusCode.OK, (await more.Single(one => one != refused)).StatusCode);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await slow);
    }

    /// <summary>Whoever has one address of a network of version 6 has 2^64.</summary>
    [Fact]
    public async Task Requests_FromOneNetwork_AreCountedTogether()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var gateway = await OwnGateway.StartAsync(suite, time, ("Limits:AnonymousRequests", "2"), ("ForwardedHeaders_Enabled", "true"));
        var answers = new List<HttpStatusCode>();
        foreach (var from in new[] { "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3", "2001:db8:1:3::1", "203.0.113.7", "203.0.113.8" })
        {
            using var http = gateway.HttpAs(null);
            http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
            answers.Add((await http.GetAsync(Address, Stop)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], answers);
    }

    [Fact]
    public async Task Requests_OverTheLimitAtOtherGateways_AreRefusedAtThisOne()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var gateway = await OwnGateway.StartAsync(suite, time, ("Limits:Requests", "50"), ("ConnectionStrings:cache", cache.ConnectionString), ("Identity:Keys", "Folder"));
        using var auditor = gateway.HttpAs("auditor");
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync(Address, Stop)).StatusCode);

        var elsewhere = gateway.Services.GetRequiredService<SharedCounters>();
        await elsewhere.AddAsync($"caller:auditor:{DateTimeOffset.UnixEpoch.Ticks / TimeSpan.FromSeconds(10).Ticks}", 60, TimeSpan.FromMinutes(1));

        var asked = 0;
        HttpStatusCode last;
        do
        {
            time.Advance(TimeSpan.FromMilliseconds(100)); // time to tell the others, and to hear of them
            last = (await auditor.GetAsync(Address, Stop)).StatusCode;
        }
        while (last == HttpStatusCode.OK && ++asked < 40);

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.InRange(asked, 0, 39);
    }

    /// <summary>Who has not asked for a while costs no memory: its limiter ends as those of a partitioned limiter do.</summary>
    [Fact]
    public async Task Caller_WhoseLimiterHasEnded_IsNotKept()
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System);
        var turns = gateway.Services.GetRequiredService<SharedTurns>();
        var (before, limiter) = (turns.Callers, new AskerLimiter(new Asker("somebody", Address: null), new LimitOptions(), gateway.Services.GetRequiredService<SharedCounters>(), turns, TimeProvider.System));
        Assert.Equal(before + 1, turns.Callers);

        await limiter.DisposeAsync();

        Assert.Equal(before, turns.Callers);
    }

    [Fact]
    public async Task Origin_ThatIsConfigured_MayReadAndGetsNoCookies()
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Cors:Origins:0", "https://data.example.cn"));
        using var http = gateway.HttpAs(null);
        http.DefaultRequestHeaders.Add("Origin", "https://data.example.cn");
        using var answer = await http.GetAsync(Address, Stop);

        Assert.Equal("https://data.example.cn", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        using var other = gateway.HttpAs(null);
        other.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.False((await other.GetAsync(Address, Stop)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    /// <summary>It may be of the same site, so that its requests come with the cookie of the session.</summary>
    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/SIGN-OUT")]
    [InlineData("/EN/sign-out")]
    public async Task Origin_ThatIsConfigured_SignsNobodyOut(string address)
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Cors:Origins:0", "https://data.example.cn"));
        using var visitor = new Visitor(gateway.Pages);
        using (await visitor.ChooseAsync("auditor"))
        using (var request = new HttpRequestMessage(HttpMethod.Post, address) { Headers = { { "Origin", "https://data.example.cn" }, { "Sec-Fetch-Site", "same-site" } } })
        using (var refused = await visitor.Http.SendAsync(request, Stop))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        Assert.Contains("审计", await visitor.Http.GetStringAsync("/", Stop), StringComparison.Ordinal);
    }

    /// <summary>A cache on the way must not hand the answer for one origin, or for none, to another. Pages are nobody's to call.</summary>
    [Theory]
    [InlineData("GET", Address, true)]
    [InlineData("GET", "/v1/nothing", true)]
    [InlineData("GET", "/api/openapi.json", true)]
    [InlineData("OPTIONS", Address, true)]
    [InlineData("GET", "/tasks/1", false)]
    [InlineData("OPTIONS", "/tasks/1", false)]
    [InlineData("GET", "/sign-in", false)]
    [InlineData("GET", "/alive", false)]
    [InlineData("GET", "/vitals", false)]
    public async Task Answer_WhereAnOriginIsConfigured_SaysThatItIsOfOneOrigin(string method, string address, bool isCall)
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Cors:Origins:0", "https://data.example.cn"));
        using var http = gateway.HttpAs(null);
        foreach (var origin in new[] { null, "https://data.example.cn", "https://evil.example" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            if (method == "OPTIONS")
                request.Headers.Add("Access-Control-Request-Method", "GET");
            using var answer = await http.SendAsync(request, Stop);

            Assert.Equal(isCall ? 1 : 0, answer.Headers.Vary.Count(name => name == "Origin"));
            Assert.Equal(isCall && origin == "https://data.example.cn", answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.True(isCall || !answer.Headers.Any(h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public async Task Reads_WithOneReplicaAway_AreAnsweredByTheOther()
    {
        var closed = OwnGateway.ClosedPort();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Services:catalog:http:1", closed), ("Services:catalog:grpc:1", closed));
        using var http = gateway.HttpAs(null);
        using var client = new PilotPlatformClient(gateway.Grpc);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Address, Stop)).StatusCode);
            Assert.NotEmpty((await client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop)).Programmes);
        }
    }
}
