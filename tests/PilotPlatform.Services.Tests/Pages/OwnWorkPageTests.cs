using System.Net;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Nobody is offered the approval of what is its own, and the page says whose it is; somebody else with the same rights finds the form.</summary>
public sealed class OwnWorkPageTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>What is asked for on a commitment, which form approves it, and what is said in place of it.</summary>
    public static TheoryData<int, Func<PilotPlatformClient, string, Task>, string, string> Asked => new()
    {
        { 20, (client, name) => client.ReportAsync(name, 30), "/steps/AcceptReport", "审核通过" },
        { 21, RequestExtensionAsync, "/steps/GrantExtension", "同意延期" },
        { 25, RequestClosureAsync, "/steps/ConfirmClosure", "确认办结" },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task Approval_OfOnesOwn_IsForOthers(int task, Func<PilotPlatformClient, string, Task> ask, string approval, string words)
    {
        var name = (await suite.Client.OpenAsync(task, "dalian")).Name;
        if (approval != "/steps/AcceptReport")
            await ClosableAsync(name); // under way, too
        await ask(suite.Client, name);

        var own = await PageAsync(name, RunningSuite.Everybody);
        Assert.DoesNotContain(approval, own, StringComparison.Ordinal);
        Assert.Contains($"“{words}”须由他人办理", own, StringComparison.Ordinal);
        var others = await PageAsync(name, RunningSuite.OfAColleague);
        Assert.Contains(approval, others, StringComparison.Ordinal);
        Assert.DoesNotContain("须由他人办理", others, StringComparison.Ordinal);
    }

    /// <summary>The city's only reviewer has reported: it returns the report, and has the form once somebody else handed it in again.</summary>
    [Fact]
    public async Task Report_HandedInAgainBySomebodyElse_IsForItsFirstWriterToAccept()
    {
        var name = (await suite.Client.OpenAsync(28, "dalian")).Name;
        using var reviewer = suite.As("dalian-reviewer");
        using var reporter = suite.As("dalian-reporter");
        var report = (await reviewer.ReportAsync(name, 30)).Name;
        var own = await PageAsync(name, "dalian-reviewer");
        Assert.DoesNotContain("/steps/AcceptReport", own, StringComparison.Ordinal);
        Assert.Contains("/steps/ReturnReport", own, StringComparison.Ordinal);

        await reviewer.Workflow.ReturnProgressReportAsync(new() { Name = report, Level = ReviewLevel.City, Reason = "由填报员报送" }, cancellationToken: Stop);
        await reporter.Workflow.SupplementProgressReportAsync(new() { Name = report, ProgressReport = Desk.Reporting(name, 30).ProgressReport }, cancellationToken: Stop);

        using var visitor = new FormVisitor(suite.Pages, "dalian-reviewer");
        using var accepted = await visitor.PostAsync(await visitor.FormAsync(Address(name), "/steps/AcceptReport"));
        Assert.Equal(HttpStatusCode.SeeOther, accepted.StatusCode);
    }

    [Fact]
    public async Task Evidence_OfOnesOwn_CanOnlyBeTakenBack()
    {
        var name = (await suite.Client.OpenAsync(22, "dalian")).Name;
        await suite.Client.UploadAsync(name, "批复"u8.ToArray());
        const string Accepting = "<option value=\"Accept\"";

        Assert.Contains(Accepting, await PageAsync(name, RunningSuite.OfAColleague), StringComparison.Ordinal);
        var own = await PageAsync(name, RunningSuite.Everybody);
        Assert.DoesNotContain(Accepting, own, StringComparison.Ordinal);
        Assert.Contains("须由他人办理", own, StringComparison.Ordinal);
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        using var taken = await visitor.PostAsync(await visitor.FormAsync(Address(name), "/steps/JudgeEvidence", ("judgement", "Reject"), ("reason", "传错文件")));
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
    }

    /// <summary>Who amended a case is one of its writers, too; the public is told of none.</summary>
    [Fact]
    public async Task Case_OfOnesOwn_IsForOthersToEndorse()
    {
        var registers = suite.Client.Registers;
        var innovation = new InnovationCase { PilotTask = $"{Desk.Programme}/pilotTasks/66", City = $"{Desk.Programme}/cities/dalian", Title = "分批放行", Summary = "一次申报" };
        var entered = await suite.Colleague.Registers.CreateInnovationCaseAsync(new() { Parent = Desk.Programme, InnovationCase = innovation }, cancellationToken: Stop);
        innovation.Name = entered.Name;
        await registers.UpdateInnovationCaseAsync(new() { InnovationCase = innovation }, cancellationToken: Stop);
        using var reporter = suite.As("dalian-reporter");
        await reporter.Registers.MoveInnovationCaseAsync(new() { Name = entered.Name, State = InnovationCase.Types.State.Submitted }, cancellationToken: Stop);
        const string Page = "/en/registers/cases?city=dalian";

        var own = await EntryAsync(Page, entered.Name, RunningSuite.Everybody);
        Assert.DoesNotContain("<option value=\"Endorsed\"", own, StringComparison.Ordinal);
        Assert.Contains("is for somebody else", own, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Draft\"", own, StringComparison.Ordinal);
        var ministry = await EntryAsync(Page, entered.Name, "ministry");
        Assert.Contains("<option value=\"Endorsed\"", ministry, StringComparison.Ordinal);
        Assert.DoesNotContain("is for somebody else", ministry, StringComparison.Ordinal);

        using var office = suite.As("ministry");
        foreach (var state in new[] { InnovationCase.Types.State.Endorsed, InnovationCase.Types.State.Recommended })
            await office.Registers.MoveInnovationCaseAsync(new() { Name = entered.Name, State = state }, cancellationToken: Stop);
        using var nobody = suite.As(null);
        Assert.Equal(3, (await registers.GetInnovationCaseAsync(new() { Name = entered.Name }, cancellationToken: Stop)).Writers.Count);
        Assert.Empty((await nobody.Registers.GetInnovationCaseAsync(new() { Name = entered.Name }, cancellationToken: Stop)).Writers);
    }

    private static async Task RequestExtensionAsync(PilotPlatformClient client, string name) =>
        await client.Workflow.RequestExtensionAsync(new() { Name = name, NewDueDate = Desk.InDays(300), Reason = "论证未完" }, cancellationToken: Stop);

    private static async Task RequestClosureAsync(PilotPlatformClient client, string name) =>
        await client.Workflow.RequestClosureAsync(new() { Name = name, Outcome = ClosureOutcome.PartlyImplemented, Statement = "首批企业已落地" }, cancellationToken: Stop);

    private async Task ClosableAsync(string name)
    {
        await suite.Colleague.AcceptAsync((await suite.Client.ReportAsync(name, 100)).Name);
        var evidence = await suite.Client.UploadAsync(name, "批复"u8.ToArray());
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new() { Name = evidence.Name }, cancellationToken: Stop);
    }

    private static string Address(string name) => $"/commitments/{name.Split('/')[^1]}";

    private async Task<string> EntryAsync(string page, string name, string persona)
    {
        using var visitor = new FormVisitor(suite.Pages, persona);
        return (await visitor.ReadAsync(page)).Split("<article").Single(entry => entry.Contains($"value=\"{name[(Desk.Programme.Length + 1)..]}\"", StringComparison.Ordinal));
    }

    private async Task<string> PageAsync(string name, string persona)
    {
        using var visitor = new FormVisitor(suite.Pages, persona);
        return WebUtility.HtmlDecode(await visitor.ReadAsync(Address(name)));
    }
}
