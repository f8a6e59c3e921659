using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Headers that tell a browser what a page may do: run scripts of this site only, none inside a page, and be framed by nobody. An answer that no
/// browser can have asked for goes without.
/// </summary>
internal sealed class SecurityHeaders(IOptions<IdentityOptions> identity) : IStartupFilter
{
    /// <summary>Data is no page: nothing in it may be run or shown.</summary>
    private const string OfData = "default-src 'none'; frame-ancestors 'none'";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var provider = Uri.TryCreate(identity.Value.Authority, UriKind.Absolute, out var authority) ? " " + authority.GetLeftPart(UriPartial.Authority) : "";
        var ofPages =
            "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
            + $"frame-ancestors 'none'; form-action 'self'{provider}";
        app.Use(go => context =>
        {
            if (!context.Request.IsProgramsGrpc())
                context.Response.OnStarting(answered => SetAsync((HttpContext)answered, ofPages), context);
            return go(context);
        });
        next(app);
    };

    private static Task SetAsync(HttpContext context, string ofPages)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = context.Response.IsJson() ? OfData : ofPages;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
            headers.SetCookie = Array.ConvertAll(headers.SetCookie.ToArray(), OverTlsOnly); // those of the pages, too, which are asked without
        }

        return Task.CompletedTask;
    }

    private static string? OverTlsOnly(string? cookie) =>
        cookie?.Split(';', StringSplitOptions.TrimEntries).Contains("secure", StringComparer.OrdinalIgnoreCase) == false ? cookie + "; secure" : cookie;
}
