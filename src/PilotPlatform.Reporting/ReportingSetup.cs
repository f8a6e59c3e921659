using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Ledger;
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
        builder.Services.AddOptions<LedgerOptions>().Bind(builder.Configuration.GetSection("Ledger"))
            .Configure<IOptions<DataOptions>>((ledger, data) => ledger.Place(data.Value.LedgerOf("reporting"), data.Value.Database, "reporting"));
        builder.Services.AddSingleton<OpenedLedger>();
        builder.AddScopeRulesClient();
        builder.Services.AddSingleton<CommitmentBoard>();
        builder.Services.AddSingleton<ScopeAnswers>();
        builder.Services.AddHostedService<ReportingStartup>();
        builder.Services.AddHealthChecks().AddCheck<LedgerHealth>("ledger");
        return builder;
    }

    public static WebApplication MapReporting(this WebApplication app)
    {
        app.MapGrpcDefaults<ReportingGrpc>(ReportingService.Descriptor);
        app.MapGrpcService<LedgerGrpc>();
        return app;
    }
}
