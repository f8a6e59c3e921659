using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using PilotPlatform.Contracts;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway.Api;

/// <summary>What the page of the API lacks as it comes: its language, and something to read without a script. Addresses below it that are none are not found.</summary>
internal static class ReadableApi
{
    /// <summary>Where the page is.</summary>
    public const string Page = "/api";

    public static void UseReadableApi(this WebApplication app)
    {
        var listing = new Lazy<string>(Listing);
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Page, StringComparison.Ordinal), api => api.Use(async (context, next) =>
        {
            var path = context.Request.Path.Value!.TrimEnd('/');
            if (path == Page)
                await ShowAsync(context, next, listing.Value);
            else if (context.GetEndpoint() is RouteEndpoint { RoutePattern: { Parameters.Count: 0 } })
                await next(context); // its description and its scripts; any other name would be that of a document, for each of which the page comes
            else
                await context.RefuseAsync(Fault.Missing(path), RefusedRequests.Door);
        }));
    }

    private static async Task ShowAsync(HttpContext context, RequestDelegate next, string listing)
    {
        var sent = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = sent;
        }

        var page = kept.ToArray();
        if (context.Response.ContentType?.StartsWith(MediaTypeNames.Text.Html, StringComparison.Ordinal) == true)
            page = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page).Replace("<html>", "<html lang=\"en\">", StringComparison.Ordinal).Replace("</body>", listing + "</body>", StringComparison.Ordinal));
        context.Response.ContentLength = page.Length;
        await context.Response.Body.WriteAsync(page, context.RequestAborted);
    }

    /// <summary>Every call in a line, for a browser that runs no scripts.</summary>
    private static string Listing()
    {
        var comments = new ProtoComments(Contract.Sources());
        var html = new StringBuilder("<noscript><main><h1>PilotPlatform API</h1><p>This reader needs scripts; every call is listed here, and described in <a href=\"/api/openapi.json\">/api/openapi.json</a> (OpenAPI 3.1).</p>");
        foreach (var service in HttpRules.Of(Contract.Services).GroupBy(route => route.Method.Service.Name, StringComparer.Ordinal))
        {
            html.Append("<h2>").Append(service.Key).Append("</h2><dl>");
            foreach (var route in service)
                html.Append("<dt><code>").Append(route.Verb.Method).Append(' ').Append(HtmlEncoder.Default.Encode(route.Path)).Append("</code></dt><dd>").Append(HtmlEncoder.Default.Encode(comments.Of(route.Method.FullName).Split('\n')[0])).Append("</dd>");
            html.Append("</dl>");
        }

        return html.Append("</main></noscript>").ToString();
    }
}
