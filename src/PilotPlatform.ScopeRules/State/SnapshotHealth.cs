using Microsoft.Extensions.Diagnostics.HealthChecks;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Healthy when a rule set is compiled against the current edition, degraded when only against one before it, or when none reads any.</summary>
internal sealed class SnapshotHealth(SnapshotKeeper keeper) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keeper.State switch
        {
            (null, { } refused, true) => HealthCheckResult.Degraded($"nothing is decided: {refused}", data: new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Problem] = refused }),
            (null, null, _) => HealthCheckResult.Unhealthy("no edition has been read from the catalogue yet"),
            (null, { } refused, false) => HealthCheckResult.Unhealthy(refused),
            ({ } edition, null, _) => HealthCheckResult.Healthy(edition, Data(edition, null)),
            ({ } edition, { } refused, _) => HealthCheckResult.Degraded($"still deciding with {edition}: {refused}", data: Data(edition, refused)),
        });

    private static Dictionary<string, object> Data(string edition, string? refused)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Edition] = edition[(edition.LastIndexOf('/') + 1)..] };
        if (refused is not null)
            data[VitalKey.Problem] = refused;
        return data;
    }
}
