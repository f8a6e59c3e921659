using Yarp.ReverseProxy.Forwarder;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Asks another replica if one fails: a read always, as long as nothing has been answered; anything else only if the connection was never
/// made, so that nothing can have been done.
/// </summary>
internal static class Retries
{
    private const int Most = 2;

    public static void UseRetries(this IApplicationBuilder proxy) => proxy.Use(next => async context =>
    {
        var feature = context.GetReverseProxyFeature();
        var replicas = feature.AvailableDestinations;
        await next(context);
        if (context.GetForwarderErrorFeature() is null)
            return;

        var untried = replicas.ToList();
        for (var tried = 0; tried < Most; tried++)
        {
            if (feature.ProxiedDestination is not { } failed || context.GetForwarderErrorFeature() is not { } error || !MayRepeat(context, error))
                return;
            untried.Remove(failed);
            if (untried.Count == 0)
                return;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            feature.ProxiedDestination = null;
            feature.AvailableDestinations = untried;
            await next(context);
        }
    });

    private static bool MayRepeat(HttpContext context, IForwarderErrorFeature error) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && !error.Error.IsOfCaller()
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || error.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError });
}
