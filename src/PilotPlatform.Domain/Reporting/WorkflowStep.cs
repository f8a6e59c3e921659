using System.Collections.Frozen;
using static PilotPlatform.Domain.Reporting.CommitmentState;

namespace PilotPlatform.Domain.Reporting;

/// <summary>A step that somebody can take on a commitment.</summary>
public enum WorkflowStep
{
    /// <summary>任务分解</summary>
    Decompose,

    /// <summary>交办</summary>
    Dispatch,

    /// <summary>签收</summary>
    Acknowledge,

    /// <summary>拒收</summary>
    Decline,

    /// <summary>办理反馈</summary>
    ReportProgress,

    /// <summary>审核通过</summary>
    AcceptReport,

    /// <summary>退回补正</summary>
    ReturnReport,

    /// <summary>补正</summary>
    SupplementReport,

    /// <summary>延期申请</summary>
    RequestExtension,

    /// <summary>同意延期</summary>
    GrantExtension,

    /// <summary>不同意延期</summary>
    DenyExtension,

    /// <summary>催办</summary>
    Remind,

    /// <summary>督办</summary>
    Escalate,

    /// <summary>办结申请</summary>
    RequestClosure,

    /// <summary>办结</summary>
    ConfirmClosure,

    /// <summary>不予办结</summary>
    RefuseClosure,

    /// <summary>销号</summary>
    StrikeOff,

    /// <summary>重新办理</summary>
    Reopen,

    /// <summary>暂缓</summary>
    Postpone,

    /// <summary>恢复办理</summary>
    Resume,

    /// <summary>并入</summary>
    Merge,

    /// <summary>达到节点</summary>
    ReachMilestone,

    /// <summary>提交佐证材料</summary>
    AddEvidence,

    /// <summary>认定佐证材料</summary>
    JudgeEvidence,

    /// <summary>答复堵点</summary>
    AnswerProblem,

    /// <summary>提出版本衔接</summary>
    ProposeCarryOver,

    /// <summary>同意版本衔接</summary>
    AcceptCarryOver,

    /// <summary>退回版本衔接</summary>
    ReturnCarryOver,

    /// <summary>更正节点</summary>
    CorrectMilestone,
}

/// <summary>The one place that says in which states a step may be taken.</summary>
public static class WorkflowSteps
{
    private static readonly CommitmentState[] Working = [InProgress, PartlyImplemented, Ongoing];
    private static readonly CommitmentState[] Open = [NotStarted, AwaitingAcknowledgement, .. Working];
    private static readonly CommitmentState[] Standing = [.. Open, Implemented, Postponed];
    private static readonly CommitmentState[] All = Enum.GetValues<CommitmentState>();
    private static readonly CommitmentState[] Reported = [.. Working, Implemented, Postponed];

    private static readonly FrozenDictionary<WorkflowStep, FrozenSet<CommitmentState>> Allowed = new Dictionary<WorkflowStep, CommitmentState[]>
    {
        [WorkflowStep.Decompose] = [NotStarted, .. Working],
        [WorkflowStep.Dispatch] = [NotStarted],
        [WorkflowStep.Acknowledge] = [AwaitingAcknowledgement],
        [WorkflowStep.Decline] = [AwaitingAcknowledgement],
        [WorkflowStep.ReportProgress] = [NotStarted, .. Working, Implemented],
        [WorkflowStep.AcceptReport] = Reported,
        [WorkflowStep.ReturnReport] = Reported,
        [WorkflowStep.SupplementReport] = Reported,
        [WorkflowStep.RequestExtension] = Working,
        [WorkflowStep.GrantExtension] = [.. Working, Postponed],
        [WorkflowStep.DenyExtension] = [.. Working, Postponed],
        [WorkflowStep.Remind] = Standing,
        [WorkflowStep.Escalate] = Standing,
        [WorkflowStep.RequestClosure] = Working,
        [WorkflowStep.ConfirmClosure] = Working,
        [WorkflowStep.RefuseClosure] = [.. Working, Postponed],
        [WorkflowStep.StrikeOff] = [Implemented],
        [WorkflowStep.Reopen] = [Implemented, Merged, StruckOff, Ended],
        [WorkflowStep.Postpone] = Open,
        [WorkflowStep.Resume] = [Postponed],
        [WorkflowStep.Merge] = [.. Open, Postponed],
        [WorkflowStep.ReachMilestone] = Working,
        [WorkflowStep.AddEvidence] = Standing,
        [WorkflowStep.JudgeEvidence] = Standing,
        [WorkflowStep.AnswerProblem] = Standing,
        [WorkflowStep.ProposeCarryOver] = All,
        [WorkflowStep.AcceptCarryOver] = All,
        [WorkflowStep.ReturnCarryOver] = All,
        [WorkflowStep.CorrectMilestone] = Reported,
    }.ToFrozenDictionary(step => step.Key, step => step.Value.ToFrozenSet());

    public static bool Admits(this CommitmentState state, WorkflowStep step) => Allowed[step].Contains(state);

    /// <summary>The steps that a state admits; whether one is refused for another reason shows when it is tried.</summary>
    public static IEnumerable<WorkflowStep> StepsOf(CommitmentState state) => Enum.GetValues<WorkflowStep>().Where(step => state.Admits(step));

    /// <summary>The steps that a commitment is open to on a day: those of its state that there is something for.</summary>
    public static IEnumerable<WorkflowStep> StepsOf(Commitment commitment, DateOnly today)
    {
        var course = commitment.Course;
        return StepsOf(commitment.State).Where(step => step switch
        {
            WorkflowStep.AcceptReport or WorkflowStep.ReturnReport => commitment.Reports.Exists(r => r.AwaitedReview is not null),
            WorkflowStep.SupplementReport => commitment.Reports.Exists(r => r.State == ReportState.Returned),
            WorkflowStep.RequestExtension => course.Extensions is not [.., { State: RequestState.Pending }],
            WorkflowStep.GrantExtension or WorkflowStep.DenyExtension => course.Extensions is [.., { State: RequestState.Pending }],
            WorkflowStep.Remind => Waiting.Parties(commitment, commitment.UpdateTime).Any(party => !commitment.IsReminded(party, today)),
            WorkflowStep.Escalate => commitment.Escalatable().Any(),
            WorkflowStep.RequestClosure => course.Closure is not { State: RequestState.Pending },
            WorkflowStep.ConfirmClosure or WorkflowStep.RefuseClosure => course.Closure is { State: RequestState.Pending },
            WorkflowStep.ReachMilestone => commitment.Plan.Milestones.Any(m => m.ReachedDate is null),
            WorkflowStep.CorrectMilestone => commitment.Plan.Milestones.Any(m => m.ReachedDate is not null),
            WorkflowStep.JudgeEvidence => course.Evidence.Exists(e => e.IsAccepted is null),
            WorkflowStep.AnswerProblem => course.Problems.Exists(p => p.IsOpen),
            WorkflowStep.Reopen or WorkflowStep.ProposeCarryOver => !commitment.HasEnded,
            WorkflowStep.AcceptCarryOver or WorkflowStep.ReturnCarryOver => course.CarryOvers is [.., { State: RequestState.Pending }],
            _ => true,
        });
    }

    /// <summary>The commitment, if it is the one the caller knew and its state admits the step.</summary>
    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="step">The step that is to be taken.</param>
    /// <param name="etag">The commitment as the caller knew it; empty for whatever it is now.</param>
    public static Result<Commitment> Before(this Commitment commitment, WorkflowStep step, string etag)
    {
        if (etag.Length > 0 && etag != commitment.Etag)
            return Fault.Stale(commitment.Name.ToString(), commitment.Etag);
        return commitment.State.Admits(step) ? commitment : commitment.Refuses(commitment.State.ToString(), step);
    }

    /// <summary>Why nothing is handed out, reported or closed: what it rests on was withdrawn; null while it holds.</summary>
    internal static Fault? Withdrawn(this Commitment commitment) => commitment.IsFounded
        ? null
        : Fault.BasisWithdrawn(commitment.Name.ToString(), commitment.Course.Basis!.Basis.Reason, commitment.Course.Basis.Basis.EnglishReason);

    internal static Fault Refuses(this Commitment commitment, string because, WorkflowStep step) =>
        Fault.Forbidden(commitment.Name.ToString(), because, step.ToString());
}
