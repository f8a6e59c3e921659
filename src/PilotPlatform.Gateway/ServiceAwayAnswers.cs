using System.Net.Mime;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway;

/// <summary>Answers for a service that cannot be reached, in the form that was asked for: gRPC status, JSON, or a sentence.</summary>
internal static class ServiceAwayAnswers
{
    public static void UseServiceAwayAnswers(this IApplicationBuilder proxy) => proxy.Use(next => async context =>
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;

        context.Response.Clear();
        var fault = Fault.Away(context.GetReverseProxyFeature().Cluster.Config.ClusterId) with { RetryAfter = TimeSpan.FromSeconds(1) };
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) || context.Request.IsGrpc())
        {
            await context.RefuseAsync(fault, RefusedRequests.Door);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        await WritePageAsync(context);
    });

    /// <summary>The one page that the gateway has itself: the pages are what is away.</summary>
    private static Task WritePageAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        return context.Response.WriteAsync("""
            <!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>503</title><h1>页面暂时无法提供</h1><p>请稍后再试。</p><p lang="en">The pages cannot be served at the moment. Please try again.</p></html>
            """);
    }
}
