using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using Basis = PilotPlatform.Domain.Reporting.Basis;

namespace PilotPlatform.Reporting;

/// <summary>Asks the scope service whether a task reaches a city.</summary>
internal sealed class ScopeAnswers(ScopeRulesService.ScopeRulesServiceClient scope)
{
    /// <exception cref="FaultException">The task or the city does not exist; said in the terms of the commitment that was to be opened.</exception>
    public async Task<(ReachState Reach, Basis Basis)> AskAsync(PilotTaskName task, string city, CancellationToken cancellation)
    {
        var decision = await DecideAsync(task, city, cancellation);
        var basis = new Basis(
            decision.Edition, decision.RuleSet, decision.ActsPosition, decision.Reach.Reason, [.. decision.Reach.Citations.Select(c => c.Quote)])
        {
            EnglishReason = decision.Reach.EnglishReason,
        };
        return (State(decision.Reach.State), basis);
    }

    private async Task<Contracts.ScopeRules.V1.Decision> DecideAsync(PilotTaskName task, string city, CancellationToken cancellation)
    {
        try
        {
            return await scope.DecideAsync(new DecideRequest { PilotTask = task.ToString(), City = city }, cancellationToken: cancellation);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            throw new FaultException(Fault.Missing(task.ToString()));
        }
        catch (RpcException refused) when (refused.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Reason: FaultReason.UnknownCity } why)
        {
            var alike = why.Metadata.TryGetValue("suggestions", out var names) ? names.Split(", ") : [];
            throw new FaultException(Fault.UnknownCity("commitment.city", city, [.. alike]));
        }
    }

    public static ReachState State(Contracts.ScopeRules.V1.Reach.Types.State state) => state switch
    {
        Contracts.ScopeRules.V1.Reach.Types.State.Applies => ReachState.Applies,
        Contracts.ScopeRules.V1.Reach.Types.State.DoesNotApply => ReachState.DoesNotApply,
        Contracts.ScopeRules.V1.Reach.Types.State.AwaitsAct => ReachState.AwaitsAct,
        Contracts.ScopeRules.V1.Reach.Types.State.UnderStudy => ReachState.UnderStudy,
        _ => throw new FaultException(Fault.Away($"the scope service gave an answer that this version does not know ({state}); it")),
    };
}
