using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>The catalogue as part of an application.</summary>
public static class CatalogSetup
{
    public static WebApplicationBuilder AddCatalog(this WebApplicationBuilder builder)
    {
        builder.AddGrpcDefaults();
        builder.AddDataFolder();
        builder.Services.AddOptions<CatalogOptions>().Bind(builder.Configuration.GetSection("Catalog"));
        builder.Services.AddSingleton<EditionShelf>();
        builder.Services.AddHostedService<CatalogStartup>();
        builder.Services.AddHealthChecks().AddCheck<CatalogHealth>("edition");
        return builder;
    }

    public static WebApplication MapCatalog(this WebApplication app) => app.MapGrpcDefaults<CatalogGrpc>(CatalogService.Descriptor);
}
