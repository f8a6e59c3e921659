using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PilotPlatform.Domain;
using Status = Google.Rpc.Status;

namespace PilotPlatform.ServiceDefaults.Errors;

/// <summary>Shows a refusal to people; a process that has pages of its own for it registers one.</summary>
/// <param name="context">The request, of an address for people.</param>
/// <param name="status">Status of HTTP.</param>
public delegate Task RefusalPage(HttpContext context, int status);

/// <summary>Refusals before a request has reached its method, in the form that was asked for: gRPC status, JSON, or a page.</summary>
public static class RefusedRequests
{
    private const string Grpc = "application/grpc";

    /// <summary>Package of refusals that belong to no service.</summary>
    public const string Door = "pilotplatform.gateway";

    /// <summary>Whether the request is a gRPC call.</summary>
    public static bool IsGrpc(this HttpRequest request) => request.ContentType?.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the request is a gRPC call that no browser can make: over HTTP/2, and not in the form that is made for browsers.</summary>
    public static bool IsProgramsGrpc(this HttpRequest request) =>
        request.IsGrpc() && (request.ContentType!.Length == Grpc.Length || request.ContentType[Grpc.Length] is '+' or ';') && HttpProtocol.IsHttp2(request.Protocol);

    /// <summary>Answers with the refusal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fault">Why it is refused.</param>
    /// <param name="package">The package that refuses. Default: that of the method that is called, if one is.</param>
    /// <param name="http">HTTP status, for what is no gRPC call. Default: the one that belongs to the code.</param>
    public static Task RefuseAsync(this HttpContext context, Fault fault, string? package = null, int? http = null)
    {
        var isGrpc = context.Request.IsGrpc();
        var status = fault.ToStatus(package ?? (isGrpc ? FaultInterceptor.PackageOf(context.Request.Path) : Door));
        if (fault.RetryAfter is { } delay)
            context.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (isGrpc)
            return WriteGrpcAsync(context, status);
        return context.ShowAsync(status, http ?? HttpOf((StatusCode)status.Code));
    }

    /// <summary>Answers what is no gRPC call: with a page at the address of one, else with the status as JSON.</summary>
    public static Task ShowAsync(this HttpContext context, Status status, int http)
    {
        context.Response.StatusCode = http;
        return context.Request.IsForPeople() && context.RequestServices.GetService<RefusalPage>() is { } page ? page(context, http) : context.WriteStatusAsync(status);
    }

    /// <summary>Whether an address is that of a page, and not of the JSON API, of agents, of who watches the process or of gRPC.</summary>
    public static bool IsForPeople(this HttpRequest request) => request.Path.Value is { } path
        && path.Split('/', 3) is [_, var first, ..] && first is not ("v1" or "mcp" or "api" or "health" or "ready" or "alive" or "vitals") && !first.StartsWith("pilotplatform.", StringComparison.Ordinal);

    /// <summary>Ends a gRPC answer that has begun with the refusal.</summary>
    public static void AppendTrailers(this HttpContext context, Fault fault)
    {
        var status = fault.ToStatus(FaultInterceptor.PackageOf(context.Request.Path));
        context.Response.AppendTrailer("grpc-status", status.Code.ToString(CultureInfo.InvariantCulture));
        context.Response.AppendTrailer("grpc-message", PercentEncoded(status.Message));
        context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(status.ToByteArray()));
    }

    /// <summary>A gRPC answer that consists of its trailers, which it sends as headers.</summary>
    private static Task WriteGrpcAsync(HttpContext context, Status status)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = context.Request.ContentType;
        context.SetGrpcStatus(status);
        return context.Response.CompleteAsync();
    }

    /// <summary>Puts a status into an answer that has not begun.</summary>
    internal static void SetGrpcStatus(this HttpContext context, Status status)
    {
        context.Response.Headers.GrpcStatus = status.Code.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.GrpcMessage = PercentEncoded(status.Message);
        context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
    }

    /// <summary>As gRPC has it: what is printable in ASCII stands for itself.</summary>
    private static string PercentEncoded(string message) =>
        string.Concat(Encoding.UTF8.GetBytes(message).Select(b => b is >= 0x20 and <= 0x7e and not (byte)'%' ? ((char)b).ToString() : $"%{b:X2}"));

    /// <summary>As transcoding has it.</summary>
    public static int HttpOf(StatusCode code) => code switch
    {
        StatusCode.OK => StatusCodes.Status200OK,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
