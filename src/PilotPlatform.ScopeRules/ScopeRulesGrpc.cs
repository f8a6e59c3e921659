using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.DecisionLogs;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ScopeRules.Watching;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <summary>The scope rules over gRPC: parse, look up, decide, render. Here what the rule sets say; the other files hold what is decided by them.</summary>
internal sealed partial class ScopeRulesGrpc(
    Views views, ActDesk acts, RuleSetDesk ruleSets, Watch watch, DecisionLog log, ScopeRulesMetrics metrics) : ScopeRulesService.ScopeRulesServiceBase
{
    public override async Task<ReachMatrix> GetReachMatrix(GetReachMatrixRequest request, ServerCallContext context)
    {
        var view = await views.FindAsync(request.State, context.CancellationToken);
        if (request.Name != view.Set.Programme.ReachMatrix())
        {
            var ofAProgramme = request.Name.Split('/') is ["programmes", var programme, "reachMatrix"] && ProgrammeName.Parse("name", $"programmes/{programme}").IsOk;
            throw new FaultException(ofAProgramme ? Fault.Missing(request.Name) : Fault.InvalidName("name", request.Name, "programmes/{programme}/reachMatrix"));
        }

        if (request.IfNoneMatch.Length > 0 && request.IfNoneMatch == view.Matrix.Etag)
            return view.Matrix.NotModified;
        return request.Form == GetReachMatrixRequest.Types.Form.Packed ? view.Matrix.Packed : view.Matrix.Full;
    }

    public override async Task<Rule> GetRule(GetRuleRequest request, ServerCallContext context)
    {
        const string Suffix = "/rule";
        var view = await views.FindAsync(request.State, context.CancellationToken);
        if (!request.Name.EndsWith(Suffix, StringComparison.Ordinal))
            throw new FaultException(Fault.InvalidName("name", request.Name, "programmes/{programme}/pilotTasks/{pilot_task}/rule"));
        return new RuleMessages(view.Set).Rule(view.Set.FindTask("name", request.Name[..^Suffix.Length]).Value);
    }

    public override async Task<Fact> GetFact(GetFactRequest request, ServerCallContext context)
    {
        var view = await views.FindAsync(request.State, context.CancellationToken);
        if (request.Name.Split('/') is not ["facts", { Length: > 0 } id])
            throw new FaultException(Fault.InvalidName("name", request.Name, "facts/{fact}"));
        return view.Rules.Facts.Find(id) is { } domain
            ? new RuleMessages(view.Set).Fact(domain.Fact)
            : throw new FaultException(Fault.Missing(request.Name));
    }

    public override async Task<ListFactsResponse> ListFacts(ListFactsRequest request, ServerCallContext context)
    {
        var view = await views.FindAsync(request.State, context.CancellationToken);
        var asked = request.PilotTask.Length == 0 ? null : RuleMessages.FactsOf(view.Set.FindTask("pilot_task", request.PilotTask).Value).ToHashSet(StringComparer.Ordinal);
        var facts = view.Rules.Facts.Domains.Select(d => d.Fact).Where(f => asked is null || asked.Contains(f.Id)).ToArray();
        var page = Paging.Cut(facts, request.PageSize, request.PageToken, ["facts", view.State.RuleSet, request.PilotTask]).Value;
        var messages = new RuleMessages(view.Set);
        return new ListFactsResponse
        {
            Facts = { page.Items.Select(messages.Fact) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            State = view.State,
        };
    }
}
