using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.ServiceDefaults;

/// <summary>What every process of the suite has, whether it runs on its own or inside another.</summary>
public static class ServiceDefaultsSetup
{
    /// <summary>Tag of what says whether the process answers.</summary>
    private const string Live = "live";

    /// <summary>Tag of what says whether the process itself takes requests, whatever becomes of the services that it asks.</summary>
    internal const string Ready = "ready";

    /// <summary>Adds telemetry, health, service discovery and the cache.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">Name of the service, as other services find it: <c>catalog</c>, <c>scope-rules</c>, …</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a failed start is told by RunServiceAsync
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        builder.AddTelemetry(service);
        builder.AddCache();
        builder.AddIdentity();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddServiceDiscovery();
        builder.Services.AddSingleton<Vitals>();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.AddDraining();
        return builder;
    }

    /// <summary>Adds gRPC with JSON transcoding, reflection, health and the rendering of refusals.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="described">A service of the application: health is told under its name and that of every other of its package.</param>
    public static WebApplicationBuilder AddGrpcDefaults(this WebApplicationBuilder builder, ServiceDescriptor described)
    {
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<FaultInterceptor>();
            options.MaxReceiveMessageSize = 1024 * 1024;
        }).AddJsonTranscoding(options => options.TypeRegistry = StatusJson.Details);
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks(options =>
        {
            foreach (var service in Contract.Services.Where(s => s.File.Package == described.File.Package))
                options.Services.Map(service.FullName, _ => true);
        });
        return builder;
    }

    /// <summary>
    /// Finds out who calls, and maps <c>/health</c> (with each check), <c>/ready</c> (whether the process takes requests), <c>/alive</c> (whether it
    /// answers), in production too: probes ask for them; and <c>/vitals</c> for operators.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseIdentity();
        app.MapHealth("/health", _ => true); // which may ask others, and is counted where callers are
        app.MapHealth("/ready", check => check.Tags.Contains(Ready)).DisableRateLimiting();
        app.MapHealth("/alive", check => check.Tags.Contains(Live)).DisableRateLimiting();
        app.MapGet("/vitals", (RequestDelegate)Vitals.AnswerAsync);
        return app;
    }

    /// <summary>
    /// Maps a gRPC service of this process, with reflection and <c>grpc.health.v1</c>; a path of the JSON API that is none of its
    /// methods gets an error in the form of the others.
    /// </summary>
    public static WebApplication MapGrpcDefaults<TService>(this WebApplication app, ServiceDescriptor descriptor)
        where TService : class
    {
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseUnreadCalls();
        app.MapGrpcService<TService>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        app.MapFallback("/v1/{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.WriteStatusAsync(Fault.Missing(context.Request.Path).ToStatus(descriptor.File.Package));
        });
        return app;
    }

    private static IEndpointConventionBuilder MapHealth(this WebApplication app, string address, Func<HealthCheckRegistration, bool> which) =>
        app.MapHealthChecks(address, new HealthCheckOptions { Predicate = which, ResponseWriter = WriteAsync });

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var isTold = !context.RequestServices.GetRequiredService<IOptions<HealthTelling>>().Value.ToOperatorsAlone
            || context.Caller().Demand(Right.ReadOperations).Fault is null || PersonaScheme.IsFromHere(context);
        return context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                e => e.Key, e => new { status = e.Value.Status.ToString(), description = isTold ? e.Value.Description : null }, StringComparer.Ordinal),
        });
    }
}

/// <summary>To whom <c>/health</c> says more than the state of each check: positions, addresses of stores, what a failure said.</summary>
public sealed class HealthTelling
{
    /// <summary>To who may know how the service runs and to this machine alone, where the public can ask. Default: to everybody.</summary>
    public bool ToOperatorsAlone { get; set; }
}
