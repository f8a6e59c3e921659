using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ScopeRules.Cases;

namespace PilotPlatform.Services.Tests;

/// <summary>The cases of <c>tests/cases</c> through the gateway, all of them, in a suite in which nobody else records acts.</summary>
public sealed class ScopeCaseTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Fact> Known = new(StringComparer.Ordinal);

    private static readonly string[] Nine = ["dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou"];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "cases");

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Scope;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Every file of cases.</summary>
    public static TheoryData<string> Files =>
        new(Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task RunRuleSetCases_ThoseShipped_AllPass()
    {
        var run = await Scope.RunRuleSetCasesAsync(new RunRuleSetCasesRequest { Name = "ruleSets/active" }, cancellationToken: Stop);

        Assert.Equal("", string.Join('\n', run.Failures.Select(f => $"{f.FileName} {f.Index}: {f.Problem}")));
        Assert.True(run.CaseCount >= 150);
        Assert.Equal(run.CaseCount, run.PassedCount);
    }

    [Fact]
    public async Task RunRuleSetCases_ACaseThatIsWrong_SaysWhatCameOutInstead()
    {
        const string Wrong = """
            title: Wrong on purpose
            source: 序号 1
            task: 1
            cases:
              - { facts: { city: suzhou, foreign-share: 5001 }, verdict: applies }
              - { facts: { city: suzhou, foreign-share: 5001 }, verdict: does_not_apply }
              - { facts: { city: suzhou, unheard-of: 1 }, verdict: applies }
            """;
        var run = await RunAsync(Wrong);

        Assert.Equal((3, 1), (run.CaseCount, run.PassedCount));
        Assert.Equal([0, 2], run.Failures.Select(f => f.Index));
        Assert.Contains("does_not_apply", run.Failures[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("task: 1")]
    [InlineData("cases: [")]
    [InlineData("task: 1\ncases: [ { facts: { city: suzhou } } ]")]
    [InlineData("task: 1\ncases: [ { verdict: applies } ]")]
    [InlineData("task: 1\nunheard: of\ncases: [ { facts: { city: suzhou }, verdict: applies } ]")]
    public async Task RunRuleSetCases_FileThatIsNone_IsRefused(string yaml) =>
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => RunAsync(yaml))).Info.Reason);

    /// <summary>Each case as questions of its own, what it says of acts recorded first and revoked behind it.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Decide_OnTheCasesOfAFile_IsWhatTheySay(string file)
    {
        var read = Read(file);
        foreach (var each in read.Cases)
        {
            var request = await QuestionAsync(read.Task, each);
            var acts = await RecordAsync(request, each);
            var decision = await Scope.DecideAsync(request, cancellationToken: Stop);
            foreach (var act in Enumerable.Reverse(acts))
                await Scope.RevokeActAsync(new RevokeActRequest { Name = act, Reason = "案例已核对" }, cancellationToken: Stop);

            Check(each.Reach, decision.Reach.State.ToString());
            Check(each.Verdict, decision.Verdict.ToString());
            if (each.Because is { } because)
                Assert.Contains(decision.DecidingCitations.Concat(decision.Reach.Citations).Concat(decision.Pending.Select(p => p.Citation)), c => c.Quote.Contains(because, StringComparison.Ordinal));
            if (each.Ask is { } ask)
                Assert.Equal(ask.Order(StringComparer.Ordinal), decision.Pending.Select(Asked).Order(StringComparer.Ordinal));
            foreach (var (clause, verdict) in each.Clauses ?? new Dictionary<string, string>(StringComparer.Ordinal))
                Check(verdict, Assert.Single(decision.Clauses, c => c.ClauseId == clause).Verdict.ToString());
        }
    }

    [Fact]
    public async Task DecideOverJson_OnTheFirstCaseOfEveryTenthFile_IsTheSame()
    {
        using var http = new HttpClient { BaseAddress = suite.Pages };
        foreach (var file in Files.Select(f => f.Data).Where((_, i) => i % 10 == 0))
        {
            var read = Read(file);
            var request = await QuestionAsync(read.Task, read.Cases[0]);
            using var answer = await http.PostAsync(
                $"/v1/{request.PilotTask}:decide", new StringContent(Google.Protobuf.JsonFormatter.Default.Format(request), System.Text.Encoding.UTF8, "application/json"), Stop);
            var body = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);
            var decision = await Scope.DecideAsync(request, cancellationToken: Stop);

            Assert.Equal(decision, Google.Protobuf.JsonParser.Default.Parse<Decision>(body!.ToJsonString()));
        }
    }

    private async Task<RunRuleSetCasesResponse> RunAsync(string yaml) => await Scope.RunRuleSetCasesAsync(
        new RunRuleSetCasesRequest { Name = "ruleSets/active", CaseFiles = { new CaseFile { FileName = "case.yaml", Content = yaml } } }, cancellationToken: Stop);

    private async Task<DecideRequest> QuestionAsync(int task, RuleSetCase each)
    {
        var request = new DecideRequest { PilotTask = $"{Programme}/pilotTasks/{task}", City = each.Facts["city"] };
        foreach (var (id, text) in each.Facts.Where(f => f.Key != "city"))
        {
            if (!Known.TryGetValue(id, out var fact))
                Known[id] = fact = await Scope.GetFactAsync(new GetFactRequest { Name = $"facts/{id}" }, cancellationToken: Stop);
            request.Facts.Add(Value(fact, text));
        }

        return request;
    }

    /// <summary>Records what the case says of acts, in its order; their names.</summary>
    private async Task<List<string>> RecordAsync(DecideRequest request, RuleSetCase each)
    {
        var recorded = new List<string>();
        if (each.Acts.Count == 0)
            return recorded;

        var city = (await Scope.DecideAsync(request, cancellationToken: Stop)).City["places/".Length..];
        foreach (var kind in each.Acts.Select(a => Enum.Parse<ActKind>(a.Kind, ignoreCase: true)))
        {
            var act = new Act
            {
                Kind = kind,
                PilotTask = request.PilotTask,
                City = kind == ActKind.JointStudy ? "" : $"{Programme}/cities/{city}",
                Place = kind == ActKind.Designation ? $"places/{city}" : "",
                EffectiveDate = new Google.Type.Date { Year = 2026, Month = 1, Day = 1 },
                Evidence = "案例",
            };
            if (kind != ActKind.JointStudy && !Nine.Contains(city))
            {
                // what a case supposes of a city outside the programme cannot be recorded at all
                Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => Scope.CreateActAsync(new CreateActRequest { Parent = Programme, Act = act }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
                continue;
            }

            recorded.Add((await Scope.CreateActAsync(new CreateActRequest { Parent = Programme, Act = act }, cancellationToken: Stop)).Name);
        }

        return recorded;
    }

    private static FactValue Value(Fact fact, string text) => (text, fact.Type) switch
    {
        ("not_known", _) => new FactValue { Fact = fact.Name, NotKnown = true },
        (_, Fact.Types.Type.Boolean) => new FactValue { Fact = fact.Name, Boolean = bool.Parse(text) },
        (_, Fact.Types.Type.BasisPoints) => new FactValue { Fact = fact.Name, BasisPoints = int.Parse(text, CultureInfo.InvariantCulture) },
        (_, Fact.Types.Type.Integer) => new FactValue { Fact = fact.Name, Integer = long.Parse(text, CultureInfo.InvariantCulture) },
        (_, Fact.Types.Type.Place) => new FactValue { Fact = fact.Name, Place = $"places/{text}" },
        (_, Fact.Types.Type.Date) when DateOnly.Parse(text, CultureInfo.InvariantCulture) is var day => new FactValue { Fact = fact.Name, Date = new Google.Type.Date { Year = day.Year, Month = day.Month, Day = day.Day } },
        _ => new FactValue { Fact = fact.Name, Enumeration = text },
    };

    private static string Asked(Pending pending) => pending.MissingCase == Pending.MissingOneofCase.Fact
        ? pending.Fact["facts/".Length..]
        : $"act:{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(pending.ActKind.ToString())}";

    private static void Check(string? said, string came)
    {
        if (said is not null)
            Assert.Equal(said.Replace("_", "", StringComparison.Ordinal), came, ignoreCase: true);
    }

    private static RuleSetCases Read(string file) => RuleSetCases.Read(file, File.ReadAllText(Path.Combine(Folder, file))).Value;
}
