using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.ServiceDiscovery;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Gateway;

/// <summary>The gateway is as healthy as what stands behind it: one check a service, over HTTP and as <c>grpc.health.v1</c>.</summary>
internal static class HealthOfTheWhole
{
    private static readonly (string Service, string? Package)[] Behind =
    [
        ("catalog", CatalogService.Descriptor.File.Package),
        ("scope-rules", ScopeRulesService.Descriptor.File.Package),
        ("reporting", ReportingService.Descriptor.File.Package),
        ("web", null),
    ];

    public static void AddHealthOfTheWhole(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<HealthTelling>(telling => telling.ToOperatorsAlone = true);
        builder.Services.AddHttpClient(nameof(ServiceHealth), client => client.Timeout = TimeSpan.FromSeconds(2));
        var grpc = builder.Services.AddGrpcHealthChecks(options =>
        {
            foreach (var (service, package) in Behind)
                foreach (var described in Contract.Services.Where(s => s.File.Package == package))
                    options.Services.Map(described.FullName, check => check.Name == service);
        });
        foreach (var (service, _) in Behind)
            grpc.Add(new HealthCheckRegistration(service, provider => ActivatorUtilities.CreateInstance<ServiceHealth>(provider, service), null, null));
    }
}

/// <summary>Asks every replica of a service for its health: where one serves, the service does, and is degraded by those that do not.</summary>
internal sealed class ServiceHealth(IHttpClientFactory clients, ServiceEndpointResolver discovery, string service) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var address = new Uri($"http://_http.{service}");
        var found = await discovery.GetEndpointsAsync(address.OriginalString, cancellationToken);
        var replicas = await Task.WhenAll(found.Endpoints.Select(each => AskAsync(DiscoveredDestinations.AddressOf(each, address), cancellationToken)));
        var serving = replicas.Count(replica => replica.Status != HealthStatus.Unhealthy);
        var status = serving == 0 ? HealthStatus.Unhealthy : replicas.Any(replica => replica.Status != HealthStatus.Healthy) ? HealthStatus.Degraded : HealthStatus.Healthy;
        var told = replicas.Length == 1 ? replicas[0].Told : string.Join("; ", replicas.Select(replica => $"{replica.Address} {replica.Status}: {replica.Told}"));
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Serving] = serving, [VitalKey.Replicas] = replicas.Length };
        if (!replicas.Any(replica => replica.IsConnected))
            data[VitalKey.Connected] = false;
        return new HealthCheckResult(status, told, data: data);
    }

    private async Task<Replica> AskAsync(string address, CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient(nameof(ServiceHealth));
            using var answer = await client.GetAsync(new Uri(new Uri(address), "/health"), cancellation);
            if (await answer.Content.ReadFromJsonAsync<Report>(cancellation) is not { Status: var status, Checks: { } checks })
                throw new JsonException("This is no report of health.");
            return new Replica(address, status, string.Join("; ", checks.Where(c => c.Value.Description is not null).Select(c => $"{c.Key}: {c.Value.Description}")), IsConnected: true);
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or JsonException)
        {
            return new Replica(address, HealthStatus.Unhealthy, "cannot be asked", IsConnected: false);
        }
    }

    private sealed record Replica(string Address, HealthStatus Status, string Told, bool IsConnected);

    private sealed record Report(
        [property: JsonConverter(typeof(JsonStringEnumConverter))] HealthStatus Status,
        Dictionary<string, Check>? Checks);

    private sealed record Check(string Status, string? Description);
}
