using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Clients;

namespace PilotPlatform.Reporting;

/// <summary>Reporting as part of an application.</summary>
public static class ReportingSetup
{
    public static WebApplicationBuilder AddReporting(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults();
        builder.AddDataFolder();
        builder.AddScopeRulesClient();
        builder.Services.AddSingleton<CommitmentBoard>();
        builder.Services.AddSingleton<ScopeAnswers>();
        builder.Services.AddHostedService<ReportingStartup>();
        builder.Services.AddHealthChecks().AddCheck<LedgerHealth>("ledger");
        return builder;
    }

    public static WebApplication MapReporting(this WebApplication app) => app.MapGrpcDefaults<ReportingGrpc>(ReportingService.Descriptor);
}
