using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Catalog.Serving;

/// <summary>Binds the catalogue's methods as they are generated, with marshallers that know the replies that are kept encoded.</summary>
internal static class CatalogBinding
{
    /// <summary>What JSON transcoding reads of the service; it looks for it beside the binding.</summary>
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor => CatalogService.Descriptor;

    public static void BindService(ServiceBinderBase binder, CatalogGrpc? service) => CatalogService.BindService(new Binder(binder), service);

    private sealed class Binder(ServiceBinderBase inner) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(
                new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name, method.RequestMarshaller, EncodedReplies.Marshaller(method.ResponseMarshaller)),
                handler!);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(method, handler!);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(method, handler!);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(method, handler!);
    }
}
