using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Agents;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway.Door;

/// <summary>What is thrown at the door itself: what could not be read of a request is the caller's fault, anything else a defect, which the log has.</summary>
internal sealed partial class DoorFaults(ILogger<DoorFaults> logger) : IExceptionHandler
{
    /// <summary>What JSON-RPC calls it.</summary>
    private const int InvalidParams = -32602;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return true;
        if (exception is BadHttpRequestException bad)
        {
            await context.RefuseAsync(Unread(bad), RefusedRequests.Door, bad.StatusCode);
            return true;
        }

        if (exception is JsonException && context.Request.Path == AgentSetup.Path) // its transport reads the params of a greeting, and takes no failure of that
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id = (string?)null, error = new { code = InvalidParams, message = "The params are not of the form that the method takes." } }, cancellationToken);
            return true;
        }

        if (exception.IsOfCache())
        {
            await context.RefuseAsync(Fault.Away("the cache") with { RetryAfter = TimeSpan.FromSeconds(5) }, RefusedRequests.Door);
            return true;
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? "";
        Log.Failed(logger, exception, context.Request.Path, traceId);
        await context.ShowAsync(FaultRendering.Internal(RefusedRequests.Door, traceId), StatusCodes.Status500InternalServerError);
        return true;
    }

    /// <summary>The refusal of a request that the server could not read to its end.</summary>
    public static Fault Unread(BadHttpRequestException? bad) => bad?.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? Fault.OverLimit("the bytes of a body")
        : Fault.Invalid("body", "it cannot be read");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed at the door, trace {TraceId}")]
        public static partial void Failed(ILogger logger, Exception exception, string path, string traceId);
    }
}

/// <summary>Within the headers of answers and outside of all else, so that it sees what any part of the door throws. Calls of programs go without: nothing of them is read here.</summary>
internal sealed class DoorFaultsFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(context => !context.Request.IsProgramsGrpc(), others =>
        {
            others.UseExceptionHandler(_ => { });
            others.UseHostNames();
            others.UseHeadsAsGets();
        });
        next(app);
    };
}
