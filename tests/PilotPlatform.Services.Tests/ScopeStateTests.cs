using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>Every answer names edition, rule set and position of the acts, and a read may pin them; and what costs much is not for everybody.</summary>
public sealed class ScopeStateTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Scope;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Every method that only reads.</summary>
    public static TheoryData<string> Reads => new(ScopeRulesService.Descriptor.Methods
        .Where(m => m.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects).Select(m => m.Name));

    [Theory]
    [MemberData(nameof(Reads))]
    public void Read_AnyOfThem_TakesAStateAndNamesIt(string method)
    {
        var read = ScopeRulesService.Descriptor.FindMethodByName(method);
        var named = read.OutputType.FindFieldByName("decision") is { MessageType.Name: "Decision" } inner ? inner.MessageType : read.OutputType;

        Assert.NotNull(read.InputType.FindFieldByName(method == "Watch" ? "minimum_token" : "state"));
        Assert.True(named.FindFieldByName("state") is not null || ((string[])["edition", "rule_set", "acts_position", "as_of_date", "consistency_token"]).All(f => named.FindFieldByName(f) is not null));
    }

    [Fact]
    public async Task Reads_ByName_SayTheStateAsListsDo()
    {
        var state = (await Scope.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: Stop)).State;

        Assert.Equal((64, false), (state.Edition.Split('/')[^1].Length * 4, state.RuleSet.Length == 0));
        Assert.Equal(state, (await Scope.GetRuleAsync(new GetRuleRequest { Name = $"{Programme}/pilotTasks/35/rule" }, cancellationToken: Stop)).State);
        Assert.Equal(state, (await Scope.GetFactAsync(new GetFactRequest { Name = "facts/actor" }, cancellationToken: Stop)).State);
        Assert.Equal(state, (await Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = state.RuleSet }, cancellationToken: Stop)).State);
        Assert.Equal(state, (await Scope.ListActsAsync(new ListActsRequest { Parent = Programme }, cancellationToken: Stop)).State);
        Assert.Equal(state, (await Scope.ValidateRuleSetAsync(new ValidateRuleSetRequest { Content = ByteString.CopyFromUtf8("{}") }, cancellationToken: Stop)).State);
        Assert.Equal(state, (await Scope.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = Programme }, cancellationToken: Stop)).State);
    }

    /// <summary>Another edition is published: whoever pins the one before is answered as before, to the letter.</summary>
    [Fact]
    public async Task Read_PinnedToAnEditionThatIsNoLongerCurrent_IsAnsweredFromIt()
    {
        var first = await DecideAsync(null);
        var later = Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("对外开放的重要举措", "对外开放的重要途径", StringComparison.Ordinal));
        var (import, _) = await suite.Client.Catalog.ImportAsync(later);
        await suite.Client.Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = first.Edition }, cancellationToken: Stop);
        for (var tries = 0; tries < 600 && (await DecideAsync(null)).Edition == first.Edition; tries++)
            await Task.Delay(50, Stop);
        Assert.NotEqual(first.Edition, (await DecideAsync(null)).Edition);

        var pin = new ReadState { Edition = first.Edition, RuleSet = first.RuleSet, ActsPosition = first.ActsPosition, AsOfDate = first.AsOfDate };
        Assert.Equal(first, await DecideAsync(pin));
        var list = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "qingdao", State = pin }, cancellationToken: Stop);
        Assert.Equal((first.Edition, 159), (list.State.Edition, list.Decisions.Count));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => DecideAsync(new ReadState { Edition = $"{Programme}/editions/0000000000000000" }))).Info.Reason);
        Assert.Equal("INVALID_NAME", (await RunningSuite.RefusedAsync(() => DecideAsync(new ReadState { Edition = "the first" }))).Info.Reason);
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("suzhou-reviewer", StatusCode.PermissionDenied)]
    public async Task RuleSetInARequest_OfWhoMayNotPublishOne_IsRefusedBeforeItIsRead(string? persona, StatusCode expected)
    {
        using var client = suite.As(persona);
        var content = ByteString.CopyFromUtf8("{}");
        foreach (var call in new Func<Task>[]
        {
            () => client.ScopeRules.ValidateRuleSetAsync(new ValidateRuleSetRequest { Content = content }, cancellationToken: Stop).ResponseAsync,
            () => client.ScopeRules.WhatIfAsync(new WhatIfRequest { Parent = Programme, RuleSetContent = content }, cancellationToken: Stop).ResponseAsync,
            () => client.ScopeRules.CompareRuleSetsAsync(new CompareRuleSetsRequest { Name = "ruleSets/active", OtherContent = content }, cancellationToken: Stop).ResponseAsync,
            () => client.ScopeRules.RunRuleSetCasesAsync(new RunRuleSetCasesRequest { Name = "ruleSets/active", Content = content }, cancellationToken: Stop).ResponseAsync,
        })
            Assert.Equal(expected, (await RunningSuite.RefusedAsync(call)).Code);
    }

    public static TheoryData<Action<WhatIfRequest>, string, string> Supposed => new()
    {
        { r => r.ChangedFacts.Add(new FactValue { Fact = "facts/foreign-share", BasisPoints = 10_001 }), "INVALID_ARGUMENT", "changed_facts[0].basis_points" },
        { r => r.SupposedActs.Add(new WhatIfRequest.Types.SupposedAct { Kind = ActKind.Willingness, TaskNumber = 151, City = "beijing" }), "NO_SUCH_ACT", "supposed_acts[0].city" },
        { r => r.SupposedActs.Add(new WhatIfRequest.Types.SupposedAct { Kind = ActKind.Willingness, TaskNumber = 1, City = "suzhou" }), "NO_SUCH_ACT", "supposed_acts[0].kind" },
        { r => r.SupposedActs.Add(new WhatIfRequest.Types.SupposedAct { Kind = ActKind.Willingness, TaskNumber = 160, City = "suzhou" }), "INVALID_ARGUMENT", "supposed_acts[0].task_number" },
        { r => r.RevokedActs.Add("acts/1"), "INVALID_NAME", "revoked_acts[0]" },
        { r => r.RevokedActs.Add(Enumerable.Repeat("acts/1", 101)), "INVALID_ARGUMENT", "revoked_acts" },
    };

    [Theory]
    [MemberData(nameof(Supposed))]
    public async Task WhatIf_SupposingWhatCannotBe_IsRefusedWithReasonAndField(Action<WhatIfRequest> suppose, string reason, string field)
    {
        var request = new WhatIfRequest { Parent = Programme, Facts = { new FactValue { Fact = "facts/actor", Enumeration = "bank" } } };
        suppose(request);

        var (_, status, info) = await RunningSuite.RefusedAsync(() => Scope.WhatIfAsync(request, cancellationToken: Stop).ResponseAsync);

        Assert.Equal((reason, field), (info.Reason, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
    }

    /// <summary>From "foreign investor, hospital" to the list of what it may do and where, over the wire and for all cities at once.</summary>
    [Fact]
    public async Task Interview_OfAForeignHospital_EndsWithAListThatWaitsForNoFact()
    {
        var request = new ListNextQuestionsRequest
        {
            Parent = Programme,
            PageSize = 1,
            Facts = { new FactValue { Fact = "facts/actor", Enumeration = "medical-institution" }, new FactValue { Fact = "facts/foreign-share", BasisPoints = 10_000 } },
        };
        var asked = 0;
        while (await Scope.ListNextQuestionsAsync(request, cancellationToken: Stop) is { NextQuestions: [var next, ..] } step)
        {
            Assert.Equal(1431, step.Total.AppliesCount + step.Total.DoesNotApplyCount + step.Total.UndeterminedCount);
            request.Facts.Add(next.Outcomes.First(o => o.Answer is not null).Answer);
            Assert.True(++asked < 120);
        }

        var where = await Scope.ListCityDecisionsAsync(new ListCityDecisionsRequest { Parent = $"{Programme}/pilotTasks/33", Facts = { request.Facts } }, cancellationToken: Stop);
        Assert.All(where.Decisions, d => Assert.Empty(d.MissingFacts));
        Assert.Contains(where.Decisions, d => d.Verdict == Verdict.Applies);
    }

    private async Task<Contracts.ScopeRules.V1.Decision> DecideAsync(ReadState? state) => await Scope.DecideAsync(
        new DecideRequest { PilotTask = $"{Programme}/pilotTasks/59", City = "qingdao", View = DecisionView.Full, State = state }, cancellationToken: Stop);
}
