using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Operating;

/// <summary>
/// Sends a page while a ledger is verified: each sign of progress is one more element, of which the style sheet shows the last. That needs no
/// script, and the page is whole when the verification is.
/// </summary>
/// <param name="page">The page.</param>
/// <param name="ledger">What verifies.</param>
/// <param name="name">Name of the ledger.</param>
internal sealed class LedgerProgress(IResult page, LedgerService.LedgerServiceClient ledger, string name) : IResult
{
    /// <summary>Where in the page the signs of progress go.</summary>
    public const string Place = "<!--verification-->";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stop = httpContext.RequestAborted;
        using var call = ledger.VerifyLedger(new() { Name = name }, cancellationToken: stop);
        var signs = call.ResponseStream;
        var any = await signs.MoveNext(stop); // a refusal comes before the first byte, so that it still can have its page
        var parts = (await RenderAsync(httpContext)).Split(Place);
        await SendAsync(httpContext, parts[0], stop);
        await using var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
        for (; any; any = await signs.MoveNext(stop))
            await SendAsync(httpContext, await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<LedgerSign>(Of(signs.Current))).ToHtmlString()), stop);
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

    private static ParameterView Of(VerifyLedgerResponse sign) =>
        ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LedgerSign.Verified)] = sign });
}
