using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Lets calls be silent that may last long: the proxy gives up any that moves nothing for the time of its cluster's <c>ActivityTimeout</c>, 100
/// seconds unless configured, while a stream may have nothing to say for days, and a deadline may be later.
/// </summary>
internal static class LongCalls
{
    /// <summary>Deadlines up to this one are kept before the proxy's own time is up.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    /// <summary>Says that a call ends by its caller, its service or its deadline, and not by silence. No deadline is that of a stream.</summary>
    public static void MayBeSilent(this HttpContext context, TimeSpan? deadline = null)
    {
        if (deadline is null || deadline > Short)
            context.Features.Set(Silence.Allowed);
    }

    public static void UseLongCalls(this IApplicationBuilder proxy) => proxy.Use(next => context =>
    {
        if (context.Features.Get<Silence>() is not null)
            context.Features.Set<IReverseProxyFeature>(new PatientProxy(context.GetReverseProxyFeature()));
        return next(context);
    });

    private sealed class Silence
    {
        public static readonly Silence Allowed = new();
    }

    /// <summary>The way that the proxy has found, without its limit for silence.</summary>
    private sealed class PatientProxy(IReverseProxyFeature found) : IReverseProxyFeature
    {
        public RouteModel Route => found.Route;

        public ClusterModel Cluster { get; } = new(
            found.Cluster.Config with { HttpRequest = (found.Cluster.Config.HttpRequest ?? ForwarderRequestConfig.Empty) with { ActivityTimeout = Timeout.InfiniteTimeSpan } },
            found.Cluster.HttpClient);

        public IReadOnlyList<DestinationState> AllDestinations => found.AllDestinations;

        public IReadOnlyList<DestinationState> AvailableDestinations
        {
            get => found.AvailableDestinations;
            set => found.AvailableDestinations = value;
        }

        public DestinationState? ProxiedDestination
        {
            get => found.ProxiedDestination;
            set => found.ProxiedDestination = value;
        }
    }
}
