using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Every step in every state: taken, or refused by name.</summary>
public sealed class WorkflowStepTests
{
    /// <summary>The steps and, by the order of the states, whether each is taken: written out by hand, so that the code is held against it.</summary>
    private static readonly Dictionary<WorkflowStep, string> Expected = new()
    {
        //                                 未启动 待签收 推进中 阶段性 已落地 持续 暂缓 并入 销号 终止
        [WorkflowStep.Decompose] = "x.xx.x....",
        [WorkflowStep.Dispatch] = "x.........",
        [WorkflowStep.Acknowledge] = ".x........",
        [WorkflowStep.Decline] = ".x........",
        [WorkflowStep.ReportProgress] = "x.xxxx....",
        [WorkflowStep.AcceptReport] = "..xxxxx...",
        [WorkflowStep.ReturnReport] = "..xxxxx...",
        [WorkflowStep.SupplementReport] = "..xxxxx...",
        [WorkflowStep.RequestExtension] = "..xx.x....",
        [WorkflowStep.GrantExtension] = "..xx.xx...",
        [WorkflowStep.DenyExtension] = "..xx.xx...",
        [WorkflowStep.Remind] = "xxxxxxx...",
        [WorkflowStep.Escalate] = "xxxxxxx...",
        [WorkflowStep.RequestClosure] = "..xx.x....",
        [WorkflowStep.ConfirmClosure] = "..xx.x....",
        [WorkflowStep.RefuseClosure] = "..xx.xx...",
        [WorkflowStep.StrikeOff] = "....x.....",
        [WorkflowStep.Reopen] = "....x..xxx",
        [WorkflowStep.Postpone] = "xxxx.x....",
        [WorkflowStep.Resume] = "......x...",
        [WorkflowStep.Merge] = "xxxx.xx...",
        [WorkflowStep.ReachMilestone] = "..xx.x....",
        [WorkflowStep.AddEvidence] = "xxxxxxx...",
        [WorkflowStep.JudgeEvidence] = "xxxxxxx...",
        [WorkflowStep.AnswerProblem] = "xxxxxxx...",
        [WorkflowStep.ProposeCarryOver] = "xxxxxxxxxx",
        [WorkflowStep.AcceptCarryOver] = "xxxxxxxxxx",
        [WorkflowStep.ReturnCarryOver] = "xxxxxxxxxx",
        [WorkflowStep.CorrectMilestone] = "..xxxxx...",
    };

    public static TheoryData<WorkflowStep, CommitmentState> All => [.. from step in Enum.GetValues<WorkflowStep>() from state in Enum.GetValues<CommitmentState>() select (step, state)];

    [Theory]
    [MemberData(nameof(All))]
    public void Step_InEveryState_IsTakenOrRefusedByName(WorkflowStep step, CommitmentState state)
    {
        var commitment = Prepared(step, state);
        Assert.Equal(state, commitment.State);

        var taken = Take(step, commitment, "");

        if (Expected[step][(int)state] == 'x')
        {
            Assert.True(taken.IsOk, taken.Fault?.ToString());
            var after = Samples.Fold(commitment, taken.Value, commitment.Position + 1);
            Assert.Equal((commitment.Revision + 1, commitment.Position + 1), (after.Revision, after.Position));
        }
        else
        {
            Assert.Equal((FaultKind.Forbidden, FaultReason.WrongState, commitment.Name.ToString()), (taken.Fault?.Kind, taken.Fault?.Reason, taken.Fault?.Subject));
            Assert.Contains(state.ToString(), taken.Fault!.Message, StringComparison.Ordinal);
            Assert.Contains(step.ToString(), taken.Fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Step_WithAnEtagOfBefore_IsFirstOfAllStale(WorkflowStep step, CommitmentState state) =>
        Assert.Equal(FaultReason.EtagMismatch, Take(step, Prepared(step, state), "\"0\"").Fault?.Reason);

    [Fact]
    public void StepsOf_EachState_AreThoseOfTheTable() =>
        Assert.All(Enum.GetValues<CommitmentState>(), state =>
            Assert.Equal(Expected.Where(e => e.Value[(int)state] == 'x').Select(e => e.Key).Order(), WorkflowSteps.StepsOf(state)));

    /// <summary>Nothing is offered that there is nothing for: each step that is, is taken, or refused for what the caller brings.</summary>
    [Fact]
    public void StepsOf_ACommitment_AreThoseOfItsStateThatThereIsSomethingFor()
    {
        Assert.Equal(
            [WorkflowStep.Decompose, WorkflowStep.Dispatch, WorkflowStep.ReportProgress, WorkflowStep.Remind, WorkflowStep.Postpone, WorkflowStep.Merge, WorkflowStep.ReachMilestone, WorkflowStep.AddEvidence, WorkflowStep.ProposeCarryOver],
            WorkflowSteps.StepsOf(Samples.Opened, Samples.At(0).Today).Append(WorkflowStep.ReachMilestone).Distinct().Order());
        var ended = Samples.Opened with { Course = new Course { CarryOvers = [new CarryOverProposal(Samples.Onward with { Decision = CarryOverDecision.End, TaskNumber = null }, "", "a", Samples.Day) { State = RequestState.Granted }] }, State = CommitmentState.Ended };
        Assert.Empty(WorkflowSteps.StepsOf(ended, Samples.At(0).Today));
        Assert.All(Enum.GetValues<WorkflowStep>(), step => Assert.All(Enum.GetValues<CommitmentState>(), state =>
            Assert.True(Expected[step][(int)state] != 'x' || WorkflowSteps.StepsOf(Prepared(step, state), Samples.At(0).Today).Contains(step), $"{step} is not offered in {state}.")));
    }

    /// <summary>A commitment in a state in which nothing but the state could refuse the step.</summary>
    private static Commitment Prepared(WorkflowStep step, CommitmentState state)
    {
        var commitment = Samples.In(state);
        var course = commitment.Course;
        return step switch
        {
            WorkflowStep.SupplementReport when commitment.Reports.Count > 0 => With(
                ReportState.Returned, new Review(ReviewLevel.City, IsReturn: true, "缺材料", "reviewer", Samples.Day, Samples.At(5).Today)),
            WorkflowStep.AcceptReport or WorkflowStep.ReturnReport when commitment.Reports.Count > 0 => With(ReportState.Submitted),
            WorkflowStep.Merge or WorkflowStep.StrikeOff => (commitment.Reports.Count > 0 ? With(ReportState.Accepted) : commitment) with { Course = course with { Problems = [] } },
            WorkflowStep.ConfirmClosure when commitment.Reports.Count > 0 => With(ReportState.Accepted) with
            {
                Course = course with { Closure = new Closure(ClosureOutcome.Implemented, "已落地", "reporter", Samples.Day) },
            },
            WorkflowStep.GrantExtension or WorkflowStep.DenyExtension => commitment with
            {
                Course = course with { Extensions = [new Extension(commitment.Plan.DueDate, commitment.Plan.DueDate.AddDays(30), "论证未完", "reporter", Samples.Day)] },
            },
            WorkflowStep.ConfirmClosure or WorkflowStep.RefuseClosure => commitment with
            {
                Course = course with { Closure = new Closure(ClosureOutcome.Implemented, "已落地", "reporter", Samples.Day) },
            },
            WorkflowStep.Escalate => commitment with
            {
                Course = course with { Reminders = [new Reminder(Party.LeadUnit, Level: null, "请办理", Samples.Day, Samples.At(0).Today)] },
            },
            WorkflowStep.JudgeEvidence when course.Evidence.Count < 2 => commitment with
            {
                Course = course with { Evidence = [Evidence(1), Evidence(2)] },
            },
            WorkflowStep.CorrectMilestone => commitment with { Plan = commitment.Plan with { Milestones = [commitment.Plan.Milestones[0] with { ReachedDate = Samples.At(0).Today }] } },
            WorkflowStep.AnswerProblem when course.Problems.IsEmpty => commitment with
            {
                Course = course with { Problems = [new RaisedProblem(1, 1, new Problem("堵点", ProblemLevel.City), Samples.Day)] },
            },
            WorkflowStep.AcceptCarryOver or WorkflowStep.ReturnCarryOver => commitment with
            {
                Course = course with { CarryOvers = [new CarryOverProposal(Samples.Onward, "", "reviewer", Samples.Day)] },
            },
            _ => commitment,
        };

        Commitment With(ReportState report, params Review[] reviews) =>
            commitment with { Reports = commitment.Reports.SetItem(0, commitment.Reports[0] with { State = report, Reviews = [.. reviews] }) };
    }

    private static EvidenceItem Evidence(int serial) => new(new EvidenceName(Samples.Name, serial), Samples.Document, "reporter", Samples.Day, 1);

    private static Result<Happened> Take(WorkflowStep step, Commitment c, string etag)
    {
        var at = Samples.At(1);
        return step switch
        {
            WorkflowStep.Decompose => c.Decompose(etag, Samples.Plan, at),
            WorkflowStep.Dispatch => c.Dispatch(etag, "", at),
            WorkflowStep.Acknowledge => c.Acknowledge(etag, ""),
            WorkflowStep.Decline => c.Decline(etag, "非本单位职责", at),
            WorkflowStep.ReportProgress => c.Report(Samples.Of(1, 30), etag),
            WorkflowStep.AcceptReport => c.AcceptReport(etag, 1, ReviewLevel.City, "", "reviewer"),
            WorkflowStep.ReturnReport => c.ReturnReport(etag, 1, ReviewLevel.City, "缺材料", at),
            WorkflowStep.SupplementReport => c.SupplementReport(etag, 1, Samples.Progress),
            WorkflowStep.RequestExtension => c.RequestExtension(etag, c.Plan.DueDate.AddDays(30), "论证未完", at),
            WorkflowStep.GrantExtension => c.GrantExtension(etag, "", "office"),
            WorkflowStep.DenyExtension => c.DenyExtension(etag, "理由不足"),
            WorkflowStep.Remind => c.Remind(etag, party: null, "请办理", at),
            WorkflowStep.Escalate => c.Escalate(etag, EscalationLevel.Blue, party: null, "", at),
            WorkflowStep.RequestClosure => c.RequestClosure(etag, ClosureOutcome.Implemented, "已落地", at),
            WorkflowStep.ConfirmClosure => c.ConfirmClosure(etag, "", "office", at),
            WorkflowStep.RefuseClosure => c.RefuseClosure(etag, "未见实效"),
            WorkflowStep.StrikeOff => c.StrikeOff(etag, ""),
            WorkflowStep.Reopen => c.Reopen(etag, "出现反复", newDueDate: null, Samples.At(1)),
            WorkflowStep.Postpone => c.Postpone(etag, "政策调整", at.Today.AddDays(30), at),
            WorkflowStep.Resume => c.Resume(etag, "", newDueDate: null, Samples.At(1)),
            WorkflowStep.Merge => c.Merge(etag, Samples.Other, "同一事项"),
            WorkflowStep.ReachMilestone => c.ReachMilestone(etag, 1, at.Today, at),
            WorkflowStep.AddEvidence => c.AddEvidence(etag, Samples.Document, 4096, at),
            WorkflowStep.JudgeEvidence => c.JudgeEvidence(etag, 2, isAccepted: true, "", "reviewer", at),
            WorkflowStep.AnswerProblem => c.AnswerProblem(etag, 1, "已协调", Samples.Coordinator),
            WorkflowStep.ProposeCarryOver => c.ProposeCarryOver(etag, Samples.Onward, into: null, ""),
            WorkflowStep.AcceptCarryOver => c.AcceptCarryOver(etag, "", "office", Samples.GroundOf(Samples.Onward)),
            WorkflowStep.CorrectMilestone => c.CorrectMilestone(etag, 1, at.Today, "日期登记有误", at),
            _ => c.ReturnCarryOver(etag, "理由不足"),
        };
    }
}
