using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using Commitment = PilotPlatform.Contracts.Reporting.V1.Commitment;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>A second edition published over the wire, the rules for it, and what becomes of commitments. One story in a suite of its own.</summary>
public sealed class CarryOverTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;
    private const string Xiamen = Programme + "/cities/xiamen";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Edition_PublishedOverTheWire_IsCarriedOverByProposalAndReview()
    {
        using var everybody = suite.As(RunningSuite.Everybody);
        using var reviewer = suite.As("xiamen-reviewer");
        using var office = suite.As("fujian-office");
        var names = new Dictionary<int, string>();
        foreach (var task in new[] { 6, 7, 8, 69 })
            names[task] = (await everybody.OpenAsync(task, "xiamen")).Name;
        var reported = await everybody.ReportAsync(names[6], 40);
        var before = (await everybody.ReadAsync(names[6])).Edition;

        var found = await everybody.Registers.CreateInnovationCaseAsync(
            new CreateInnovationCaseRequest { Parent = Programme, InnovationCase = new InnovationCase { PilotTask = $"{Programme}/pilotTasks/6", City = Xiamen, Title = "数据标注", Summary = "先行先试" } }, cancellationToken: Stop);
        Assert.Equal(before, found.Edition);
        var form = await FillingTests.FormAsync(everybody, "xiamen", "2026-10");
        using var watching = everybody.Watch.WatchChanges(new WatchChangesRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/6", FromPosition = found.LedgerPosition - 1 }, cancellationToken: Stop);
        do
            Assert.True(await watching.ResponseStream.MoveNext(Stop));
        while (watching.ResponseStream.Current.Change is null); // from here on it has the number for that of the edition that is current now
        var edition = await PublishAsync(everybody);
        Assert.Equal("NOT_READY", await RefusedAsync(() => ListedAsync(everybody, 7, edition)));
        Assert.Equal([names[6]], await ListedAsync(everybody, 6, before));
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => ListedAsync(everybody, 7, $"{Programme}/editions/{new string('0', 12)}")));
        var unread = await ConsequencesAsync(reviewer);
        Assert.Equal((edition, false, 4), (unread.Edition, unread.RulesReady, unread.Rows.Count));
        var (_, status, info) = await RunningSuite.RefusedAsync(() => ProposeAsync(reviewer, names[6], Continue(7)));
        Assert.Equal("WRONG_STATE", info.Reason);
        Assert.Contains("only once the rules read the newest edition", status.Message, StringComparison.Ordinal);
        (_, status, info) = await RunningSuite.RefusedAsync(() => reviewer.CarryOvers.ProposePlainCarryOversAsync(new ProposePlainCarryOversRequest { Parent = Programme, City = Xiamen }, cancellationToken: Stop).ResponseAsync);
        Assert.Equal("WRONG_STATE", info.Reason);
        Assert.Contains($"'{Xiamen}'", status.Message, StringComparison.Ordinal);
        await PublishRulesAsync(everybody);
        await WithdrawnAsync(everybody, names[69]);

        await RegistersAsync(everybody, found);

        var read = await ConsequencesAsync(reviewer);
        Assert.True(read.RulesReady);
        foreach (var task in new[] { 6, 8 })
            await FilledAsync(everybody, names[task], form);
        Assert.Equal(
            [(6, CarryOver.Same, true, true), (7, CarryOver.Same, true, true), (8, CarryOver.Changed, false, false), (69, CarryOver.Narrower, false, false)],
            read.Rows.Select(r => (r.BaseNumber, r.CarryOver, r.Renumbered, r.Plain)));
        Assert.Equal([CarryOverDecision.Continue, CarryOverDecision.Continue, CarryOverDecision.Continue, CarryOverDecision.End], read.Rows.Select(r => r.SuggestedPlan.Decision));
        Assert.Equal([$"{Programme}/pilotTasks/7", $"{Programme}/pilotTasks/6"], read.Rows.Take(2).Select(r => r.SuggestedPlan.PilotTask));
        Assert.Equal((1, before), (read.Rows[0].ReportCount, read.Rows[0].BaseEdition));
        Assert.Empty(read.OpenCells);
        Assert.Equal([names[6]], await ListedAsync(everybody, 7, edition));
        Assert.Equal([names[6]], await ListedAsync(everybody, 6, before));
        Assert.Equal([names[6]], await ListedAsync(everybody, 6, ""));

        var request = new ProposePlainCarryOversRequest { Parent = Programme, City = Xiamen, RequestId = Guid.CreateVersion7().ToString() };
        var proposed = await reviewer.CarryOvers.ProposePlainCarryOversAsync(request, cancellationToken: Stop);
        Assert.Equal((2, 2), (proposed.Commitments.Count, proposed.RemainingCount));
        Assert.Equal(proposed, await reviewer.CarryOvers.ProposePlainCarryOversAsync(request, cancellationToken: Stop));
        var elsewhere = new ProposePlainCarryOversRequest { Parent = request.Parent, City = $"{request.Parent}/cities/hefei", RequestId = request.RequestId };
        Assert.Equal("REQUEST_ID_REUSED", await RefusedAsync(() => everybody.CarryOvers.ProposePlainCarryOversAsync(elsewhere, cancellationToken: Stop).ResponseAsync));

        Assert.Equal([Party.Province], await AskedAsync(everybody, names[6]));
        await RefusalsAsync(reviewer, office, names);
        foreach (var task in new[] { 6, 7 })
            await AcceptAsync(office, names[task]);
        await ProposeAsync(reviewer, names[69], new CarryOverPlan { Decision = CarryOverDecision.End }, "适用范围不再含厦门");
        var ended = await AcceptAsync(office, names[69]);
        Assert.Equal((Commitment.Types.State.Ended, ""), (ended.State, ended.PilotTask));
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => everybody.Workflow.ReopenCommitmentAsync(new ReopenCommitmentRequest { Name = names[69], Reason = "反复" }, cancellationToken: Stop).ResponseAsync));

        var carried = await everybody.ReadAsync(names[6]);
        Assert.Equal(($"{Programme}/pilotTasks/7", edition, names[6], 40, false), (carried.PilotTask, carried.Edition, carried.Name, carried.ProgressPercent, carried.BasisWithdrawn));
        Assert.Equal(edition, carried.CurrentBasis.Edition);
        Assert.Equal(reported.LedgerPosition, (await everybody.Reporting.GetProgressReportAsync(new GetProgressReportRequest { Name = reported.Name }, cancellationToken: Stop)).LedgerPosition);
        var again = await everybody.ReportAsync(names[6], 60, "2026-10");
        Assert.Equal($"{names[6]}/progressReports/2", again.Name);
        await ToldAsync(watching, names[6], again.LedgerPosition);
        var ofTask = await everybody.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/7" }, cancellationToken: Stop);
        Assert.Equal(names[6], Assert.Single(ofTask.Commitments).Name);
        Assert.Equal("RESOURCE_EXISTS", await RefusedAsync(() => everybody.OpenAsync(7, "xiamen")));
        var history = await everybody.Overviews.ListCommitmentEventsAsync(new ListCommitmentEventsRequest { Parent = names[6] }, cancellationToken: Stop);
        Assert.Equal(["Opened", "ProgressReported", "CarryOverProposed", "CarryOverAccepted", "ProgressReported"], history.Events.Select(e => e.Kind));

        var ledger = System.Text.Encoding.UTF8.GetString(await ReportTests.ExportAsync(everybody, "ledger", new ReportQuery { City = Xiamen }, Report.Types.Format.Csv));
        Assert.Contains("已终止（版本衔接）", ledger, StringComparison.Ordinal);

        await suite.RestartAsync();
        using var restarted = suite.As(RunningSuite.Everybody);
        Assert.Equal(($"{Programme}/pilotTasks/7", edition), ((await restarted.ReadAsync(names[6])).PilotTask, (await restarted.ReadAsync(names[6])).Edition));
        await JsonAsync();
    }

    /// <summary>Who watches a task is told of it and of no other across the editions, under the number that it has in each.</summary>
    private static async Task ToldAsync(AsyncServerStreamingCall<WatchChangesResponse> watching, string name, long until)
    {
        var told = new List<Change>();
        while (told is not [.., { Position: var last }] || last < until)
        {
            Assert.True(await watching.ResponseStream.MoveNext(Stop));
            if (watching.ResponseStream.Current.Change is { } change)
                told.Add(change);
        }

        Assert.All(told, change => Assert.StartsWith(name, change.Subject, StringComparison.Ordinal));
        Assert.Equal(["CarryOverProposed", "CarryOverAccepted", "ProgressReported"], told.Select(c => c.Kind));
        Assert.Equal($"{Programme}/pilotTasks/7", told[^1].PilotTask);
    }

    /// <summary>The commitments to a task, by its number in an edition.</summary>
    private static async Task<IEnumerable<string>> ListedAsync(PilotPlatformClient client, int task, string edition)
    {
        var request = new ListCommitmentsRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/{task}", Edition = edition };
        return (await client.Reporting.ListCommitmentsAsync(request, cancellationToken: Stop)).Commitments.Select(c => c.Name);
    }

    /// <summary>Who is to answer the carry-over that was proposed for a commitment.</summary>
    private static async Task<IEnumerable<Party>> AskedAsync(PilotPlatformClient client, string name) =>
        (await client.ReadAsync(name)).Waits.Where(w => w.Reason == WaitReason.CarryOverDecision).Select(w => w.Party);

    private async Task RefusalsAsync(PilotPlatformClient reviewer, PilotPlatformClient office, Dictionary<int, string> names)
    {
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => ProposeAsync(reviewer, names[6], Continue(7))));
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => AcceptAsync(reviewer, names[6])));
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => ProposeAsync(reviewer, names[8], Continue(160))));
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => ProposeAsync(reviewer, names[8], new CarryOverPlan())));
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => ProposeAsync(reviewer, names[8], new CarryOverPlan { Decision = CarryOverDecision.End })));
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => ProposeAsync(reviewer, names[8], new CarryOverPlan { Decision = CarryOverDecision.Merge, Into = names[8] }, "并入")));
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => AcceptAsync(office, names[8])));
        using var dalian = suite.As("dalian-reviewer");
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => ProposeAsync(dalian, names[8], Continue(8))));
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => ConsequencesAsync(dalian)));

        await ProposeAsync(office, names[8], Continue(8));
        Assert.Equal("WRONG_STATE", await RefusedAsync(() => AcceptAsync(office, names[8])));
        Assert.Equal([Party.Ministry], await AskedAsync(office, names[8]));
        using var ministry = suite.As("ministry");
        var returned = await ministry.CarryOvers.ReturnCarryOverAsync(new ReturnCarryOverRequest { Name = names[8], Reason = "请核对文字" }, cancellationToken: Stop);
        Assert.Equal((RequestState.Denied, "请核对文字"), (returned.CarryOvers[^1].State, returned.CarryOvers[^1].Answer));
        Assert.Equal("SCOPE_DOES_NOT_REACH", await RefusedAsync(() => ProposeAsync(reviewer, names[8], Continue(12), "并非同一任务")));
        var (_, status, info) = await RunningSuite.RefusedAsync(() => ProposeAsync(reviewer, names[8], Continue(9)));
        Assert.Equal(("INVALID_ARGUMENT", true), (info.Reason, status.Message.Contains("note: must say why", StringComparison.Ordinal)));
        Assert.Equal("说明实为任务 9", (await ProposeAsync(reviewer, names[8], Continue(9), "说明实为任务 9")).CarryOvers[^1].Note);
        using var http = new HttpClient { BaseAddress = suite.Pages, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Persona", "fujian-office") } };
        Assert.Contains("继续 任务 9（不在对应的任务之内）", WebUtility.HtmlDecode(await http.GetStringAsync("/carry-over", Stop)), StringComparison.Ordinal);
    }

    /// <summary>An entry stays with the task it was entered for, which has another number now.</summary>
    private async Task RegistersAsync(PilotPlatformClient client, InnovationCase found)
    {
        using var http = new HttpClient { BaseAddress = suite.Pages, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Persona", "xiamen-reviewer") } };
        Assert.Contains($"/tasks/6?edition={found.Edition[(found.Edition.LastIndexOf('/') + 1)..]}#xiamen", await http.GetStringAsync("/registers/cases", Stop), StringComparison.Ordinal);
        foreach (var (task, cases) in new[] { (6, 0), (7, 1) })
            Assert.Equal(cases, (await client.Registers.ListInnovationCasesAsync(new ListInnovationCasesRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/{task}" }, cancellationToken: Stop)).TotalSize);
        Assert.Equal(found, await client.Registers.GetInnovationCaseAsync(new GetInnovationCaseRequest { Name = found.Name }, cancellationToken: Stop));
        var told = await client.ChangesAsync(found.LedgerPosition - 1, found.LedgerPosition, r => r.PilotTask = $"{Programme}/pilotTasks/7");
        Assert.Equal((found.Name, found.PilotTask, found.Edition), (told[0].Subject, told[0].PilotTask, told[0].Edition));
    }

    /// <summary>Waits until reporting has read the scope by the rules for the edition, before which it knows of no edition to carry over to.</summary>
    internal static async Task ReadyAsync(PilotPlatformClient client)
    {
        while (!(await ConsequencesAsync(client)).RulesReady)
            await Task.Delay(50, Stop);
    }

    /// <summary>Until it is carried over it can be reported on, by the form of before and by that of now, which has the number that its task has now.</summary>
    private static async Task FilledAsync(PilotPlatformClient client, string name, byte[] before)
    {
        var now = await FillingTests.FormAsync(client, "xiamen", "2026-10");
        Assert.NotEqual(before, now);
        foreach (var form in new[] { before, now })
        {
            var told = await FillingTests.FillAsync(client, FillingTests.Filled(form, name, ("K", "50"), ("L", "已形成方案")), first => first.Header.Period = "2026-10");
            Assert.Equal(0, told.Summary.RefusedCount);
            Assert.Equal(FillProgressReportsResponse.Types.Row.Types.Action.Report, told.Rows.Single(r => r.Commitment == name).Action);
        }
    }

    /// <summary>What rests on a task that does not reach its city any more is marked before anybody decides anything.</summary>
    private static async Task WithdrawnAsync(PilotPlatformClient client, string name)
    {
        while (!(await client.ReadAsync(name)).BasisWithdrawn)
            await Task.Delay(100, Stop);
    }

    private async Task JsonAsync()
    {
        using var http = new HttpClient { BaseAddress = suite.Pages, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Persona", "xiamen-reviewer") } };
        JsonObject? rows = null;
        for (var status = HttpStatusCode.ServiceUnavailable; status == HttpStatusCode.ServiceUnavailable;)
        {
            using var answer = await http.GetAsync($"/v1/{Programme}/editionConsequences?city={Xiamen}", Stop);
            status = answer.StatusCode;
            rows = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);
        }

        Assert.Equal("CARRY_OVER_CHANGED", (string?)Assert.Single(rows!["rows"]!.AsArray())!["carryOver"]);
        using var plain = await http.PostAsJsonAsync($"/v1/{Programme}/commitments:proposePlainCarryOvers", new { city = Xiamen }, Stop);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
    }

    /// <summary>Unless another document is given, tasks 6 and 7 change places, 8 has another word, 69 loses Xiamen.</summary>
    internal static async Task<string> PublishAsync(PilotPlatformClient client, string? document = null)
    {
        var (import, _) = await client.Catalog.ImportAsync(Encoding.UTF8.GetBytes(document ?? Later));
        var programme = await client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop);
        return (await client.Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = programme.Edition }, cancellationToken: Stop)).Name;
    }

    /// <summary>A later edition of the document, which the rule set that is shipped does not read.</summary>
    internal static string Later => RunningSuite.Document
        .Replace("6\t鼓励当地大力发展数据标注产业。", "6\t促进数据要素流通交易", StringComparison.Ordinal)
        .Replace("7\t促进数据要素流通交易。", "7\t鼓励当地大力发展数据标注产业。", StringComparison.Ordinal)
        .Replace("6\t促进数据要素流通交易", "6\t促进数据要素流通交易。", StringComparison.Ordinal)
        .Replace("8\t发展游戏、动漫", "8\t支持游戏、动漫", StringComparison.Ordinal)
        .Replace("大连、厦门\n", "大连\n", StringComparison.Ordinal);

    /// <summary>The rule set that is shipped does not read the edition; this one does. It can be published once the rules have seen the edition.</summary>
    /// <summary>Rules that read the later edition.</summary>
    internal static async Task<string> LaterRulesAsync()
    {
        var rules = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"), Stop))!.AsObject();
        rules["version"] = "later";
        var tasks = rules["tasks"]!.AsArray();
        foreach (var part in new[] { "clauses", "noCondition" })
            (tasks[5]![part], tasks[6]![part]) = (Part(6, part), Part(5, part));
        var words = (string)tasks[7]!["clauses"]![0]!["words"]!;
        tasks[7]!["clauses"]![0]!["words"] = words.Replace("发展游戏、动漫", "支持游戏、动漫", StringComparison.Ordinal);
        return rules.ToJsonString();

        JsonNode Part(int task, string part) => tasks[task]![part]?.DeepClone() ?? new JsonArray();
    }

    internal static async Task PublishRulesAsync(PilotPlatformClient client, string? rules = null)
    {
        var content = ByteString.CopyFromUtf8(rules ?? await LaterRulesAsync());
        var validated = await client.ScopeRules.ValidateRuleSetAsync(new ValidateRuleSetRequest { Content = content }, cancellationToken: Stop);
        Assert.Empty(validated.Problems);
        var published = await client.ScopeRules.PublishRuleSetAsync(new PublishRuleSetRequest { Content = content }, cancellationToken: Stop);
        await client.ScopeRules.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = published.Name }, cancellationToken: Stop);
    }

    internal static CarryOverPlan Continue(int task) => new() { Decision = CarryOverDecision.Continue, PilotTask = $"{Programme}/pilotTasks/{task}" };

    internal static Task<Commitment> ProposeAsync(PilotPlatformClient client, string name, CarryOverPlan plan, string note = "") =>
        client.CarryOvers.ProposeCarryOverAsync(new ProposeCarryOverRequest { Name = name, Plan = plan, Note = note }, cancellationToken: Stop).ResponseAsync;

    internal static Task<Commitment> AcceptAsync(PilotPlatformClient client, string name) =>
        client.CarryOvers.AcceptCarryOverAsync(new AcceptCarryOverRequest { Name = name }, cancellationToken: Stop).ResponseAsync;

    private static Task<EditionConsequences> ConsequencesAsync(PilotPlatformClient client) => client.CarryOvers.GetEditionConsequencesAsync(
        new GetEditionConsequencesRequest { Name = $"{Programme}/editionConsequences", City = Xiamen }, cancellationToken: Stop).ResponseAsync;

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;
}
