using Google.Rpc;
using Grpc.Health.V1;
using Grpc.Reflection;
using PilotPlatform.Contracts;
using PilotPlatform.Gateway.Agents;
using PilotPlatform.Gateway.Api;
using PilotPlatform.Gateway.Door;
using PilotPlatform.Gateway.Sessions;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace PilotPlatform.Gateway;

/// <summary>What the gateway reads; bound to <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>File with the routes. Default: the shipped one.</summary>
    public string Routes { get; set; } = Path.Combine(AppContext.BaseDirectory, "gateway", "routes.json");
}

/// <summary>The one public door: pages, JSON and gRPC of all services.</summary>
public static class GatewaySetup
{
    /// <summary>How long a connection of gRPC may be silent before its other end is asked whether it is there, and how long that may take to say so.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(30);

    /// <summary>Adds the routes of the file, read again when it changes.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        RoutesFile.Add(builder);
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddConfigFilter<ClusterDefaults>().AddTransforms<JsonRefusals>()
            .ConfigureHttpClient((_, handler) => (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (Ping, Ping));
        builder.Services.AddSingleton<IDestinationResolver, DiscoveredDestinations>();
        builder.AddDoor();
        builder.AddSessions();
        builder.AddHealthOfTheWhole();
        builder.AddAgents();
        builder.Services.AddGrpc();
        var described = SymbolRegistry.FromFiles([.. Contract.Services.Select(s => s.File), Health.Descriptor.File, ErrorDetailsReflection.Descriptor]); // what refusals consist of, too
        var names = Contract.Services.Append(Health.Descriptor).Select(s => s.FullName).ToArray();
        builder.Services.AddSingleton(new ReflectionServiceImpl(names, described));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(names, described));
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseDoor(Contract.Services);
        app.UseAgentVersions();
        app.UseAgentTexts();
        app.MapSessions();
        app.MapApiPages();
        app.MapAgents();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
        app.MapGrpcHealthChecksService();
        app.UseRoutesWithoutCluster();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseServiceAwayAnswers();
            proxy.UseLongCalls();
            proxy.UseRetries();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        return app;
    }
}
