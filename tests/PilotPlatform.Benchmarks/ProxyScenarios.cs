using System.Globalization;
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
    private const int Starts = 5;
    private const int Calls = 12_000;
    private const int Rounds = 5;

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

    /// <summary>Both proxies are started several times: how a process has compiled itself moves its CPU by more than what is looked for, and stays as long as it runs.</summary>
    private static async Task<Measured> MeasureAsync()
    {
        using var catalog = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog");
        var measured = new List<Measured>();
        for (var start = 0; start < Starts; start++)
        {
            using var bare = new Load(await ServerProcess.EchoAsync("proxy", catalog.Address.ToString()));
            using var gateway = new Load(await ServerProcess.OfSuiteAsync("PilotPlatform.Gateway", [.. Behind(catalog), "--Limits:AnonymousRequests=100000000"]));
            measured.Add(await Load.CompareAsync(Calls, (gateway, Get), (bare, Get), Rounds));
        }

        var sorted = measured.OrderBy(m => m.Value).ToArray();
        var median = sorted[sorted.Length / 2];
        return median with { Figures = string.Create(CultureInfo.InvariantCulture, $"{median.Figures}; {Starts} starts from {sorted[0].Value:0.000} to {sorted[^1].Value:0.000}") };
    }

    /// <summary>One service stands for all, so that the gateway is not kept busy by looking for what is not there.</summary>
    private static IEnumerable<string> Behind(ServerProcess service) =>
        from name in new[] { "catalog", "scope-rules", "reporting", "web" }
        from setting in new[] { $"--Services:{name}:http:0={service.Http}", $"--Services:{name}:grpc:0={service.Address}" }
        select setting;

    private static async Task Get(GrpcChannel channel) =>
        await new CatalogService.CatalogServiceClient(channel).GetPilotTaskAsync(new GetPilotTaskRequest { Name = "programmes/nine-cities/pilotTasks/8" });
}
