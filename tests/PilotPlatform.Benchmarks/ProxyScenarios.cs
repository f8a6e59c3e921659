using System.Net;
using Grpc.Net.Client;
using PilotPlatform.Contracts.Catalog.V1;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace PilotPlatform.Benchmarks;

/// <summary>The gateway against a bare proxy, both before the same service.</summary>
internal static class ProxyScenarios
{
    private const string Everything = "everything";

    public static IEnumerable<Scenario> All =>
    [
        new("proxy/unary", "CPU of the gateway for a gRPC call, against a host with one route of YARP to the same service", 1.15, AtMost: true, MeasureAsync),
    ];

    /// <summary>The bare proxy: a route for every path, and nothing of ours.</summary>
    public static async Task<int> ServeAsync(string behind)
    {
        var builder = WebApplication.CreateBuilder();
        Echo.Listen(builder);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = Everything, ClusterId = Everything, Match = new RouteMatch { Path = "{**path}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = Everything,
                    Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { [Everything] = new() { Address = behind } },
                    HttpRequest = new ForwarderRequestConfig { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }

    private static async Task<Measured> MeasureAsync()
    {
        using var catalog = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog");
        using var bare = new Load(await ServerProcess.EchoAsync("proxy", catalog.Address.ToString()));
        using var gateway = new Load(await ServerProcess.OfSuiteAsync("PilotPlatform.Gateway", [.. Behind(catalog), "--Limits:AnonymousRequests=100000000"]));
        return await Load.CompareAsync(12_000, (gateway, Get), (bare, Get));
    }

    /// <summary>One service stands for all, so that the gateway is not kept busy by looking for what is not there.</summary>
    private static IEnumerable<string> Behind(ServerProcess service) =>
        from name in new[] { "catalog", "scope-rules", "reporting", "web" }
        from setting in new[] { $"--Services:{name}:http:0={service.Http}", $"--Services:{name}:grpc:0={service.Address}" }
        select setting;

    private static async Task Get(GrpcChannel channel) =>
        await new CatalogService.CatalogServiceClient(channel).GetPilotTaskAsync(new GetPilotTaskRequest { Name = "programmes/nine-cities/pilotTasks/8" });
}
