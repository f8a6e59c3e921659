using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>More than one replica of a service, and routes that change while the gateway runs.</summary>
public sealed class ReplicaTests(RunningSuite suite)
{
    private const string Address = "/v1/programmes";
    private const string Cluster = "catalog-json";
    private const string Checks = $"ReverseProxy:Clusters:{Cluster}:HealthCheck";

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Asked often, so that a test need not wait; how is as it is shipped.</summary>
    private static readonly (string, string)[] Impatient =
    [
        ($"{Checks}:AvailableDestinationsPolicy", "HealthyOrPanic"),
        ($"{Checks}:Active:Enabled", "true"), ($"{Checks}:Active:Interval", "00:00:00.05"), ($"{Checks}:Active:Timeout", "00:00:02"),
        ($"{Checks}:Active:Policy", "ConsecutiveFailures"), ($"{Checks}:Active:Path", "/ready"),
        ($"{Checks}:Passive:Enabled", "true"), ($"{Checks}:Passive:Policy", "TransportFailureRate"), ($"{Checks}:Passive:ReactivationPeriod", "00:10:00"),
    ];

    [Fact]
    public async Task Replicas_OfAService_ShareItsRequests()
    {
        await using var first = await Replica.StartAsync();
        await using var second = await Replica.StartAsync();
        await using var gateway = await BeforeAsync(first.Address, second.Address);

        await AskAsync(gateway, 60);

        Assert.Equal(60, first.Asked.Count + second.Asked.Count);
        Assert.InRange(first.Asked.Count, 10, 50);
    }

    [Fact]
    public async Task Replica_ThatSaysItIsNotReady_IsLeftAloneUntilItIs()
    {
        await using var first = await Replica.StartAsync();
        await using var second = await Replica.StartAsync();
        await using var gateway = await BeforeAsync(first.Address, second.Address);
        second.IsReady = false;
        await UntilAsync(gateway, second.Address, DestinationHealth.Unhealthy, d => d.Active);
        var before = second.Asked.Count;

        await AskAsync(gateway, 30);
        Assert.Equal((30, before), (first.Asked.Count, second.Asked.Count));

        second.IsReady = true;
        await UntilAsync(gateway, second.Address, DestinationHealth.Healthy, d => d.Active);
        await AskAsync(gateway, 60);
        Assert.True(second.Asked.Count > before);
    }

    /// <summary>No request fails while one dies: what it did not take is asked of the other, and it is left alone by what its calls say and by what it is asked.</summary>
    [Fact]
    public async Task Replica_ThatDies_CostsNoRequest()
    {
        await using var alive = await Replica.StartAsync();
        var address = OwnGateway.ClosedPort();
        var dead = await Replica.StartAsync(address);
        await using var gateway = await BeforeAsync(alive.Address, address);
        await AskAsync(gateway, 20);
        await dead.DisposeAsync();

        await AskAsync(gateway, 60);
        await UntilAsync(gateway, address, DestinationHealth.Unhealthy, d => d.Active);

        await using var again = await Replica.StartAsync(address);
        await UntilAsync(gateway, address, DestinationHealth.Healthy, d => d.Active);
    }

    [Fact]
    public async Task Replica_WhoseCallsFail_IsLeftAloneWithoutBeingAsked()
    {
        await using var alive = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, [
            ("Services:catalog:http:0", alive.Address), ("Services:catalog:http:1", OwnGateway.ClosedPort()),
            .. Impatient, ($"{Checks}:Active:Enabled", "false"), ("ReverseProxy:Clusters:catalog-json:Metadata:TransportFailureRateHealthPolicy.RateLimit", "0.1")]);

        for (var tries = 0; tries < 40 && Health(gateway).All(d => d.Passive != DestinationHealth.Unhealthy); tries++)
            await AskAsync(gateway, 10);

        Assert.Single(Health(gateway), d => d.Passive == DestinationHealth.Unhealthy);
    }

    /// <summary>Who is told of a change and fails by it ends neither the gateway nor the looking.</summary>
    [Fact]
    public async Task Routes_ThatSomebodyFailsBy_AreTakenAndLookedAtAgain()
    {
        var (routes, shipped) = await RoutesAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Gateway:Routes", routes));
        using var failing = ChangeToken.OnChange(gateway.Services.GetRequiredService<IConfiguration>().GetReloadToken, () => throw new InvalidOperationException("it fails by every change"));
        using var http = gateway.HttpAs(null);

        foreach (var address in new[] { "one", "another" })
        {
            shipped["ReverseProxy"]!["Routes"]![address] = JsonNode.Parse($$"""{ "ClusterId": "web", "Match": { "Path": "/{{address}}" }, "Transforms": [ { "PathSet": "/tasks/1" } ] }""");
            await File.WriteAllTextAsync(routes, shipped.ToJsonString(), Stop);
            await UntilAsync(async () => (await http.GetAsync("/" + address, Stop)).StatusCode == HttpStatusCode.OK);
        }

        Assert.Contains(gateway.Log.Errors, line => line.Contains("not everything that reads settings took them", StringComparison.Ordinal));
        Directory.Delete(Path.GetDirectoryName(routes)!, recursive: true);
    }

    [Fact]
    public async Task Routes_ThatChange_AreTakenUnlessTheyAreBrokenOrGone()
    {
        var (routes, shipped) = await RoutesAsync();
        await using var service = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Gateway:Routes", routes), ("Services:catalog:http:0", service.Address));
        using var http = gateway.HttpAs(null);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/catalogue/x", Stop)).StatusCode);

        shipped["ReverseProxy"]!["Routes"]!["more"] = JsonNode.Parse("""{ "ClusterId": "catalog-json", "Match": { "Path": "/catalogue/{**rest}" } }""");
        await File.WriteAllTextAsync(routes, shipped.ToJsonString(), Stop);
        await UntilAsync(async () => (await http.GetAsync("/catalogue/x", Stop)).StatusCode == HttpStatusCode.OK);

        foreach (var (spoil, problem) in new (Action, string)[] { (() => File.WriteAllText(routes, "{ broken"), "invalid"), (() => File.WriteAllText(routes, "{}"), "no route"), (() => File.Delete(routes), "Could not find") })
        {
            spoil();
            await UntilAsync(() => Task.FromResult(gateway.Log.Errors.Any(line => line.Contains(routes, StringComparison.Ordinal) && line.Contains("stay as they were", StringComparison.Ordinal) && line.Contains(problem, StringComparison.Ordinal))));
            ((IConfigurationRoot)gateway.Services.GetRequiredService<IConfiguration>()).Reload(); // what else is configured may change meanwhile
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/catalogue/x", Stop)).StatusCode);
        }

        shipped["ReverseProxy"]!["Routes"]!.AsObject().Remove("more");
        await File.WriteAllTextAsync(routes + ".later", shipped.ToJsonString(), Stop);
        File.CreateSymbolicLink(routes, routes + ".later"); // as Kubernetes lays files
        await UntilAsync(async () => (await http.GetAsync("/catalogue/x", Stop)).StatusCode == HttpStatusCode.NotFound);
        Directory.Delete(Path.GetDirectoryName(routes)!, recursive: true);
    }

    /// <summary>An operator's own server need be no service that is discovered.</summary>
    [Fact]
    public async Task Route_ToANamedHost_LeadsThere()
    {
        await using var archive = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(
            suite, TimeProvider.System,
            ("ReverseProxy:Routes:archive:ClusterId", "archive"), ("ReverseProxy:Routes:archive:Match:Path", "/archive/{**rest}"),
            ("ReverseProxy:Clusters:archive:Destinations:one:Address", $"http://localhost:{new Uri(archive.Address).Port}/below/"));
        using var http = gateway.HttpAs(null);

        Assert.Equal("""{"at":"/below/archive/x"}""", await http.GetStringAsync("/archive/x", Stop));
    }

    /// <summary>As good as a service that is away, and said in the form that was asked for.</summary>
    [Theory]
    [InlineData("/v1/lost/x", "application/json")]
    [InlineData("/lost/x", "text/html")]
    public async Task Route_ToNoCluster_IsAnsweredAsAServiceThatIsAway(string address, string type)
    {
        await using var gateway = await OwnGateway.StartAsync(
            suite, TimeProvider.System, ("ReverseProxy:Routes:lost:ClusterId", "nowhere"), ("ReverseProxy:Routes:lost:Match:Path", $"{address[..^1]}{{rest}}"));
        using var http = gateway.HttpAs(null);
        using var answer = await http.GetAsync(address, Stop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, type, TimeSpan.FromSeconds(1)), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter?.Delta));
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(Stop));
    }

    private Task<OwnGateway> BeforeAsync(params string[] addresses) => OwnGateway.StartAsync(
        suite, TimeProvider.System, [.. addresses.Select((address, i) => ($"Services:catalog:http:{i}", address)), .. Impatient]);

    private static async Task AskAsync(OwnGateway gateway, int times)
    {
        using var http = gateway.HttpAs(null);
        for (var i = 0; i < times; i++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Address, Stop)).StatusCode);
    }

    private static Task UntilAsync(OwnGateway gateway, string address, DestinationHealth health, Func<DestinationHealthState, DestinationHealth> which) =>
        UntilAsync(() => Task.FromResult(which(Destinations(gateway).Single(d => d.Model.Config.Address.StartsWith(address, StringComparison.Ordinal)).Health) == health));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var since = Stopwatch.GetTimestamp(); !await isSo(); await Task.Delay(20, Stop))
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "not within a minute");
    }

    private static IEnumerable<DestinationHealthState> Health(OwnGateway gateway) => Destinations(gateway).Select(d => d.Health);

    /// <summary>A file of one's own with the routes as they are shipped.</summary>
    private static async Task<(string Path, JsonNode Shipped)> RoutesAsync()
    {
        var routes = Path.Combine(Directory.CreateTempSubdirectory("pilot-platform-routes-").FullName, "routes.json");
        var shipped = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "gateway", "routes.json"), Stop))!;
        await File.WriteAllTextAsync(routes, shipped.ToJsonString(), Stop);
        return (routes, shipped);
    }

    private static IEnumerable<DestinationState> Destinations(OwnGateway gateway) =>
        gateway.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster(Cluster, out var cluster) ? cluster.DestinationsState.AllDestinations : [];
}
