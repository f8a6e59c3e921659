using Microsoft.Extensions.Diagnostics.HealthChecks;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>Healthy when an edition is served.</summary>
internal sealed class CatalogHealth(EditionShelf shelf) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(shelf.Holdings.Current is { } current
            ? HealthCheckResult.Healthy($"edition {current.Edition.Id}", new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Edition] = current.Edition.Id })
            : HealthCheckResult.Unhealthy("no edition is published"));
}
