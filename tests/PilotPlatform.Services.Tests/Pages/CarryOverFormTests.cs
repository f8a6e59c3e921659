using System.Net;
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
        var edition = await CarryOverTests.PublishAsync(suite.Client);
        await CarryOverTests.PublishRulesAsync(suite.Client);
        using var reviewer = new FormVisitor(suite.Pages, "xiamen-reviewer");
        using var office = new FormVisitor(suite.Pages, "fujian-office");
        while ((await reviewer.ReadAsync(Page)).Contains("规则尚未就绪", StringComparison.Ordinal))
            await Task.Delay(100, Stop);

        var proposed = await reviewer.FormAsync(Page, "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "7"), ("note", "同文"));
        Assert.Equal(name[(RunningSuite.Programme.Length + 1)..], proposed.Fields["subject"]);
        await TakenAsync(reviewer, proposed);
        await TakenAsync(reviewer, proposed); // twice is once
        Assert.DoesNotContain("/AcceptCarryOver", await reviewer.ReadAsync(Page), StringComparison.Ordinal);

        await TakenAsync(office, await office.FormAsync(Page, "/ReturnCarryOver", ("reason", "请核对文字")));
        Assert.Contains("请核对文字", await reviewer.ReadAsync(Page), StringComparison.Ordinal);
        await TakenAsync(reviewer, await reviewer.FormAsync(Page, "/ProposeCarryOver", ("decision", "Continue"), ("pilot_task", "7")));
        Assert.Contains("厦门市审核员", WebUtility.HtmlDecode(await office.ReadAsync(Page)), StringComparison.Ordinal);
        await TakenAsync(office, await office.FormAsync(Page, "/AcceptCarryOver", ("note", "同意")));

        var carried = await suite.Client.ReadAsync(name);
        Assert.Equal(($"{RunningSuite.Programme}/pilotTasks/7", edition), (carried.PilotTask, carried.Edition));
        await TakenAsync(reviewer, await reviewer.FormAsync(Page, "/ProposePlainCarryOvers", ("city", "xiamen")));
        await TakenAsync(office, await office.FormAsync(Page, "/AcceptCarryOver"));
        Assert.Contains("无须衔接", WebUtility.HtmlDecode(await office.ReadAsync(Page)), StringComparison.Ordinal);
        Assert.Contains("版本衔接", WebUtility.HtmlDecode(await reviewer.ReadAsync($"/commitments/{name.Split('/')[^1]}")), StringComparison.Ordinal);
    }

    private static async Task TakenAsync(FormVisitor visitor, (string Action, Dictionary<string, string> Fields) form)
    {
        using var post = await visitor.PostAsync(form);
        Assert.True(post.StatusCode == HttpStatusCode.SeeOther, WebUtility.HtmlDecode(await post.Content.ReadAsStringAsync(Stop)));
    }
}
