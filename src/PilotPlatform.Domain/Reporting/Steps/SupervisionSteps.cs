using System.Text.Json;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>催办, 督办: an escalation follows only what the city ignored; time escalates, and never approves.</summary>
public static class SupervisionSteps
{
    /// <summary>Reminds one of those that have to act next, or, where none is named, the first; nothing is ignored before the day that the step has anyway.</summary>
    public static Result<Happened> Remind(this Commitment commitment, string etag, Party? party, string text, Moment at) =>
        commitment.Before(WorkflowStep.Remind, etag).Then(_ => Texts.Required("text", text)).Then<Happened>(words =>
        {
            var waits = Waiting.On(commitment, at);
            if (waits.IsEmpty)
                return commitment.Refuses("waiting for nobody", WorkflowStep.Remind);
            if (waits.FirstOrDefault(w => w.Party == (party ?? waits[0].Party)) is not { } wait)
                return Fault.Invalid("party", $"{Written(party!.Value)} is not waited for; those who are: {string.Join(", ", waits.Select(w => Written(w.Party)).Distinct(StringComparer.Ordinal))}");
            if (commitment.IsReminded(wait.Party))
                return commitment.Refuses("reminded already, without an answer", WorkflowStep.Remind);
            return new Happened.Reminded(wait.Party, words, wait.StepUntil is { } until && until > at.In(at.Limits.Reminder) ? until : at.In(at.Limits.Reminder));
        });

    /// <summary>Escalates a reminder that the city ignored to blue, ignored blue to yellow, ignored yellow to red. The silence of the province and of the ministry raises nothing against it.</summary>
    public static Result<Happened> Escalate(this Commitment commitment, string etag, EscalationLevel level, string text, Moment at) =>
        commitment.Before(WorkflowStep.Escalate, etag).Then(_ => Texts.Optional("text", text)).Then<Happened>(words =>
        {
            var name = commitment.Name.ToString();
            Reminder[] open = [.. commitment.Course.Reminders.Where(r => r is { IsOpen: true, IsToTheCity: true })];
            if (open.Length == 0)
                return Fault.NothingIgnored(name, "no reminder to the city stands unanswered");
            if (open.Where(r => r.Next == level).MinBy(r => r.AnswerBy) is not { } ignored)
                return Fault.NothingIgnored(name, $"{level} does not follow {open.Max(r => r.Level)?.ToString() ?? "a reminder"}");
            return ignored.IsIgnoredOn(at.Today)
                ? new Happened.Escalated(level, words, at.In(at.Limits.Reminder)) { Party = ignored.Party }
                : Fault.NothingIgnored(name, $"there is time to answer until {ignored.AnswerBy:yyyy-MM-dd}");
        });

    /// <summary>The escalation that time asks for; null while nothing is ignored.</summary>
    public static EscalationLevel? Due(this Commitment commitment, DateOnly today) =>
        commitment.State.Admits(WorkflowStep.Escalate) ? commitment.Escalatable().FirstOrDefault(r => r.IsIgnoredOn(today))?.Next : null;

    /// <summary>Reminders to the city that stand unanswered, and that an escalation can follow.</summary>
    internal static IEnumerable<Reminder> Escalatable(this Commitment commitment) => commitment.Course.Reminders.Where(r => r is { IsOpen: true, IsToTheCity: true, Next: not null });

    /// <summary>A party as callers name it.</summary>
    private static string Written(Party party) => $"PARTY_{JsonNamingPolicy.SnakeCaseUpper.ConvertName(party.ToString())}";

    /// <summary>Whether a reminder to a party stands unanswered.</summary>
    internal static bool IsReminded(this Commitment commitment, Party party) => commitment.Course.Reminders.Exists(r => r.IsOpen && r.Party == party);
}
