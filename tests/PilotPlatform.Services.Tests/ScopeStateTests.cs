using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Tests;
using PilotPlatform.Domain.Tests.Scope;
using Core = PilotPlatform.Domain.Scope;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>Every answer names edition, rule set and position of the acts, and a read may pin them; and what costs much is not for everybody.</summary>
public sealed class ScopeStateTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private Lazy<Task<Act>>? acts;

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Scope;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Every method that only reads.</summary>
    public static TheoryData<string> Reads => new(ScopeRulesService.Descriptor.Methods
        .Where(m => m.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects).Select(m => m.Name));

    /// <summary>Called for what is now, each names what lists name; called for a day and a position before, each names those.</summary>
    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Read_AnyOfThem_IsAnsweredFromTheStateItAsksForAndNamesIt(string method)
    {
        var act = await Acts.Value;
        var newest = await StateAsync(method, null, act);
        var pinned = new ReadState { Edition = newest.Edition, RuleSet = newest.RuleSet, ActsPosition = act.CreatePosition, AsOfDate = new Google.Type.Date { Year = 2026, Month = 3, Day = 1 } };
        var position = await PositionAsync(method);

        Assert.Equal((act.State.Edition, act.State.RuleSet, position), (newest.Edition, newest.RuleSet, newest.ActsPosition));
        Assert.NotEqual("", newest.ConsistencyToken);
        if (method == nameof(ScopeRulesService.ScopeRulesServiceClient.Watch))
            return; // it tells from a position on, and asks for a token at least

        var then = await StateAsync(method, pinned, act);
        Assert.Equal((pinned.Edition, pinned.RuleSet, pinned.ActsPosition, pinned.AsOfDate), (then.Edition, then.RuleSet, then.ActsPosition, then.AsOfDate));
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => StateAsync(method, new ReadState { ActsPosition = 1_000_000 }, act))).Info.Reason);
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => StateAsync(method, new ReadState { RuleSet = "ruleSets/none" }, act))).Info.Reason);
    }

    [Theory]
    [InlineData("DecideStream")]
    [InlineData("ListActs")]
    public async Task Read_AskingForATokenThatIsNotReached_IsToldToComeAgain(string method) =>
        Assert.Equal("STATE_NOT_REACHED", (await RunningSuite.RefusedAsync(() => ScopeReads.All[method](Scope, new ReadState { MinimumToken = ScopeReads.TokenToCome }, new Act()))).Info.Reason);

    [Fact]
    public void Reads_ThatAreCalled_AreAllThereAre() =>
        Assert.Equal(Reads.Select(r => r.Data).Order(StringComparer.Ordinal), ScopeReads.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Reads_ByName_SayTheStateAsListsDo()
    {
        var state = (await Scope.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: Stop)).State;

        Assert.Equal((64, false), (state.Edition.Split('/')[^1].Length * 4, state.RuleSet.Length == 0));
        Assert.Equal(state, (await Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = state.RuleSet }, cancellationToken: Stop)).State);
        state.ActsPosition = (await DecideAsync(null)).ActsPosition;
        Assert.Equal(state, (await Scope.GetRuleAsync(new GetRuleRequest { Name = $"{Programme}/pilotTasks/35/rule" }, cancellationToken: Stop)).State);
        Assert.Equal(state, (await Scope.GetFactAsync(new GetFactRequest { Name = "facts/actor" }, cancellationToken: Stop)).State);
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
        var hospital = Shipped.Rules.Facts.Book([("actor", Core.FactValue.OfChoice("medical-institution")), ("foreign-share", Core.FactValue.OfBasisPoints(10_000))]).Value;
        var bound = new QuestionBound(Shipped.Rules, Shipped.Rules.Compile(Core.ActBook.Empty)).Of(Core.Interview.Cells(Shipped.Rules), hospital);
        var asked = 0;
        while (await Scope.ListNextQuestionsAsync(request, cancellationToken: Stop) is { NextQuestions: [var next, ..] } step)
        {
            Assert.Equal(1431, step.Total.AppliesCount + step.Total.DoesNotApplyCount + step.Total.UndeterminedCount);
            request.Facts.Add(next.Outcomes.First(o => o.Answer is not null).Answer);
            Assert.True(++asked <= bound, "more is asked than anybody has to ask of the worst asker");
        }

        var where = await Scope.ListCityDecisionsAsync(new ListCityDecisionsRequest { Parent = $"{Programme}/pilotTasks/33", Facts = { request.Facts } }, cancellationToken: Stop);
        Assert.All(where.Decisions, d => Assert.Empty(d.MissingFacts));
        Assert.Contains(where.Decisions, d => d.Verdict == Verdict.Applies);
    }

    /// <summary>An act that was recorded before everything and revoked again, so that there are positions to ask for.</summary>
    private Lazy<Task<Act>> Acts => acts ??= new(async () =>
    {
        var act = await Scope.CreateActAsync(
            new CreateActRequest
            {
                Parent = Programme,
                RequestId = "0198c0de-0000-7000-8000-000000000151",
                Act = new Act { Kind = ActKind.Willingness, PilotTask = $"{Programme}/pilotTasks/151", City = $"{Programme}/cities/fuzhou", EffectiveDate = new Google.Type.Date { Year = 2026, Month = 1, Day = 1 }, Evidence = "纪要" },
            },
            cancellationToken: Stop);
        await Scope.RevokeActAsync(new RevokeActRequest { Name = act.Name, Reason = "撤回", RevokeDate = act.EffectiveDate, RequestId = "0198c0de-0000-7000-8000-000000000152" }, cancellationToken: Stop);
        return act;
    });

    /// <summary>What an answer of now says of its position: the last revocation, or in answers about rule sets the last entry, which is the same here.</summary>
    private async Task<long> PositionAsync(string method) => method.Contains("RuleSet", StringComparison.Ordinal)
        ? (await Scope.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: Stop)).State.ActsPosition
        : (await DecideAsync(null)).ActsPosition;

    private async Task<AnswerState> StateAsync(string method, ReadState? state, Act act) => ScopeReads.StateOf(await ScopeReads.All[method](Scope, state, act));

    private async Task<Contracts.ScopeRules.V1.Decision> DecideAsync(ReadState? state) => await Scope.DecideAsync(
        new DecideRequest { PilotTask = $"{Programme}/pilotTasks/59", City = "qingdao", View = DecisionView.Full, State = state }, cancellationToken: Stop);
}
