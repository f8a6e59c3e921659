using Google.Type;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Every step over the wire: out of its state, behind somebody else's change, and by those whose it is not. Nothing is half done.</summary>
public sealed class EveryStepTests(RunningSuite suite)
{
    private static readonly Date Later = Desk.InDays(400);

    private static readonly Dictionary<WorkflowStep, Func<PilotPlatformClient, string, string, Task>> Steps = new()
    {
        [WorkflowStep.Decompose] = (c, n, e) => c.Workflow.DecomposeCommitmentAsync(new DecomposeCommitmentRequest { Name = n, Etag = e, Commitment = new Commitment { LeadUnit = "市商务局", DueDate = Desk.DueDate } }).ResponseAsync,
        [WorkflowStep.Dispatch] = (c, n, e) => c.Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.Acknowledge] = (c, n, e) => c.Workflow.AcknowledgeCommitmentAsync(new AcknowledgeCommitmentRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.Decline] = (c, n, e) => c.Workflow.DeclineCommitmentAsync(new DeclineCommitmentRequest { Name = n, Etag = e, Reason = "非本单位职责" }).ResponseAsync,
        [WorkflowStep.ReportProgress] = (c, n, e) => c.Reporting.CreateProgressReportAsync(Reporting(n, e)).ResponseAsync,
        [WorkflowStep.AcceptReport] = (c, n, e) => c.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = n + "/progressReports/1", Etag = e, Level = ReviewLevel.City }).ResponseAsync,
        [WorkflowStep.ReturnReport] = (c, n, e) => c.Workflow.ReturnProgressReportAsync(new ReturnProgressReportRequest { Name = n + "/progressReports/1", Etag = e, Level = ReviewLevel.City, Reason = "缺附件" }).ResponseAsync,
        [WorkflowStep.SupplementReport] = (c, n, e) => c.Workflow.SupplementProgressReportAsync(
            new SupplementProgressReportRequest { Name = n + "/progressReports/1", Etag = e, ProgressReport = Desk.Reporting(n, 30).ProgressReport }).ResponseAsync,
        [WorkflowStep.RequestExtension] = (c, n, e) => c.Workflow.RequestExtensionAsync(new RequestExtensionRequest { Name = n, Etag = e, NewDueDate = Later, Reason = "论证未完" }).ResponseAsync,
        [WorkflowStep.GrantExtension] = (c, n, e) => c.Workflow.GrantExtensionAsync(new GrantExtensionRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.DenyExtension] = (c, n, e) => c.Workflow.DenyExtensionAsync(new DenyExtensionRequest { Name = n, Etag = e, Reason = "理由不足" }).ResponseAsync,
        [WorkflowStep.Remind] = (c, n, e) => c.Workflow.RemindCommitmentAsync(new RemindCommitmentRequest { Name = n, Etag = e, Text = "请办理" }).ResponseAsync,
        [WorkflowStep.Escalate] = (c, n, e) => c.Workflow.EscalateCommitmentAsync(new EscalateCommitmentRequest { Name = n, Etag = e, Level = EscalationLevel.Blue }).ResponseAsync,
        [WorkflowStep.RequestClosure] = (c, n, e) => c.Workflow.RequestClosureAsync(new RequestClosureRequest { Name = n, Etag = e, Outcome = ClosureOutcome.Implemented, Statement = "已落地" }).ResponseAsync,
        [WorkflowStep.ConfirmClosure] = (c, n, e) => c.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.RefuseClosure] = (c, n, e) => c.Workflow.RefuseClosureAsync(new RefuseClosureRequest { Name = n, Etag = e, Reason = "未见实效" }).ResponseAsync,
        [WorkflowStep.StrikeOff] = (c, n, e) => c.Workflow.StrikeOffCommitmentAsync(new StrikeOffCommitmentRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.Reopen] = (c, n, e) => c.Workflow.ReopenCommitmentAsync(new ReopenCommitmentRequest { Name = n, Etag = e, Reason = "出现反复" }).ResponseAsync,
        [WorkflowStep.Postpone] = (c, n, e) => c.Workflow.PostponeCommitmentAsync(new PostponeCommitmentRequest { Name = n, Etag = e, Reason = "政策调整" }).ResponseAsync,
        [WorkflowStep.Resume] = (c, n, e) => c.Workflow.ResumeCommitmentAsync(new ResumeCommitmentRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.Merge] = (c, n, e) => c.Workflow.MergeCommitmentAsync(new MergeCommitmentRequest { Name = n, Etag = e, Into = Into, Reason = "同一事项" }).ResponseAsync,
        [WorkflowStep.ReachMilestone] = (c, n, e) => c.Workflow.ReachMilestoneAsync(new ReachMilestoneRequest { Name = n, Etag = e, Milestone = 1, ReachedDate = Desk.Today }).ResponseAsync,
        [WorkflowStep.CorrectMilestone] = (c, n, e) => c.Workflow.CorrectMilestoneAsync(new CorrectMilestoneRequest { Name = n, Etag = e, Milestone = 1, Reason = "误登" }).ResponseAsync,
        [WorkflowStep.AddEvidence] = (c, n, e) => c.UploadAsync(n, "批复全文"u8.ToArray(), r => r.Header.Etag = e),
        [WorkflowStep.JudgeEvidence] = (c, n, e) => c.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = n + "/evidence/1", Etag = e }).ResponseAsync,
        [WorkflowStep.AnswerProblem] = (c, n, e) => c.Workflow.AnswerProblemAsync(new AnswerProblemRequest { Name = n + "/problems/1", Etag = e, Answer = "已协调" }).ResponseAsync,
        [WorkflowStep.ProposeCarryOver] = (c, n, e) => c.CarryOvers.ProposeCarryOverAsync(
            new ProposeCarryOverRequest { Name = n, Etag = e, Plan = new CarryOverPlan { Decision = CarryOverDecision.Continue, PilotTask = $"{Desk.Programme}/pilotTasks/76" } }).ResponseAsync,
        [WorkflowStep.AcceptCarryOver] = (c, n, e) => c.CarryOvers.AcceptCarryOverAsync(new AcceptCarryOverRequest { Name = n, Etag = e }).ResponseAsync,
        [WorkflowStep.ReturnCarryOver] = (c, n, e) => c.CarryOvers.ReturnCarryOverAsync(new ReturnCarryOverRequest { Name = n, Etag = e, Reason = "请核对" }).ResponseAsync,
    };

    public static TheoryData<WorkflowStep> All => [.. Enum.GetValues<WorkflowStep>().Where(s => s != WorkflowStep.Unspecified)];

    private static string Into => $"{Desk.Programme}/commitments/77-qingdao";

    [Fact]
    public async Task Steps_OfACommitmentThatIsStruckOff_AreAllRefusedAndNothingIsHalfDone()
    {
        var name = await OpenAsync(76);
        await OpenAsync(77);
        await suite.Colleague.AcceptAsync((await suite.Client.ReportAsync(name, 100)).Name);
        await Steps[WorkflowStep.AnswerProblem](suite.Client, name, "");
        var evidence = await suite.Client.UploadAsync(name, "批复全文"u8.ToArray());
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence.Name }, cancellationToken: RunningSuite.Stop);
        foreach (var step in new[] { WorkflowStep.RequestClosure, WorkflowStep.ConfirmClosure, WorkflowStep.StrikeOff })
            await Steps[step](step == WorkflowStep.ConfirmClosure ? suite.Colleague : suite.Client, name, "");
        var before = await suite.Client.ReadAsync(name);
        Assert.Equal(Commitment.Types.State.StruckOff, before.State);

        foreach (var (step, take) in Steps.Where(s => s.Key != WorkflowStep.Reopen))
            Assert.Equal((step, "WRONG_STATE"), (step, (await RunningSuite.RefusedAsync(() => take(suite.Client, name, ""))).Info.Reason));

        Assert.Equal(before, await suite.Client.ReadAsync(name));
        Assert.Equal(Enum.GetValues<WorkflowStep>().Length - 1, Steps.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Step_BehindSomebodyElsesChange_IsRefusedAsStale(WorkflowStep step)
    {
        var name = await OpenAsync(78);
        await OpenAsync(77);
        var before = await suite.Client.ReadAsync(name);

        Assert.Equal("ETAG_MISMATCH", (await RunningSuite.RefusedAsync(() => Steps[step](suite.Client, name, "\"0\""))).Info.Reason);
        Assert.Equal(before.Etag, (await suite.Client.ReadAsync(name)).Etag);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Step_ByThoseWhoseItIsNot_IsRefusedWhetherOrNotThereIsSuchACommitment(WorkflowStep step)
    {
        var name = await OpenAsync(78);
        foreach (var (persona, code) in new (string?, StatusCode)[]
        {
            ("dalian-reporter", StatusCode.PermissionDenied), ("dalian-reviewer", StatusCode.PermissionDenied), ("liaoning-office", StatusCode.PermissionDenied),
            ("auditor", StatusCode.PermissionDenied), ("internal-system", StatusCode.PermissionDenied), (null, StatusCode.Unauthenticated),
        })
        {
            using var caller = suite.As(persona);
            foreach (var any in new[] { name, $"{Desk.Programme}/commitments/159-qingdao" })
                Assert.Equal((persona, code), (persona, (await RunningSuite.RefusedAsync(() => Steps[step](caller, any, ""))).Code));
        }
    }

    private static CreateProgressReportRequest Reporting(string name, string etag)
    {
        var request = Desk.Reporting(name, 30);
        request.Etag = etag;
        return request;
    }

    private async Task<string> OpenAsync(int task)
    {
        try
        {
            return (await suite.Client.OpenAsync(task, "qingdao")).Name;
        }
        catch (RpcException exists) when (exists.StatusCode == StatusCode.AlreadyExists)
        {
            return $"{Desk.Programme}/commitments/{task}-qingdao";
        }
    }
}
