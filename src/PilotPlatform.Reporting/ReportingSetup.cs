using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting.Reports;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Clients;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Reporting as part of an application.</summary>
public static class ReportingSetup
{
    public static WebApplicationBuilder AddReporting(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults(ReportingService.Descriptor);
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<SharedLedgerInterceptor>());
        builder.AddDataFolder();
        builder.AddSettings<LedgerOptions>("Ledger")
            .Configure<IOptions<DataOptions>>((ledger, data) => ledger.Place(data.Value.LedgerOf("reporting"), data.Value.Database, "reporting"));
        builder.Services.AddSingleton<OpenedLedger>();
        builder.AddScopeRulesClient();
        builder.AddCatalogClient();
        builder.AddLedgerClients();
        builder.AddSettings<ReportingOptions>("Reporting")
            .Validate(o => o.EvidenceBytes > 0, "Reporting:EvidenceBytes must be positive.")
            .Validate(o => o is { ReportsAtOnce: > 0, ReportsWaiting: >= 0, ReportValuesKept: >= 0 }, "Reporting:ReportsAtOnce must be positive, Reporting:ReportsWaiting and Reporting:ReportValuesKept not negative.")
            .Validate(o => o is { FormRows: > 0, FormBytes: > 0 }, "Reporting:FormRows and Reporting:FormBytes must be positive.")
            .Validate(o => o.EscalationInterval > TimeSpan.Zero && o.RefreshInterval > TimeSpan.Zero && o.Heartbeat > TimeSpan.Zero, "Intervals of Reporting must be positive.")
            .Validate(o => o.Webhooks.IsUsable, "Reporting:Webhooks must have positive numbers and durations, and networks as 10.0.0.0/8.");
        builder.Services.AddSingleton<IValidateOptions<ReportingOptions>, TimeLimitsCheck>();
        builder.Services.AddSingleton<Bearings>();
        builder.Services.AddSingleton<ReportingLedger>();
        builder.Services.AddProjections();
        builder.Services.AddSingleton<CommitmentSteps>();
        builder.Services.AddSingleton<Cells>();
        builder.Services.AddSingleton<ContentStore>();
        builder.Services.AddSingleton<ScopeAnswers>();
        builder.Services.AddSingleton<EditionMaps>();
        builder.Services.AddSingleton<EditionKeeper>();
        builder.Services.AddSingleton<CarryOverLapses>();
        builder.Services.AddSingleton<ScopePicture>();
        builder.Services.AddSingleton<TaskTrails>();
        builder.Services.AddSingleton<ReachKeeper>();
        builder.Services.AddSingleton<KnownNames>();
        builder.Services.AddSingleton<OverviewKeeper>();
        builder.Services.AddReports();
        builder.Services.AddHostedService<ReportingStartup>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ReachKeeper>());
        builder.Services.AddHostedService<EscalationClock>();
        builder.Services.AddHostedService<SnapshotWriter>();
        builder.Services.AddTelling();
        builder.AddStoreHealth(services => services.GetRequiredService<OpenedLedger>().Store);
        return builder;
    }

    public static WebApplication MapReporting(this WebApplication app)
    {
        app.MapGrpcDefaults<ReportingGrpc>(ReportingService.Descriptor);
        app.MapGrpcService<WorkflowGrpc>();
        app.MapGrpcService<PeriodGrpc>();
        app.MapGrpcService<EvidenceGrpc>();
        app.MapGrpcService<RegisterGrpc>();
        app.MapGrpcService<OverviewGrpc>();
        app.MapGrpcService<CarryOverGrpc>();
        app.MapGrpcService<WatchGrpc>();
        app.MapGrpcService<LedgerGrpc>();
        app.MapGrpcService<ReportGrpc>();
        return app;
    }

    private static void AddTelling(this IServiceCollection services)
    {
        services.AddSingleton<ChangeStream>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookPump>();
        services.AddHostedService<WebhookDispatcher>();
    }

    private static void AddProjections(this IServiceCollection services)
    {
        services.AddProjection(ledger => new CommitmentBoard(ledger));
        services.AddProjection(ledger => new PeriodBoard(ledger));
        services.AddProjection(ledger => new RegisterBoard<Core.Risk, Core.RiskState>(ledger, "Risk", Core.Registers.Risks, RegisterProto.Risks.PlaceOf, RegisterProto.Risks.IsPublished));
        services.AddProjection(ledger => new RegisterBoard<Core.InnovationCase, Core.CaseState>(ledger, "InnovationCase", Core.Registers.Cases, RegisterProto.Cases.PlaceOf, RegisterProto.Cases.IsPublished));
        services.AddProjection(ledger => new RegisterBoard<Core.LawAdjustment, Core.AdjustmentState>(
            ledger, "LawAdjustment", Core.Registers.Adjustments, RegisterProto.Adjustments.PlaceOf, RegisterProto.Adjustments.IsPublished));
        services.AddProjection(ledger => new SubscriptionBoard(ledger));
    }

    private static void AddProjection<T>(this IServiceCollection services, Func<ReportingLedger, T> make)
        where T : Projection
    {
        services.AddSingleton(provider => make(provider.GetRequiredService<ReportingLedger>()));
        services.AddSingleton<Projection>(provider => provider.GetRequiredService<T>());
    }
}
