using System.Globalization;
using PilotPlatform.Contracts;
using PilotPlatform.Domain.Tests.Ledger;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>Every service as a process of its own, told of the others by the variables that an AppHost would set.</summary>
internal sealed class ServiceProcesses : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Assemblies = new(StringComparer.Ordinal)
    {
        ["cache"] = "PilotPlatform.Cache",
        ["catalog"] = "PilotPlatform.Catalog",
        ["scope-rules"] = "PilotPlatform.ScopeRules",
        ["reporting"] = "PilotPlatform.Reporting",
        ["web"] = "PilotPlatform.Web",
        ["gateway"] = "PilotPlatform.Gateway",
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-processes-");
    private readonly Dictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Service, string Endpoint), string> addresses = [];

    private ServiceProcesses()
    {
        foreach (var service in Assemblies.Keys.Where(s => s != "cache"))
            foreach (var endpoint in service == "web" ? new[] { "http" } : ["http", "grpc"])
                addresses[(service, endpoint)] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FixedPorts.Take()}");
        foreach (var ((service, endpoint), address) in addresses)
            environment[$"services__{service}__{endpoint}__0"] = address;
        environment["Cache__Port"] = FixedPorts.Take().ToString(CultureInfo.InvariantCulture);
        environment["ConnectionStrings__cache"] = $"127.0.0.1:{environment["Cache__Port"]}";
        environment["ASPNETCORE_ENVIRONMENT"] = "Local";
        environment["Data__Folder"] = Path.Combine(folder.FullName, "data");

        Client = new PilotPlatformClient(new Uri(addresses[("gateway", "grpc")]));
        Http = new HttpClient { BaseAddress = new Uri(addresses[("gateway", "http")]) };
    }

    public PilotPlatformClient Client { get; }

    public HttpClient Http { get; }

    public static async Task<ServiceProcesses> StartAsync()
    {
        var processes = new ServiceProcesses();
        foreach (var service in Assemblies.Keys)
            await processes.StartAsync(service);
        await processes.HealthIsAsync("Healthy");
        return processes;
    }

    public async Task StartAsync(string service)
    {
        var own = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach (var ((of, endpoint), address) in addresses)
            if (of == service)
                own[$"Kestrel__Endpoints__{endpoint}__Url"] = address;
        var process = Running.Start(Assemblies[service], folder.FullName, [], own);
        running[service] = process;
        await process.SaidAsync("Application started");
    }

    public Task KillAsync(string service) => running[service].DisposeAsync().AsTask();

    /// <summary>Waits until the gateway's health of the whole is so.</summary>
    public async Task HealthIsAsync(string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await Http.GetAsync("/health", patience.Token);
            if ((await answer.Content.ReadAsStringAsync(patience.Token)).StartsWith($"{{\"status\":\"{status}\"", StringComparison.Ordinal))
                return;
            await Task.Delay(50, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        foreach (var process in running.Values.Reverse())
            await process.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
