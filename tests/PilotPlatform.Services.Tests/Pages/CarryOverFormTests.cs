using System.Net;
using System.Text;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A commitment carried over by forms alone: proposed by the city, returned and then agreed to by the province.</summary>
public sealed class CarryOverFormTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Page = "/carry-over";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Commitment_ProposedReturnedAndAgreedTo_GoesOnUnderItsNewNumber()
    {
        var name = (await suite.Client.OpenAsync(6, "xiamen")).Name;
        await suite.Client.OpenAsync(7, "xiamen");
        var ended = (await suite.Client.OpenAsync(8, "xiamen")).Edition.Split('/')[^1];
        var edition = await CarryOverTests.PublishAsync(suite.Client);
        await PublishRulesAsync();
        using var reviewer = new FormVisitor(suite.Pages, "xiamen-reviewer");
        using var office = new FormVisitor(suite.Pages, "fujian-office");
        while ((await reviewer.ReadAsync(Page)).Contains("规则尚未就绪", StringComparison.Ordinal))
            await Task.Delay(100, Stop);

        var proposed = await reviewer.FormAsync(Page, "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "7"), ("note", "同文"));
        Assert.Equal(name[(RunningSuite.Programme.Length + 1)..], proposed.Fields["subject"]);
        await TakenAsync(reviewer, proposed);
        await TakenAsync(reviewer, proposed); // twice is once
        var waiting = WebUtility.HtmlDecode(await reviewer.ReadAsync(Page));
        Assert.DoesNotContain("/AcceptCarryOver", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain("（不在对应的任务之内）", waiting, StringComparison.Ordinal);

        await TakenAsync(office, await office.FormAsync(Page, "/ReturnCarryOver", ("reason", "请核对文字")));
        Assert.Contains("请核对文字", await reviewer.ReadAsync(Page), StringComparison.Ordinal);
        await OwnAsync(office);
        await TakenAsync(reviewer, await reviewer.FormAsync(Page, "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "7")));
        Assert.Contains("厦门市审核员", WebUtility.HtmlDecode(await office.ReadAsync(Page)), StringComparison.Ordinal);
        await TakenAsync(office, await office.FormAsync(Page, "/AcceptCarryOver", ("note", "同意")));

        var carried = await suite.Client.ReadAsync(name);
        Assert.Equal(($"{RunningSuite.Programme}/pilotTasks/7", edition), (carried.PilotTask, carried.Edition));
        Assert.Contains("照转后，将按下列建议提出：厦门 1 项。", WebUtility.HtmlDecode(await reviewer.ReadAsync(Page)), StringComparison.Ordinal);
        using var plain = await reviewer.PostAsync(await reviewer.FormAsync(Page, "/ProposePlainCarryOvers", ("city", "xiamen")));
        Assert.Contains("共 1 项", WebUtility.HtmlDecode(await reviewer.ReadAsync(plain.Headers.Location!.OriginalString)), StringComparison.Ordinal);
        Assert.DoesNotContain("/ProposePlainCarryOvers", await reviewer.ReadAsync(Page), StringComparison.Ordinal); // the rest has to be looked at
        await TakenAsync(office, await office.FormAsync(Page, "/AcceptCarryOver"));
        await EndedAsync(reviewer, office, ended);
        Assert.Contains("无须衔接", WebUtility.HtmlDecode(await office.ReadAsync(Page)), StringComparison.Ordinal);
        Assert.Contains("版本衔接", WebUtility.HtmlDecode(await reviewer.ReadAsync($"/commitments/{name.Split('/')[^1]}")), StringComparison.Ordinal);
    }

    /// <summary>Whoever may agree as well is not offered to agree to its own proposal.</summary>
    private async Task OwnAsync(FormVisitor office)
    {
        using var everybody = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        await TakenAsync(everybody, await everybody.FormAsync(Page, "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "10"), ("note", "内容相近")));
        var own = WebUtility.HtmlDecode(await everybody.ReadAsync(Page));
        Assert.Contains("（不在对应的任务之内）", own, StringComparison.Ordinal);
        Assert.DoesNotContain("/AcceptCarryOver", own, StringComparison.Ordinal);
        Assert.Contains("须由他人办理", own, StringComparison.Ordinal);
        await TakenAsync(office, await office.FormAsync(Page, "/ReturnCarryOver", ("reason", "由市里提出")));
    }

    /// <summary>Rules for an edition that the active ones do not read come into force by the pages alone.</summary>
    private async Task PublishRulesAsync()
    {
        using var ministry = new FormVisitor(suite.Pages, "ministry");
        var rules = Encoding.UTF8.GetBytes(await CarryOverTests.LaterRulesAsync());
        var page = "";
        for (var tries = 0; tries < 100 && !page.Contains("/PublishRuleSet", StringComparison.Ordinal); tries++) // the rules follow the catalogue in their time
        {
            using var tried = await ministry.PostAsync(await ministry.FormAsync("/rule-sets", "/TryRuleSet"), rules);
            page = await tried.Content.ReadAsStringAsync(Stop);
            await Task.Delay(100, Stop);
        }

        await TakenAsync(ministry, FormVisitor.FormOf(page, "/PublishRuleSet"));
        await TakenAsync(ministry, await ministry.FormAsync("/rule-sets", "/ActivateRuleSet"));
    }

    /// <summary>Nobody agrees to what is not what was looked at; and what an edition has ended keeps its task and what was decided.</summary>
    private static async Task EndedAsync(FormVisitor reviewer, FormVisitor office, string before)
    {
        const string Commitment = "/commitments/8-xiamen";
        Assert.Contains($"以旧版本 {before} 为依据", WebUtility.HtmlDecode(await reviewer.ReadAsync(Commitment)), StringComparison.Ordinal);
        await TakenAsync(reviewer, await reviewer.FormAsync(Page, "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "8")));
        var looked = await office.FormAsync(Page, "/AcceptCarryOver");
        await TakenAsync(office, await office.FormAsync(Page, "/ReturnCarryOver", ("reason", "再议")));
        await TakenAsync(reviewer, await reviewer.FormAsync(Page, "/ProposeCarryOver", ("decision", "End"), ("pilot_task", ""), ("note", "任务已变")));
        using var stale = await office.PostAsync(looked);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.StatusCode);
        Assert.Contains("“厦门市 · 任务 8”在您打开之后已有变动，请刷新后再办。", WebUtility.HtmlDecode(await stale.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        Assert.Contains("提议“终止”，待答复", WebUtility.HtmlDecode(await office.ReadAsync(Commitment)), StringComparison.Ordinal);

        await TakenAsync(office, await office.FormAsync(Page, "/AcceptCarryOver"));
        var page = WebUtility.HtmlDecode(await reviewer.ReadAsync(Commitment));
        Assert.Contains("厦门市 · 任务 8</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/tasks/8?edition={before}#xiamen\"", page, StringComparison.Ordinal);
        Assert.Matches("同意版本衔接[\\s\\S]*终止[\\s\\S]*提议版本衔接[\\s\\S]*终止[\\s\\S]*继续 · 任务 8", page.Split("id=\"history\"")[^1]);
        Assert.Contains("任务 8</a>", WebUtility.HtmlDecode(await reviewer.ReadAsync("/cities/xiamen")), StringComparison.Ordinal);
    }

    private static async Task TakenAsync(FormVisitor visitor, (string Action, Dictionary<string, string> Fields) form)
    {
        using var post = await visitor.PostAsync(form);
        Assert.True(post.StatusCode == HttpStatusCode.SeeOther, WebUtility.HtmlDecode(await post.Content.ReadAsStringAsync(Stop)));
    }
}
