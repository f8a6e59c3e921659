using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Cases;
using PilotPlatform.ScopeRules.DecisionLogs;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ScopeRules.Watching;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <summary>The scope rules over gRPC: parse, look up, decide, render. Here what the rule sets say; the other files hold what is decided by them.</summary>
[BindServiceMethod(typeof(ScopeRulesBinding), nameof(ScopeRulesBinding.Bind))]
internal sealed partial class ScopeRulesGrpc(
    Frames frames, ActDesk acts, RuleSetDesk ruleSets, ShippedCases shippedCases, Watch watch, DecisionLog log, ScopeRulesMetrics metrics) : ScopeRulesService.ScopeRulesServiceBase
{
    public override async Task<ReachMatrix> GetReachMatrix(GetReachMatrixRequest request, ServerCallContext context)
    {
        Known("form", request.Form);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        if (request.Name != frame.Set.Programme.ReachMatrix())
        {
            var ofAProgramme = request.Name.Split('/') is ["programmes", var programme, "reachMatrix"] && ProgrammeName.Parse("name", $"programmes/{programme}").IsOk;
            throw new FaultException(ofAProgramme ? Fault.Missing(request.Name) : Fault.InvalidName("name", request.Name, "programmes/{programme}/reachMatrix"));
        }

        if (request.IfNoneMatch.Length > 0 && request.IfNoneMatch == frame.Matrix.Etag)
            return frame.Matrix.NotModified;
        return request.Form == GetReachMatrixRequest.Types.Form.Packed ? frame.Matrix.Packed : frame.Matrix.Full;
    }

    public override async Task<Rule> GetRule(GetRuleRequest request, ServerCallContext context)
    {
        const string Suffix = "/rule";
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        if (!request.Name.EndsWith(Suffix, StringComparison.Ordinal))
            throw new FaultException(Fault.InvalidName("name", request.Name, "programmes/{programme}/pilotTasks/{pilot_task}/rule"));
        var rule = new RuleMessages(frame.Set).Rule(frame.Set.FindTask("name", request.Name[..^Suffix.Length]).Value);
        rule.State = frame.State;
        return rule;
    }

    public override async Task<Fact> GetFact(GetFactRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        if (request.Name.Split('/') is not ["facts", { Length: > 0 } id])
            throw new FaultException(Fault.InvalidName("name", request.Name, "facts/{fact}"));
        if (frame.Rules.Facts.Find(id) is not { } domain)
            throw new FaultException(Fault.Missing(request.Name));
        var fact = new RuleMessages(frame.Set).Fact(domain.Fact);
        fact.State = frame.State;
        return fact;
    }

    public override async Task<ListFactsResponse> ListFacts(ListFactsRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var asked = request.PilotTask.Length == 0 ? null : RuleMessages.FactsOf(frame.Set.FindTask("pilot_task", request.PilotTask).Value).ToHashSet(StringComparer.Ordinal);
        var facts = frame.Rules.Facts.Domains.Select(d => d.Fact).Where(f => asked is null || asked.Contains(f.Id)).ToArray();
        var page = Paging.Cut(facts, request.PageSize, request.PageToken, ["facts", request.PilotTask, .. Made(frame.State)]).Value;
        var messages = new RuleMessages(frame.Set);
        return new ListFactsResponse
        {
            Facts = { page.Items.Select(messages.Fact) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            State = frame.State,
        };
    }
}
