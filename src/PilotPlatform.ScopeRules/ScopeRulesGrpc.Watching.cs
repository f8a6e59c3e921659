using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules;

/// <content>What changes, as it happens.</content>
internal sealed partial class ScopeRulesGrpc
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context) =>
        watch.RunAsync(request, responseStream, context);
}
