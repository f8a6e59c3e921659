using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;
using PilotPlatform.Web.Working;

namespace PilotPlatform.Web.Desks;

/// <summary>What a file would be as a rule set.</summary>
/// <param name="Content">The file.</param>
/// <param name="Validated">What is wrong with it, or the rule set that it is.</param>
/// <param name="Compared">What it decides otherwise than the active one; null if anything is wrong with it, or it is of an edition that the active one does not read.</param>
/// <param name="Cases">How the shipped cases come out with it; null likewise.</param>
public sealed record RuleSetTrial(byte[] Content, ValidateRuleSetResponse Validated, CompareRuleSetsResponse? Compared, RunRuleSetCasesResponse? Cases)
{
    /// <summary>The published rule sets that have the same number and another content.</summary>
    public IReadOnlyList<RuleSet> Namesakes { get; private init; } = [];

    /// <summary>The facts that the active rule set asks for, by whose names a difference is told.</summary>
    public IReadOnlyList<Fact> Facts { get; private init; } = [];

    public static async Task<RuleSetTrial> ReadAsync(CommandClients clients, byte[] content, CancellationToken stop)
    {
        var bytes = ByteString.CopyFrom(content);
        var validated = await clients.ScopeRules.ValidateRuleSetAsync(new() { Content = bytes }, cancellationToken: stop);
        if (validated.Problems.Count > 0)
            return new RuleSetTrial(content, validated, null, null);
        var compared = clients.ScopeRules.CompareRuleSetsAsync(new() { Name = "ruleSets/active", OtherContent = bytes }, cancellationToken: stop).ResponseAsync;
        var cases = clients.ScopeRules.RunRuleSetCasesAsync(new() { Name = "ruleSets/active", Content = bytes }, cancellationToken: stop).ResponseAsync;
        var facts = clients.ScopeRules.ListFactsAsync(new() { PageSize = AllPages.Size }, cancellationToken: stop).ResponseAsync;
        var published = clients.ScopeRules.ListRuleSetsAsync(new() { PageSize = AllPages.Size }, cancellationToken: stop).ResponseAsync;
        return new RuleSetTrial(content, validated, await IfComparableAsync(compared), await IfComparableAsync(cases))
        {
            Facts = (await IfComparableAsync(facts))?.Facts ?? [],
            Namesakes = [.. (await published).RuleSets.Where(set => set.Version == validated.RuleSet.Version && set.ContentSha256 != validated.RuleSet.ContentSha256)],
        };
    }

    /// <summary>What came of a comparison with the active rule set; null if that one reads another edition, so that there is nothing to compare.</summary>
    private static async Task<T?> IfComparableAsync<T>(Task<T> asked)
        where T : class
    {
        try
        {
            return await asked;
        }
        catch (RpcException other) when (other.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            return null;
        }
    }
}

/// <summary>A rule set that was tried, as it is shown before it is published.</summary>
public sealed record RuleSetTrialView(Platform Platform, RuleSetTrial Trial, StepProblems? Problems);

/// <summary>A file is tried first, and published by whoever has seen what it would change.</summary>
internal static class RuleSetTrialRoutes
{
    private static readonly LongWorkWords Words = new("TrialGoesOn", "", "", "");

    public static void MapRuleSetTrial(this IEndpointRouteBuilder pages)
    {
        pages.MapPost($"{RuleSetDesk.Desk.Address}/{RuleSetDesk.Try.Id}", (HttpContext context, DeskReader reader, PlatformReader platform, IAntiforgery forms, IOptions<WorkingOptions> working, IStringLocalizer<Strings> words, TimeProvider time, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(
                context,
                forms,
                _ => RuleSetDesk.Try.Id,
                async posted =>
                {
                    var trial = RuleSetTrial.ReadAsync(reader.Clients, await posted.ContentAsync(stop), stop);
                    var shown = await platform.PlatformAsync(stop);
                    if (await trial.IsOverWithinAsync(working.Value.Patience, time, stop))
                        return WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<RuleSetTrialPage>(new RuleSetTrialView(shown, await trial, null)));
                    var page = WorkbenchRoutes.Show<LongWorkPage>(new LongWorkView(shown.Frame, words["TrialTitle"], "TrialBeingMadeLead", "Workbench", ("Desk-rule-sets", RuleSetDesk.Desk.Address)));
                    return WorkbenchRoutes.Personal(context, new WorkingPage<LongWorkState>(page, LongWork.SignsAsync(
                        trial, made => (null, ResultOf(new RuleSetTrialView(shown, made, null))), Words, () => null, refused => StepProblems.Of(RuleSetDesk.Try.Id, posted, refused), time, stop)));
                },
                async problems => WorkbenchRoutes.Show<DeskPage>(await reader.ReadAsync(RuleSetDesk.Desk, "", "", problems, secret: null, stop))));
        pages.MapFormPage($"{RuleSetDesk.Desk.Address}/{RuleSetDesk.Publish.Id}", RuleSetDesk.Desk.Address);
        pages.MapPost($"{RuleSetDesk.Desk.Address}/{RuleSetDesk.Publish.Id}", (HttpContext context, CommandClients clients, DeskReader reader, PlatformReader platform, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(context, forms, RuleSetDesk.Publish, posted => posted.Programme, go, clients, RuleSetDesk.Desk.Address, async problems =>
                await ShowAsync(new Posted(problems.Values, "", ""), problems, reader, platform, stop)));
    }

    private static RenderFragment ResultOf(RuleSetTrialView view) => builder =>
    {
        builder.OpenComponent<RuleSetTrialResult>(0);
        builder.AddAttribute(1, nameof(RuleSetTrialResult.View), view);
        builder.CloseComponent();
    };

    private static async Task<IResult> ShowAsync(Posted posted, StepProblems? problems, DeskReader reader, PlatformReader platform, CancellationToken stop)
    {
        var trial = await RuleSetTrial.ReadAsync(reader.Clients, await posted.ContentAsync(stop), stop);
        return WorkbenchRoutes.Show<RuleSetTrialPage>(new RuleSetTrialView(await platform.PlatformAsync(stop), trial, problems));
    }
}
