using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using PilotPlatform.Domain;

namespace PilotPlatform.ServiceDefaults.Errors;

/// <summary>The one place where refusals become gRPC statuses.</summary>
internal sealed partial class FaultInterceptor(ILogger<FaultInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.WasRead();
        try
        {
            return await continuation(request, context);
        }
        catch (Exception failed) when (IsOurs(failed))
        {
            throw Render(failed, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.WasRead();
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception failed) when (IsOurs(failed))
        {
            throw Render(failed, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.WasRead();
        try
        {
            return await continuation(requestStream.Readable(), context);
        }
        catch (Exception failed) when (IsOurs(failed))
        {
            throw Render(failed, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.WasRead();
        try
        {
            await continuation(requestStream.Readable(), responseStream, context);
        }
        catch (Exception failed) when (IsOurs(failed))
        {
            throw Render(failed, context);
        }
    }

    /// <summary>The proto package of a method such as <c>/pilotplatform.catalog.v1.CatalogService/GetChapter</c>.</summary>
    internal static string PackageOf(string method)
    {
        var service = method.Split('/', 3)[1];
        return service[..Math.Max(0, service.LastIndexOf('.'))];
    }

    /// <summary>Everything but a status that was rendered already; a service that is away is told in our own words.</summary>
    private static bool IsOurs(Exception failed) =>
        failed is not RpcException { StatusCode: not (StatusCode.Unavailable or StatusCode.DeadlineExceeded) };

    private RpcException Render(Exception failed, ServerCallContext context)
    {
        var package = PackageOf(context.Method);
        switch (failed)
        {
            case FaultException refused:
                return refused.Fault.ToStatus(package).ToRpcException();
            case RpcException away:
                Log.DependencyAway(logger, context.Method, away.Status.Detail);
                return Fault.Away("a service that this one asks").ToStatus(package).ToRpcException();
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The caller went away or its deadline passed."));
            default:
                // Without a trace there is still a number by which the caller's refusal and the log find each other.
                var traceId = context.TraceId() is { Length: > 0 } known ? known : ActivityTraceId.CreateRandom().ToHexString();
                Log.Failed(logger, failed, context.Method, traceId);
                return FaultRendering.Internal(package, traceId).ToRpcException();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed, trace {TraceId}")]
        public static partial void Failed(ILogger logger, Exception exception, string method, string traceId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} could not ask a service: {Detail}")]
        public static partial void DependencyAway(ILogger logger, string method, string detail);
    }
}
