using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Core = PilotPlatform.Domain.Scope;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Rules, facts and citations of a rule set as messages.</summary>
internal sealed class RuleMessages(CompiledSet set)
{
    public Rule Rule(TaskRule rule) => new()
    {
        PilotTask = set.TaskNames[rule.Index],
        ScopeForm = rule.ScopeForm,
        Reach = Condition(rule.Reach, rule.Number),
        Clauses =
        {
            rule.Clauses.Select(c => new Rule.Types.Clause
            {
                ClauseId = c.Id,
                Condition = Condition(c.Condition, rule.Number),
                Citation = Citation(c.Citation, rule.Number),
            }),
        },
        TextCovered = rule.TextCovered,
        NoConditions = { rule.NoCondition.Select(n => new Proto.NoCondition { Words = n.Citation.Words.Verbatim, Why = n.Why.Chinese, EnglishWhy = n.Why.English }) },
        Facts = { FactsOf(rule).Select(f => $"facts/{f}") },
    };

    public Proto.Fact Fact(Core.Fact fact)
    {
        var message = new Proto.Fact
        {
            Name = $"facts/{fact.Id}",
            Type = fact.Type.ToProto(),
            Question = fact.Question.Chinese,
            EnglishQuestion = fact.Question.English,
            Settler = fact.Settler.ToProto(),
            Values = { fact.Values.Select(v => v.Id) },
            EnumerationValues =
            {
                fact.Values.Select(v => new Proto.Fact.Types.EnumerationValue { ValueId = v.Id, DisplayName = v.Chinese, EnglishName = v.English }),
            },
            Unit = fact.Unit?.Chinese ?? "",
            EnglishUnit = fact.Unit?.English ?? "",
            StandardNotStated = !fact.StandardStated,
            PilotTasks = { set.Rules.Rules.Where(r => FactsOf(r).Contains(fact.Id, StringComparer.Ordinal)).Select(r => set.TaskNames[r.Index]) },
        };
        if ((fact.Minimum ?? (fact.Type == FactType.BasisPoints ? 0 : null)) is { } minimum)
            message.Minimum = minimum;
        if ((fact.Maximum ?? (fact.Type == FactType.BasisPoints ? 10_000 : null)) is { } maximum)
            message.Maximum = maximum;
        return message;
    }

    public Proto.Condition Condition(Core.Condition condition, int task)
    {
        var message = condition switch
        {
            Core.Condition.AllOf all => new Proto.Condition { AllOf = new() { Conditions = { all.Conditions.Select(c => Condition(c, task)) } } },
            Core.Condition.AnyOf any => new() { AnyOf = new() { Conditions = { any.Conditions.Select(c => Condition(c, task)) } } },
            Core.Condition.Not not => new() { Not = Condition(not.Negated, task) },
            _ => Leaf(condition),
        };
        if (condition.Words is { } words)
            message.Citation = Citation(words, task);
        return message;
    }

    public Proto.Citation Citation(Core.Citation citation, int task) => new()
    {
        Part = (Proto.Citation.Types.Part)((int)citation.Part + 1),
        Quote = citation.Words.Verbatim,
        English = citation.Part switch
        {
            CitedPart.Note => set.Catalog.EnglishNote,
            CitedPart.Scope when citation.Words == set.Rules.Find(task)!.Scope.Words => set.Catalog.EnglishScopes[task],
            _ => "", // a translation is of a whole passage
        },
        Line = citation.Words.StartLine,
        StartOffset = citation.Words.Span.Start,
        EndOffset = citation.Words.Span.End,
        Edition = set.Catalog.Edition,
    };

    /// <summary>A leaf without its words.</summary>
    public static Proto.Condition Leaf(Core.Condition leaf) => leaf switch
    {
        Core.Condition.CityIn cities => new() { CityIn = new() { CityIds = { cities.Cities } } },
        Core.Condition.PlaceWithin place => new() { PlaceWithin = new() { Place = $"places/{place.Place}" } },
        Core.Condition.NumberBound number => new() { NumberBound = Bound(number) },
        Core.Condition.DateBound date => new()
        {
            DateBound = new() { Fact = $"facts/{date.Fact}", FromDate = date.From?.ToProto(), UntilDate = date.Until?.ToProto() },
        },
        Core.Condition.ValueIn value => new() { ValueIn = new() { Fact = $"facts/{value.Fact}", Values = { value.Values } } },
        Core.Condition.Holds holds => new() { Holds = new() { Fact = $"facts/{holds.Fact}" } },
        Core.Condition.ActRecorded act => new() { ActRecorded = new() { ActKind = act.Kind.ToProto(), Shared = act.Shared, Settler = act.Settler.ToProto() } },
        _ => throw new InvalidOperationException($"A condition of type {leaf.GetType().Name} has no message."),
    };

    /// <summary>The kind of a condition that is made of others, without them.</summary>
    public static Proto.Condition Outline(Core.Condition condition) => condition switch
    {
        Core.Condition.AllOf => new() { AllOf = new() },
        Core.Condition.AnyOf => new() { AnyOf = new() },
        _ => new() { Not = new() },
    };

    public static IEnumerable<string> FactsOf(TaskRule rule) =>
        rule.Clauses.SelectMany(c => c.Condition.Leaves()).Concat(rule.Reach.Leaves()).Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal);

    private static Proto.Condition.Types.NumberBound Bound(Core.Condition.NumberBound number)
    {
        var bound = new Proto.Condition.Types.NumberBound { Fact = $"facts/{number.Fact}" };
        if (number.Minimum is { } minimum)
            bound.Minimum = minimum;
        if (number.Maximum is { } maximum)
            bound.Maximum = maximum;
        return bound;
    }
}
