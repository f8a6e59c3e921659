using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PilotPlatform.Reporting;

/// <summary>Says how far the ledger has been folded.</summary>
internal sealed class LedgerHealth(ReportingLedger ledger) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"position {ledger.Position}")));
}
