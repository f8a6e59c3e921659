using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>Healthy when the current edition is served, degraded when one that was published cannot be read by this version.</summary>
internal sealed class CatalogHealth(EditionShelf shelf) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var held = shelf.Holdings;
        var problem = held.Unread.LastOrDefault(u => held.FindUnread(u.Id) is not null) is { } unread ? Sentence(held, unread) : null;
        if (held.Current is not { } current)
            return Task.FromResult(HealthCheckResult.Unhealthy(problem ?? "no edition is published"));
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Edition] = current.Edition.Id };
        if (problem is null)
            return Task.FromResult(HealthCheckResult.Healthy($"edition {current.Edition.Id}", data));
        data[VitalKey.Problem] = problem;
        return Task.FromResult(HealthCheckResult.Degraded($"edition {current.Edition.Id}; {problem}", data: data));
    }

    private static string Sentence(Holdings held, UnreadPublication unread)
    {
        var until = unread.Revision == held.Revision ? "the newest before it is served in its place" : "another was published since";
        return string.Create(CultureInfo.InvariantCulture, $"the edition {unread.Id}, current from {unread.Time:yyyy-MM-dd HH:mm} UTC, cannot be served, and {until}: {unread.Reason}");
    }
}
