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
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.AddSettings<LimitOptions>("Limits")
            .Validate(
                o => o is { Requests: > 0, AnonymousRequests: > 0, Concurrent: > 0, Waiting: >= 0, BodyBytes: > 0, UploadBytes: > 0 } && o.Window >= TimeSpan.FromSeconds(1) && o.Deadline > TimeSpan.Zero,
                "Limits must be positive, and Limits:Window at least a second.");
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<LimitOptions>, SharedCounters, TimeProvider>((limiter, limits, counters, time) =>
        {
            Func<Asker, RateLimiter> limited = asker => new AskerLimiter(asker, limits.Value, counters, time);
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

    private static Fault OverLimit(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var delay)
        ? Fault.OverLimit("requests of a caller") with { RetryAfter = delay }
        : Fault.OverLimit("requests of a caller at a time") with { RetryAfter = TimeSpan.FromSeconds(1) };
}
