using Microsoft.Extensions.Options;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>The catalogue as part of an application.</summary>
public static class CatalogSetup
{
    private const string Service = "/pilotplatform.catalog.v1.CatalogService";

    public static WebApplicationBuilder AddCatalog(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults(CatalogService.Descriptor);
        builder.AddDataFolder();
        builder.AddSettings<LedgerOptions>("Ledger")
            .Configure<IOptions<DataOptions>>((ledger, data) => ledger.Place(data.Value.LedgerOf("catalog"), data.Value.Database, "catalog"));
        builder.AddSettings<CatalogOptions>("Catalog");
        builder.Services.AddSingleton<EditionShelf>();
        builder.Services.AddSingleton(services => services.GetRequiredService<EditionShelf>().Own);
        builder.Services.AddSingleton<ImportDesk>();
        builder.Services.AddHostedService<CatalogStartup>();
        builder.Services.AddHostedService<EditionFollower>();
        builder.Services.AddHealthChecks().AddCheck<CatalogHealth>("edition");
        builder.AddStoreHealth(services => services.GetRequiredService<EditionShelf>().Store);
        ReadyReplies.Add(builder, $"{Service}/GetPilotTask", services => Ready(services, view => view.ReadyTasks));
        ReadyReplies.Add(builder, $"{Service}/ListPilotTasks", services => Ready(services, view => view.ReadyTaskLists));
        return builder;
    }

    public static WebApplication MapCatalog(this WebApplication app)
    {
        app.MapGrpcDefaults<CatalogGrpc>(CatalogService.Descriptor);
        app.MapGrpcService<OwnLedgerGrpc>();
        return app;
    }

    private static ReadyReplies Ready(IServiceProvider services, Func<EditionView, ReadyReplies> replies) =>
        services.GetRequiredService<EditionShelf>().Holdings.Current is { } current ? replies(current.View) : ReadyReplies.None;
}
