using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Reporting;

/// <summary>Asks the scope service whether a task reaches a city.</summary>
internal sealed class ScopeAnswers(ScopeRulesService.ScopeRulesServiceClient scope)
{
    public async Task<(ReachState Reach, Basis Basis)> AskAsync(PilotTaskName task, string city, CancellationToken cancellation)
    {
        var decision = await scope.DecideAsync(new DecideRequest { PilotTask = task.ToString(), City = city }, cancellationToken: cancellation);
        var basis = new Basis(
            decision.Edition, decision.RuleSet, decision.ActsPosition, decision.Reach.Reason, [.. decision.Reach.Citations.Select(c => c.Quote)]);
        return (State(decision.Reach.State), basis);
    }

    private static ReachState State(Contracts.ScopeRules.V1.Reach.Types.State state) => state switch
    {
        Contracts.ScopeRules.V1.Reach.Types.State.Applies => ReachState.Applies,
        Contracts.ScopeRules.V1.Reach.Types.State.DoesNotApply => ReachState.DoesNotApply,
        Contracts.ScopeRules.V1.Reach.Types.State.AwaitsAct => ReachState.AwaitsAct,
        Contracts.ScopeRules.V1.Reach.Types.State.UnderStudy => ReachState.UnderStudy,
        _ => throw new FaultException(Fault.Away($"the scope service gave an answer that this version does not know ({state}); it")),
    };
}
