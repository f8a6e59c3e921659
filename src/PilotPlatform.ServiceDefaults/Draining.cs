using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PilotPlatform.ServiceDefaults;

/// <summary>How a process ends that is told to; bound to <c>Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    /// <summary>How long it goes on as before and says that it is not ready, so that whoever sends it requests can look elsewhere. Default: not at all.</summary>
    public TimeSpan Notice { get; set; }

    /// <summary>How long streams go on after that: time for a download, while a watch would never end. Default: 2 seconds.</summary>
    public TimeSpan Streams { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long calls in flight have to finish after the notice. Default: 30 seconds.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The end of a process in turns: it says that it is not ready, then takes no new calls while those in flight finish, then it is gone.</summary>
public sealed class Draining(IOptions<ShutdownOptions> options, TimeProvider time) : IHostedLifecycleService, IHealthCheck, IDisposable
{
    private readonly CancellationTokenSource streams = new(Timeout.InfiniteTimeSpan, time);
    private volatile bool began;

    /// <summary>Set when streams have to end.</summary>
    public CancellationToken StreamsEnd => streams.Token;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(began ? HealthCheckResult.Unhealthy("it is ending") : HealthCheckResult.Healthy());

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        began = true;
        await Task.Delay(options.Value.Notice, time, cancellationToken);
        streams.CancelAfter(options.Value.Streams);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => streams.Dispose();
}

internal static class DrainingSetup
{
    public static void AddDraining(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ShutdownOptions>("Shutdown").Validate(
            o => o.Notice >= TimeSpan.Zero && o.Streams >= TimeSpan.Zero && o.Patience > TimeSpan.Zero, "Shutdown:Notice and Shutdown:Streams must not be negative, and Shutdown:Patience must be positive.");
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, ours) => host.ShutdownTimeout = ours.Value.Notice + ours.Value.Patience);
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
        builder.Services.AddHealthChecks().AddCheck<Draining>("accepting", tags: [ServiceDefaultsSetup.Ready]);
    }
}
