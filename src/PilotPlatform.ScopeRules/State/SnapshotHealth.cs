using Microsoft.Extensions.Diagnostics.HealthChecks;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Healthy when a rule set is compiled against the current edition, degraded when only against one before it.</summary>
internal sealed class SnapshotHealth(SnapshotKeeper keeper) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keeper.State switch
        {
            (null, null) => HealthCheckResult.Unhealthy("no edition has been read from the catalogue yet"),
            (null, { } refused) => HealthCheckResult.Unhealthy(refused),
            ({ } edition, null) => HealthCheckResult.Healthy(edition, Data(edition, null)),
            ({ } edition, { } refused) => HealthCheckResult.Degraded($"still deciding with {edition}: {refused}", data: Data(edition, refused)),
        });

    private static Dictionary<string, object> Data(string edition, string? refused)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Edition] = edition[(edition.LastIndexOf('/') + 1)..] };
        if (refused is not null)
            data[VitalKey.Problem] = refused;
        return data;
    }
}
