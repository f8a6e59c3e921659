using Yarp.ReverseProxy.Forwarder;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Asks another replica if one fails: a read always, as long as nothing has been answered; anything else only if the connection was never
/// made, so that nothing can have been done.
/// </summary>
internal static class Retries
{
    private const int Most = 2;

    public static void UseRetries(this IApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        var feature = context.GetReverseProxyFeature();
        var untried = feature.AvailableDestinations.ToList();
        for (var tried = 0; ; tried++)
        {
            feature.AvailableDestinations = untried;
            await next(context);
            if (tried == Most || feature.ProxiedDestination is not { } failed || context.GetForwarderErrorFeature() is not { } error || !MayRepeat(context, error))
                return;

            untried.Remove(failed);
            if (untried.Count == 0)
                return;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            feature.ProxiedDestination = null;
        }
    });

    private static bool MayRepeat(HttpContext context, IForwarderErrorFeature error) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || error.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError });
}
