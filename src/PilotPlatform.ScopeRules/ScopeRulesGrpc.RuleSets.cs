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
    public override async Task<RuleSet> GetRuleSet(GetRuleSetRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var messages = new RuleSetMessages(context.Caller(), frame, request.State);
        var published = messages.Find("name", request.Name).Value;
        var whole = messages.Whole(published, frame.Snapshot.FindSet("name", published.Name).Value);
        whole.State = messages.State;
        return whole;
    }

    public override async Task<ListRuleSetsResponse> ListRuleSets(ListRuleSetsRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var messages = new RuleSetMessages(context.Caller(), frame, request.State);
        var page = Paging.Cut(messages.Published, request.PageSize, request.PageToken, ["ruleSets", .. Made(messages.State!)]).Value;
        return new ListRuleSetsResponse
        {
            RuleSets = { page.Items.Select(messages.Outline) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            State = messages.State,
        };
    }

    public override async Task<ValidateRuleSetResponse> ValidateRuleSet(ValidateRuleSetRequest request, ServerCallContext context)
    {
        var ofImport = request.Import.Length > 0;
        if (ofImport && request.State is not null)
            throw new FaultException(Fault.Invalid("state", "an import is the document of no state"));
        var newest = ofImport || request.State is not null ? null : await ruleSets.ReadNewestAsync(context);
        var frame = ofImport ? null : request.State is null ? frames.NewestOrNone : await frames.FindAsync(request.State, context.CancellationToken);
        var catalog = ofImport ? await ruleSets.ReadImportAsync(request.Import, context) : newest ?? frame!.Snapshot.Catalog;
        var set = request.RuleSet.Length > 0 ? ruleSets.Load(catalog, request, context) : RuleSetDesk.Compile(catalog, "content", request.Content, context);
        if (set.Fault is { } fault && fault.Reason != FaultReason.RuleSetRefused)
            throw new FaultException(fault);

        var response = new ValidateRuleSetResponse { RuleSet = set.Fault is null ? RuleSetMessages.Draft(set.Value) : null, State = frame?.State };
        if (set.Fault is not null)
            response.Problems.Add(set.Fault.Violations.Select(v => new RuleSetProblem { Subject = v.Subject, Problem = v.Problem }));
        return response;
    }

    public override Task<RuleSet> PublishRuleSet(PublishRuleSetRequest request, ServerCallContext context) => ruleSets.PublishAsync(request, context);

    public override Task<RuleSet> ActivateRuleSet(ActivateRuleSetRequest request, ServerCallContext context) => ruleSets.ActivateAsync(request, context);

    public override Task<RuleSet> RollBackRuleSet(RollBackRuleSetRequest request, ServerCallContext context) => ruleSets.RollBackAsync(request, context);

    public override async Task<CompareRuleSetsResponse> CompareRuleSets(CompareRuleSetsRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var set = frame.Snapshot.FindSet("name", request.Name).Value;
        if (request.OtherContent.IsEmpty && request.OtherRuleSet.Length == 0)
            throw new FaultException(Fault.Invalid("other_rule_set", "must be given, or other_content"));
        var other = request.OtherContent.IsEmpty
            ? frame.Snapshot.FindSet("other_rule_set", request.OtherRuleSet).Value
            : RuleSetDesk.Compile(frame.Snapshot.Catalog, "other_content", request.OtherContent, context).Value;

        var comparison = Domain.Scope.RuleSetComparison.Compare(set.Rules, other.Rules, context.CancellationToken.ThrowIfCancellationRequested);
        var page = Paging.Cut(
            comparison.Differences, request.PageSize == 0 ? Paging.LargestSize : request.PageSize, request.PageToken, ["compare", set.File.Name, other.File.Name, .. Made(frame.State)]).Value;
        return new CompareRuleSetsResponse
        {
            Flips = { page.Items.Select(d => FlipMessages.Of(d, set)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            ComparedCount = comparison.Compared,
            CutOffPilotTasks = { comparison.CutOff.Select(number => set.TaskNames[set.Rules.Find(number)!.Index]) },
            NotComparablePilotTasks = { comparison.NotComparable.Select(number => set.TaskNames[set.Rules.Find(number)!.Index]) },
            State = frame.State,
        };
    }
}
