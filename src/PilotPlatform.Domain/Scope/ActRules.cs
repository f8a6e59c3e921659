using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>An act that somebody wants to record.</summary>
public sealed record NewAct(ActKind Kind, int Task, string? City, DateOnly Effective);

/// <summary>Which acts may be recorded and which revoked: what the scope or the text of the task asks for, as steps in their order.</summary>
public static class ActRules
{
    /// <summary>Steps in their order; kinds that are not here have none.</summary>
    private static readonly ImmutableArray<ActKind> Steps = [ActKind.Willingness, ActKind.Demonstration, ActKind.Procedure];

    /// <summary>The acts that a task asks for, those of the scope first.</summary>
    public static ImmutableArray<Condition.ActRecorded> Asked(TaskRule rule) =>
        [.. rule.Clauses.Select(c => c.Condition).Prepend(rule.Reach).SelectMany(c => c.Leaves()).OfType<Condition.ActRecorded>().DistinctBy(a => (a.Kind, a.Shared))];

    /// <summary>Why an act may not be recorded; null if it may. Fields are spelled as in the act's message.</summary>
    public static Fault? WhyNotRecord(CompiledRuleSet rules, ActHistory history, NewAct act)
    {
        if (rules.Find(act.Task) is not { } rule)
            return Fault.Invalid("act.pilot_task", $"there is no task {act.Task}");
        if (WhyNotAsked(rule, act.Kind, act.City, "act") is { } unasked)
            return unasked;

        var asked = Asked(rule);
        ImmutableArray<Act> standing = [.. history.Of(rules.Words, act.Task).Where(a => a.Stands && a.City == act.City)];
        if (standing.FirstOrDefault(a => a.Kind == act.Kind) is { } twice)
            return Fault.ActOutOfOrder("act.kind", $"it is recorded as '{twice.Id}' from {twice.Effective:yyyy-MM-dd}");

        foreach (var before in Steps.TakeWhile(s => s != act.Kind).Where(s => Steps.Contains(act.Kind) && asked.Any(a => a.Kind == s)))
        {
            if (standing.FirstOrDefault(a => a.Kind == before) is not { } done)
                return Fault.ActOutOfOrder("act.kind", $"{act.Kind} follows {before}, which is not recorded");
            if (done.Effective > act.Effective)
                return Fault.ActOutOfOrder("act.effective_date", $"{before} holds only from {done.Effective:yyyy-MM-dd}");
        }

        return null;
    }

    /// <summary>Why a task knows no act of a kind of a city, or of all cities together; null if it does.</summary>
    public static Fault? WhyNotAsked(TaskRule rule, ActKind kind, string? city, string field)
    {
        var asked = Asked(rule);
        if (!asked.Any(a => a.Kind == kind))
            return Fault.NoSuchAct($"{field}.kind", $"task {rule.Number} asks for no act of kind {kind}{Those(asked)}");
        if (!asked.Any(a => a.Kind == kind && a.Shared == city is null))
            return Fault.NoSuchAct($"{field}.city", city is null ? "the act is of one city, which must be named" : "one act settles it for all cities, so none may be named");
        return city is not null && !Reached(rule).Contains(city) ? Fault.NoSuchAct($"{field}.city", $"the scope of task {rule.Number} does not name '{city}'") : null;
    }

    /// <summary>Why an act may not be revoked from a day on; null if it may. One that was revoked from a day on can be revoked from an earlier one.</summary>
    public static Fault? WhyNotRevoke(CompiledRuleSet rules, ActHistory history, string id, DateOnly from)
    {
        if (history.Find(id) is not { } act)
            return Fault.Missing(id);
        if (from >= act.RevokedFrom)
            return Fault.Forbidden(id, "revoked", "revoke it again");
        if (from < act.Effective)
            return Fault.Invalid("revoke_date", $"lies before the day from which the act holds, {act.Effective:yyyy-MM-dd}");
        var later = Steps.SkipWhile(s => s != act.Kind).Skip(1);
        IEnumerable<Act> beside = rules.Words.Settled(act.Subject) is { } task ? history.Of(rules.Words, task) : history.Of(act.Subject);
        if (act.Subject.Task is { } number)
            beside = beside.Concat(history.RecordedUnder(number)); // on words that this edition need not have
        return beside.FirstOrDefault(a => a.City == act.City && later.Contains(a.Kind) && a.HoldsSomeDayFrom(from)) switch
        {
            { Stands: true } follows => Fault.ActOutOfOrder("name", $"{follows.Kind} follows it and stands as '{follows.Id}'; revoke that first"),
            { } past => Fault.ActOutOfOrder("revoke_date", $"{past.Kind} follows it and holds as '{past.Id}' until {past.RevokedFrom:yyyy-MM-dd}; it can be revoked from that day"),
            _ => null,
        };
    }

    private static ImmutableArray<string> Reached(TaskRule rule) => rule.Reach.Leaves().OfType<Condition.CityIn>().First().Cities;

    private static string Those(ImmutableArray<Condition.ActRecorded> asked) =>
        asked.IsEmpty ? "; it asks for none" : $"; it asks for {string.Join(", ", asked.Select(a => a.Kind))}";
}
