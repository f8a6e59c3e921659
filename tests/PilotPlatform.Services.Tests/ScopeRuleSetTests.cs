using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using Cause = PilotPlatform.Contracts.ScopeRules.V1.WatchResponse.Types.Cause;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>The life of a rule set over the wire: validated, published, activated, compared, rolled back. One test after the other in one suite.</summary>
public sealed class ScopeRuleSetTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static readonly string Shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"));

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Scope;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Ways to break a rule set, and a word of what is to be said about each.</summary>
    public static TheoryData<Action<JsonObject>, string> Broken => new()
    {
        { r => Leaf(r)["words"] = "外资股比不超过 60%", "外资股比不超过 60%" },
        { r => Leaf(r)["numberBound"]!["fact"] = "unheard-of", "unheard-of" },
        { r => Leaf(r)["numberBound"]!["maximum"] = 10_001, "10001" },
        { r => r["tasks"]![34]!["clauses"]![0]!["condition"]!["allOf"]![1]!["placeWithin"]!["place"] = "atlantis", "atlantis" },
        { r => r["tasks"]!.AsArray().RemoveAt(158), "159" },
        { r => r["forms"]!.AsArray().RemoveAt(0), "scope" },
        { r => r["unheard"] = "of", "unheard" },
        { r => r["version"] = " ", "version" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task ValidateAndPublish_OfABrokenRuleSet_SayWhatIsWrongAndStoreNothing(Action<JsonObject> breaking, string word)
    {
        var content = Changed(breaking);

        var validated = await Scope.ValidateRuleSetAsync(new ValidateRuleSetRequest { Content = content }, cancellationToken: Stop);
        var (code, status, info) = await RunningSuite.RefusedAsync(() => PublishAsync(content));

        Assert.Null(validated.RuleSet);
        Assert.Contains(validated.Problems, p => (p.Subject + p.Problem).Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal((StatusCode.InvalidArgument, "RULE_SET_REFUSED"), (code, info.Reason));
        var said = status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Description).ToArray();
        var (problems, whole) = (validated.Problems.Select(p => p.Problem).ToArray(), said.Count(s => !s.StartsWith("and ", StringComparison.Ordinal)));
        Assert.Equal(whole < problems.Length ? [.. problems[..whole], $"and {problems.Length - whole} more"] : problems, said);
        Assert.DoesNotContain((await ListAsync()).RuleSets, r => r.ContentSha256 == Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task PublishRuleSet_OfNoRuleSet_IsRefused(string content)
    {
        var (code, _, info) = await RunningSuite.RefusedAsync(() => PublishAsync(ByteString.CopyFromUtf8(content)));

        Assert.Equal(StatusCode.InvalidArgument, code);
        Assert.Contains(info.Reason, (string[])["RULE_SET_REFUSED", "INVALID_ARGUMENT"]);
    }

    [Fact]
    public async Task RuleSet_ThroughItsWholeLife_IsSwappedAndRolledBackWithoutMixing()
    {
        var before = (await Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = "ruleSets/active" }, cancellationToken: Stop)).Name;
        var content = Changed(r =>
        {
            foreach (var clause in r["tasks"]![0]!["clauses"]!.AsArray())
                clause!["condition"]!["allOf"]![1]!["numberBound"]!["maximum"] = 4000;
        });
        var published = await PublishAsync(content);

        Assert.False(published.Active);
        Assert.Equal(published.Name, (await PublishAsync(content)).Name);
        Assert.Equal(Verdict.Applies, (await DecideAsync(4500)).Verdict);
        Assert.Equal(Verdict.DoesNotApply, (await DecideAsync(4500, published.Name)).Verdict);
        await ComparesAsync(before, published.Name, content);

        using var watching = Scope.Watch(
            new WatchRequest { Parent = Programme, City = "suzhou", Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4500 } } }, cancellationToken: Stop);
        await watching.ResponseStream.MoveNext(Stop);
        var activated = await Scope.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = published.Name, RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: Stop);

        Assert.True(activated.Active);
        Assert.Equal(Verdict.DoesNotApply, (await DecideAsync(4500)).Verdict);
        await watching.ResponseStream.MoveNext(Stop);
        Assert.Equal(Cause.RuleSetActivated, watching.ResponseStream.Current.Cause);
        Assert.Equal($"{Programme}/pilotTasks/1", Assert.Single(watching.ResponseStream.Current.Flips, f => f.ClauseId.Length == 0).PilotTask);
        Assert.Contains(watching.ResponseStream.Current.Flips, f => f.ClauseId == "joint-venture");

        Assert.Equal("ETAG_MISMATCH", (await RunningSuite.RefusedAsync(() => RollBackAsync(before))).Info.Reason);
        var rolledBack = await RollBackAsync("ruleSets/active");
        Assert.Equal((before, true), (rolledBack.Name, rolledBack.Active));
        Assert.Equal([(false, "shipped with the program"), (true, "核对后撤回")], rolledBack.Activations.Select(a => (a.RollBack, a.Reason)));
        Assert.Equal((rolledBack.ActivationPosition, rolledBack.ActivateTime), (rolledBack.Activations[^1].Position, rolledBack.Activations[^1].ActivateTime));
        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => RollBackAsync("ruleSets/active"))).Info.Reason);
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => Scope.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = "ruleSets/none" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

        await SwapsUnderLoadAsync(before, published.Name);
        await suite.RestartAsync();
        Assert.Equal((2, before), ((await ListAsync()).TotalSize, (await ListAsync()).RuleSets.Single(r => r.Active).Name));
    }

    private async Task ComparesAsync(string before, string after, ByteString content)
    {
        var compared = await Scope.CompareRuleSetsAsync(new CompareRuleSetsRequest { Name = before, OtherRuleSet = after }, cancellationToken: Stop);
        var supposed = await Scope.WhatIfAsync(
            new WhatIfRequest { Parent = Programme, RuleSetContent = content, Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4500 } } }, cancellationToken: Stop);

        Assert.Equal(1431, compared.ComparedCount);
        Assert.Equal(9, compared.Flips.Select(f => f.City).Distinct().Count());
        Assert.All(compared.Flips, f => Assert.Equal($"{Programme}/pilotTasks/1", f.PilotTask));
        Assert.Empty(compared.NotComparablePilotTasks);
        Assert.Equal(9, supposed.Flips.Count(f => f.ClauseId.Length == 0));
        var flip = compared.Flips[0];
        foreach (var (ruleSet, verdict) in new[] { (before, flip.VerdictBefore), (after, flip.VerdictAfter) })
        {
            var witness = await Scope.DecideAsync(
                new DecideRequest { PilotTask = flip.PilotTask, City = flip.City, Facts = { flip.Witness }, State = new ReadState { RuleSet = ruleSet } }, cancellationToken: Stop);
            Assert.Equal(verdict, witness.Verdict);
        }
    }

    /// <summary>Every answer is whole: what it says of the bound is what the rule set it names says.</summary>
    private async Task SwapsUnderLoadAsync(string wide, string narrow)
    {
        using var swapped = new CancellationTokenSource();
        async Task<List<(string RuleSet, Verdict[] Verdicts)>> AskAsync(Func<Task<(string RuleSet, Verdict Verdict)>> ask)
        {
            var answers = new List<(string RuleSet, Verdict[] Verdicts)>();
            while (!swapped.IsCancellationRequested)
            {
                var (ruleSet, verdict) = await ask();
                answers.Add((ruleSet, [verdict]));
            }

            return answers;
        }

        var asking = Enumerable.Range(0, 4).Select(async _ =>
        {
            var answers = new List<(string RuleSet, Verdict[] Verdicts)>();
            var request = new BatchDecideRequest { Parent = Programme, Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4500 } } };
            request.Items.Add(Enumerable.Repeat(new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "suzhou" }, 64));
            while (!swapped.IsCancellationRequested)
            {
                var batch = await Scope.BatchDecideAsync(request, cancellationToken: Stop);
                answers.Add((batch.State.RuleSet, [.. batch.Results.Select(r => r.Decision.Verdict).Distinct()]));
            }

            return answers;
        }).ToArray();
        var one = AskAsync(async () =>
        {
            var decision = await Scope.DecideAsync(
                new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou", View = DecisionView.Full, Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4500 } } }, cancellationToken: Stop);
            return (decision.RuleSet, decision.Verdict);
        });
        var listed = AskAsync(async () =>
        {
            var list = await Scope.ListPilotTaskDecisionsAsync(
                new ListPilotTaskDecisionsRequest { Parent = Programme, City = "suzhou", Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4500 } } }, cancellationToken: Stop);
            return (list.State.RuleSet, list.Decisions[0].Verdict);
        });
        for (var swap = 0; swap < 20; swap++)
            await Scope.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = swap % 2 == 0 ? narrow : wide }, cancellationToken: Stop);
        await swapped.CancelAsync();

        var answered = (await Task.WhenAll([.. asking, one, listed])).SelectMany(a => a).ToArray();
        Assert.Equal(2, answered.DistinctBy(a => a.RuleSet).Count());
        Assert.All([await one, await listed], answers => Assert.NotEmpty(answers));
        Assert.All(answered, answer =>
            Assert.Equal(answer.RuleSet == wide ? Verdict.Applies : Verdict.DoesNotApply, Assert.Single(answer.Verdicts)));
    }

    private static JsonNode Leaf(JsonObject ruleSet) => ruleSet["tasks"]![0]!["clauses"]![0]!["condition"]!["allOf"]![1]!;

    private static ByteString Changed(Action<JsonObject> change)
    {
        var ruleSet = JsonNode.Parse(Shipped)!.AsObject();
        ruleSet["version"] = "another";
        change(ruleSet);
        return ByteString.CopyFrom(Encoding.UTF8.GetBytes(ruleSet.ToJsonString()));
    }

    private async Task<ListRuleSetsResponse> ListAsync() => await Scope.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: Stop);

    private Task<RuleSet> PublishAsync(ByteString content) => Scope.PublishRuleSetAsync(new PublishRuleSetRequest { Content = content }, cancellationToken: Stop).ResponseAsync;

    private Task<RuleSet> RollBackAsync(string name) =>
        Scope.RollBackRuleSetAsync(new RollBackRuleSetRequest { Name = name, Reason = "核对后撤回" }, cancellationToken: Stop).ResponseAsync;

    private async Task<Decision> DecideAsync(int share, string ruleSet = "") => await Scope.DecideAsync(
        new DecideRequest
        {
            PilotTask = $"{Programme}/pilotTasks/1",
            City = "suzhou",
            Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = share } },
            State = new ReadState { RuleSet = ruleSet },
        },
        cancellationToken: Stop);
}
