using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.ResponseCompression;
using MudBlazor.Services;
using PilotPlatform.ServiceDefaults.Clients;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Reports;

namespace PilotPlatform.Web;

/// <summary>The pages as part of an application.</summary>
public static class WebSetup
{
    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.AddServiceClients();
        builder.AddPageAssets();
        builder.AddKeyRing();
        builder.Services.AddAntiforgery(options => options.Cookie.SameSite = SameSiteMode.Strict);
        builder.Services.AddLocalization();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        builder.Services.AddMudServices();
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese as itself: an entity each would triple a page
        builder.Services.AddScoped(PageLanguage.OfRequest);
        builder.Services.AddScoped<PlatformReader>();
        builder.Services.AddScoped<ReportReader>();
        builder.Services.AddExceptionHandler<PageFaults>();
        builder.Services.AddResponseCompression();
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        return builder;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UsePageLanguage();
        app.UseExceptionHandler(_ => { });
        app.UseRouting();
        app.MapPages(app.MapPageAssets());
        return app;
    }
}
