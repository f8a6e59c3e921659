using System.Net.Mime;
using Google.Protobuf;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway;

/// <summary>Answers for a service that cannot be reached, in the form that was asked for: gRPC status, JSON, or a sentence.</summary>
internal static class ServiceAwayAnswers
{
    private const string Package = "pilotplatform.gateway";
    private const string Grpc = "application/grpc";

    public static void UseServiceAwayAnswers(this IApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;

        var status = Fault.Away(context.GetReverseProxyFeature().Cluster.Config.ClusterId).ToStatus(Package);
        context.Response.Headers.RetryAfter = "1";
        if (context.Request.ContentType?.StartsWith(Grpc, StringComparison.Ordinal) == true)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = Grpc;
            context.Response.Headers.GrpcStatus = "14";
            context.Response.Headers.GrpcMessage = Uri.EscapeDataString(status.Message);
            context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
            await context.WriteStatusAsync(status);
        else
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
