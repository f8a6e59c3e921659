using System.Globalization;
using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PilotPlatform.Cache;
using PilotPlatform.Catalog;
using PilotPlatform.Gateway;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using PilotPlatform.ScopeRules;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.Web;

namespace PilotPlatform.AllInOne;

/// <summary>
/// The suite in one process. Its services take the same road as when each is a process of its own: each is an application with
/// ports of its own on loopback, and they find one another by service discovery.
/// </summary>
public sealed class Suite : IAsyncDisposable
{
    /// <summary>The environment unless another is said: it listens on loopback only, so a persona will do for signing in.</summary>
    private const string Local = "Local";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(25);

    private readonly ReservedPorts ports = new();
    private readonly Dictionary<string, string?> addresses = [];
    private readonly List<WebApplication> running = [];
    private readonly string[] args;
    private readonly string? redis;
    private EmbeddedCache? cache;

    private Suite(string[] args, SuiteOptions options)
    {
        this.args = args;
        redis = options.CacheConnection;
        Pages = Gateway("http", "Ports:Http", options.Ports.Http);
        Grpc = Gateway("grpc", "Ports:Grpc", options.Ports.Grpc);

        Uri Gateway(string endpoint, string setting, int port)
        {
            if (port > 0)
                ports.Reserve(setting, port);
            var address = port > 0 ? Address("localhost", port) : Address("127.0.0.1", ports.Reserve());
            addresses[$"gateway:{endpoint}"] = address;
            return new Uri(address);
        }
    }

    /// <summary>Address of the gateway for pages and JSON.</summary>
    public Uri Pages { get; }

    /// <summary>Address of the gateway for gRPC in clear text.</summary>
    public Uri Grpc { get; }

    /// <summary>Runs the suite until it is told to stop.</summary>
    /// <remarks>With one of the words <c>verify</c>, <c>backup</c>, <c>export</c>, <c>restore</c>, it does that to a ledger instead, and starts nothing; nor does it with any other word. Settings may stand before it.</remarks>
    /// <returns>The exit code: 0 for a clean end, 1 for a start that failed for a reason that is told in one sentence.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (LedgerCommand.Of(args) is { } command)
            return await LedgerCommand.RunAsync(command, Console.Out, Console.Error, CancellationToken.None);

        try
        {
            await using var suite = await StartAsync(args);
            Console.WriteLine($"PilotPlatform is ready: pages and JSON at {suite.Pages}, gRPC at {suite.Grpc}; Ctrl-C ends it.");
            await suite.running[^1].WaitForShutdownAsync();
            return 0;
        }
        catch (Exception failed) when (ServiceApplication.Explain(failed) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>Starts everything; ready to serve when the task completes.</summary>
    /// <exception cref="StartupException">Something cannot be used, or a service does not become healthy in time.</exception>
    public static async Task<Suite> StartAsync(string[] args)
    {
        var options = SuiteOptions.Read(args);
        var suite = new Suite(args, options);
        try
        {
            await suite.StartServicesAsync();
            await suite.ReadyAsync(options.ReadyWithin);
            return suite;
        }
        catch
        {
            await suite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the services, the gateway first, so that calls in flight find what they need.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(running))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        running.Clear();
        cache?.Dispose();
        ports.Dispose();
    }

    private async Task StartServicesAsync()
    {
        foreach (var service in new[] { "catalog", "scope-rules", "reporting" })
            addresses[$"{service}:grpc"] = Address("127.0.0.1", ports.Reserve());
        foreach (var service in new[] { "catalog", "scope-rules", "reporting", "web" })
            addresses[$"{service}:http"] = Address("127.0.0.1", ports.Reserve());

        cache = string.IsNullOrEmpty(redis) ? EmbeddedCache.Start(IPAddress.Loopback, 0) : null;
        await StartAsync("catalog", b => b.AddCatalog(), a => a.MapCatalog());
        await StartAsync("scope-rules", b => b.AddScopeRules(), a => a.MapScopeRules());
        await StartAsync("reporting", b => b.AddReporting(), a => a.MapReporting());
        await StartAsync("web", b => b.AddWeb(), a => a.MapWeb());
        await StartAsync("gateway", b => b.AddGateway(), a => a.MapGateway());
    }

    private async Task StartAsync(string service, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = ServiceApplication.CreateBuilder(service, args, Settings(service), Local);
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = ports.Bind);
        if (service != "gateway")
            builder.Services.AddSingleton<IHostLifetime, PartLifetime>();
        add(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        try
        {
            await app.StartAsync();
            running.Add(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the AppHost would tell a service: where it listens, where the others and the cache are.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Settings(string service) =>
        addresses.Select(known => KeyValuePair.Create($"Services:{known.Key}:0", known.Value))
            .Concat(addresses.Where(known => known.Key.StartsWith(service + ":", StringComparison.Ordinal)).SelectMany(own => new[]
            {
                KeyValuePair.Create($"Kestrel:Endpoints:{own.Key.Split(':')[1]}:Url", own.Value),
                KeyValuePair.Create<string, string?>($"Kestrel:Endpoints:{own.Key.Split(':')[1]}:Protocols", own.Key.EndsWith("grpc", StringComparison.Ordinal) ? "Http2" : "Http1"),
            }))
            .Concat(service == "gateway" ? [] : [KeyValuePair.Create<string, string?>("Shutdown:Notice", "0")]) // who asks it is the gateway, which has ended by then
            .Concat(cache is null ? [] : [
                KeyValuePair.Create<string, string?>("ConnectionStrings:cache", cache.ConnectionString),
                KeyValuePair.Create<string, string?>("Identity:Keys", "Folder"), // this cache ends with the process, sessions should not
            ]);

    private async Task ReadyAsync(TimeSpan within)
    {
        var health = running[^1].Services.GetRequiredService<HealthCheckService>();
        var time = running[^1].Services.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        while (await health.CheckHealthAsync() is { Status: HealthStatus.Unhealthy } report)
        {
            if (time.GetElapsedTime(started) > within)
                throw new StartupException($"Not ready within {within.TotalSeconds:0} s: " + string.Join("; ", report.Entries
                    .Where(e => e.Value.Status == HealthStatus.Unhealthy).Select(e => $"{e.Key} ({e.Value.Description})")) + ".");
            await Task.Delay(LookAgain, time);
        }
    }

    private static string Address(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");

    /// <summary>The lifetime of a part: it ends when the suite ends it, not at a signal of its own.</summary>
    private sealed class PartLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
