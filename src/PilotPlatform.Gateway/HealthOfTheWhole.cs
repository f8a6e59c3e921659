using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
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
        builder.Services.AddHttpClient(nameof(ServiceHealth), client => client.Timeout = TimeSpan.FromSeconds(2)).AddServiceDiscovery();
        var grpc = builder.Services.AddGrpcHealthChecks(options =>
        {
            foreach (var (service, package) in Behind)
                foreach (var described in Contract.Services.Where(s => s.File.Package == package))
                    options.Services.Map(described.FullName, check => check.Name == service);
        });
        foreach (var (service, _) in Behind)
            grpc.Add(new HealthCheckRegistration(service, provider => new ServiceHealth(provider.GetRequiredService<IHttpClientFactory>(), service), null, null));
    }
}

/// <summary>Asks a service for its own health.</summary>
internal sealed class ServiceHealth(IHttpClientFactory clients, string service) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = clients.CreateClient(nameof(ServiceHealth));
            using var answer = await client.GetAsync(new Uri($"http://_http.{service}/health"), cancellationToken);
            var report = await answer.Content.ReadFromJsonAsync<Report>(cancellationToken);
            var told = string.Join("; ", report!.Checks.Where(c => c.Value.Description is not null).Select(c => $"{c.Key}: {c.Value.Description}"));
            return new HealthCheckResult(report.Status, told);
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException or JsonException)
        {
            return HealthCheckResult.Unhealthy("cannot be asked", data: new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Connected] = false });
        }
    }

    private sealed record Report(
        [property: JsonConverter(typeof(JsonStringEnumConverter))] HealthStatus Status,
        Dictionary<string, Check> Checks);

    private sealed record Check(string Status, string? Description);
}
