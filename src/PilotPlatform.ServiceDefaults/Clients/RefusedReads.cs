using Grpc.Core;
using PilotPlatform.Domain;

namespace PilotPlatform.ServiceDefaults.Clients;

/// <summary>What a refusal says of the service that gave it.</summary>
public static class RefusedReads
{
    /// <summary>Whether a service is there, and has waited in vain for the state that was asked for.</summary>
    public static bool IsBehind(this RpcException refused) =>
        refused.ReasonToWait() == FaultReason.StateNotReached;

    /// <summary>Whether a service is there and only has not read yet what was asked for: of itself it says nothing against asking it something else.</summary>
    public static bool IsThere(this RpcException refused) => refused.ReasonToWait() is FaultReason.StateNotReached or FaultReason.NotReady;

    private static string? ReasonToWait(this RpcException refused) =>
        refused.StatusCode == StatusCode.Unavailable ? refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason : null;
}
