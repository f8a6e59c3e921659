using Google.Protobuf;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;

namespace PilotPlatform.Web.Desks;

/// <summary>The rule sets that were published, and which of them decides.</summary>
internal static class RuleSetDesk
{
    private static readonly StepForm Activate = new("ActivateRuleSet", Right.PublishRuleSet, [],
        (c, f, stop) => c.ScopeRules.ActivateRuleSetAsync(new() { Name = f.Name, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm RollBack = new("RollBackRuleSet", Right.PublishRuleSet, [Reason],
        (c, f, stop) => c.ScopeRules.RollBackRuleSetAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    /// <summary>Publishing a file that was tried: the page of the trial repeats it.</summary>
    public static StepForm Publish { get; } = new("PublishRuleSet", Right.PublishRuleSet, [new("content", FieldKind.Kept)], PublishAsync);

    /// <summary>Trying a file: what is wrong with it, and what it would decide otherwise; nothing is stored.</summary>
    public static StepForm Try { get; } = new("TryRuleSet", Right.PublishRuleSet, [new StepField("file", FieldKind.File) { Accept = ".json,application/json" }],
        TrialAsync);

    public static Desk Desk { get; } = new("/rule-sets", "rule-sets", [Try], [Activate, RollBack], ReadAsync) { HasCities = false, IsAddedTo = false };

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var request = new ListRuleSetsRequest { PageSize = DeskQuestion.PageSize, PageToken = question.PageToken };
        var list = await question.Clients.ScopeRules.ListRuleSetsAsync(request, cancellationToken: question.Stop);
        return new DeskAnswer([.. list.RuleSets.Select(set => Row(question, set, isOnly: list.TotalSize < 2))], list.NextPageToken, list.TotalSize);
    }

    private static DeskRow Row(DeskQuestion question, RuleSet set, bool isOnly)
    {
        var may = question.Caller.May(Right.PublishRuleSet);
        return new DeskRow(set.Name, $"{question.Words["RuleSet"]} {set.Version}", question.Words[set.Active ? "Current" : "RuleSetIdle"], "")
        {
            Link = $"/rule-sets/{ResourceIds.IdOf(set.Name)}",
            Mark = set.Active ? "mark a" : "mark n",
            Facts =
            [
                ("ContentHash", set.ContentSha256), ("CompiledAgainst", set.Edition.Length > 0 ? ResourceIds.IdOf(set.Edition) : ""),
                ("Publisher", set.Shipped ? question.Words["RuleSetShipped"] : question.Authors.Of(set.Publisher)), ("Published", set.PublishTime?.InShanghai() ?? ""),
            ],
            Forms = Register.Offered((may && !set.Active ? Activate : null, Register.Known()), (may && set.Active && !isOnly ? RollBack : null, Register.Known())),
        };
    }

    private static async Task TrialAsync(CommandClients clients, Posted form, CancellationToken stop) =>
        await RuleSetTrial.ReadAsync(clients, await form.ContentAsync(stop), stop);

    private static async Task<Taken> PublishAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        var content = ByteString.CopyFrom(await form.ContentAsync(stop));
        var published = await clients.ScopeRules.PublishRuleSetAsync(new() { Content = content, RequestId = form.RequestId }, cancellationToken: stop);
        return new Taken($"/rule-sets#{StepAddress.AnchorOf(published.Name)}");
    }
}
