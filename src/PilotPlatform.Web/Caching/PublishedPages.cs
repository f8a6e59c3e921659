using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Caching;

/// <summary>
/// Keeps pages that show what is published and nothing of reporting, as they go over the wire, under what they were made from. A page for
/// somebody who signed in is made anew each time.
/// </summary>
internal sealed class PublishedPages(PageStanding standing, IResponseCompressionProvider compression) : IOutputCachePolicy
{
    /// <summary>Name of the policy.</summary>
    public const string Name = "published";

    private const string Standing = "standing";

    /// <summary>A page that nobody asks for goes after this; what it was made from moves it out long before.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        var now = standing.Now;
        var isOpen = now is not null && HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0 && !request.Query.ContainsKey("lamp");
        context.EnableOutputCaching = isOpen;
        context.AllowCacheLookup = isOpen;
        context.AllowCacheStorage = isOpen;
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = Kept;
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.VaryByHost = false;
        context.CacheVaryByRules.VaryByValues["encoding"] = compression.GetCompressionProvider(context.HttpContext)?.EncodingName ?? ""; // what it will choose: how a browser lists them does not make another page
        context.CacheVaryByRules.VaryByValues["base"] = request.PathBase.Value ?? "";
        context.CacheVaryByRules.VaryByValues[Standing] = now ?? "";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>Keeps a page only if nothing has moved since it was begun, and it was made from what was told of; one of another edition is made anew.</summary>
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage = context.AllowCacheStorage
            && response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0
            && context.HttpContext.RequestServices.GetRequiredService<PlatformReader>().HasReadKept && standing.Now is { } now && context.CacheVaryByRules.VaryByValues[Standing] == now;
        return ValueTask.CompletedTask;
    }
}
