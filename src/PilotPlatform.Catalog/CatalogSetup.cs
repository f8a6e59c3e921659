using Microsoft.Extensions.Options;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>The catalogue as part of an application.</summary>
public static class CatalogSetup
{
    public static WebApplicationBuilder AddCatalog(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults();
        builder.AddDataFolder();
        builder.AddSettings<LedgerOptions>("Ledger")
            .Configure<IOptions<DataOptions>>((ledger, data) => ledger.Place(data.Value.LedgerOf("catalog"), data.Value.Database, "catalog"));
        builder.AddSettings<CatalogOptions>("Catalog");
        builder.Services.AddSingleton<EditionShelf>();
        builder.Services.AddSingleton<ImportDesk>();
        builder.Services.AddHostedService<CatalogStartup>();
        builder.Services.AddHealthChecks().AddCheck<CatalogHealth>("edition");
        return builder;
    }

    public static WebApplication MapCatalog(this WebApplication app)
    {
        var shelf = app.Services.GetRequiredService<EditionShelf>();
        ReadyReplies.Use(app, "/pilotplatform.catalog.v1.CatalogService/GetPilotTask", () => shelf.Holdings.Current is { } current ? current.View.ReadyTasks : ReadyReplies.None);
        ReadyReplies.Use(app, "/pilotplatform.catalog.v1.CatalogService/ListPilotTasks", () => shelf.Holdings.Current is { } current ? current.View.ReadyTaskLists : ReadyReplies.None);
        app.UseRouting(); // behind the ready replies, which need none
        return app.MapGrpcDefaults<CatalogGrpc>(CatalogService.Descriptor);
    }
}
