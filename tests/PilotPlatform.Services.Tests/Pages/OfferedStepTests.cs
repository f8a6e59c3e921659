using System.Globalization;
using System.Net;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>What the page of a commitment offers, and what it says in place of what would be refused.</summary>
public sealed class OfferedStepTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    private WorkflowService.WorkflowServiceClient Workflow => suite.Client.Workflow;

    [Fact]
    public async Task Step_ThatWouldBeRefused_IsSaidInPlaceOfItsForm()
    {
        var name = (await suite.Client.OpenAsync(27, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        var page = await PageAsync(27);
        Assert.DoesNotContain("/steps/RequestClosure", page, StringComparison.Ordinal);
        Assert.Contains("“办结申请”现在不能办理：缺少有效的佐证材料", page, StringComparison.Ordinal);
        Assert.Contains("cannot be done now: there is no valid evidence", await PageAsync(27, "/en"), StringComparison.Ordinal);

        await suite.Client.UploadAsync(name, "批复"u8.ToArray());
        await Workflow.RemindCommitmentAsync(new() { Name = name, Text = "请尽快审核" }, cancellationToken: Stop);
        page = await PageAsync(27);
        Assert.Contains("/steps/RequestClosure", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/steps/Escalate", page, StringComparison.Ordinal);
        Assert.Matches("“[^”]+”自 20[0-9]{2}-[0-9]{2}-[0-9]{2} 起可以办理", page);
        using var nobody = suite.As(null);
        Assert.Empty((await nobody.ReadAsync(name)).HeldSteps);
        Assert.Equal([WorkflowStep.Escalate], (await suite.Client.ReadAsync(name)).HeldSteps.Select(held => held.Step));
    }

    [Fact]
    public async Task Milestone_OfACommitment_IsChosenByItsName()
    {
        var name = (await suite.Client.OpenAsync(30, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        Assert.Contains("<option value=\"1\">1 · 方案印发 · ", await PageAsync(30), StringComparison.Ordinal);

        using var reached = await visitor.PostAsync(await visitor.FormAsync("/commitments/30-hefei", "/steps/ReachMilestone", ("milestone", "1"), ("reached_date", Today)));

        Assert.Equal(HttpStatusCode.SeeOther, reached.StatusCode);
        var page = await PageAsync(30);
        Assert.DoesNotContain("/steps/ReachMilestone", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"1\">1 · 方案印发 · ", page.Split("/steps/CorrectMilestone")[1], StringComparison.Ordinal);
    }

    /// <summary>The period is that of the window that is open; nobody is offered one from before the commitment was there.</summary>
    [Fact]
    public async Task Period_OfAReport_IsSuggestedByTheWindowsThatAreOpen()
    {
        var name = (await suite.Client.OpenAsync(3, "hefei")).Name;
        var month = Today[..7];

        var form = (await PageAsync(3)).Split("/steps/ReportProgress")[1].Split("</form>")[0];
        Assert.Matches($"name=\"period\" value=\"{month}\"", form);
        Assert.StartsWith($"\"{month}\"", form.Split("<option value=")[1], StringComparison.Ordinal);
        await suite.Client.ReportAsync(name, 30, month);
        Assert.Contains("name=\"period\" value=\"\"", (await PageAsync(3)).Split("/steps/ReportProgress")[1].Split("</form>")[0], StringComparison.Ordinal);
    }

    /// <summary>Windows that nobody closed are open, however old: a city is offered the newest of the kind that it reports on.</summary>
    [Theory]
    [InlineData("", "2026-10")]
    [InlineData("2026-09", "2026-11")]
    [InlineData("2026-10 2026-11", "")]
    [InlineData("2026-10 2026-Q3", "2026-Q4")]
    public void Period_OfTheNextReport_IsOfTheKindThatWasReportedLast(string reported, string next)
    {
        Period[] windows = [new() { Period_ = "2026-10" }, new() { Period_ = "2026-Q3" }, new() { Period_ = "2026-11" }, new() { Period_ = "2026-Q4" }];
        var reports = reported.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(period => new ProgressReport { Period = period });

        Assert.Equal(next, new CommitmentView(null!, null!, new Commitment(), [.. reports], [], [], [], windows, null).NextPeriod);
    }

    /// <summary>Evidence that the form cannot show whole is sent as it was, where nobody touched its line.</summary>
    [Fact]
    public async Task Evidence_OfAReportThatIsSupplemented_IsKeptWhereItsLineIs()
    {
        var name = (await suite.Client.OpenAsync(8, "hefei")).Name;
        ProgressReport.Types.Evidence[] held = [new() { Title = "请示；批复", ContentSha256 = new string('a', 64) }, new() { Title = "细则", Reference = "第一页\n第二页", ContentSha256 = new string('b', 64) }, new() { Title = "细则" }];
        var request = Desk.Reporting(name, 30, Today[..7]);
        request.ProgressReport.Evidence.Add(held);
        var report = await suite.Client.Reporting.CreateProgressReportAsync(request, cancellationToken: Stop);
        await Workflow.ReturnProgressReportAsync(new() { Name = report.Name, Level = ReviewLevel.City, Reason = "补充说明" }, cancellationToken: Stop);
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        var given = (await PageAsync(8)).Split("/steps/SupplementReport")[1].Split("name=\"documents\"")[1].Split('>')[1].Split("</textarea")[0];

        using var sent = await visitor.PostAsync(await visitor.FormAsync("/commitments/8-hefei", "/steps/SupplementReport", ("period", Today[..7]), ("narrative", "已补充"), ("progress_percent", "40"), ("documents", $"台账；1 号\n{given}")));

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var now = await suite.Client.Reporting.GetProgressReportAsync(new() { Name = report.Name }, cancellationToken: Stop);
        Assert.Equal(held.Prepend(new() { Title = "台账", Reference = "1 号" }), now.Evidence.AsEnumerable());
    }

    [Fact]
    public async Task Report_ByForm_TellsSeveralProblemsAndWhatShowsThem()
    {
        var name = (await suite.Client.OpenAsync(4, "hefei")).Name;
        const string Page = "/commitments/4-hefei";
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        (string, string)[] filled = [("period", Today[..7]), ("narrative", "已开展"), ("progress_percent", "30"), ("problem", "缺少细则"), ("problem_level", "City"), ("problem_3", "需省里协调"), ("documents", "批复；合商〔2026〕1 号\n台账")];
        using var refused = await visitor.PostAsync(await visitor.FormAsync(Page, "/steps/ReportProgress", filled));
        Assert.Contains("id=\"ReportProgress-problem_level_3-problem\"", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var reported = await visitor.PostAsync(await visitor.FormAsync(Page, "/steps/ReportProgress", [.. filled, ("problem_level_3", "Province")]));

        Assert.Equal(HttpStatusCode.SeeOther, reported.StatusCode);
        var report = (await suite.Client.Reporting.ListProgressReportsAsync(new() { Parent = name }, cancellationToken: Stop)).ProgressReports.Single();
        Assert.Equal([("缺少细则", ProgressReport.Types.Problem.Types.Level.City), ("需省里协调", ProgressReport.Types.Problem.Types.Level.Province)], report.Problems.Select(p => (p.Description, p.Level)));
        Assert.Equal([("批复", "合商〔2026〕1 号"), ("台账", "")], report.Evidence.Select(e => (e.Title, e.Reference)));
        Assert.Contains("批复 合商〔2026〕1 号、台账", await PageAsync(4), StringComparison.Ordinal);

        await suite.Client.Workflow.ReturnProgressReportAsync(new() { Name = report.Name, Level = ReviewLevel.City, Reason = "补充说明" }, cancellationToken: Stop);
        var form = (await PageAsync(4)).Split("/steps/SupplementReport")[1].Split("</form>")[0];
        Assert.All(new[] { "缺少细则</textarea>", "需省里协调</textarea>", "批复；合商〔2026〕1 号\n台账</textarea>" }, kept => Assert.Contains(kept, form, StringComparison.Ordinal));
    }

    /// <summary>Who was reminded has not acted where another office has put the work off.</summary>
    [Fact]
    public async Task Reminder_ThatEndsWithoutItsParty_IsNotSaidToBeActedOn()
    {
        var name = (await suite.Client.OpenAsync(5, "hefei")).Name;
        await Workflow.RemindCommitmentAsync(new() { Name = name, Text = "请尽快交办" }, cancellationToken: Stop);
        await Workflow.PostponeCommitmentAsync(new() { Name = name, Reason = "等待细则" }, cancellationToken: Stop);

        Assert.Contains("终止，未经被催办方办理", await PageAsync(5), StringComparison.Ordinal);
        Assert.False((await suite.Client.ReadAsync(name)).Reminder.Acted);
    }

    /// <summary>A refusal speaks of a commitment as people do, and leads to the one that is there.</summary>
    [Fact]
    public async Task Refusal_OfACommitmentThatIsThere_NamesItAndLeadsToIt()
    {
        await suite.Client.OpenAsync(23, "hefei");
        using var visitor = new FormVisitor(suite.Pages, "hefei-reviewer");
        var form = await visitor.FormAsync("/workbench", "/workbench/commitments", ("pilot_task", "23"), ("city", "hefei"), ("lead_unit", "市商务局"), ("due_date", "2027-06-30"));

        using var refused = await visitor.PostAsync(form);

        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop));
        Assert.Contains("“合肥市 · 任务 23”已存在。", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/commitments/23-hefei\">合肥市 · 任务 23</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("“23-hefei”", page, StringComparison.Ordinal);
    }

    /// <summary>What users write is Chinese, and read aloud as such on English pages.</summary>
    [Fact]
    public async Task Words_OfUsers_SayTheirLanguageOnEnglishPages()
    {
        await suite.Client.ReportAsync((await suite.Client.OpenAsync(26, "hefei")).Name, 30);

        Assert.Contains("<p lang=\"zh-Hans\">已形成实施方案</p>", await PageAsync(26, "/en"), StringComparison.Ordinal);
        Assert.Contains("<p>已形成实施方案</p>", await PageAsync(26), StringComparison.Ordinal);
    }

    private static string Today => Desk.Today.ToDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<string> PageAsync(int task, string language = "")
    {
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        return WebUtility.HtmlDecode(await visitor.ReadAsync($"{language}/commitments/{task}-hefei"));
    }
}
