using Google.Protobuf.Collections;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Core = PilotPlatform.Domain.Scope;
using FactValue = PilotPlatform.Contracts.ScopeRules.V1.FactValue;

namespace PilotPlatform.ScopeRules;

/// <summary>Facts of a request as values of the core, and back.</summary>
internal static class FactReading
{
    private const string Prefix = "facts/";

    /// <summary>What an asker knows, or everything that is wrong with its form, else with its values.</summary>
    public static Result<FactBook> Book(this CompiledSet set, RepeatedField<FactValue> facts, string field = "facts")
    {
        if (facts.Count == 0)
            return set.Rules.Facts.Nothing;
        var read = Read(set, facts, field);
        return read.Fault is { } fault ? fault : set.Rules.Facts.Book(read.Value, field);
    }

    /// <summary>What an asker knows of one item beside what was said for all; the item's go before.</summary>
    public static Result<FactBook> Book(this CompiledSet set, FactBook shared, RepeatedField<FactValue> facts, string field)
    {
        if (facts.Count == 0)
            return shared;
        var read = Read(set, facts, field);
        if (read.Fault is { } fault)
            return fault;
        if (shared.Values.IsEmpty)
            return set.Rules.Facts.Book(read.Value, field);

        var own = set.Rules.Facts.Book(read.Value, field);
        return own.Fault is null
            ? set.Rules.Facts.Book([.. read.Value, .. shared.Values.Where(v => !own.Value.Values.ContainsKey(v.Key)).Select(v => (v.Key, v.Value))], field)
            : own;
    }

    /// <summary>
    /// What an asker knows, for a question about one city. A place outside it is refused where nothing would look at it: of a single task whose text
    /// names areas, they decide (0107).
    /// </summary>
    /// <param name="set">The rule set.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="city">The city; null if the question is not about one.</param>
    /// <param name="rule">The task; null for all.</param>
    public static Result<FactBook> BookIn(this CompiledSet set, RepeatedField<FactValue> facts, ScopeCity? city, TaskRule? rule)
    {
        var book = set.Book(facts);
        return book.Fault is null && set.WhyNotIn(city, rule, book.Value, facts, "facts") is { } fault ? fault : book;
    }

    /// <summary>What is wrong with the place that an asker gives, in a question about a city; null if nothing is.</summary>
    public static Fault? WhyNotIn(this CompiledSet set, ScopeCity? city, TaskRule? rule, FactBook book, RepeatedField<FactValue> facts, string field)
    {
        if (city is null || set.Rules.Outside(city.Id, book) is not { } asked || rule?.Clauses.Any(c => c.Condition.Leaves().OfType<Condition.PlaceWithin>().Any()) == true)
            return null;
        var at = facts.Index().FirstOrDefault(f => f.Item.Fact == Prefix + asked.Id, (-1, null!)).Index;
        return Fault.Invalid(
            at < 0 ? "facts" : $"{field}[{at}].place",
            $"'places/{book.Find(asked.Id)!.Value.Id}' does not lie in '{city.Id}', and {(rule is null ? "what is asked is what applies there" : $"task {rule.Number} names no area")}: ask about the city in which the matter is carried out");
    }

    public static FactValue ToProto(this Core.FactValue value, string fact)
    {
        var message = new FactValue { Fact = Prefix + fact };
        switch (value.Type)
        {
            case null:
                message.NotKnown = true;
                break;
            case FactType.Boolean:
                message.Boolean = value.Number == 1;
                break;
            case FactType.BasisPoints:
                message.BasisPoints = (int)value.Number;
                break;
            case FactType.Enumeration:
                message.Enumeration = value.Id;
                break;
            case FactType.Place:
                message.Place = $"places/{value.Id}";
                break;
            case FactType.Date:
                message.Date = DateOnly.FromDayNumber((int)value.Number).ToProto();
                break;
            case FactType.Integer:
                message.Integer = value.Number;
                break;
        }

        return message;
    }

    private static Result<(string Fact, Core.FactValue Value)[]> Read(CompiledSet set, RepeatedField<FactValue> facts, string field)
    {
        if (facts.Count > set.Rules.Facts.Domains.Length)
            return Fault.Invalid(field, $"has {facts.Count} facts, and the rule set knows {set.Rules.Facts.Domains.Length}, each of which is given once");
        var read = new (string Fact, Core.FactValue Value)[facts.Count];
        List<Fault>? faults = null;
        for (var at = 0; at < read.Length; at++)
        {
            var one = Read(set, facts[at], field, at);
            if (one.Fault is { } fault)
                (faults ??= []).Add(fault);
            else
                read[at] = one.Value;
        }

        return faults is null ? read : Faults.All(faults)!;
    }

    private static Result<(string Fact, Core.FactValue Value)> Read(CompiledSet set, FactValue fact, string field, int at)
    {
        if (!fact.Fact.StartsWith(Prefix, StringComparison.Ordinal))
            return Fault.InvalidName($"{field}[{at}].fact", fact.Fact, "facts/{fact}");
        var id = fact.Fact.AsSpan(Prefix.Length);
        if (set.Rules.Facts.Find(id) is not { } domain)
            return Fault.UnknownFact($"{field}[{at}].fact", id.ToString());
        var value = Value(fact, field, at);
        return value.Fault is { } fault ? fault : (domain.Fact.Id, value.Value);
    }

    private static Result<Core.FactValue> Value(FactValue fact, string field, int at) => fact.ValueCase switch
    {
        FactValue.ValueOneofCase.Boolean => Core.FactValue.Of(fact.Boolean),
        FactValue.ValueOneofCase.BasisPoints => Core.FactValue.OfBasisPoints(fact.BasisPoints),
        FactValue.ValueOneofCase.Enumeration => Core.FactValue.OfChoice(fact.Enumeration),
        FactValue.ValueOneofCase.Place when fact.Place.StartsWith("places/", StringComparison.Ordinal) => Core.FactValue.OfPlace(fact.Place["places/".Length..]),
        FactValue.ValueOneofCase.Place => Fault.InvalidName($"{field}[{at}].place", fact.Place, "places/{place}"),
        FactValue.ValueOneofCase.Date => ChinaTime.Parse($"{field}[{at}].date", fact.Date).Then<Core.FactValue>(day => Core.FactValue.OfDate(day)),
        FactValue.ValueOneofCase.Integer => Core.FactValue.OfInteger(fact.Integer),
        FactValue.ValueOneofCase.NotKnown when fact.NotKnown => Core.FactValue.NotKnown,
        FactValue.ValueOneofCase.NotKnown => Fault.Invalid($"{field}[{at}].not_known", "is true or not given: a fact is known by its value"),
        _ => Fault.Invalid($"{field}[{at}].value", "must be given; a fact of which nothing is known is left out"),
    };
}
