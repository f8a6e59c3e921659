using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>催办, 督办: an escalation follows only what was ignored; time escalates, and never approves.</summary>
public static class SupervisionSteps
{
    /// <summary>Reminds whoever has to act next; nothing is ignored before the day that the step has anyway.</summary>
    public static Result<Happened> Remind(this Commitment commitment, string etag, string text, Moment at) =>
        commitment.Before(WorkflowStep.Remind, etag).Then(_ => Texts.Required("text", text)).Then<Happened>(words =>
        {
            if (commitment.Course.Reminder is { IsOpen: true })
                return commitment.Refuses("reminded already, without an answer", WorkflowStep.Remind);
            return Waiting.On(commitment, at) is [var first, ..]
                ? new Happened.Reminded(first.Party, words, first.StepUntil is { } until && until > at.In(at.Limits.Reminder) ? until : at.In(at.Limits.Reminder))
                : commitment.Refuses("waiting for nobody", WorkflowStep.Remind);
        });

    /// <summary>Escalates an ignored reminder to blue, ignored blue to yellow, ignored yellow to red.</summary>
    public static Result<Happened> Escalate(this Commitment commitment, string etag, EscalationLevel level, string text, Moment at) =>
        commitment.Before(WorkflowStep.Escalate, etag).Then(_ => Texts.Optional("text", text)).Then<Happened>(words =>
        {
            var name = commitment.Name.ToString();
            if (commitment.Course.Reminder is not { IsOpen: true } ignored)
                return Fault.NothingIgnored(name, "no reminder stands unanswered");
            if (ignored.Next != level)
                return Fault.NothingIgnored(name, $"{level} does not follow {ignored.Level?.ToString() ?? "a reminder"}");
            return at.Today > ignored.AnswerBy
                ? new Happened.Escalated(level, words, at.In(at.Limits.Reminder))
                : Fault.NothingIgnored(name, $"there is time to answer until {ignored.AnswerBy:yyyy-MM-dd}");
        });

    /// <summary>The escalation that time asks for; null while nothing is ignored.</summary>
    public static EscalationLevel? Due(this Commitment commitment, DateOnly today) =>
        commitment.State.Admits(WorkflowStep.Escalate) && commitment.Course.Reminder is { IsOpen: true } ignored && today > ignored.AnswerBy ? ignored.Next : null;
}
