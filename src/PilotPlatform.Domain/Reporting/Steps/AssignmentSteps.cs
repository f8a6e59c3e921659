using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>Who does it by when, and whether it is signed for: 任务分解, 交办, 签收, 拒收.</summary>
public static class AssignmentSteps
{
    /// <summary>
    /// Assigns units, dates, milestones and deliverables. Once work has begun the due date moves by extension only, and milestones
    /// that were reached stay.
    /// </summary>
    public static Result<Happened> Decompose(this Commitment commitment, string etag, Plan plan, Moment at) =>
        commitment.Before(WorkflowStep.Decompose, etag).Then(now => plan.Check(PlanDays.Of(now, at))).Then<Happened>(checkedPlan =>
        {
            if (commitment.State != CommitmentState.NotStarted && checkedPlan.DueDate != commitment.Plan.DueDate)
                return Fault.Invalid("commitment.due_date", $"moves by an extension once work has begun; it is {commitment.Plan.DueDate:yyyy-MM-dd}");

            var milestones = checkedPlan.Milestones;
            foreach (var reached in commitment.Plan.Milestones.Where(m => m.ReachedDate is not null))
            {
                var kept = milestones.IndexOf(reached with { ReachedDate = null });
                if (kept < 0)
                    return Fault.Invalid("commitment.milestones", $"'{reached.Title}' of {reached.DueDate:yyyy-MM-dd} was reached and stays");
                milestones = milestones.SetItem(kept, reached);
            }

            return new Happened.Decomposed(checkedPlan with { Milestones = milestones });
        });

    /// <summary>Hands the commitment to its lead unit, which has a time limit to sign for it.</summary>
    public static Result<Happened> Dispatch(this Commitment commitment, string etag, string instruction, Moment at) =>
        commitment.Before(WorkflowStep.Dispatch, etag).Then(_ => Texts.Optional("instruction", instruction)).Then<Happened>(text =>
            commitment.Withdrawn() is { } withdrawn ? withdrawn : new Happened.Dispatched(text, at.In(at.Limits.Acknowledgement)));

    /// <summary>Signs for it: late as well, since nothing is signed for by the passing of time.</summary>
    public static Result<Happened> Acknowledge(this Commitment commitment, string etag, string note) =>
        commitment.Before(WorkflowStep.Acknowledge, etag).Then(_ => Texts.Optional("note", note)).Then<Happened>(text => new Happened.Acknowledged(text));

    /// <summary>Refuses it with a reason, within the time limit only.</summary>
    public static Result<Happened> Decline(this Commitment commitment, string etag, string reason, Moment at) =>
        commitment.Before(WorkflowStep.Decline, etag).Then(_ => Texts.Required("reason", reason)).Then<Happened>(text =>
            at.Today <= commitment.Course.Assignment!.AcknowledgeBy
                ? new Happened.Declined(text)
                : Fault.DeadlinePassed(commitment.Name.ToString(), commitment.Course.Assignment.AcknowledgeBy, "declined"));
}
