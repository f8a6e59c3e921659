using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.ServiceDefaults.Clients;

/// <summary>gRPC clients of the suite's services, found by service discovery, each with deadline, retries and a breaker.</summary>
public static class ServiceClients
{
    public static WebApplicationBuilder AddCatalogClient(this WebApplicationBuilder builder) =>
        builder.AddClient<CatalogService.CatalogServiceClient>("catalog");

    public static WebApplicationBuilder AddScopeRulesClient(this WebApplicationBuilder builder) =>
        builder.AddClient<ScopeRulesService.ScopeRulesServiceClient>("scope-rules");

    public static WebApplicationBuilder AddReportingClient(this WebApplicationBuilder builder) =>
        builder.AddClient<ReportingService.ReportingServiceClient>("reporting").AddClient<OverviewService.OverviewServiceClient>("reporting");

    public static WebApplicationBuilder AddReportClient(this WebApplicationBuilder builder) =>
        builder.AddClient<ReportService.ReportServiceClient>("reporting");

    /// <summary>Clients for the ledgers of the catalogue and of the scope rules, each under the name of its service: what they verify is one contract.</summary>
    public static WebApplicationBuilder AddLedgerClients(this WebApplicationBuilder builder) =>
        builder.AddClient<LedgerService.LedgerServiceClient>("catalog", "catalog").AddClient<LedgerService.LedgerServiceClient>("scope-rules", "scope-rules");

    /// <summary>Every client of every service.</summary>
    public static WebApplicationBuilder AddServiceClients(this WebApplicationBuilder builder) =>
        builder.AddCatalogClient().AddScopeRulesClient().AddReportingClient().AddReportClient()
            .AddClient<WorkflowService.WorkflowServiceClient>("reporting")
            .AddClient<PeriodService.PeriodServiceClient>("reporting")
            .AddClient<EvidenceService.EvidenceServiceClient>("reporting")
            .AddClient<RegisterService.RegisterServiceClient>("reporting")
            .AddClient<CarryOverService.CarryOverServiceClient>("reporting")
            .AddClient<WatchService.WatchServiceClient>("reporting")
            .AddClient<LedgerService.LedgerServiceClient>("reporting");

    private static WebApplicationBuilder AddClient<TClient>(this WebApplicationBuilder builder, string service, string? name = null)
        where TClient : ClientBase
    {
        builder.Services.TryAddKeyedSingleton(service, (provider, _) => new ResilienceInterceptor(provider.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddGrpcClient<TClient>(name ?? typeof(TClient).Name, options => options.Address = new Uri($"http://_grpc.{service}"))
            .AddServiceDiscovery()
            .AddCallCredentials((call, headers, provider) => provider.GetRequiredService<ForwardedCaller>().AddAsync(call, headers))
            .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true) // services speak in clear text inside the house
            .AddInterceptor(provider => provider.GetRequiredKeyedService<ResilienceInterceptor>(service));
        return builder;
    }
}
