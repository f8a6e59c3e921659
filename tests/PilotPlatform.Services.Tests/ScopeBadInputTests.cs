using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>What is wrong with a question is said with reason and field, whichever method is asked.</summary>
public sealed class ScopeBadInputTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;
    private const string Vpn = $"{Programme}/pilotTasks/1";
    private const string Active = "ruleSets/active";

    private static readonly FactValue Unheard = new() { Fact = "facts/unheard-of", Boolean = true };
    private static readonly FactValue TooMuch = new() { Fact = "facts/foreign-share", BasisPoints = 10_001 };

    /// <summary>Method, reason, field and request.</summary>
    public static TheoryData<string, string, string, string> Wrong()
    {
        var rows = new TheoryData<string, string, string, string>();
        void Add(string method, string reason, string field, IMessage request) => rows.Add(method, reason, field, JsonFormatter.Default.Format(request));
        foreach (var (method, ask) in new (string, Func<string, FactValue[], IMessage>)[]
        {
            ("Decide", (city, facts) => new DecideRequest { PilotTask = Vpn, City = city, Facts = { facts } }),
            ("ExplainDecision", (city, facts) => new ExplainDecisionRequest { PilotTask = Vpn, City = city, Facts = { facts } }),
            ("ListPilotTaskDecisions", (city, facts) => new ListPilotTaskDecisionsRequest { Parent = Programme, City = city, Facts = { facts } }),
            ("ListNextQuestions", (city, facts) => new ListNextQuestionsRequest { Parent = Programme, City = city, Facts = { facts } }),
            ("ListCounterfactuals", (city, facts) => new ListCounterfactualsRequest { PilotTask = Vpn, City = city, Facts = { facts }, Verdict = Verdict.Applies }),
            ("WhatIf", (city, facts) => new WhatIfRequest { Parent = Programme, City = city, Facts = { facts } }),
        })
        {
            Add(method, "UNKNOWN_CITY", "city", ask("atlantis", []));
            Add(method, "UNKNOWN_FACT", "facts[0].fact", ask("suzhou", [Unheard]));
            Add(method, "INVALID_ARGUMENT", "facts[0].basis_points", ask("suzhou", [TooMuch]));
            Add(method, "INVALID_ARGUMENT", "facts[1].fact", ask("suzhou", [new() { Fact = "facts/actor", NotKnown = true }, new() { Fact = "facts/actor", NotKnown = true }]));
            Add(method, "INVALID_ARGUMENT", "facts[0].boolean", ask("suzhou", [new() { Fact = "facts/actor", Boolean = true }]));
            Add(method, "INVALID_ARGUMENT", "facts[0].enumeration", ask("suzhou", [new() { Fact = "facts/actor", Enumeration = "nobody" }]));
            Add(method, "INVALID_ARGUMENT", "facts[0].place", ask("suzhou", [new() { Fact = "facts/place", Place = "places/atlantis" }]));
            Add(method, "INVALID_ARGUMENT", "facts[1].place", ask("suzhou", [new() { Fact = "facts/actor", NotKnown = true }, new() { Fact = "facts/place", Place = "places/beijing" }]));
            Add(method, "INVALID_ARGUMENT", "facts[0].value", ask("suzhou", [new() { Fact = "facts/actor" }]));
            Add(method, "INVALID_NAME", "facts[0].fact", ask("suzhou", [new() { Fact = "actor", NotKnown = true }]));
        }

        Add("BatchDecide", "UNKNOWN_FACT", "facts[0].fact", new BatchDecideRequest { Parent = Programme, Items = { new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "suzhou" } }, Facts = { Unheard } });
        Add("ListCityDecisions", "UNKNOWN_FACT", "facts[0].fact", new ListCityDecisionsRequest { Parent = Vpn, Facts = { Unheard } });
        Add("ListCityDecisions", "INVALID_NAME", "parent", new ListCityDecisionsRequest { Parent = "1" });
        Add("ListPilotTaskDecisions", "INVALID_NAME", "parent", new ListPilotTaskDecisionsRequest { Parent = "nine", City = "suzhou" });
        Add("ListPilotTaskDecisions", "INVALID_ARGUMENT", "page_size", new ListPilotTaskDecisionsRequest { Parent = Programme, City = "suzhou", PageSize = -1 });
        Add("ListPilotTaskDecisions", "INVALID_PAGE_TOKEN", "page_token", new ListPilotTaskDecisionsRequest { Parent = Programme, City = "suzhou", PageToken = "next" });
        Add("ListNextQuestions", "INVALID_NAME", "pilot_task", new ListNextQuestionsRequest { Parent = Programme, PilotTask = "35" });
        Add("ListCounterfactuals", "INVALID_ARGUMENT", "verdict", new ListCounterfactualsRequest { PilotTask = Vpn, City = "suzhou" });
        Add("ListFacts", "INVALID_PAGE_TOKEN", "page_token", new ListFactsRequest { PageToken = "next" });
        Add("ListActs", "UNKNOWN_CITY", "city", new ListActsRequest { Parent = Programme, City = "atlantis" });
        Add("ListRuleSets", "INVALID_ARGUMENT", "page_size", new ListRuleSetsRequest { PageSize = -1 });
        Add("GetRuleSet", "INVALID_NAME", "name", new GetRuleSetRequest { Name = "active" });
        Add("GetReachMatrix", "INVALID_NAME", "name", new GetReachMatrixRequest { Name = "reachMatrix" });
        Add("CompareRuleSets", "INVALID_ARGUMENT", "other_rule_set", new CompareRuleSetsRequest { Name = Active });
        Add("RunRuleSetCases", "INVALID_ARGUMENT", "case_files[0].file_name", new RunRuleSetCasesRequest { Name = Active, CaseFiles = { new CaseFile { Content = "task: 1" } } });
        Add("ValidateRuleSet", "INVALID_ARGUMENT", "content", new ValidateRuleSetRequest());
        Add("RollBackRuleSet", "INVALID_ARGUMENT", "reason", new RollBackRuleSetRequest { Name = Active });
        Add("RevokeAct", "INVALID_NAME", "name", new RevokeActRequest { Name = "acts/1", Reason = "撤回" });
        return rows;
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Call_ThatIsWrong_IsRefusedWithReasonAndField(string method, string reason, string field, string request)
    {
        var called = typeof(ScopeRulesService.ScopeRulesServiceClient).GetMethods().Single(m => m.Name == method + "Async" && m.GetParameters().Length == 4);
        var message = ScopeRulesService.Descriptor.FindMethodByName(method).InputType.Parser.ParseJson(request);

        var (code, status, info) = await RunningSuite.RefusedAsync(async () =>
        {
            using var call = (IDisposable)called.Invoke(suite.Client.ScopeRules, [message, null, null, RunningSuite.Stop])!;
            await (Task)call.GetType().GetProperty("ResponseAsync")!.GetValue(call)!;
        });

        Assert.Equal((StatusCode.InvalidArgument, reason, field), (code, info.Reason, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
    }

    /// <summary>A number that stands for nothing in an enumeration is refused too; JSON could not say it.</summary>
    [Fact]
    public async Task Call_WithANumberThatIsNoValue_IsRefused()
    {
        var scope = suite.Client.ScopeRules;
        foreach (var (field, call) in new (string, Func<Task>)[]
        {
            ("view", () => scope.DecideAsync(new DecideRequest { PilotTask = Vpn, City = "suzhou", View = (DecisionView)99 }, cancellationToken: RunningSuite.Stop).ResponseAsync),
            ("verdicts[0]", () => scope.ListCityDecisionsAsync(new ListCityDecisionsRequest { Parent = Vpn, Verdicts = { (Verdict)99 } }, cancellationToken: RunningSuite.Stop).ResponseAsync),
            ("kind", () => scope.ListActsAsync(new ListActsRequest { Parent = Programme, Kind = (ActKind)99 }, cancellationToken: RunningSuite.Stop).ResponseAsync),
            ("form", () => scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix", Form = (GetReachMatrixRequest.Types.Form)99 }, cancellationToken: RunningSuite.Stop).ResponseAsync),
        })
            Assert.Equal(field, (await RunningSuite.RefusedAsync(call)).Status.GetDetail<BadRequest>()!.FieldViolations[0].Field);
    }

    /// <summary>However much is wrong, the refusal fits into what a client takes behind an answer: 16 KB by default.</summary>
    [Theory]
    [InlineData(140, "facts[0].fact")]
    [InlineData(600, "facts")]
    [InlineData(20_000, "facts")]
    public async Task Decide_ManyFactsThatAreWrong_IsRefusedBriefly(int count, string field)
    {
        var request = new DecideRequest { PilotTask = Vpn, City = "suzhou", Facts = { Enumerable.Repeat(new FactValue { Fact = "没有这样的事实", Boolean = true }, count) } };

        var refused = await Assert.ThrowsAsync<RpcException>(() => suite.Client.ScopeRules.DecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, field), (refused.StatusCode, refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations[0].Field));
        Assert.InRange(refused.Trailers.Sum(t => t.Key.Length + (t.IsBinary ? t.ValueBytes.Length * 4 / 3 : Uri.EscapeDataString(t.Value).Length)), 100, 12_000);
    }

    /// <summary>Where a text names areas it decides on a place outside the city; where none does, nobody would look at it.</summary>
    [Theory]
    [InlineData(35, "suzhou", "places/nanjing", null)]
    [InlineData(68, "dalian", "places/liaoning/elsewhere", null)]
    [InlineData(19, "suzhou", "places/jiangsu", null)]
    [InlineData(19, "suzhou", "places/suzhou/elsewhere", null)]
    [InlineData(19, "suzhou", "places/jiangsu/elsewhere", "items[0].facts[0].place")]
    [InlineData(19, "suzhou", "places/hefei", "items[0].facts[0].place")]
    public async Task BatchDecide_PlaceOutsideTheCity_IsRefusedWhereTheTextNamesNoArea(int task, string city, string place, string? field)
    {
        var request = new BatchDecideRequest
        {
            Parent = Programme,
            Items = { new BatchDecideRequest.Types.Item { TaskNumber = task, City = city, Facts = { new FactValue { Fact = "facts/place", Place = place } } } },
        };

        var result = (await suite.Client.ScopeRules.BatchDecideAsync(request, cancellationToken: RunningSuite.Stop)).Results[0];

        Assert.Equal(field, result.Error?.GetDetail<BadRequest>()?.FieldViolations[0].Field);
        Assert.Equal(field is null, result.Decision is not null);
    }

    [Fact]
    public async Task BatchDecide_MoreProofsThanOneAnswerHolds_IsRefused()
    {
        var request = new BatchDecideRequest { Parent = Programme, View = DecisionView.Full, Items = { Enumerable.Repeat(new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "suzhou" }, 257) } };

        var (_, status, info) = await RunningSuite.RefusedAsync(() => suite.Client.ScopeRules.BatchDecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync);

        Assert.Equal(("INVALID_ARGUMENT", "items"), (info.Reason, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
    }

    /// <summary>A GET has no content, whatever it says of its type; what it asks for is JSON.</summary>
    [Theory]
    [InlineData("/v1/programmes/nine-cities/pilotTaskDecisions?city=suzhou")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/1:decide?city=suzhou")]
    public async Task Get_SaidToBeGrpc_IsAnsweredAsWithoutIt(string address)
    {
        var plain = await suite.Http.GetStringAsync(address, RunningSuite.Stop);
        for (var time = 0; time < 2; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Content = new ByteArrayContent([]) };
            request.Content.Headers.ContentType = new("application/grpc");
            using var answer = await suite.Http.SendAsync(request, RunningSuite.Stop);

            Assert.Equal(plain, await answer.Content.ReadAsStringAsync(RunningSuite.Stop));
        }
    }

    [Fact]
    public async Task ListNextQuestions_OfACityOutsideTheProgramme_CountsThatNothingAppliesAndAsksNothing()
    {
        var list = await suite.Client.ScopeRules.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = Programme, City = "beijing" }, cancellationToken: RunningSuite.Stop);

        Assert.Empty(list.NextQuestions);
        Assert.Equal((0, 159, 0), (list.Total.AppliesCount, list.Total.DoesNotApplyCount, list.Total.UndeterminedCount));
    }

    /// <summary>With nothing known there are more orders of questions than are tried, and the answer says so; of one task all are.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData($"{Programme}/pilotTasks/35", false)]
    public async Task ListNextQuestions_MoreOrdersThanAreTried_SaysThatItWasCutOff(string task, bool expected) =>
        Assert.Equal(expected, (await suite.Client.ScopeRules.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = Programme, PilotTask = task }, cancellationToken: RunningSuite.Stop)).CutOff);
}
