using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Clients;

namespace PilotPlatform.ScopeRules;

/// <summary>The scope rules as part of an application.</summary>
public static class ScopeRulesSetup
{
    public static WebApplicationBuilder AddScopeRules(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults();
        builder.AddCatalogClient();
        builder.Services.AddOptions<ScopeRulesOptions>().Bind(builder.Configuration.GetSection("ScopeRules"))
            .Validate(o => o.RefreshInterval > TimeSpan.Zero, "ScopeRules:RefreshInterval must be positive.").ValidateOnStart();
        builder.Services.AddSingleton<CatalogSource>();
        builder.Services.AddSingleton<SnapshotKeeper>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SnapshotKeeper>());
        builder.Services.AddHealthChecks().AddCheck<SnapshotHealth>("rules");
        return builder;
    }

    public static WebApplication MapScopeRules(this WebApplication app) => app.MapGrpcDefaults<ScopeRulesGrpc>(ScopeRulesService.Descriptor);
}
