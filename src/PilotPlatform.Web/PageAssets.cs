using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.StaticAssets;

namespace PilotPlatform.Web;

/// <summary>Style sheets under names that carry their hash, also where another program is the host of the pages.</summary>
internal static partial class PageAssets
{
    private const string Endpoints = "staticwebassets.endpoints.json";
    private const string Runtime = "staticwebassets.runtime.json";

    private static readonly string Program = typeof(PageAssets).Assembly.GetName().Name!;

    /// <summary>Finds the files of a build that was not published; the framework does so by itself in Development only.</summary>
    public static void AddPageAssets(this WebApplicationBuilder builder)
    {
        if (Manifest(builder.Environment, Runtime) is { } manifest)
            builder.WebHost.UseSetting(WebHostDefaults.StaticWebAssetsKey, manifest);
        builder.WebHost.UseStaticWebAssets();
    }

    /// <summary>Serves the files, and tells the pages under which names.</summary>
    public static ResourceAssetCollection MapPageAssets(this WebApplication app)
    {
        if (Manifest(app.Environment, Endpoints) is not { } manifest)
        {
            Log.NoManifest(app.Logger, AppContext.BaseDirectory);
            return ResourceAssetCollection.Empty;
        }

        app.MapStaticAssets(manifest);
        var named = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()).OfType<StaticAssetDescriptor>()
            .Where(asset => asset.Selectors.Count == 0).DistinctBy(asset => asset.Route)
            .SelectMany(asset => asset.Properties.Where(p => p.Name == "label").Select(p => new ResourceAsset(asset.Route, [new("label", p.Value)])));
        return new ResourceAssetCollection([.. named]);
    }

    private static string? Manifest(IWebHostEnvironment environment, string kind) =>
        new[] { environment.ApplicationName, Program, Assembly.GetEntryAssembly()?.GetName().Name }
            .Select(program => Path.Combine(AppContext.BaseDirectory, $"{program}.{kind}")).FirstOrDefault(File.Exists);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No list of static files lies in {Folder}; pages are served without their style sheets.")]
        public static partial void NoManifest(ILogger logger, string folder);
    }
}
