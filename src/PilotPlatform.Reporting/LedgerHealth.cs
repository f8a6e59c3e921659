using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PilotPlatform.Reporting;

/// <summary>Says how far the ledger goes, how old its last checkpoint is, and whether it can be used.</summary>
internal sealed class LedgerHealth(OpenedLedger ledger) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var checkpoint = ledger.Now.LastCheckpoint is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"checkpoint at {last.Position}, {Math.Max(0, ledger.CheckpointAge!.Value.TotalSeconds):0} s old")
            : "no checkpoint yet";
        var state = string.Create(CultureInfo.InvariantCulture, $"position {ledger.Now.Position}, {checkpoint}");
        return Task.FromResult(ledger.Now.Problem is { } problem ? HealthCheckResult.Degraded($"{state}; {problem}") : HealthCheckResult.Healthy(state));
    }
}
