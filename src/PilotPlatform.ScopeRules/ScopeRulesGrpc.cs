using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules;

/// <summary>The scope rules over gRPC: parse, look up, decide, render.</summary>
internal sealed class ScopeRulesGrpc(SnapshotKeeper keeper) : ScopeRulesService.ScopeRulesServiceBase
{
    private const string Active = "ruleSets/active";

    private readonly Snapshot snapshot = keeper.Current;

    public override Task<RuleSet> GetRuleSet(GetRuleSetRequest request, ServerCallContext context) => request.Name.Split('/') switch
    {
        ["ruleSets", { Length: > 0 }] when request.Name == Active || request.Name == snapshot.File.Name => Task.FromResult(snapshot.Render.RuleSet()),
        ["ruleSets", { Length: > 0 }] => throw new FaultException(Fault.Missing(request.Name)),
        _ => throw new FaultException(Fault.InvalidName("name", request.Name, "ruleSets/{rule_set}")),
    };

    public override Task<ReachMatrix> GetReachMatrix(GetReachMatrixRequest request, ServerCallContext context)
    {
        if (request.Name == snapshot.Matrix.Name)
            return Task.FromResult(snapshot.Matrix);

        var ofAProgramme = request.Name.Split('/') is ["programmes", var programme, "reachMatrix"] && ProgrammeName.Parse("name", $"programmes/{programme}").IsOk;
        throw new FaultException(ofAProgramme ? Fault.Missing(request.Name) : Fault.InvalidName("name", request.Name, "programmes/{programme}/reachMatrix"));
    }

    public override Task<Decision> Decide(DecideRequest request, ServerCallContext context)
    {
        var rule = PilotTaskName.Parse("pilot_task", request.PilotTask).Then(snapshot.Find).Value;
        var city = snapshot.FindCity("city", request.City).Value;
        if (request.Facts is [var fact, ..])
            throw new FaultException(Fault.UnknownFact("facts[0].fact", fact.Fact));
        return Task.FromResult(snapshot.Render.Decision(rule, city));
    }
}
