using Microsoft.Net.Http.Headers;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Web;

/// <summary>Says who may keep a page: it is another for whoever signed in, and theirs alone.</summary>
internal static class PageHeaders
{
    private const string Personal = "private, no-store";
    private const string OfPages = "text/html";

    /// <summary>Adds to a page, and to nothing else, that it varies by cookie, and for somebody who signed in that nobody keeps it.</summary>
    /// <param name="state">The <see cref="HttpContext"/>, whose answer is about to start.</param>
    public static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        if (context.Response.ContentType?.StartsWith(OfPages, StringComparison.OrdinalIgnoreCase) != true)
            return Task.CompletedTask;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Cookie, StringComparer.OrdinalIgnoreCase))
            headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
        if (!context.Caller().IsAnonymous)
            headers.CacheControl = Personal;
        return Task.CompletedTask;
    }
}
