using Grpc.Reflection;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using Yarp.ReverseProxy.ServiceDiscovery;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway;

/// <summary>The one public door: pages, JSON and gRPC of all services.</summary>
public static class GatewaySetup
{
    private static readonly ServiceDescriptor[] Services =
    [
        CatalogService.Descriptor, ScopeRulesService.Descriptor, ReportingService.Descriptor, WorkflowService.Descriptor, PeriodService.Descriptor,
        EvidenceService.Descriptor, RegisterService.Descriptor, OverviewService.Descriptor, LedgerService.Descriptor,
    ];

    /// <summary>Adds the routes of <c>gateway/routes.json</c> beside the program, read again when the file changes.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "gateway", "routes.json"), optional: false, reloadOnChange: true);
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        builder.Services.AddSingleton<IDestinationResolver, DiscoveredDestinations>();
        builder.AddHealthOfTheWhole();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new ReflectionServiceImpl(Services));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(Services));
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
        app.MapGrpcHealthChecksService();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseServiceAwayAnswers();
            proxy.UseLoadBalancing();
        });
        return app;
    }
}
