using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>A task as the rule set writes it: whom its scope reaches, and its clauses.</summary>
internal sealed record WrittenTask(int Number, Condition Reach, ImmutableArray<(string Id, Condition Condition)> Clauses);

/// <summary>
/// A rule set read a second time, from its data and without the engine's readers and compiler, so that what those get wrong shows against
/// the interpreter.
/// </summary>
internal static class Written
{
    private static readonly Citation Nowhere = new(CitedPart.Text, SmallRules.Passage("-"));

    public static ImmutableArray<WrittenTask> Of(RuleSet rules, ScopeSource source) => [.. source.Tasks.Select(t => Of(rules, source, t))];

    private static WrittenTask Of(RuleSet rules, ScopeSource source, ScopeTask task)
    {
        var (form, found) = rules.Forms.Select(f => (f, Match: Regex.Match(task.Scope.Normalized, f.Pattern, RegexOptions.None, TimeSpan.FromSeconds(5)))).Single(f => f.Match.Success);
        var named = form.Cities is null ? null : found.Groups[form.Cities].Value.Split('、');
        var cities = source.Cities.Where(c => named is null || named.Contains(c.Short)).Select(c => c.Id);
        var place = rules.Facts.FirstOrDefault(f => f.Type == FactType.Place)?.Id ?? "";
        var clauses = rules.Tasks.Single(t => t.Number == task.Number).Clauses.Select(c =>
        {
            ImmutableArray<Condition> waits = [.. form.Clauses.Where(m => m.Id == c.Id).Select(m => Act(m.Act))];
            return (c.Id, (Condition)new Condition.AllOf(c.Condition is null ? waits : waits.Add(Of(c.Condition, place))));
        });
        return new WrittenTask(task.Number, new Condition.AllOf([new Condition.CityIn([.. cities], Nowhere), .. form.Acts.Select(Act)]), [.. clauses]);
    }

    private static Condition Of(ConditionRule written, string place) => written switch
    {
        { AllOf: { } all } => new Condition.AllOf([.. all.Select(c => Of(c, place))]),
        { AnyOf: { } any } => new Condition.AnyOf([.. any.Select(c => Of(c, place))]),
        { Not: { } not } => new Condition.Not(Of(not, place)),
        { Holds: { } holds } => new Condition.Holds(holds.Fact, Nowhere),
        { NumberBound: { } bound } => new Condition.NumberBound(bound.Fact, bound.Minimum, bound.Maximum, Nowhere),
        { DateBound: { } bound } => new Condition.DateBound(bound.Fact, bound.From, bound.Until, Nowhere),
        { ValueIn: { } values } => new Condition.ValueIn(values.Fact, values.Values, Nowhere),
        { PlaceWithin: { } within } => new Condition.PlaceWithin(place, within.Place, Nowhere),
        { CityIn: { } city } => new Condition.CityIn(city.Cities, Nowhere),
        { ActRecorded: { } act } => new Condition.ActRecorded(act.Kind, act.Shared, act.Settler, act.Question, Nowhere),
        _ => throw new InvalidOperationException("A condition of a kind that has not been read by hand."),
    };

    private static Condition.ActRecorded Act(ActRule act) => new(act.Kind, act.Shared, act.Settler, act.Question, Nowhere);
}
