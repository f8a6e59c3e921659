using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>办结申请, 办结, 销号, and back.</summary>
public static class ClosureSteps
{
    /// <summary>Asks to close, where the scope reaches the city; evidence that was neither rejected nor has expired has to be there.</summary>
    public static Result<Happened> RequestClosure(this Commitment commitment, string etag, ClosureOutcome outcome, string statement, Moment at) =>
        commitment.Before(WorkflowStep.RequestClosure, etag).Then(_ => Texts.Required("statement", statement)).Then<Happened>(text =>
        {
            if (commitment.Course.Closure is { State: RequestState.Pending })
                return commitment.Refuses("waiting for an answer to a closure", WorkflowStep.RequestClosure);
            if (commitment.Withdrawn() is { } withdrawn)
                return withdrawn;
            return commitment.Course.Evidence.Any(e => e.StateOn(at.Today) is EvidenceState.Draft or EvidenceState.Accepted)
                ? new Happened.ClosureRequested(outcome, text)
                : Fault.EvidenceRequired(commitment.Name.ToString(), "evidence that is neither rejected nor expired");
        });

    /// <summary>Confirms, by somebody else than who asked: accepted evidence has to be there, no report may wait for its review, and the scope still has to reach the city.</summary>
    public static Result<Happened> ConfirmClosure(this Commitment commitment, string etag, string note, string author, Moment at) =>
        commitment.Pending(WorkflowStep.ConfirmClosure, etag).Then(_ => Texts.Optional("note", note)).Then<Happened>(text =>
        {
            if (commitment.Course.Closure!.Author == author)
                return commitment.Refuses("waiting for an answer to a closure that the same person asked for", WorkflowStep.ConfirmClosure);
            return commitment.Unconfirmable(at.Today) is { } fault ? fault : new Happened.ClosureConfirmed(text);
        });

    public static Result<Happened> RefuseClosure(this Commitment commitment, string etag, string reason) =>
        commitment.Pending(WorkflowStep.RefuseClosure, etag).Then(_ => Texts.Required("reason", reason)).Then<Happened>(text => new Happened.ClosureRefused(text));

    /// <summary>Strikes off what is implemented, once every report of it was accepted and every problem answered: nothing is done on it afterwards.</summary>
    public static Result<Happened> StrikeOff(this Commitment commitment, string etag, string note) =>
        commitment.Before(WorkflowStep.StrikeOff, etag).Then(_ => Texts.Optional("note", note)).Then<Happened>(text =>
            commitment.Unsettled() is { } waits ? commitment.Refuses(waits, WorkflowStep.StrikeOff) : new Happened.StruckOff(text));

    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="newDueDate">By when it is due from now on, since the day it has may have passed while it was over; null for that day.</param>
    /// <param name="at">When the step is taken.</param>
    /// <param name="holder">Another commitment that stands for its task by now; null if none does.</param>
    public static Result<Happened> Reopen(this Commitment commitment, string etag, string reason, DateOnly? newDueDate, Moment at, CommitmentName? holder = null) =>
        commitment.Before(WorkflowStep.Reopen, etag).Then(now => Texts.Required("reason", reason).Besides(now.NotDue(newDueDate, at))).Then<Happened>(text =>
        {
            if (commitment.HasEnded)
                return commitment.Refuses("ended by a later edition", WorkflowStep.Reopen);
            return holder is null ? new Happened.Reopened(text, newDueDate) : Fault.Exists(holder.ToString());
        });

    /// <summary>What has to be reviewed or answered before the commitment is over, since nobody does afterwards; null if nothing has.</summary>
    internal static string? Unsettled(this Commitment commitment) => commitment.UnderReview() is { } report ? WaitsFor(report)
        : commitment.Course.Problems.Find(p => p.IsOpen) is { } problem ? $"waiting for an answer to '{new ProblemName(commitment.Name, problem.Serial)}'"
        : null;

    /// <summary>The same of a commitment that is still worked on, whose requests wait for an answer too.</summary>
    internal static string? UnsettledAtWork(this Commitment commitment) => commitment.Unsettled()
        ?? (commitment.Course.Extensions is [.., { State: RequestState.Pending }] ? "waiting for an answer to an extension"
            : commitment.Course.Closure is { State: RequestState.Pending } ? "waiting for an answer to a closure"
            : null);

    /// <summary>Why nobody can confirm its closure on a day; null where somebody can.</summary>
    internal static Fault? Unconfirmable(this Commitment commitment, DateOnly day)
    {
        if (commitment.Withdrawn() is { } withdrawn)
            return withdrawn;
        if (commitment.UnderReview() is { } report)
            return commitment.Refuses(WaitsFor(report), WorkflowStep.ConfirmClosure);
        if (commitment is { Course: { Closure.Outcome: ClosureOutcome.Implemented, Extensions: [.., { State: RequestState.Pending }] } })
            return commitment.Refuses("waiting for an answer to an extension", WorkflowStep.ConfirmClosure); // nobody answers it afterwards
        return commitment.Course.Evidence.Any(e => e.StateOn(day) == EvidenceState.Accepted) ? null : Fault.EvidenceRequired(commitment.Name.ToString(), "accepted evidence");
    }

    private static string WaitsFor(ProgressReport report) => $"waiting for '{report.Name}', which is {report.State}";

    private static Result<Commitment> Pending(this Commitment commitment, WorkflowStep step, string etag) =>
        commitment.Before(step, etag).Then<Commitment>(now =>
            now.Course.Closure is { State: RequestState.Pending } ? now : now.Refuses("without a closure that waits for an answer", step));
}
