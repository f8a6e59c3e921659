using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway.Door;

/// <summary>Bounds what one caller can take: requests in a window, requests at a time, the size of a body.</summary>
internal static class Limits
{
    private const int MostOfAnAddress = 8 * 1024;
    private const int MostOfHeaders = 32 * 1024;

    /// <summary>How many times that the server itself takes.</summary>
    private const int Slack = 4;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.MaxRequestLineSize = MostOfAnAddress * Slack;
            server.Limits.MaxRequestHeadersTotalSize = MostOfHeaders * Slack;
        });
        builder.AddSettings<LimitOptions>("Limits")
            .Validate(
                o => o is { Requests: > 0, AnonymousRequests: > 0, Concurrent: > 0, Waiting: >= 0, BodyBytes: > 0, AnonymousBytes: > 0, UploadBytes: > 0, SignInBytes: > 0, AgentBytes: > 0 } && o.Window >= TimeSpan.FromSeconds(1) && o.Deadline > TimeSpan.Zero,
                "Limits must be positive, and Limits:Window at least a second.");
        builder.Services.AddSingleton<SharedTurns>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SharedTurns>());
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<LimitOptions>, SharedCounters, SharedTurns, TimeProvider>((limiter, limits, counters, turns, time) =>
        {
            Func<Asker, RateLimiter> limited = asker => new AskerLimiter(asker, limits.Value, counters, turns, time);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Asker>(context => RateLimitPartition.Get(Asker.Of(context), limited));
            limiter.OnRejected = async (rejected, _) => await rejected.HttpContext.RefuseAsync(OverLimit(rejected.Lease), RefusedRequests.Door);
        });
    }

    /// <summary>A body that says that it is too long is refused before it is sent; one that does not say is cut off by the server.</summary>
    public static void UseBodyLimit(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value;
        app.Use(next => context =>
        {
            var most = limits.MostBytes(context.Request);
            var limit = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>();
            if (limit is { IsReadOnly: false })
                limit.MaxRequestBodySize = context.Request.IsGrpc() ? null : most;
            return context.Request.IsGrpc() || context.Request.ContentLength is null || context.Request.ContentLength <= most
                ? next(context)
                : context.RefuseAsync(Fault.OverLimit($"{most} bytes of a body"), RefusedRequests.Door, StatusCodes.Status413PayloadTooLarge);
        });
    }

    /// <summary>
    /// An address or headers that are too long are refused with a sentence. The server takes several times as much, so that it seldom refuses them itself, which
    /// it does without one.
    /// </summary>
    public static void UseHeadLimit(this WebApplication app) => app.Use(next => context => context.Request.IsProgramsGrpc() ? next(context) : TooLong(context) switch
    {
        { } refused => context.RefuseAsync(Fault.OverLimit(refused.Of), RefusedRequests.Door, refused.Status),
        null => next(context),
    });

    private static (string Of, int Status)? TooLong(HttpContext context)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget.Length > MostOfAnAddress)
            return ($"{MostOfAnAddress} characters of an address", StatusCodes.Status414UriTooLong);
        var length = 0;
        foreach (var (name, values) in context.Request.Headers)
            foreach (var value in values)
                length += name.Length + (value?.Length ?? 0);
        return length > MostOfHeaders ? ($"{MostOfHeaders} characters of headers", StatusCodes.Status431RequestHeaderFieldsTooLarge) : null;
    }

    private static Fault OverLimit(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var delay)
        ? Fault.OverLimit("requests of a caller") with { RetryAfter = delay }
        : Fault.OverLimit("requests of a caller at a time") with { RetryAfter = TimeSpan.FromSeconds(1) };
}
