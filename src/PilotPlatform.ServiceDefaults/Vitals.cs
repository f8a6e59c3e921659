using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.ServiceDefaults;

/// <summary>
/// What a service says of itself to an operator for whom no dashboard runs, at <c>/vitals</c>. Requests are measured by the meter of the host,
/// from the first time that somebody asks, so that it costs nothing where nobody does.
/// </summary>
internal sealed class Vitals(IMeterFactory meters, HealthCheckService health, TimeProvider time) : IDisposable
{
    private const int Kept = 4096;
    private const string Duration = "http.server.request.duration";

    private readonly Lock gate = new();
    private readonly Queue<double> seconds = new(Kept);
    private readonly string version =
        typeof(Vitals).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private MeterListener? listener;
    private DateTimeOffset since;
    private long requests;
    private long failures;

    /// <summary>Answers who may know how the service runs; 401 for who did not sign in, 403 for everybody else.</summary>
    public static async Task AnswerAsync(HttpContext context)
    {
        if (context.Caller().Demand(Right.ReadOperations).Fault is { } refused)
        {
            await context.RefuseAsync(refused);
            return;
        }

        context.Response.Headers.CacheControl = "private, no-store";
        await context.Response.WriteAsJsonAsync(await context.RequestServices.GetRequiredService<Vitals>().ReadAsync(context.RequestAborted), context.RequestAborted);
    }

    public async Task<VitalSigns> ReadAsync(CancellationToken stop)
    {
        var report = await health.CheckHealthAsync(stop);
        lock (gate)
        {
            Listen();
            var sorted = seconds.Order().ToArray();
            double Percentile(int percent) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)] * 1000;
            return new VitalSigns(
                report.Status.ToString(),
                version,
                [.. report.Entries.Select(e => new VitalCheck(e.Key, e.Value.Status.ToString(), e.Value.Description, e.Value.Data.ToDictionary(d => d.Key, d => Convert.ToString(d.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal)))],
                since,
                requests,
                failures,
                requests / Math.Max(1, (time.GetUtcNow() - since).TotalSeconds),
                Percentile(50),
                Percentile(95),
                Percentile(99));
        }
    }

    public void Dispose() => listener?.Dispose();

    private void Listen()
    {
        if (listener is not null)
            return;
        since = time.GetUtcNow();
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, to) =>
            {
                if (instrument.Name == Duration && ReferenceEquals(instrument.Meter.Scope, meters))
                    to.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, measured, tags, _) => Count(measured, tags));
        listener.Start();
    }

    private void Count(double measured, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var failed = false;
        foreach (var tag in tags)
            failed |= tag is { Key: "http.response.status_code", Value: >= StatusCodes.Status500InternalServerError };
        lock (gate)
        {
            requests++;
            failures += failed ? 1 : 0;
            if (seconds.Count == Kept)
                seconds.Dequeue();
            seconds.Enqueue(measured);
        }
    }
}

/// <summary>One check of a service's health.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Status">Its health.</param>
/// <param name="Description">What is said of it, in English.</param>
/// <param name="Data">The same as <see cref="VitalKey"/> and value, in the invariant culture.</param>
public sealed record VitalCheck(string Name, string Status, string? Description, IReadOnlyDictionary<string, string> Data);

/// <summary>How a service runs.</summary>
/// <param name="Status">Its health.</param>
/// <param name="Version">Its version.</param>
/// <param name="Checks">Each check.</param>
/// <param name="Since">Since when requests are counted.</param>
/// <param name="Requests">How many there were.</param>
/// <param name="Failures">How many of them were answered with 500 or above.</param>
/// <param name="RequestsPerSecond">Requests a second since then.</param>
/// <param name="P50Milliseconds">Half of the last requests took no longer.</param>
/// <param name="P95Milliseconds">95 of 100 took no longer.</param>
/// <param name="P99Milliseconds">99 of 100 took no longer.</param>
public sealed record VitalSigns(
    string Status,
    string Version,
    IReadOnlyList<VitalCheck> Checks,
    DateTimeOffset Since,
    long Requests,
    long Failures,
    double RequestsPerSecond,
    double P50Milliseconds,
    double P95Milliseconds,
    double P99Milliseconds);
