using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace PilotPlatform.Web.Working;

/// <summary>
/// Sends a page while something long is done: each sign of progress is one more element, of which the style sheet shows the last. That needs no
/// script, and the page is whole when the work is.
/// </summary>
/// <typeparam name="TSign">What shows a sign.</typeparam>
/// <param name="page">The page, with a <see cref="WorkingPage.Place"/>.</param>
/// <param name="signs">The parameters of each sign; what is refused before the first can still have a page of its own.</param>
internal sealed class WorkingPage<TSign>(IResult page, IAsyncEnumerable<ParameterView> signs) : IResult
    where TSign : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stop = httpContext.RequestAborted;
        await using var coming = signs.GetAsyncEnumerator(stop);
        var any = await coming.MoveNextAsync();
        var parts = (await RenderAsync(httpContext)).Split(WorkingPage.Mark);
        await SendAsync(httpContext, parts[0], stop);
        await using var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
        for (; any; any = await coming.MoveNextAsync())
            await SendAsync(httpContext, await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TSign>(coming.Current)).ToHtmlString()), stop);
        await SendAsync(httpContext, parts[^1], stop);
    }

    /// <summary>The page as it would be sent.</summary>
    private async Task<string> RenderAsync(HttpContext context)
    {
        var sent = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await page.ExecuteAsync(context);
        }
        finally
        {
            context.Response.Body = sent;
        }

        return Encoding.UTF8.GetString(kept.ToArray());
    }

    private static async Task SendAsync(HttpContext context, string html, CancellationToken stop)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), stop);
        await context.Response.Body.FlushAsync(stop);
    }
}

/// <summary>What pages of long work share.</summary>
internal static class WorkingPage
{
    public const string Mark = "<!--working-->";

    /// <summary>Where in a page the signs of progress go.</summary>
    public static MarkupString Place { get; } = new(Mark);

    /// <summary>The parameters of a sign that has one.</summary>
    public static ParameterView Sign(string parameter, object value) =>
        ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter] = value });
}
