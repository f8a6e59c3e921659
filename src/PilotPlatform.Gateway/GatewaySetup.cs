using Grpc.Reflection;
using PilotPlatform.Contracts;
using PilotPlatform.Gateway.Agents;
using PilotPlatform.Gateway.Api;
using PilotPlatform.Gateway.Door;
using PilotPlatform.Gateway.Sessions;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace PilotPlatform.Gateway;

/// <summary>The one public door: pages, JSON and gRPC of all services.</summary>
public static class GatewaySetup
{
    /// <summary>Adds the routes of <c>gateway/routes.json</c> beside the program, read again when the file changes.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "gateway", "routes.json"), optional: false, reloadOnChange: true);
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddConfigFilter<ClusterDefaults>().AddTransforms<JsonRefusals>();
        builder.Services.AddSingleton<IDestinationResolver, DiscoveredDestinations>();
        builder.AddDoor();
        builder.AddSessions();
        builder.AddHealthOfTheWhole();
        builder.AddAgents();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new ReflectionServiceImpl([.. Contract.Services]));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl([.. Contract.Services]));
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseDoor(Contract.Services);
        app.MapSessions();
        app.MapApiPages();
        app.MapAgents();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
        app.MapGrpcHealthChecksService();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseServiceAwayAnswers();
            proxy.UseRetries();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        return app;
    }
}
