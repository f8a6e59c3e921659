using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using State = PilotPlatform.Contracts.ScopeRules.V1.Reach.Types.State;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>One evaluator behind every form of question: lists, batches, streams and the matrix agree, cell by cell.</summary>
public sealed class ScopeDecisionTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private static readonly string[] Cities = ["dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou"];

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Client.ScopeRules;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>What an asker may know.</summary>
    public static TheoryData<FactValue[]> Askers => new(
        [],
        [new FactValue { Fact = "facts/foreign-share", BasisPoints = 10_000 }, new FactValue { Fact = "facts/actor", Enumeration = "medical-institution" }],
        [new FactValue { Fact = "facts/foreign-share", BasisPoints = 0 }, new FactValue { Fact = "facts/place", NotKnown = true }],
        [new FactValue { Fact = "facts/actor", NotKnown = true }]);

    public static TheoryData<FactValue, string, string> BrokenFacts => new()
    {
        { new FactValue { Fact = "facts/unheard-of", Boolean = true }, "UNKNOWN_FACT", "facts[0].fact" },
        { new FactValue { Fact = "foreign-share", BasisPoints = 1 }, "INVALID_NAME", "facts[0].fact" },
        { new FactValue { Fact = "facts/foreign-share", BasisPoints = 10_001 }, "INVALID_ARGUMENT", "facts[0].basis_points" },
        { new FactValue { Fact = "facts/foreign-share", BasisPoints = -1 }, "INVALID_ARGUMENT", "facts[0].basis_points" },
        { new FactValue { Fact = "facts/foreign-share", Boolean = true }, "INVALID_ARGUMENT", "facts[0].boolean" },
        { new FactValue { Fact = "facts/foreign-share", Integer = 5000 }, "INVALID_ARGUMENT", "facts[0].integer" },
        { new FactValue { Fact = "facts/foreign-share" }, "INVALID_ARGUMENT", "facts[0].value" },
        { new FactValue { Fact = "facts/actor", Enumeration = "astronaut" }, "INVALID_ARGUMENT", "facts[0].enumeration" },
        { new FactValue { Fact = "facts/place", Place = "places/atlantis" }, "INVALID_ARGUMENT", "facts[0].place" },
        { new FactValue { Fact = "facts/place", Place = "kunshan" }, "INVALID_NAME", "facts[0].place" },
        { new FactValue { Fact = "facts/actor", NotKnown = false }, "INVALID_ARGUMENT", "facts[0].not_known" },
    };

    [Theory]
    [MemberData(nameof(Askers))]
    public async Task EveryCell_ByBatchListAndStream_IsDecidedAlike(FactValue[] facts)
    {
        var request = new BatchDecideRequest { Parent = Programme, Facts = { facts } };
        request.Items.Add(Enumerable.Range(1, 159).SelectMany(task => Cities.Select(city => new BatchDecideRequest.Types.Item { TaskNumber = task, City = city })));
        var batch = await Scope.BatchDecideAsync(request, cancellationToken: Stop);
        var matrix = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
        var cells = batch.Results.Select(r => r.Decision).ToArray();

        Assert.Equal(1431, cells.Length);
        Assert.Equal(request.Items.Select(i => ($"{Programme}/pilotTasks/{i.TaskNumber}", $"places/{i.City}")), cells.Select(c => (c.PilotTask, c.City)));
        Assert.Equal(matrix.Rows.SelectMany(r => r.States), cells.Select(c => c.Reach));
        foreach (var (column, city) in Cities.Index())
        {
            var list = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = city, Facts = { facts } }, cancellationToken: Stop);
            Assert.Equal(cells.Where((_, i) => i % Cities.Length == column), list.Decisions);
            Assert.Equal((159, ""), (list.TotalSize, list.NextPageToken));
            Assert.Equal(159, list.Total.AppliesCount + list.Total.DoesNotApplyCount + list.Total.UndeterminedCount);
            Assert.Equal(list.Total.AppliesCount, list.Decisions.Count(d => d.Verdict == Verdict.Applies));
            Assert.Equal(list.Total.UndeterminedCount, list.Decisions.Count(d => d.Verdict == Verdict.Undetermined));
        }

        Assert.Equal(cells.Take(90), await StreamAsync(request.Items.Take(90), facts));
        var single = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => i * 28).Select(i => DecideAsync(request.Items[i].TaskNumber, request.Items[i].City, facts)));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => cells[i * 28].Verdict), single.Select(d => d.Verdict));
    }

    /// <summary>
    /// Decisions at length go over the wire as bytes put together from pieces, and as JSON as messages made anew: both say the same of every task, whatever is
    /// known of its facts, the first time and when the pieces lie ready, to many at once.
    /// </summary>
    [Theory]
    [InlineData(DecisionView.Basic, 1)]
    [InlineData(DecisionView.Full, 2)]
    public async Task Decide_AsBytesAndAsJson_SaysTheSame(DecisionView view, int seed)
    {
        var facts = (await Scope.ListFactsAsync(new ListFactsRequest { PageSize = 1000 }, cancellationToken: Stop)).Facts;
        for (var round = 0; round < 3; round++)
        {
            await Parallel.ForEachAsync(Enumerable.Range(1, 159), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (task, _) =>
            {
                var chance = new Random((seed * 1000 * 159) + (round * 159) + task);
                var name = $"{Programme}/pilotTasks/{task}";
                var request = new DecideRequest { City = Cities[chance.Next(9)], View = view };
                request.Facts.Add(facts.Where(f => f.PilotTasks.Contains(name) && chance.Next(4) > 0).Select(f => Value(f, chance, request.City)));
                using var posted = await suite.Http.PostAsync(
                    $"/v1/{name}:decide", new StringContent(Google.Protobuf.JsonFormatter.Default.Format(request), System.Text.Encoding.UTF8, "application/json"), Stop);
                request.PilotTask = name;

                var said = Google.Protobuf.JsonParser.Default.Parse<Decision>(await posted.Content.ReadAsStringAsync(Stop));
                for (var time = 0; time < 3; time++)
                    Assert.Equal(said, await Scope.DecideAsync(request, cancellationToken: Stop));
            });
        }
    }

    private static FactValue Value(Fact fact, Random chance, string city) => chance.Next(8) == 0 ? new FactValue { Fact = fact.Name, NotKnown = true } : fact.Type switch
    {
        Fact.Types.Type.Boolean => new FactValue { Fact = fact.Name, Boolean = chance.Next(2) == 0 },
        Fact.Types.Type.BasisPoints => new FactValue { Fact = fact.Name, BasisPoints = chance.Next(3) == 0 ? 5000 : chance.Next(10_001) },
        Fact.Types.Type.Enumeration => new FactValue { Fact = fact.Name, Enumeration = fact.Values[chance.Next(fact.Values.Count)] },
        Fact.Types.Type.Place => new FactValue { Fact = fact.Name, Place = chance.Next(2) == 0 ? $"places/{city}" : $"places/{city}/elsewhere" },
        Fact.Types.Type.Integer => new FactValue { Fact = fact.Name, Integer = chance.NextInt64(fact.HasMinimum ? fact.Minimum : 0, (fact.HasMaximum ? fact.Maximum : 100) + 1) },
        _ => new FactValue { Fact = fact.Name, Date = new Google.Type.Date { Year = 2020 + chance.Next(10), Month = 6, Day = 1 } },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(4097)]
    public async Task BatchDecide_NothingOrTooMuch_IsRefused(int items)
    {
        var request = new BatchDecideRequest { Parent = Programme };
        request.Items.Add(Enumerable.Repeat(new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "suzhou" }, items));

        var (_, status, info) = await RunningSuite.RefusedAsync(() => Scope.BatchDecideAsync(request, cancellationToken: Stop).ResponseAsync);

        Assert.Equal(("INVALID_ARGUMENT", "items"), (info.Reason, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
    }

    [Fact]
    public async Task BatchDecide_ItemsThatAreWrong_HaveAStatusOfTheirOwn()
    {
        var request = new BatchDecideRequest
        {
            Parent = Programme,
            Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 5001 } },
            Items =
            {
                new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "suzhou" },
                new BatchDecideRequest.Types.Item { TaskNumber = 160, City = "suzhou" },
                new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "atlantis" },
                new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "苏州", Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 5000 } } },
                new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "suzhou", Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 10_001 } } },
                new BatchDecideRequest.Types.Item { TaskNumber = 1, City = "beijing" },
            },
        };

        var results = (await Scope.BatchDecideAsync(request, cancellationToken: Stop)).Results;

        Assert.Equal([null, "RESOURCE_NOT_FOUND", "UNKNOWN_CITY", null, "INVALID_ARGUMENT", null], results.Select(r => r.Error?.GetDetail<ErrorInfo>()?.Reason));
        Assert.Equal("items[4].facts[0].basis_points", results[4].Error.GetDetail<BadRequest>()!.FieldViolations[0].Field);
        Assert.Equal((Verdict.DoesNotApply, Verdict.DoesNotApply), (results[0].Decision.Verdict, results[5].Decision.Verdict));
        Assert.NotEqual(Verdict.DoesNotApply, results[3].Decision.Verdict);
    }

    [Theory]
    [MemberData(nameof(BrokenFacts))]
    public async Task Decide_FactThatIsWrong_IsRefusedWithReasonAndField(FactValue fact, string reason, string field)
    {
        var (code, status, info) = await RunningSuite.RefusedAsync(() => DecideAsync(1, "suzhou", fact));

        Assert.Equal((StatusCode.InvalidArgument, reason, field), (code, info.Reason, status.GetDetail<BadRequest>()!.FieldViolations[0].Field));
    }

    [Fact]
    public async Task ListPilotTaskDecisions_InPages_IsTheWholeAndFiltersKeepTheTotals()
    {
        var request = new ListPilotTaskDecisionsRequest { Parent = Programme, City = "hefei", PageSize = 50 };
        var all = (await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "hefei" }, cancellationToken: Stop)).Decisions;
        var paged = new List<CellDecision>();
        do
        {
            var page = await Scope.ListPilotTaskDecisionsAsync(request, cancellationToken: Stop);
            paged.AddRange(page.Decisions);
            request.PageToken = page.NextPageToken;
            Assert.Equal(159, page.TotalSize);
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(all, paged);
        var open = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "hefei", Verdicts = { Verdict.Undetermined } }, cancellationToken: Stop);
        Assert.Equal(all.Where(d => d.Verdict == Verdict.Undetermined), open.Decisions);
        Assert.Equal(159, open.Total.AppliesCount + open.Total.DoesNotApplyCount + open.Total.UndeterminedCount);
        Assert.All(open.Decisions, d => Assert.True(d.MissingFacts.Count + d.MissingActs.Count > 0));

        request.PageToken = (await Scope.ListPilotTaskDecisionsAsync(request, cancellationToken: Stop)).NextPageToken;
        request.City = "xian";
        Assert.Equal("INVALID_PAGE_TOKEN", (await RunningSuite.RefusedAsync(() => Scope.ListPilotTaskDecisionsAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task ListPilotTaskDecisions_OfACityOutsideTheProgramme_AppliesNowhere()
    {
        var list = await Scope.ListPilotTaskDecisionsAsync(new ListPilotTaskDecisionsRequest { Parent = Programme, City = "北京" }, cancellationToken: Stop);

        Assert.Equal((0, 159, 0), (list.Total.AppliesCount, list.Total.DoesNotApplyCount, list.Total.UndeterminedCount));
        Assert.Equal("places/beijing-city", list.Decisions[0].City);
    }

    [Fact]
    public async Task ListCityDecisions_OfATask_HasEveryCity()
    {
        var list = await Scope.ListCityDecisionsAsync(new ListCityDecisionsRequest { Parent = $"{Programme}/pilotTasks/69", View = DecisionView.Basic }, cancellationToken: Stop);

        Assert.Equal(Cities, list.Decisions.Select(d => d.City.Split('/')[^1]));
        Assert.Equal(9, list.Total.AppliesCount + list.Total.DoesNotApplyCount + list.Total.UndeterminedCount);
        Assert.All(list.Decisions, d => Assert.NotEmpty(d.Decision.Reach.Reason));
    }

    [Fact]
    public async Task GetReachMatrix_Packed_IsTheSameInTwoBitsACell()
    {
        var full = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
        var packed = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix", Form = GetReachMatrixRequest.Types.Form.Packed }, cancellationToken: Stop);
        var unchanged = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix", IfNoneMatch = full.Etag }, cancellationToken: Stop);

        Assert.Equal(358, packed.PackedStates.Length);
        Assert.Equal(Enumerable.Range(1, 159), packed.PackedTaskNumbers);
        Assert.Equal(full.Rows.SelectMany(r => r.States), Enumerable.Range(0, 1431).Select(cell => (State)(((packed.PackedStates[cell / 4] >> (cell % 4 * 2)) & 3) + 1)));
        Assert.Equal((full.Etag, full.Total), (packed.Etag, packed.Total));
        Assert.Equal((true, 0, full.Etag), (unchanged.NotModified, unchanged.Rows.Count, unchanged.Etag));
    }

    [Fact]
    public async Task Decide_InTheFullView_ProvesItFromTheWords()
    {
        var decision = await DecideAsync(1, "suzhou", DecisionView.Full, new FactValue { Fact = "facts/foreign-share", BasisPoints = 5001 });
        var leaves = decision.Clauses.SelectMany(c => Leaves(c.Proof)).ToArray();

        Assert.Equal(Verdict.DoesNotApply, decision.Verdict);
        Assert.Contains(decision.DecidingCitations, c => c.Quote.Contains("外资股比不超过 50%", StringComparison.Ordinal));
        var bound = Assert.Single(leaves, l => l.Condition.NumberBound is { HasMaximum: true } && l.Decides && l.FactValue.BasisPoints == 5001 && ReferenceEquals(l, leaves.First(o => o.Equals(l))));
        Assert.Equal(Proof.Types.Value.False, bound.Value);
        Assert.All(leaves, l => Assert.Equal(l.Condition.Citation.Quote, RunningSuite.Document[l.Condition.Citation.StartOffset..l.Condition.Citation.EndOffset]));
        Assert.All(leaves, l => Assert.True(l.Sentence.Length > 0 && l.EnglishSentence.Length > 0));
        Assert.NotEmpty(decision.Formation);
        Assert.Equal([Decision.Types.Basis.OutOfBounds], decision.Bases);
    }

    [Fact]
    public async Task ExplainDecision_OfAnOpenOne_EndsWithWhoIsToBeAsked()
    {
        var explanation = await Scope.ExplainDecisionAsync(new ExplainDecisionRequest { PilotTask = $"{Programme}/pilotTasks/35", City = "suzhou" }, cancellationToken: Stop);

        Assert.Equal((0, Verdict.Undetermined), (explanation.Lines[0].Depth, explanation.Decision.Verdict));
        Assert.Contains(explanation.Lines, l => l.Citation?.Quote.Contains("昆山", StringComparison.Ordinal) == true);
        Assert.Equal(explanation.Decision.Pending[^1].Question, explanation.Lines[^1].Sentence);
        Assert.All(explanation.Lines, l => Assert.True(l.Sentence.Length > 0 && l.EnglishSentence.Length > 0));
    }

    [Fact]
    public async Task State_PinnedByAnAnswer_MakesTheSameAnswerAgain()
    {
        var first = await DecideAsync(35, "suzhou", DecisionView.Full);

        var again = await Scope.DecideAsync(
            new DecideRequest
            {
                PilotTask = first.PilotTask,
                City = first.City,
                View = DecisionView.Full,
                State = new ReadState { RuleSet = first.RuleSet, ActsPosition = first.ActsPosition, AsOfDate = first.AsOfDate, MinimumToken = first.ConsistencyToken },
            },
            cancellationToken: Stop);

        Assert.Equal(first, again);
    }

    private static IEnumerable<Proof> Leaves(Proof proof) => proof.Parts.Count > 0 ? proof.Parts.SelectMany(Leaves) : proof.Condition.Citation is null ? [] : [proof];

    private Task<Decision> DecideAsync(int task, string city, params FactValue[] facts) => DecideAsync(task, city, DecisionView.Unspecified, facts);

    private Task<Decision> DecideAsync(int task, string city, DecisionView view, params FactValue[] facts) => Scope.DecideAsync(
        new DecideRequest { PilotTask = $"{Programme}/pilotTasks/{task}", City = city, View = view, Facts = { facts } }, cancellationToken: Stop).ResponseAsync;

    private async Task<List<CellDecision>> StreamAsync(IEnumerable<BatchDecideRequest.Types.Item> items, FactValue[] facts)
    {
        using var stream = Scope.DecideStream(cancellationToken: Stop);
        var answers = new List<CellDecision>();
        foreach (var item in items)
            await stream.RequestStream.WriteAsync(new DecideStreamRequest { PilotTask = $"{Programme}/pilotTasks/{item.TaskNumber}", City = item.City, Facts = { facts }, Correlation = item.City }, Stop);
        await stream.RequestStream.WriteAsync(new DecideStreamRequest { PilotTask = "none", City = "suzhou" }, Stop);
        await stream.RequestStream.CompleteAsync();
        await foreach (var answer in stream.ResponseStream.ReadAllAsync(Stop))
            if (answer.Error is null)
                answers.Add(answer.Decision);
            else
                Assert.Equal("INVALID_NAME", answer.Error.GetDetail<ErrorInfo>()!.Reason);
        return answers;
    }
}
