using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>催办, 督办: an escalation follows only what the city ignored; time escalates, and never approves.</summary>
public static class SupervisionSteps
{
    /// <summary>
    /// Reminds one of those that have to act next, or, where none is named, the first that can be reminded; nothing is ignored before the day that the step has anyway, and nobody is reminded of a report
    /// that no period takes.
    /// </summary>
    public static Result<Happened> Remind(this Commitment commitment, string etag, Party? party, string text, IEnumerable<ReportingPeriod> begun, Moment at)
    {
        return commitment.Before(WorkflowStep.Remind, etag).Then(_ => Texts.Required("text", text)).Then<Happened>(words =>
        {
            Wait[] waits = [.. Waiting.On(commitment, at).DistinctBy(w => w.Party)];
            if (waits.Length == 0)
                return commitment.Refuses("waiting for nobody", WorkflowStep.Remind);
            if (Array.FindAll(waits, w => party is null || w.Party == party) is not [var first, ..] asked)
                return Fault.Invalid("party", "is not waited for");
            if (Array.Find(asked, w => Held(w) is null) is not { } wait)
                return Held(first)!;
            return new Happened.Reminded(wait.Party, words, wait.StepUntil is { } until && until > at.In(at.Limits.Reminder) ? until : at.In(at.Limits.Reminder)) { For = wait.Reason, Subject = wait.Subject };
        });

        Fault? Held(Wait wait) => wait switch
        {
            _ when commitment.IsReminded(wait.Party, at.Today) => commitment.Refuses("reminded already, without an answer", WorkflowStep.Remind),
            { Reason: WaitReason.Progress } when commitment.FirstReportable(begun, at) is null => commitment.Refuses("without a period to report on", WorkflowStep.Remind),
            _ => null,
        };
    }

    /// <summary>
    /// Escalates a reminder that the city ignored to blue, ignored blue to yellow, ignored yellow to red. Who ignored it is named where several of the city are reminded, so that a call that is
    /// repeated meets nobody else. The silence of the province and of the ministry raises nothing against it.
    /// </summary>
    public static Result<Happened> Escalate(this Commitment commitment, string etag, EscalationLevel level, Party? party, string text, IEnumerable<ReportingPeriod> begun, Moment at) =>
        commitment.Before(WorkflowStep.Escalate, etag).Then(_ => Texts.Optional("text", text)).Then<Happened>(words =>
        {
            var name = commitment.Name.ToString();
            Reminder[] open = [.. commitment.OpenInTheCity()];
            if (open.Length == 0)
                return Fault.NothingIgnored(name, "no reminder to the city stands unanswered");
            if (Array.FindAll(open, r => party is null || r.Party == party) is not [var reminder])
                return Fault.Invalid("party", "must be one of those to whom a reminder stands");
            if (reminder.Next != level)
                return Fault.NothingIgnored(name, $"{level} does not follow {reminder.Level?.ToString() ?? "a reminder"}");
            return commitment.AnswerBy(reminder, begun, at) switch
            {
                null => Fault.NothingIgnored(name, "no period takes a report"),
                { } day when at.Today <= day => Fault.NothingIgnored(name, $"there is time to answer until {day:yyyy-MM-dd}"),
                _ => new Happened.Escalated(level, words, at.In(at.Limits.Reminder)) { Party = reminder.Party },
            };
        });

    /// <summary>What the city ignored, so that time asks for the next escalation; null while nothing is ignored.</summary>
    public static Reminder? Due(this Commitment commitment, IEnumerable<ReportingPeriod> begun, Moment at) =>
        commitment.State.Admits(WorkflowStep.Escalate) ? commitment.Escalatable().FirstOrDefault(r => commitment.AnswerBy(r, begun, at) < at.Today) : null;

    /// <summary>Reminders to the city that stand unanswered.</summary>
    public static IEnumerable<Reminder> OpenInTheCity(this Commitment commitment) => commitment.Course.Reminders.Where(r => r is { IsOpen: true, IsToTheCity: true });

    /// <summary>Those that an escalation can follow.</summary>
    internal static IEnumerable<Reminder> Escalatable(this Commitment commitment) => commitment.OpenInTheCity().Where(r => r.Next is not null);

    /// <summary>Whether a reminder to a party stands, and it is not to be reminded again.</summary>
    internal static bool IsReminded(this Commitment commitment, Party party, DateOnly today) => commitment.Course.Reminders.Exists(r => r.IsOpen && r.Party == party && !r.IsRepeatableOn(today));

    /// <summary>The last day on which a reminder may be answered: one to report leaves its days from the first of a period that takes a report, and has none while no period does and nothing is to be supplemented.</summary>
    private static DateOnly? AnswerBy(this Commitment commitment, Reminder reminder, IEnumerable<ReportingPeriod> begun, Moment at)
    {
        if (reminder.For != WaitReason.Progress || commitment.Reports.Exists(r => r.State == ReportState.Returned))
            return reminder.AnswerBy;
        var left = commitment.FirstReportable(begun, at) is { } first ? at.Calendar.After(first, at.Limits.Reminder) : (DateOnly?)null;
        return left < reminder.AnswerBy ? reminder.AnswerBy : left;
    }

    /// <summary>The first day of the first period that takes a report of the commitment, of those that have begun; null if none does.</summary>
    private static DateOnly? FirstReportable(this Commitment commitment, IEnumerable<ReportingPeriod> begun, Moment at) =>
        begun.Where(period => commitment.Unreportable(period, at) is null).Min(period => (DateOnly?)period.Name.Period.FirstDay);
}
