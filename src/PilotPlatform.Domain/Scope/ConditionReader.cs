using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Scope;

/// <summary>Reads written conditions: exactly one kind, known facts, values and places, and words that stand in the document.</summary>
internal sealed class ConditionReader(ImmutableArray<Fact> facts, ScopeSource source, ImmutableArray<Violation>.Builder violations)
{
    private const int MostDepth = 32;

    private readonly Dictionary<string, Fact> known = facts.DistinctBy(f => f.Id).ToDictionary(f => f.Id, StringComparer.Ordinal);
    private readonly Fact? place = facts.FirstOrDefault(f => f.Type == FactType.Place);

    /// <summary>The condition; null if something is wrong with it.</summary>
    public Condition? Read(ConditionRule rule, ScopeTask task, string field, int depth = 0)
    {
        object?[] kinds = [rule.AllOf, rule.AnyOf, rule.Not, rule.Holds, rule.NumberBound, rule.DateBound, rule.ValueIn, rule.PlaceWithin, rule.CityIn, rule.ActRecorded];
        if (kinds.Count(k => k is not null) != 1)
            return Refuse(field, "a condition is of exactly one kind");
        if (depth > MostDepth)
            return Refuse(field, $"conditions stand in one another at most {MostDepth} deep");

        if ((rule.AllOf ?? rule.AnyOf) is { } several)
        {
            var kind = rule.AllOf is null ? "anyOf" : "allOf";
            var parts = several.Select((c, at) => Read(c, task, $"{field}.{kind}[{at}]", depth + 1)).ToImmutableArray();
            if (parts.IsEmpty)
                return Refuse($"{field}.{kind}", "must not be empty");
            if (parts.Any(p => p is null))
                return null;
            return rule.AllOf is null ? new Condition.AnyOf([.. parts.Select(p => p!)]) : new Condition.AllOf([.. parts.Select(p => p!)]);
        }

        if (rule.Not is not null)
            return Read(rule.Not, task, $"{field}.not", depth + 1) is { } negated ? new Condition.Not(negated) : null;
        return Words(rule, task, field) is { } words ? Leaf(rule, words, field) : null;
    }

    private Citation? Words(ConditionRule rule, ScopeTask task, string field)
    {
        var part = rule.Part ?? CitedPart.Text;
        if (string.IsNullOrWhiteSpace(rule.Words))
            Refuse($"{field}.words", "every leaf names the words it rests on");
        else if (rule.Occurrence < 1)
            Refuse($"{field}.occurrence", "counts from 1");
        else if (Part(part, task)?.Find(rule.Words, rule.Occurrence ?? 1) is { } words)
            return new Citation(part, words);
        else
            Refuse($"{field}.words", $"'{rule.Words}' does not stand in the {part.ToString().ToLowerInvariant()} of the task{(rule.Occurrence > 1 ? $" {rule.Occurrence} times" : "")}");
        return null;
    }

    private Passage? Part(CitedPart part, ScopeTask task) => part switch
    {
        CitedPart.Text => task.Text,
        CitedPart.Scope => task.Scope,
        _ => source.Note,
    };

    private Condition? Leaf(ConditionRule rule, Citation words, string field) => rule switch
    {
        { Holds: { } holds } => Fact(holds.Fact, $"{field}.holds", FactType.Boolean) is null ? null : new Condition.Holds(holds.Fact, words),
        { NumberBound: { } bound } => NumberBound(bound, words, $"{field}.numberBound"),
        { DateBound: { } bound } => DateBound(bound, words, $"{field}.dateBound"),
        { ValueIn: { } values } => ValueIn(values, words, $"{field}.valueIn"),
        { PlaceWithin: { } within } when place is null => Refuse($"{field}.placeWithin", "the rule set has no fact of type place"),
        { PlaceWithin: { } within } => source.Places.Find(within.Place) is null
            ? Refuse($"{field}.placeWithin.place", $"the gazetteer knows no place '{within.Place}'")
            : new Condition.PlaceWithin(place!.Id, within.Place, words),
        { CityIn: { } cities } => CityIn(cities, words, $"{field}.cityIn.cities"),
        { ActRecorded: { } act } => new Condition.ActRecorded(act.Kind, act.Shared, act.Settler, act.Question, words),
        _ => throw new InvalidOperationException("A leaf has a kind, which has been counted."),
    };

    private Condition? NumberBound(NumberBoundRule bound, Citation words, string field)
    {
        if (Fact(bound.Fact, field, FactType.Integer, FactType.BasisPoints) is not { } fact)
            return null;
        if ((bound.Minimum ?? bound.Maximum) is null)
            return Refuse(field, "needs a minimum or a maximum");
        if (bound.Minimum > bound.Maximum)
            return Refuse($"{field}.minimum", "lies above the maximum, so that nothing is within the bounds");
        var (least, greatest) = fact.Type == FactType.BasisPoints ? (fact.Minimum ?? 0, fact.Maximum ?? 10_000) : (fact.Minimum ?? long.MinValue, fact.Maximum ?? long.MaxValue);
        foreach (var (name, value) in new[] { ("minimum", bound.Minimum), ("maximum", bound.Maximum) })
        {
            if (value < least || value > greatest)
                return Refuse($"{field}.{name}", $"{value} lies out of the range of '{fact.Id}', which is {least} to {greatest}");
        }

        return new Condition.NumberBound(bound.Fact, bound.Minimum, bound.Maximum, words);
    }

    private Condition? DateBound(DateBoundRule bound, Citation words, string field)
    {
        if (Fact(bound.Fact, field, FactType.Date) is null)
            return null;
        if ((bound.From ?? bound.Until) is null)
            return Refuse(field, "needs a day from or until which it holds");
        return bound.From > bound.Until
            ? Refuse($"{field}.from", "lies behind the day until which it holds")
            : new Condition.DateBound(bound.Fact, bound.From, bound.Until, words);
    }

    private Condition? ValueIn(ValueInRule rule, Citation words, string field)
    {
        if (Fact(rule.Fact, field, FactType.Enumeration) is not { } fact)
            return null;
        if (rule.Values.IsDefaultOrEmpty)
            return Refuse($"{field}.values", "must not be empty");
        foreach (var (at, value) in rule.Values.Index())
        {
            if (!fact.Values.Any(v => v.Id == value))
                return Refuse($"{field}.values[{at}]", $"'{fact.Id}' has no value '{value}'");
            if (rule.Values.IndexOf(value) != at)
                return Refuse($"{field}.values[{at}]", $"'{value}' stands twice");
        }

        return new Condition.ValueIn(rule.Fact, rule.Values, words);
    }

    private Condition? CityIn(CityInRule rule, Citation words, string field)
    {
        if (rule.Cities.IsDefaultOrEmpty)
            return Refuse(field, "must not be empty");
        foreach (var (at, city) in rule.Cities.Index())
        {
            if (!source.Cities.Any(c => c.Id == city))
                return Refuse($"{field}[{at}]", $"'{city}' is not a city of the programme");
        }

        return new Condition.CityIn(rule.Cities, words);
    }

    private Fact? Fact(string id, string field, params ReadOnlySpan<FactType> types)
    {
        if (!known.TryGetValue(id, out var fact))
            Refuse($"{field}.fact", $"the rule set has no fact '{id}'");
        else if (!types.Contains(fact.Type))
            Refuse($"{field}.fact", $"'{id}' is of type {fact.Type}, which such a condition cannot ask for");
        else
            return fact;
        return null;
    }

    private Condition? Refuse(string subject, string problem)
    {
        violations.Add(new Violation(subject, problem));
        return null;
    }
}
