using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>延期: asked for with a reason before the deadline, granted or denied; the old date stays beside the new one.</summary>
public static class ExtensionSteps
{
    public static Result<Happened> RequestExtension(this Commitment commitment, string etag, DateOnly newDueDate, string reason, Moment at) =>
        commitment.Before(WorkflowStep.RequestExtension, etag).Then<Happened>(_ =>
        {
            if (commitment.Course.Extensions is [.., { State: RequestState.Pending }])
                return commitment.Refuses("waiting for an answer to an extension", WorkflowStep.RequestExtension);
            if (at.Today > commitment.Plan.DueDate)
                return Fault.DeadlinePassed(commitment.Name.ToString(), commitment.Plan.DueDate, "extended");
            var earlier = newDueDate > commitment.Plan.DueDate ? null : Fault.Invalid("new_due_date", $"{newDueDate:yyyy-MM-dd} is not later than {commitment.Plan.DueDate:yyyy-MM-dd}");
            return Texts.Required("reason", reason).Besides(earlier ?? Limits.TooLate("new_due_date", newDueDate, at)).Then<Happened>(text => new Happened.ExtensionRequested(newDueDate, text));
        });

    /// <summary>Grants it, by somebody else than who asked.</summary>
    public static Result<Happened> GrantExtension(this Commitment commitment, string etag, string note, string author) =>
        commitment.Pending(WorkflowStep.GrantExtension, etag).Then(_ => Texts.Optional("note", note)).Then<Happened>(text =>
            commitment.Course.Extensions[^1].Author == author
                ? commitment.Refuses("waiting for an answer to an extension that the same person asked for", WorkflowStep.GrantExtension)
                : new Happened.ExtensionGranted(text));

    public static Result<Happened> DenyExtension(this Commitment commitment, string etag, string reason) =>
        commitment.Pending(WorkflowStep.DenyExtension, etag).Then(_ => Texts.Required("reason", reason)).Then<Happened>(text => new Happened.ExtensionDenied(text));

    /// <summary>What is wrong with a day that is set as due when it is resumed or reopened: it is not past, later than the one that stands, and not behind the last that may be set; null for none.</summary>
    internal static Fault? NotDue(this Commitment commitment, DateOnly? day, Moment at)
    {
        if (day < at.Today)
            return Fault.Invalid("new_due_date", $"{day:yyyy-MM-dd} is past");
        return day <= commitment.Plan.DueDate ? Fault.Invalid("new_due_date", $"{day:yyyy-MM-dd} is not later than {commitment.Plan.DueDate:yyyy-MM-dd}") : Limits.TooLate("new_due_date", day, at);
    }

    private static Result<Commitment> Pending(this Commitment commitment, WorkflowStep step, string etag) =>
        commitment.Before(step, etag).Then<Commitment>(now =>
            now.Course.Extensions is [.., { State: RequestState.Pending }] ? now : now.Refuses("without an extension that waits for an answer", step));
}
