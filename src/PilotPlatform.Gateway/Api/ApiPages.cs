using System.Net.Mime;
using Microsoft.OpenApi;
using PilotPlatform.Contracts;
using Scalar.AspNetCore;

namespace PilotPlatform.Gateway.Api;

/// <summary>The description of the JSON API at <c>/api/openapi.json</c>, and a page to read it at <c>/api</c>.</summary>
internal static class ApiPages
{
    private const string Document = "/api/openapi.json";

    /// <summary>Its faint grey and its green are too faint to read on its own grounds.</summary>
    private const string Contrasts = ".light-mode { --scalar-color-3: #666; --scalar-color-green: #00704a; } .dark-mode { --scalar-color-3: #8f8f8f; }";

    public static void MapApiPages(this WebApplication app)
    {
        var json = new Lazy<Task<byte[]>>(WriteAsync);
        app.UseReadableApi();
        app.MapGet(Document, async () => Results.Bytes(await json.Value, MediaTypeNames.Application.Json));

        // Its script is in the package and served from here. It writes its styles itself, and one script into the page, which a nonce names.
        app.MapScalarApiReference("/api", (options, context) =>
        {
            var nonce = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";
            options.WithTitle("PilotPlatform API").WithOpenApiRoutePattern(Document).WithNonce(nonce).DisableDefaultFonts().DisableTelemetry()
                .HideClientButton().HideDeveloperTools().DisableAgent().DisableMcp() // its maker's own services, which nobody here offers
                .WithCustomCss(Contrasts);
        });
    }

    private static async Task<byte[]> WriteAsync()
    {
        using var written = new MemoryStream();
        await ApiDescription.Of(Contract.Services, new ProtoComments(Contract.Sources())).SerializeAsJsonAsync(written, OpenApiSpecVersion.OpenApi3_1);
        return written.ToArray();
    }
}
