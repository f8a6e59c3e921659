using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.Web.Pages;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web;

/// <summary>A page for every failure, with the status code it deserves.</summary>
internal sealed partial class PageFaults(ILogger<PageFaults> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is RpcException { StatusCode: StatusCode.Cancelled } && context.RequestAborted.IsCancellationRequested)
            return true;

        var status = StatusOf(exception);
        if (status == StatusCodes.Status500InternalServerError)
            Log.PageFailed(logger, context.Request.Path, exception);
        else if (status == StatusCodes.Status503ServiceUnavailable)
        {
            Log.ServiceAway(logger, context.Request.Path, exception.Message);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        // The page that failed may have begun to render with the services of this request, which can be done once only.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        context.SetEndpoint(context.Features.Get<IExceptionHandlerFeature>()?.Endpoint);
        var suggestions = Suggestions(exception);
        var cities = suggestions.Length > 0 ? await scope.ServiceProvider.GetRequiredService<PlatformReader>().CitiesAsync(suggestions, cancellationToken) : [];
        await Page(status, cities).ExecuteAsync(context);
        return true;
    }

    /// <param name="status">The status code.</param>
    /// <param name="suggestions">Cities that may have been meant.</param>
    /// <param name="unknown">Names in the address that the page does not know; null for none.</param>
    public static RazorComponentResult Page(int status, IReadOnlyList<City> suggestions, IReadOnlyList<string>? unknown = null) =>
        new RazorComponentResult<FaultPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(FaultPage.Status)] = status,
            [nameof(FaultPage.Suggestions)] = suggestions,
            [nameof(FaultPage.Unknown)] = unknown ?? [],
        })
        { StatusCode = status };

    private static int StatusOf(Exception exception) => exception switch
    {
        RpcException refused when IsUnread(refused) => StatusCodes.Status503ServiceUnavailable,
        RpcException refused when ReasonOf(refused) == "EDITION_UNREAD" => StatusCodes.Status410Gone,
        RpcException { StatusCode: StatusCode.NotFound or StatusCode.InvalidArgument } => StatusCodes.Status404NotFound,
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted } => StatusCodes.Status503ServiceUnavailable,
        RpcException { StatusCode: StatusCode.Unauthenticated } => StatusCodes.Status401Unauthorized,
        RpcException { StatusCode: StatusCode.PermissionDenied } => StatusCodes.Status403Forbidden,
        BadHttpRequestException bad => bad.StatusCode,
        _ when exception.IsOfCache() => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>True if it is refused because rules do not read an edition.</summary>
    public static bool IsUnread(RpcException refused) => ReasonOf(refused) == "RULE_SET_REFUSED";

    private static string? ReasonOf(RpcException refused) => refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason;

    /// <summary>Ids of what may have been meant by what does not exist.</summary>
    public static string[] Suggestions(Exception exception) =>
        (exception as RpcException)?.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Metadata.GetValueOrDefault("suggestions")
            ?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The page {Path} failed.")]
        public static partial void PageFailed(ILogger logger, string path, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The page {Path} could not be made, since a service is away: {Message}")]
        public static partial void ServiceAway(ILogger logger, string path, string message);
    }
}
