using System.Net;
using System.Text.Json.Nodes;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Services.Tests.Pages;
using Date = Google.Type.Date;
using State = PilotPlatform.Contracts.ScopeRules.V1.Reach.Types.State;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>An edition gives the numbers of two tasks that both wait for an act to each other, in a suite of its own.</summary>
public sealed class RenumberedActTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private const string Payments = "支持利用数字人民币 App 和硬钱包等丰富外籍人士在华电子支付服务。";

    private const string Laboratories = "加快培育质量标准实验室、质量管理咨询等机构,推动质量基础设施“一站式”协同联动、系统集成和融合应用。";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Act_OnATaskThatALaterEditionRenumbers_GoesWithItsWords()
    {
        using var client = suite.As(RunningSuite.Everybody);
        var act = await QualifyAsync(client, 127, "suzhou");
        Assert.Equal((act.State.Edition, NameOf(127)), (act.Edition, act.SettledTask));
        Assert.Matches("/acts/127-suzhou-qualification-n[0-9]+$", act.Name); // a version before, beside this or behind it, gives an id without the letter
        var before = new ReadState { Edition = act.Edition, RuleSet = act.State.RuleSet };
        var opened = await client.OpenAsync(127, "suzhou");

        await CarryOverTests.PublishAsync(client, Exchanged);
        await CarryOverTests.PublishRulesAsync(client, await ExchangedRulesAsync());

        Assert.Equal((State.AwaitsAct, State.Applies), (await ReachAsync(client, 127, null), await ReachAsync(client, 148, null)));
        Assert.Equal((State.Applies, State.AwaitsAct), (await ReachAsync(client, 127, before), await ReachAsync(client, 148, before)));
        var listed = Assert.Single(await ListAsync(client, 148, null));
        Assert.Equal((act.Name, NameOf(127), act.Edition, NameOf(148)), (listed.Name, listed.PilotTask, listed.Edition, listed.SettledTask));
        Assert.Empty(await ListAsync(client, 127, null));
        Assert.Equal(NameOf(127), Assert.Single(await ListAsync(client, 127, before)).SettledTask);
        Assert.Equal("ACT_OUT_OF_ORDER", await RefusedAsync(() => QualifyAsync(client, 148, "suzhou")));
        Assert.Equal("SCOPE_UNDETERMINED", await RefusedAsync(() => client.OpenAsync(127, "suzhou")));
        await CarryOverTests.ReadyAsync(client);
        Assert.False((await client.ReadAsync(opened.Name)).BasisWithdrawn);
        await PagesAsync(act);
        await CommitmentsAsync(opened);
        Assert.False((await client.ReadAsync(opened.Name)).BasisWithdrawn);

        await suite.RestartAsync();
        using var again = suite.As(RunningSuite.Everybody);
        Assert.Equal((State.AwaitsAct, State.Applies), (await ReachAsync(again, 127, null), await ReachAsync(again, 148, null)));
        await again.ScopeRules.RevokeActAsync(new RevokeActRequest { Name = act.Name, Reason = "认定有误" }, cancellationToken: Stop);
        await BasisTests.MarkedAsync(again, opened.Name, isMarked: true);
        Assert.NotEqual(act.Name, (await QualifyAsync(again, 148, "suzhou")).Name);
        await BasisTests.MarkedAsync(again, opened.Name, isMarked: false);

        await SettlesNothingAsync(again);
    }

    /// <summary>Other words are another matter: whether the act is meant for them, too, is said by recording it on them.</summary>
    private async Task SettlesNothingAsync(PilotPlatformClient client)
    {
        await CarryOverTests.PublishAsync(client, Exchanged.Replace("丰富外籍人士在华电子支付服务", "丰富外籍人士境内电子支付服务", StringComparison.Ordinal));
        await CarryOverTests.PublishRulesAsync(client, (await ExchangedRulesAsync()).Replace("在华电子支付服务", "境内电子支付服务", StringComparison.Ordinal).Replace("exchanged", "changed", StringComparison.Ordinal));

        Assert.Equal(State.AwaitsAct, await ReachAsync(client, 148, null));
        Assert.Empty(await ListAsync(client, 148, null));
        Assert.Equal("", Assert.Single(await ListAsync(client, null, null)).SettledTask);
        using var visitor = new FormVisitor(suite.Pages, "jiangsu-office");
        Assert.Contains("对本版不起作用", WebUtility.HtmlDecode(await visitor.ReadAsync("/acts?city=suzhou")), StringComparison.Ordinal);
        await QualifyAsync(client, 148, "suzhou");
        Assert.Equal(State.Applies, await ReachAsync(client, 148, null));
    }

    /// <summary>The page of each task tells of the acts that settle it in the edition that is shown, and the desk leads to it.</summary>
    private async Task PagesAsync(Act act)
    {
        using var visitor = new FormVisitor(suite.Pages, "jiangsu-office");
        Assert.Contains(act.Evidence, WebUtility.HtmlDecode(await visitor.ReadAsync("/tasks/148")), StringComparison.Ordinal);
        Assert.DoesNotContain(act.Evidence, WebUtility.HtmlDecode(await visitor.ReadAsync("/tasks/127")), StringComparison.Ordinal);
        var desk = WebUtility.HtmlDecode(await visitor.ReadAsync("/acts?city=suzhou"));
        Assert.Contains("/tasks/148", desk, StringComparison.Ordinal);
        Assert.Contains($"127 · {act.Edition.Split('/')[^1]}", desk, StringComparison.Ordinal);
    }

    /// <summary>A commitment of before stands under the number that its task has now, on the page of the task and in the matrix, and under no other.</summary>
    private async Task CommitmentsAsync(Commitment opened)
    {
        using var visitor = new FormVisitor(suite.Pages, "jiangsu-office");
        var address = $"/commitments/{opened.Name.Split('/')[^1]}";
        Assert.Contains(address, await visitor.ReadAsync("/tasks/148"), StringComparison.Ordinal);
        Assert.DoesNotContain(address, await visitor.ReadAsync("/tasks/127"), StringComparison.Ordinal);
        Assert.Equal(NameOf(148), (await suite.Client.ReadAsync(opened.Name)).CurrentPilotTask);
        using var reader = new HttpClient { BaseAddress = suite.Pages };
        var matrix = await reader.GetStringAsync("/matrix?lamp=green", Stop);
        Assert.Contains("/tasks/148\"", matrix, StringComparison.Ordinal);
        Assert.DoesNotContain("/tasks/127\"", matrix, StringComparison.Ordinal);
    }

    private static string Exchanged => RunningSuite.Document
        .Replace(Payments, "@", StringComparison.Ordinal).Replace(Laboratories, Payments, StringComparison.Ordinal).Replace("@", Laboratories, StringComparison.Ordinal);

    private static async Task<string> ExchangedRulesAsync()
    {
        var rules = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"), Stop))!.AsObject();
        rules["version"] = "exchanged";
        var tasks = rules["tasks"]!.AsArray();
        var (payments, laboratories) = (tasks.Single(t => (int)t!["number"]! == 127)!, tasks.Single(t => (int)t!["number"]! == 148)!);
        (payments["number"], laboratories["number"]) = (148, 127);
        return rules.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string NameOf(int number) => $"{Programme}/pilotTasks/{number}";

    private static async Task<Act> QualifyAsync(PilotPlatformClient client, int task, string city) => await client.ScopeRules.CreateActAsync(
        new CreateActRequest
        {
            Parent = Programme,
            Act = new Act { Kind = ActKind.Qualification, PilotTask = NameOf(task), City = $"{Programme}/cities/{city}", EffectiveDate = Date.FromDateTime(new DateTime(2026, 9, 1)), Evidence = "苏商〔2026〕1号" },
        },
        cancellationToken: Stop);

    private static async Task<State> ReachAsync(PilotPlatformClient client, int task, ReadState? state) => (await client.ScopeRules.DecideAsync(
        new DecideRequest { PilotTask = NameOf(task), City = "suzhou", State = state }, cancellationToken: Stop)).Reach.State;

    private static async Task<IReadOnlyList<Act>> ListAsync(PilotPlatformClient client, int? task, ReadState? state) => (await client.ScopeRules.ListActsAsync(
        new ListActsRequest { Parent = Programme, PilotTask = task is { } one ? NameOf(one) : "", State = state }, cancellationToken: Stop)).Acts;

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;
}
