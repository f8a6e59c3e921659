using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ScopeRules.Rendering;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.ScopeRules;

/// <summary>Binds the service as its generated code does, with marshallers of our own where there are any.</summary>
internal static class ScopeRulesBinding
{
    /// <summary>The service; JSON transcoding looks for it beside the binding.</summary>
    public static ServiceDescriptor Descriptor => ScopeRulesService.Descriptor;

    public static void Bind(ServiceBinderBase binder, ScopeRulesService.ScopeRulesServiceBase? service) =>
        ScopeRulesService.BindService(new WithMarshallers(binder), service);

    private sealed class WithMarshallers(ServiceBinderBase binder) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(
            AnswerMarshallers.Find<TResponse>() is { } marshaller
                ? new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name, method.RequestMarshaller, marshaller)
                : method,
            handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(method, handler);
    }
}
