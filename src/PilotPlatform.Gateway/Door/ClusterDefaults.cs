using Yarp.ReverseProxy.Configuration;

namespace PilotPlatform.Gateway.Door;

/// <summary>What every cluster has unless its configuration says otherwise, so that the routes say only what is theirs.</summary>
internal sealed class ClusterDefaults : IProxyConfigFilter
{
    /// <summary>A replica is left alone while it fails or ends; if all do, all are asked rather than none.</summary>
    private static readonly HealthCheckConfig Health = new()
    {
        AvailableDestinationsPolicy = "HealthyOrPanic",
        Active = new ActiveHealthCheckConfig { Enabled = true, Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2), Policy = "ConsecutiveFailures", Path = "/ready" },
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(5) },
    };

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => ValueTask.FromResult(cluster with
    {
        LoadBalancingPolicy = cluster.LoadBalancingPolicy ?? "PowerOfTwoChoices",
        HealthCheck = cluster.HealthCheck ?? Health,
    });

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => ValueTask.FromResult(route);
}
