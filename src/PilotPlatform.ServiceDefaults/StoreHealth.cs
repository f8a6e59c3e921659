using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PilotPlatform.ServiceDefaults;

/// <summary>How a service's store of record stands.</summary>
/// <param name="Position">How many entries it has.</param>
/// <param name="Checkpoint">Position of its last signed checkpoint, and how long ago that was signed; null for none.</param>
/// <param name="Verified">The last time that all of it was found intact; null if it was not yet.</param>
/// <param name="Problem">Why it cannot be used now; null if it can.</param>
public sealed record StoreState(long Position, (long Position, TimeSpan Age)? Checkpoint, Verification? Verified, string? Problem);

/// <summary>Degraded while a store of record cannot be used: what is held is still read.</summary>
/// <param name="store">How it stands; null while it is not open.</param>
public sealed class StoreHealth(Func<StoreState?> store) : IHealthCheck
{
    /// <summary>Name of the check.</summary>
    public const string Name = "ledger";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (store() is not { } state)
            return Task.FromResult(HealthCheckResult.Unhealthy("the ledger is not open yet"));
        var checkpoint = state.Checkpoint is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"checkpoint at {last.Position}, {Math.Max(0, last.Age.TotalSeconds):0} s old")
            : "no checkpoint yet";
        var told = string.Create(CultureInfo.InvariantCulture, $"position {state.Position}, {checkpoint}");
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Position] = state.Position, [VitalKey.Checkpoint] = state.Checkpoint?.Position ?? 0 };
        if (state.Verified is { } verified)
            (data[VitalKey.Verified], data[VitalKey.VerifiedTime]) = (verified.CheckpointPosition, verified.Time.ToString("O", CultureInfo.InvariantCulture));
        if (state.Problem is not { } problem)
            return Task.FromResult(HealthCheckResult.Healthy(told, data));
        data[VitalKey.Problem] = problem;
        return Task.FromResult(HealthCheckResult.Degraded($"{told}; {problem}", data: data));
    }
}

public static class StoreHealthSetup
{
    /// <summary>Adds the health of a service's store of record.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="store">How the store stands; null while it is not open.</param>
    public static void AddStoreHealth(this WebApplicationBuilder builder, Func<IServiceProvider, StoreState?> store) =>
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(StoreHealth.Name, services => new StoreHealth(() => store(services)), failureStatus: null, tags: null));
}
