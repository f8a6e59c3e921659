using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PilotPlatform.Contracts.ScopeRules.V1;
using State = PilotPlatform.Contracts.ScopeRules.V1.Reach.Types.State;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>Questions around a decision, and what the rule set says of itself.</summary>
public sealed class ScopeQuestionTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Client.ScopeRules;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task ListNextQuestions_AnsweredOneByOne_SettleWhatTheAskerCanSettle()
    {
        var request = new ListNextQuestionsRequest { Parent = Programme, City = "suzhou", PilotTask = $"{Programme}/pilotTasks/35" };
        var asked = 0;
        while ((await Scope.ListNextQuestionsAsync(request, cancellationToken: Stop)).NextQuestions is [var next, ..])
        {
            Assert.True(next.Question.Length > 0 && next.EnglishQuestion.Length > 0 && next.Outcomes.Count > 1);
            Assert.All(next.Outcomes, o => Assert.Equal(1, o.Total.AppliesCount + o.Total.DoesNotApplyCount + o.Total.UndeterminedCount));
            request.Facts.Add(next.Outcomes.OrderByDescending(o => o.Total.DoesNotApplyCount).Last(o => o.Answer is not null).Answer);
            Assert.True(++asked <= 2);
        }

        var list = await Scope.ListNextQuestionsAsync(request, cancellationToken: Stop);
        Assert.Equal((1, 0), (list.Total.AppliesCount, list.Total.UndeterminedCount));
    }

    [Fact]
    public async Task ListNextQuestions_OfACity_CountsExactlyWhatEachAnswerComesTo()
    {
        var list = await Scope.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = Programme, City = "hefei", PageSize = 1 }, cancellationToken: Stop);
        var question = Assert.Single(list.NextQuestions);

        Assert.True(list.TotalSize > 1);
        foreach (var outcome in question.Outcomes.Where(o => o.Answer is not null).Take(5))
        {
            var then = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "hefei", Facts = { outcome.Answer } }, cancellationToken: Stop);
            Assert.Equal(then.Total, outcome.Total);
        }
    }

    [Fact]
    public async Task ListCounterfactuals_AboveTheBound_SaysHowFarDown()
    {
        var request = new ListCounterfactualsRequest
        {
            PilotTask = $"{Programme}/pilotTasks/35",
            City = "suzhou",
            Verdict = Verdict.Applies,
            Facts = { new FactValue { Fact = "facts/actor", Enumeration = "taiwan-doctor" }, new FactValue { Fact = "facts/place", Place = "places/taicang" } },
        };

        var answer = await Scope.ListCounterfactualsAsync(request, cancellationToken: Stop);

        Assert.Equal(Verdict.DoesNotApply, answer.Verdict);
        var change = Assert.Single(Assert.Single(answer.Counterfactuals).Changes);
        Assert.Equal(("facts/place", "places/kunshan"), (change.Fact, Assert.Single(change.Ranges).Least.Place));
        request.Verdict = Verdict.Undetermined;
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => Scope.ListCounterfactualsAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task WhatIf_ActsAreSupposed_GivesOnlyTheFlipsAndRecordsNothing()
    {
        var request = new WhatIfRequest
        {
            Parent = Programme,
            SupposedActs =
            {
                new WhatIfRequest.Types.SupposedAct { Kind = ActKind.JointStudy, TaskNumber = 24 },
                new WhatIfRequest.Types.SupposedAct { Kind = ActKind.Willingness, TaskNumber = 151, City = "xian" },
            },
        };

        var answer = await Scope.WhatIfAsync(request, cancellationToken: Stop);

        Assert.Equal(10, answer.Flips.Count);
        Assert.All(answer.Flips, f => Assert.Equal(State.Applies, f.ReachAfter));
        Assert.Equal(1431, answer.TotalAfter.AppliesCount + answer.TotalAfter.DoesNotApplyCount + answer.TotalAfter.UndeterminedCount);
        Assert.Empty((await Scope.ListActsAsync(new ListActsRequest { Parent = Programme }, cancellationToken: Stop)).Acts);
        request.SupposedActs[1].TaskNumber = 1;
        Assert.Equal("NO_SUCH_ACT", (await RunningSuite.RefusedAsync(() => Scope.WhatIfAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task WhatIf_FactsAreChanged_GivesTheTaskThatFlips()
    {
        var answer = await Scope.WhatIfAsync(
            new WhatIfRequest
            {
                Parent = Programme,
                PilotTask = $"{Programme}/pilotTasks/1",
                Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 5000 } },
                ChangedFacts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 5001 } },
            },
            cancellationToken: Stop);

        Assert.Equal(["", "opening", "joint-venture"], answer.Flips.Take(3).Select(f => f.ClauseId));
        Assert.Equal(9, answer.Flips.Count(f => f.ClauseId.Length == 0));
        Assert.All(answer.Flips.Where(f => f.ClauseId != "joint-venture"), f => Assert.Equal((Verdict.Applies, Verdict.DoesNotApply), (f.VerdictBefore, f.VerdictAfter)));
    }

    /// <summary>128 for an asker of Kunshan who owns half: it applies, one clause does not, and everything that is asked about it says so.</summary>
    [Fact]
    public async Task EveryQuestion_OnATaskThatAppliesByAnotherClause_NamesTheClause()
    {
        FactValue[] facts = [new FactValue { Fact = "facts/foreign-share", BasisPoints = 5000 }, new FactValue { Fact = "facts/place", Place = "places/kunshan" }];
        const string Task128 = $"{Programme}/pilotTasks/128";
        var list = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "suzhou", Facts = { facts } }, cancellationToken: Stop);
        var row = list.Decisions.Single(d => d.PilotTask == Task128);
        var clauses = await Scope.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = Programme, City = "suzhou", PilotTask = Task128, Facts = { facts }, IncludeClauses = true }, cancellationToken: Stop);
        var one = new ListNextQuestionsRequest { Parent = Programme, City = "suzhou", PilotTask = Task128, ClauseId = "institution" };
        var change = new ListCounterfactualsRequest { PilotTask = Task128, City = "suzhou", Facts = { facts }, ClauseId = "institution", Verdict = Verdict.Applies };

        Assert.Equal((Verdict.Applies, "institution", "recognition"), (row.Verdict, Assert.Single(row.RefusedClauses), Assert.Single(row.OpenClauses)));
        var decided = await Scope.DecideAsync(new DecideRequest { PilotTask = Task128, City = "suzhou", Facts = { facts } }, cancellationToken: Stop);
        Assert.Equal([Decision.Types.Basis.OutOfBounds, Decision.Types.Basis.OutOfArea], decided.Clauses.Single(c => c.ClauseId == "institution").Bases);
        Assert.Equal((1, "facts/sino-german-qualification"), (clauses.OpenClauseCount, Assert.Single(clauses.NextQuestions).Fact));
        Assert.All(clauses.NextQuestions[0].Outcomes, o => Assert.Equal((1, 0), (o.SettledClauseCount, o.SettledCount)));
        Assert.Empty((await Scope.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = Programme, City = "suzhou", PilotTask = Task128, Facts = { facts } }, cancellationToken: Stop)).NextQuestions);
        var ofOne = await Scope.ListNextQuestionsAsync(one, cancellationToken: Stop);
        Assert.Equal((1, 2), (ofOne.Total.UndeterminedCount, ofOne.TotalSize));
        var changed = await Scope.ListCounterfactualsAsync(change, cancellationToken: Stop);
        Assert.Equal((Verdict.DoesNotApply, 2), (changed.Verdict, Assert.Single(changed.Counterfactuals).Changes.Count));
        change.ClauseId = one.ClauseId = "none";
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => Scope.ListCounterfactualsAsync(change, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => Scope.ListNextQuestionsAsync(one, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    /// <summary>Who cannot answer is not asked.</summary>
    [Fact]
    public async Task ListNextQuestions_OfSomeSettlers_AsksOnlyWhatTheyCanAnswer()
    {
        var request = new ListNextQuestionsRequest { Parent = Programme, City = "hefei", PageSize = 1000 };
        var all = await Scope.ListNextQuestionsAsync(request, cancellationToken: Stop);
        request.Settlers.Add(Settler.Asker);
        var own = await Scope.ListNextQuestionsAsync(request, cancellationToken: Stop);

        Assert.Equal(all.NextQuestions.Where(q => q.Settler == Settler.Asker).Select(q => q.Fact).Order(StringComparer.Ordinal), own.NextQuestions.Select(q => q.Fact).Order(StringComparer.Ordinal));
        Assert.InRange(own.TotalSize, 1, all.TotalSize - 1);
        request.Settlers.Add((Settler)99);
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => Scope.ListNextQuestionsAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task Decide_FactThatTheAskerDoesNotKnow_IsSaidToBeAskedInVain()
    {
        var request = new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou" };
        Assert.False((await Scope.DecideAsync(request, cancellationToken: Stop)).Pending.Single(p => p.Fact == "facts/foreign-share").NotKnown);
        request.Facts.Add(new FactValue { Fact = "facts/foreign-share", NotKnown = true });
        Assert.True((await Scope.DecideAsync(request, cancellationToken: Stop)).Pending.Single(p => p.Fact == "facts/foreign-share").NotKnown);
    }

    /// <summary>What waits for acts alone is never said to become refused.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(151)]
    public async Task PossibleVerdicts_OfWhatWaitsForActsOnly_AreThatItApplies(int task)
    {
        var list = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "hefei" }, cancellationToken: Stop);
        var row = list.Decisions.Single(d => d.PilotTask == $"{Programme}/pilotTasks/{task}");
        var decision = await Scope.DecideAsync(new DecideRequest { PilotTask = row.PilotTask, City = "hefei" }, cancellationToken: Stop);

        Assert.Equal(decision.PossibleVerdicts, row.PossibleVerdicts);
        Assert.Equal(row.MissingFacts.Count == 0 ? [Verdict.Applies] : [Verdict.Applies, Verdict.DoesNotApply], row.PossibleVerdicts);
    }

    [Fact]
    public async Task Rules_AndTheirFacts_NameOneAnother()
    {
        var rule = await Scope.GetRuleAsync(new GetRuleRequest { Name = $"{Programme}/pilotTasks/35/rule" }, cancellationToken: Stop);
        var facts = await Scope.ListFactsAsync(new ListFactsRequest { PageSize = 1000 }, cancellationToken: Stop);
        var ofTask = await Scope.ListFactsAsync(new ListFactsRequest { PilotTask = rule.PilotTask }, cancellationToken: Stop);

        Assert.True(rule.TextCovered);
        Assert.Equal(rule.Facts.Order(StringComparer.Ordinal), ofTask.Facts.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(rule.Facts, f => Assert.Contains(facts.Facts, o => o.Name == f));
        Assert.All(facts.Facts, f => Assert.True(f.Question.Length > 0 && f.EnglishQuestion.Length > 0 && f.Settler != Settler.Unspecified));
        var share = await Scope.GetFactAsync(new GetFactRequest { Name = "facts/foreign-share" }, cancellationToken: Stop);
        Assert.Equal((Fact.Types.Type.BasisPoints, 0L, 10_000L), (share.Type, share.Minimum, share.Maximum));
        Assert.Contains($"{Programme}/pilotTasks/1", share.PilotTasks);
    }

    [Theory]
    [InlineData("programmes/nine-cities/pilotTasks/160/rule", "RESOURCE_NOT_FOUND")]
    [InlineData("programmes/nine-cities/pilotTasks/1", "INVALID_NAME")]
    public async Task GetRule_OfNoTask_IsRefused(string name, string reason) =>
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => Scope.GetRuleAsync(new GetRuleRequest { Name = name }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    [Theory]
    [InlineData("facts/unheard-of", "RESOURCE_NOT_FOUND")]
    [InlineData("foreign-share", "INVALID_NAME")]
    public async Task GetFact_OfNoFact_IsRefused(string name, string reason) =>
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => Scope.GetFactAsync(new GetFactRequest { Name = name }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    [Theory]
    [InlineData("/v1/facts?pageSize=3")]
    [InlineData("/v1/facts/actor")]
    [InlineData("/v1/programmes/nine-cities/acts")]
    [InlineData("/v1/ruleSets")]
    [InlineData("/v1/ruleSets/active:compare?otherRuleSet=ruleSets/active")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/35/rule")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/35/cityDecisions")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/35:explain?city=suzhou")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/35/counterfactuals?city=suzhou&verdict=VERDICT_APPLIES")]
    [InlineData("/v1/programmes/nine-cities/pilotTaskDecisions?city=suzhou&pageSize=2")]
    [InlineData("/v1/programmes/nine-cities/nextQuestions?city=suzhou&pageSize=2")]
    [InlineData("/v1/programmes/nine-cities/reachMatrix?form=FORM_PACKED")]
    public async Task Get_OfEveryRead_IsJson(string address) =>
        Assert.NotEmpty((await suite.Http.GetFromJsonAsync<JsonObject>(address, Stop))!);

    [Fact]
    public async Task Post_WithFacts_IsJson()
    {
        var facts = new[] { new { fact = "facts/foreign-share", basisPoints = 5001 } };
        foreach (var (address, body) in new (string, object)[]
        {
            ("/v1/programmes/nine-cities/pilotTaskDecisions", new { city = "suzhou", facts }),
            ("/v1/programmes/nine-cities/pilotTasks/1/cityDecisions", new { facts }),
            ("/v1/programmes/nine-cities/pilotTasks/1:explain", new { city = "suzhou", facts }),
            ("/v1/programmes/nine-cities:batchDecide", new { items = new[] { new { taskNumber = 1, city = "suzhou" } }, facts }),
            ("/v1/programmes/nine-cities:whatIf", new { changedFacts = facts }),
            ("/v1/ruleSets/active:runCases", new { }),
        })
        {
            using var answer = await suite.Http.PostAsJsonAsync(address, body, Stop);
            Assert.True(answer.IsSuccessStatusCode, address);
            Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!);
        }
    }
}
