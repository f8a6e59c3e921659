using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// The acts that a task asks for, and the order in which they are recorded and revoked: those that its reach waits for are steps in the
/// order of their words, those of its clauses stand by themselves.
/// </summary>
public static class ActSteps
{
    /// <summary>Every act that the task asks for, the steps of its reach first and in their order.</summary>
    public static ImmutableArray<Condition.ActRecorded> ActsAsked(this TaskRule rule) =>
        [.. Steps(rule).Concat(rule.Clauses.SelectMany(c => c.Condition.Leaves()).OfType<Condition.ActRecorded>()).DistinctBy(a => (a.Kind, a.Shared))];

    /// <summary>Can an act be recorded? Refused if the task does not ask for it, it stands already, or one before it does not.</summary>
    /// <param name="rule">The rule of the task.</param>
    /// <param name="history">What has been recorded.</param>
    /// <param name="kind">Kind of act.</param>
    /// <param name="city">The city it is of; null for an act that all cities share.</param>
    /// <param name="effective">The day from which it is to hold.</param>
    /// <param name="task">The task's name, for the refusal.</param>
    public static Result<Condition.ActRecorded> CanRecord(this TaskRule rule, ActHistory history, ActKind kind, string? city, DateOnly effective, string task)
    {
        var asked = rule.ActsAsked();
        if (asked.FirstOrDefault(a => a.Kind == kind) is not { } act)
            return Fault.UnknownAct("act.kind", task, kind.ToString(), [.. asked.Select(a => a.Kind.ToString())]);
        if (act.Shared && city is not null)
            return Fault.Invalid("act.city", "must be empty: one act settles it for all cities");
        if (!act.Shared && city is null)
            return Fault.Invalid("act.city", "must be given: each city has an act of its own");
        if (city is not null && rule.Reach.Leaves().OfType<Condition.CityIn>().Any(c => !c.Cities.Contains(city, StringComparer.Ordinal)))
            return Fault.UnknownAct("act.city", task, $"{kind} of {city}", []);
        if (Standing(history, rule.Number, kind, city) is { } standing)
            return Fault.Exists(standing.Id);

        foreach (var step in Steps(rule).TakeWhile(s => s.Kind != kind).Where(_ => IsStep(rule, kind)))
        {
            if (Standing(history, rule.Number, step.Kind, step.Shared ? null : city) is not { } before)
                return Fault.ActOutOfOrder(task, $"{step.Kind} has to be recorded before {kind}");
            if (before.Effective > effective)
                return Fault.ActOutOfOrder(task, $"{step.Kind} takes effect on {before.Effective:yyyy-MM-dd}, and {kind} cannot before it");
        }

        return act;
    }

    /// <summary>Can an act be revoked? Refused if it is already, ends before it began, or a later step rests on it.</summary>
    public static Result<Act> CanRevoke(this TaskRule? rule, ActHistory history, Act act, DateOnly from, string name)
    {
        if (!act.Stands)
            return Fault.Forbidden(name, "revoked", "revoke it");
        if (from < act.Effective)
            return Fault.Invalid("revoke_date", $"{from:yyyy-MM-dd} is before the day from which it held, {act.Effective:yyyy-MM-dd}");
        if (rule is null || !IsStep(rule, act.Kind))
            return act;

        var later = Steps(rule).SkipWhile(s => s.Kind != act.Kind).Skip(1).Select(s => Standing(history, act.Task, s.Kind, s.Shared ? null : act.City)).FirstOrDefault(a => a is not null);
        return later is null ? act : Fault.ActOutOfOrder(name, $"{later.Kind}, which rests on it, has to be revoked first: '{later.Id}'");
    }

    private static bool IsStep(TaskRule rule, ActKind kind) => Steps(rule).Any(s => s.Kind == kind);

    private static IEnumerable<Condition.ActRecorded> Steps(TaskRule rule) => rule.Reach.Leaves().OfType<Condition.ActRecorded>();

    private static Act? Standing(ActHistory history, int task, ActKind kind, string? city) =>
        history.Acts.FirstOrDefault(a => a.Stands && a.Task == task && a.Kind == kind && a.City == city);
}
