using System.Net;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>The page of a commitment: whoever has to act next reads there what those before have said.</summary>
public sealed class CommitmentPageTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    private WorkflowService.WorkflowServiceClient Workflow => suite.Client.Workflow;

    [Fact]
    public async Task Words_OfEachStep_AreReadOnThePage()
    {
        var name = (await suite.Client.OpenAsync(20, "hefei")).Name;
        await Workflow.DispatchCommitmentAsync(new() { Name = name, Instruction = "请于月底前签收<b>" }, cancellationToken: Stop);
        await ReadsAsync(name, "交办", "请于月底前签收<b>", "前签收");

        await Workflow.DeclineCommitmentAsync(new() { Name = name, Reason = "不属本单位职责" }, cancellationToken: Stop);
        await ReadsAsync(name, "不属本单位职责");

        await Workflow.DispatchCommitmentAsync(new() { Name = name, Instruction = "再次交办" }, cancellationToken: Stop);
        await Workflow.RemindCommitmentAsync(new() { Name = name, Text = "请尽快签收" }, cancellationToken: Stop);
        await ReadsAsync(name, "请尽快签收");

        await Workflow.AcknowledgeCommitmentAsync(new() { Name = name, Note = "收到" }, cancellationToken: Stop);
        await Workflow.PostponeCommitmentAsync(new() { Name = name, Reason = "等待配套细则", UntilDate = new() { Year = 2033, Month = 1, Day = 31 } }, cancellationToken: Stop);
        await ReadsAsync(name, "等待配套细则", "2033-01-31");

        await Workflow.ResumeCommitmentAsync(new() { Name = name, Note = "细则已出" }, cancellationToken: Stop);
        await RemembersAsync(name, "请于月底前签收", "不属本单位职责", "再次交办", "请尽快签收", "收到", "等待配套细则", "细则已出");
    }

    /// <summary>Nobody who has not signed in has a workbench to go back to.</summary>
    [Theory]
    [InlineData(null, "/cities/hefei")]
    [InlineData("hefei-reporter", "/workbench")]
    public async Task Trail_OfACommitment_LeadsToWhatItsReaderHas(string? persona, string above)
    {
        if ((await suite.Client.Reporting.ListCommitmentsAsync(new() { Parent = Desk.Programme, PilotTask = $"{Desk.Programme}/pilotTasks/28", City = $"{Desk.Programme}/cities/hefei" }, cancellationToken: Stop)).Commitments.Count == 0)
            await suite.Client.OpenAsync(28, "hefei");
        using var http = suite.HttpAs(persona);

        var trail = (await http.GetStringAsync("/commitments/28-hefei", Stop)).Split("class=\"trail\"", 2)[1].Split("</nav>", 2)[0];

        Assert.Equal([above], trail.Split("href=\"").Skip(1).Select(link => link.Split('"')[0]));
    }

    [Fact]
    public async Task Lamp_OnThePage_NamesTheVersionOfItsRule()
    {
        var name = (await suite.Client.OpenAsync(29, "hefei")).Name;

        await ReadsAsync(name, $"2026.1 版（{(await suite.Client.ReadAsync(name)).LampReading.Rule}）");
    }

    [Fact]
    public async Task Closure_ThatWaitsForItsAnswer_SaysWhatIsAskedForAndWhatWasAnswered()
    {
        var name = (await suite.Client.OpenAsync(21, "hefei")).Name;
        await suite.Colleague.AcceptAsync((await suite.Client.ReportAsync(name, 100)).Name);
        var evidence = await suite.Client.UploadAsync(name, "批复"u8.ToArray());
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new() { Name = evidence.Name, Note = "已核" }, cancellationToken: Stop);
        await Workflow.RequestClosureAsync(new() { Name = name, Outcome = ClosureOutcome.PartlyImplemented, Statement = "首批企业已落地" }, cancellationToken: Stop);
        await ReadsAsync(name, "阶段性完成：首批企业已落地", "待答复");

        await Workflow.RefuseClosureAsync(new() { Name = name, Reason = "尚缺验收" }, cancellationToken: Stop);
        await ReadsAsync(name, "不予办结", "尚缺验收");
        await RemembersAsync(name, "首批企业已落地", "尚缺验收", "已核");
    }

    /// <summary>Nothing that is a commitment, and a part of one: refused, and no failure of the page.</summary>
    [Theory]
    [InlineData("/commitments/abc/steps/Merge", "")]
    [InlineData("/commitments/20-hefei/steps/Merge", "problems/1")]
    public async Task Merge_OfWhatIsNoCommitment_IsTheCallersFault(string address, string subject)
    {
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        var (_, fields) = await visitor.FormAsync("/subscriptions", "/CreateSubscription");
        using var answer = await visitor.PostAsync((address, new Dictionary<string, string>(fields, StringComparer.Ordinal) { ["into"] = "19", ["reason"] = "两项合办", ["subject"] = subject }));

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Fact]
    public async Task Commitment_ThatWasMerged_LeadsToWhereTheWorkGoesOn()
    {
        await suite.Client.OpenAsync(19, "hefei");
        var name = (await suite.Client.OpenAsync(11, "hefei")).Name;
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        using var post = await visitor.PostAsync(await visitor.FormAsync("/commitments/11-hefei", "/steps/Merge", ("into", "19"), ("reason", "两项合办")));

        Assert.Equal(HttpStatusCode.SeeOther, post.StatusCode);
        await ReadsAsync(name, "href=\"/commitments/19-hefei\"");
        await RemembersAsync(name, "两项合办");
    }

    [Fact]
    public async Task Waits_OfACommitment_AreSaidNotToBePublished()
    {
        var name = (await suite.Client.OpenAsync(9, "hefei")).Name;
        using var nobody = suite.HttpAs(null);
        var page = await nobody.GetStringAsync($"/commitments/{name.Split('/')[^1]}", Stop);

        Assert.Contains("不公开", page, StringComparison.Ordinal);
        Assert.DoesNotContain("每行一个", page.Split("<form", 2)[0], StringComparison.Ordinal);
    }

    /// <summary>A report is reviewed by the city, and then by its province: each finds the forms when it is their turn.</summary>
    [Fact]
    public async Task Review_OfAReport_IsOfferedToWhoseTurnItIs()
    {
        await suite.Client.ReportAsync((await suite.Client.OpenAsync(7, "hefei")).Name, 30);
        using var city = new FormVisitor(suite.Pages, "hefei-reviewer");
        using var province = new FormVisitor(suite.Pages, "anhui-office");
        const string Page = "/commitments/7-hefei";

        Assert.DoesNotContain("/steps/AcceptReport", await province.ReadAsync(Page), StringComparison.Ordinal);
        using var checkedByCity = await city.PostAsync(await city.FormAsync(Page, "/steps/AcceptReport", ("note", "属实")));
        Assert.Equal(HttpStatusCode.SeeOther, checkedByCity.StatusCode);
        Assert.DoesNotContain("/steps/AcceptReport", await city.ReadAsync(Page), StringComparison.Ordinal);
        using var checkedByProvince = await province.PostAsync(await province.FormAsync(Page, "/steps/AcceptReport", ("note", "同意")));
        Assert.Equal(HttpStatusCode.SeeOther, checkedByProvince.StatusCode);
        Assert.Contains("审核通过", await PageAsync($"{RunningSuite.Programme}/commitments/7-hefei"), StringComparison.Ordinal);
    }

    /// <summary>What somebody of the city reads.</summary>
    private async Task ReadsAsync(string name, params string[] words)
    {
        var page = await PageAsync(name);
        Assert.All(words, word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    /// <summary>What the history has, whatever was said after it.</summary>
    private async Task RemembersAsync(string name, params string[] words)
    {
        var history = (await PageAsync(name)).Split("id=\"history\"")[^1];
        Assert.All(words, word => Assert.Contains(word, history, StringComparison.Ordinal));
    }

    private async Task<string> PageAsync(string name)
    {
        using var visitor = new FormVisitor(suite.Pages, "hefei-reporter");
        return WebUtility.HtmlDecode(await visitor.ReadAsync($"/commitments/{name.Split('/')[^1]}"));
    }
}
