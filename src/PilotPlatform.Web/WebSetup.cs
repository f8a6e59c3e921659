using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using MudBlazor.Services;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Clients;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Caching;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Desks;
using PilotPlatform.Web.Importing;
using PilotPlatform.Web.Operating;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Reports;
using PilotPlatform.Web.Workbench;
using PilotPlatform.Web.Working;

namespace PilotPlatform.Web;

/// <summary>The pages as part of an application.</summary>
public static class WebSetup
{
    /// <summary>The page of a dry run repeats the file that was tried, and a rule set may have 8 MiB.</summary>
    private const int LongestField = 12 * 1024 * 1024;

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.AddServiceClients();
        builder.AddPageAssets();
        builder.AddKeyRing();
        builder.Services.AddAntiforgery(options => options.Cookie.SameSite = SameSiteMode.Strict);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error); // warns of every page with a form that it is not to be kept, which we say ourselves
        builder.Services.AddLocalization();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        builder.Services.AddMudServices();
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese as itself: an entity each would triple a page
        builder.Services.AddScoped(PageLanguage.OfRequest);
        builder.Services.AddTransient<IStartupFilter, PageLanguageFilter>();
        builder.Services.AddScoped<AuthorNames>();
        builder.Services.AddScoped<PlatformReader>();
        builder.Services.AddScoped<ReportReader>();
        builder.AddSettings<WorkingOptions>("Pages").Validate(options => options.Patience >= TimeSpan.Zero && options.Patience < TimeSpan.FromMinutes(1), "Pages:Patience must be at least 0 and less than a minute.");
        builder.Services.AddScoped<CommandClients>();
        builder.Services.AddScoped<ImportReader>();
        builder.Services.AddScoped<OperationsReader>();
        builder.Services.AddHttpClient(OperationsReader.Client, client => client.Timeout = TimeSpan.FromSeconds(2)).AddServiceDiscovery();
        builder.Services.AddScoped<WorkbenchReader>();
        builder.Services.AddScoped<DeskReader>();
        builder.Services.Configure<FormOptions>(options => options.ValueLengthLimit = LongestField);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null); // the gateway bounds what is sent, and each service its files
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // what an address lacks is told on a page, too
        builder.Services.AddExceptionHandler<PageFaults>();
        builder.Services.AddSingleton<RefusalPage>((context, status) => PageFaults.Page(status, []).ExecuteAsync(context));
        builder.Services.AddResponseCompression();
        builder.Services.AddSingleton<PageStanding>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<PageStanding>());
        builder.Services.AddOutputCache(options => options.AddPolicy(PublishedPages.Name, policy => policy.AddPolicy<PublishedPages>(), excludeDefaultPolicy: true));
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return builder;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseRouting();
        app.UseOutputCache(); // outside compression: what is kept is what goes over the wire
        app.UseResponseCompression();
        app.MapPages(app.MapPageAssets());
        return app;
    }
}
