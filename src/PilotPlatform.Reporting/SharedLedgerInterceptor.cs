using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace PilotPlatform.Reporting;

/// <summary>Commands, which are the requests with a <c>request_id</c>, are refused for what stands in the ledger and not for what this replica has read of it.</summary>
internal sealed class SharedLedgerInterceptor(ReportingLedger ledger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        request is IMessage message && message.Descriptor.FindFieldByName("request_id") is not null
            ? ledger.TakeAsync(() => continuation(request, context), context.CancellationToken)
            : continuation(request, context);
}
