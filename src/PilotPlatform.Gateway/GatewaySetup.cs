using Google.Rpc;
using Grpc.Health.V1;
using Grpc.Reflection;
using Microsoft.Extensions.FileProviders;
using PilotPlatform.Contracts;
using PilotPlatform.Gateway.Agents;
using PilotPlatform.Gateway.Api;
using PilotPlatform.Gateway.Door;
using PilotPlatform.Gateway.Sessions;
using PilotPlatform.ServiceDefaults;
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
        builder.AddRoutes();
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

    private static void AddRoutes(this WebApplicationBuilder builder)
    {
        builder.AddSettings<GatewayOptions>("Gateway");
        var path = Path.GetFullPath(builder.Configuration["Gateway:Routes"] ?? new GatewayOptions().Routes);
        try
        {
            var files = new PhysicalFileProvider(Path.GetDirectoryName(path)!);
            builder.Configuration.AddJsonFile(files, Path.GetFileName(path), optional: false, reloadOnChange: true);
            builder.Services.AddHostedService(_ => new WatchedFiles(files));
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException)
        {
            throw new StartupException($"Gateway:Routes {path} cannot be read: {(failed.InnerException ?? failed).Message}", failed);
        }
    }

    /// <summary>Files that are watched for as long as the process of the gateway lives: a machine has few watchers.</summary>
    private sealed class WatchedFiles(PhysicalFileProvider files) : IHostedService, IDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => files.Dispose();
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
            proxy.UseLongCalls();
            proxy.UseRetries();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        return app;
    }
}
