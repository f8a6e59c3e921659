using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Door;

/// <summary>Bounds what one caller can take: requests in a window, requests at a time, the size of a body.</summary>
internal static class Limits
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.AddSettings<LimitOptions>("Limits")
            .Validate(
                o => o is { Requests: > 0, AnonymousRequests: > 0, Concurrent: > 0, Waiting: >= 0, BodyBytes: > 0 } && o.Window >= TimeSpan.FromSeconds(1) && o.Deadline > TimeSpan.Zero,
                "Limits must be positive, and Limits:Window at least a second.");
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<LimitOptions>, SharedCounters, TimeProvider>((limiter, limits, counters, time) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(Rate(limits.Value, counters, time), Concurrency(limits.Value));
            limiter.OnRejected = async (rejected, _) => await rejected.HttpContext.RefuseAsync(OverLimit(rejected.Lease), RefusedRequests.Door);
        });
    }

    /// <summary>A body that says that it is too long is refused before it is sent; one that does not say is cut off by the server.</summary>
    public static void UseBodyLimit(this WebApplication app)
    {
        var most = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value.BodyBytes;
        app.Use((context, next) =>
        {
            var limit = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>();
            if (limit is { IsReadOnly: false })
                limit.MaxRequestBodySize = context.Request.IsGrpc() ? null : most;
            return context.Request.IsGrpc() || context.Request.ContentLength is null || context.Request.ContentLength <= most
                ? next(context)
                : context.RefuseAsync(Fault.OverLimit($"{most} bytes of a body"), RefusedRequests.Door, StatusCodes.Status413PayloadTooLarge);
        });
    }

    private static PartitionedRateLimiter<HttpContext> Rate(LimitOptions limits, SharedCounters counters, TimeProvider time) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.Get(NameOf(context), caller => new SharedWindowLimiter(
            caller, context.Caller().IsAnonymous ? limits.AnonymousRequests : limits.Requests, limits.Window, counters, time)));

    private static PartitionedRateLimiter<HttpContext> Concurrency(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetConcurrencyLimiter(NameOf(context), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = limits.Concurrent,
            QueueLimit = limits.Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));

    /// <summary>Who is counted; what signed in and what did not cannot be taken for each other.</summary>
    private static string NameOf(HttpContext context) => context.Caller() is { IsAnonymous: false } caller
        ? $"caller:{caller.Subject}"
        : $"address:{context.Connection.RemoteIpAddress}";

    private static Fault OverLimit(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var delay)
        ? Fault.OverLimit("requests of a caller") with { RetryAfter = delay }
        : Fault.OverLimit("requests of a caller at a time") with { RetryAfter = TimeSpan.FromSeconds(1) };
}
