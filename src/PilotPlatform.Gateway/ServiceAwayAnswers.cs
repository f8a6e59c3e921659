using PilotPlatform.Domain;
using PilotPlatform.Gateway.Door;
using PilotPlatform.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace PilotPlatform.Gateway;

/// <summary>
/// Answers for a service that gave no answer, in the form that was asked for: because it cannot be reached, or because what the caller sent could not be read.
/// </summary>
internal static class ServiceAwayAnswers
{
    public static void UseServiceAwayAnswers(this IApplicationBuilder proxy) => proxy.Use(next => async context =>
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } error || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;

        context.Response.Clear();
        if (error.Error.IsOfCaller())
        {
            var bad = Unread(error.Exception);
            await context.RefuseAsync(DoorFaults.Unread(bad), RefusedRequests.Door, bad?.StatusCode);
            return;
        }

        var fault = Fault.Away(context.GetReverseProxyFeature().Cluster.Config.ClusterId) with { RetryAfter = TimeSpan.FromSeconds(1) };
        await context.RefuseAsync(fault, RefusedRequests.Door);
    });

    /// <summary>A route of the file that leads to no cluster of it is as good as one to a service that is away; the proxy would say so without a word.</summary>
    public static void UseRoutesWithoutCluster(this WebApplication app) => app.Use(next => context =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is { Cluster: null } route
            ? context.RefuseAsync(Fault.Away(route.Config.ClusterId ?? route.Config.RouteId) with { RetryAfter = TimeSpan.FromSeconds(1) }, RefusedRequests.Door)
            : next(context));

    /// <summary>Whether a body broke off on its way here, which no replica can mend.</summary>
    public static bool IsOfCaller(this ForwarderError error) => error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled;

    /// <summary>What the server has to say of the request, among all that failed by it.</summary>
    private static BadHttpRequestException? Unread(Exception? failed) => failed switch
    {
        null => null,
        BadHttpRequestException bad => bad,
        AggregateException many => many.InnerExceptions.Select(Unread).FirstOrDefault(bad => bad is not null),
        _ => Unread(failed.InnerException),
    };
}
