using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <content>Rule sets: read, validated, published, activated, rolled back, compared, held against cases.</content>
internal sealed partial class ScopeRulesGrpc
{
    public override Task<RuleSet> GetRuleSet(GetRuleSetRequest request, ServerCallContext context)
    {
        var snapshot = frames.Snapshot;
        var set = snapshot.FindSet("name", request.Name).Value;
        return Task.FromResult(RuleSetMessages.Whole(snapshot, snapshot.Record.FindRuleSet(set.File.Name)!, set));
    }

    public override Task<ListRuleSetsResponse> ListRuleSets(ListRuleSetsRequest request, ServerCallContext context)
    {
        var snapshot = frames.Snapshot;
        var page = Paging.Cut(snapshot.Record.RuleSets.Reverse(), request.PageSize, request.PageToken, ["ruleSets"]).Value;
        return Task.FromResult(new ListRuleSetsResponse
        {
            RuleSets = { page.Items.Select(r => RuleSetMessages.Outline(snapshot, r)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    public override Task<ValidateRuleSetResponse> ValidateRuleSet(ValidateRuleSetRequest request, ServerCallContext context)
    {
        var set = RuleSetDesk.Compile(ruleSets.Newest, "content", request.Content);
        if (set.Fault is { } fault && fault.Reason != FaultReason.RuleSetRefused)
            throw new FaultException(fault);

        var response = new ValidateRuleSetResponse { RuleSet = set.Fault is null ? RuleSetMessages.Outline(set.Value, request.Content.Length) : null };
        if (set.Fault is not null)
            response.Problems.Add(set.Fault.Violations.Select(v => new RuleSetProblem { Subject = v.Subject, Problem = v.Problem }));
        return Task.FromResult(response);
    }

    public override Task<RuleSet> PublishRuleSet(PublishRuleSetRequest request, ServerCallContext context) => ruleSets.PublishAsync(request, context);

    public override Task<RuleSet> ActivateRuleSet(ActivateRuleSetRequest request, ServerCallContext context) => ruleSets.ActivateAsync(request, context);

    public override Task<RuleSet> RollBackRuleSet(RollBackRuleSetRequest request, ServerCallContext context) => ruleSets.RollBackAsync(request, context);
}
