using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Ledger;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Cases;
using PilotPlatform.ScopeRules.DecisionLogs;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ScopeRules.Watching;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Clients;

namespace PilotPlatform.ScopeRules;

/// <summary>The scope rules as part of an application.</summary>
public static class ScopeRulesSetup
{
    /// <summary>Room for the fields around the largest rule set.</summary>
    private const int Envelope = 64 * 1024;

    public static WebApplicationBuilder AddScopeRules(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults(ScopeRulesService.Descriptor);
        builder.AddDataFolder();
        builder.AddSettings<LedgerOptions>("Ledger")
            .Configure<IOptions<DataOptions>>((ledger, data) => ledger.Place(data.Value.LedgerOf("scope-rules"), data.Value.Database, "scope-rules"));
        builder.AddCatalogClient();
        builder.Services.AddGrpc().AddServiceOptions<ScopeRulesGrpc>(options => options.MaxReceiveMessageSize = RuleSetDesk.LargestSize + Envelope);
        builder.AddSettings<ScopeRulesOptions>("ScopeRules")
            .Validate(o => o.RefreshInterval > TimeSpan.Zero, "ScopeRules:RefreshInterval must be positive.")
            .Validate(o => o.TokenWait >= TimeSpan.Zero, "ScopeRules:TokenWait must not be negative.")
            .Validate(o => o.Heartbeat > TimeSpan.Zero, "ScopeRules:Heartbeat must be positive.")
            .Validate(o => o.DecisionLog.Capacity > 0, "ScopeRules:DecisionLog:Capacity must be positive.")
            .Validate(o => o.DecisionLog.SpillCapacity > 0, "ScopeRules:DecisionLog:SpillCapacity must be positive.")
            .Validate(o => o.DecisionLog.KeepFiles > 0, "ScopeRules:DecisionLog:KeepFiles must be positive.")
            .Validate(o => o.DecisionLog.FileBytes > 0, "ScopeRules:DecisionLog:FileBytes must be positive.")
            .Validate(o => o.DecisionLog.SpillBytes > 0, "ScopeRules:DecisionLog:SpillBytes must be positive.");
        builder.Services.AddSingleton<ScopeRulesMetrics>();
        builder.Services.AddSingleton<CatalogSource>();
        builder.Services.AddSingleton<PastEditions>();
        builder.Services.AddSingleton<ScopeLedger>();
        builder.Services.AddSingleton(services => services.GetRequiredService<ScopeLedger>().Own);
        builder.Services.AddSingleton<ShippedRuleSet>();
        builder.Services.AddSingleton<SnapshotKeeper>();
        builder.Services.AddSingleton<Frames>();
        builder.Services.AddSingleton<ActDesk>();
        builder.Services.AddSingleton<RuleSetDesk>();
        builder.Services.AddSingleton<ShippedCases>();
        builder.Services.AddSingleton<Watch>();
        builder.Services.AddSingleton<DecisionLogFiles>();
        builder.Services.AddSingleton<DecisionLog>();
        builder.Services.AddHostedService<ScopeStartup>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SnapshotKeeper>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DecisionLog>());
        builder.Services.AddHealthChecks().AddCheck<SnapshotHealth>("rules");
        builder.AddStoreHealth(services => services.GetRequiredService<ScopeLedger>().Store);
        ReadyReplies.Add(
            builder, "/pilotplatform.scoperules.v1.ScopeRulesService/GetReachMatrix", services => services.GetRequiredService<Frames>().ReadyMatrix);
        return builder;
    }

    public static WebApplication MapScopeRules(this WebApplication app)
    {
        app.MapGrpcDefaults<ScopeRulesGrpc>(ScopeRulesService.Descriptor);
        app.MapGrpcService<OwnLedgerGrpc>();
        return app;
    }
}
