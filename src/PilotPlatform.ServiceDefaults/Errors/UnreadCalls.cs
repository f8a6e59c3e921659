using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PilotPlatform.Domain;

namespace PilotPlatform.ServiceDefaults.Errors;

/// <summary>
/// Refuses gRPC calls whose message cannot be read as what they are: the caller's fault, with details. The library reads the message before an
/// interceptor sees the call, and says of such a one that the handler threw, or that we have a defect.
/// </summary>
internal static class UnreadCalls
{
    private const string Field = "message";

    /// <summary>To be used inside gRPC-Web, so that both forms look alike.</summary>
    public static void UseUnreadCalls(this WebApplication app) => app.Use(next => context => context.Request.IsGrpc() ? AnswerAsync(context, next) : next(context));

    /// <summary>Tells that the message of a call was read: what fails from here on is no fault of its form.</summary>
    public static void WasRead(this ServerCallContext context) => context.GetHttpContext().Features.Set(Read.Instance);

    /// <summary>A stream of messages of which one that cannot be read is refused like a single one.</summary>
    public static IAsyncStreamReader<TRequest> Readable<TRequest>(this IAsyncStreamReader<TRequest> messages) => new Reader<TRequest>(messages);

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var headers = context.Response.Headers;
        if (context.Response.HasStarted || headers["grpc-status-details-bin"].Count > 0 || context.Features.Get<Read>() is not null
            || !int.TryParse(headers.GrpcStatus.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return;
        if (Refusal((StatusCode)code, Uri.UnescapeDataString(headers.GrpcMessage.ToString())) is { } fault)
            context.SetGrpcStatus(fault.ToStatus(FaultInterceptor.PackageOf(context.Request.Path)));
    }

    /// <summary>Null for what is said well enough: a method that there is not, a deadline that has passed.</summary>
    private static Fault? Refusal(StatusCode code, string message) => code switch
    {
        StatusCode.Unknown => Fault.Invalid(Field, "it is not of the type that the method takes, or not framed as gRPC has it"),
        StatusCode.Internal => Fault.Invalid(Field, message),
        StatusCode.ResourceExhausted => Fault.OverLimit("the size of a message"),
        _ => null,
    };

    private sealed class Read
    {
        public static Read Instance { get; } = new();
    }

    private sealed class Reader<TRequest>(IAsyncStreamReader<TRequest> messages) : IAsyncStreamReader<TRequest>
    {
        public TRequest Current => messages.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            try
            {
                return await messages.MoveNext(cancellationToken);
            }
            catch (Exception unread) when (unread is IOException or InvalidDataException) // no protobuf, or no frame
            {
                throw new FaultException(Refusal(StatusCode.Unknown, "")!);
            }
            catch (RpcException unread) when (unread.Trailers.Count == 0 && Refusal(unread.StatusCode, unread.Status.Detail) is { } fault)
            {
                throw new FaultException(fault);
            }
        }
    }
}
