namespace PilotPlatform.Domain.Reporting;

/// <summary>A step that there is something for, and that would be refused now for what the commitment itself shows.</summary>
/// <param name="Step">The step.</param>
/// <param name="Reason">Why, as the refusal says it: one of <see cref="FaultReason"/>.</param>
/// <param name="From">The first day on which it is not refused for that any more; null where no day is enough.</param>
public sealed record HeldStep(WorkflowStep Step, string Reason, DateOnly? From = null)
{
    /// <summary>The steps that are held for now.</summary>
    public static IEnumerable<HeldStep> Of(Commitment commitment, DateOnly today) =>
        WorkflowSteps.StepsOf(commitment, today).Select(step => Of(step, commitment, today)).OfType<HeldStep>();

    private static HeldStep? Of(WorkflowStep step, Commitment commitment, DateOnly today)
    {
        var course = commitment.Course;
        return step switch
        {
            WorkflowStep.Dispatch or WorkflowStep.ReportProgress or WorkflowStep.RequestClosure when !commitment.IsFounded => new(step, FaultReason.BasisWithdrawn),
            WorkflowStep.RequestClosure when !course.Evidence.Any(e => e.StateOn(today) is EvidenceState.Draft or EvidenceState.Accepted) => new(step, FaultReason.EvidenceRequired),
            WorkflowStep.ConfirmClosure when commitment.Unconfirmable(today) is { Reason: not FaultReason.WrongState } fault => new(step, fault.Reason),
            WorkflowStep.Escalate when commitment.Escalatable().Min(r => r.AnswerBy) is var day && today <= day => new(step, FaultReason.NothingIgnored, day.AddDays(1)),
            WorkflowStep.Decline when course.Assignment is { AcknowledgeBy: var day } && today > day => new(step, FaultReason.DeadlinePassed),
            _ => null,
        };
    }
}
