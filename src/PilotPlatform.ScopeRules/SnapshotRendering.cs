using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using Core = PilotPlatform.Domain.Scope;

namespace PilotPlatform.ScopeRules;

/// <summary>Decisions, matrix and rules of a snapshot as messages.</summary>
internal sealed class SnapshotRendering(Snapshot snapshot)
{
    public Contracts.ScopeRules.V1.Decision Decision(Core.TaskRule rule, ScopeCity city)
    {
        var decision = snapshot.Rules.Decide(rule, city, snapshot.Acts);
        return new Contracts.ScopeRules.V1.Decision
        {
            PilotTask = new PilotTaskName(snapshot.Programme, rule.Number).ToString(),
            City = $"places/{city.Id}",
            Reach = Reach(decision.Reach, rule.Number),
            Verdict = Verdict(decision.Verdict),
            Clauses = { decision.Clauses.Select(c => Clause(c, rule.Number)) },
            Pending = { decision.Missing.Select(p => Pending(p, rule.Number)) },
            PossibleVerdicts = { decision.Possible.Select(Verdict) },
            Edition = snapshot.Catalog.Edition,
            RuleSet = snapshot.File.Name,
            ActsPosition = snapshot.Acts.Position,
        };
    }

    public ReachMatrix Matrix()
    {
        var cities = snapshot.Rules.Source.Cities;
        var rows = snapshot.Rules.Rules.Select(rule => new ReachMatrix.Types.Row
        {
            PilotTask = new PilotTaskName(snapshot.Programme, rule.Number).ToString(),
            States = { cities.Select(city => State(snapshot.Rules.Reach(rule, city, snapshot.Acts).State)) },
        }).ToList();
        return new ReachMatrix
        {
            Name = snapshot.Programme.ReachMatrix(),
            Cities = { cities.Select(c => snapshot.Programme.City(c.Id)) },
            Rows = { rows },
            CityTotals = { cities.Select((_, column) => Total(rows.Select(r => r.States[column]))) },
            Total = Total(rows.SelectMany(r => r.States)),
            Edition = snapshot.Catalog.Edition,
            RuleSet = snapshot.File.Name,
            ActsPosition = snapshot.Acts.Position,
        };
    }

    public Contracts.ScopeRules.V1.RuleSet RuleSet() => new()
    {
        Name = snapshot.File.Name,
        ContentSha256 = snapshot.File.ContentSha256,
        Version = snapshot.File.Rules.Version,
        Edition = snapshot.Catalog.Edition,
        Rules = { snapshot.Rules.Rules.Select(Rule) },
        Active = true,
    };

    private Rule Rule(Core.TaskRule rule) => new()
    {
        PilotTask = new PilotTaskName(snapshot.Programme, rule.Number).ToString(),
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
    };

    private Contracts.ScopeRules.V1.Condition Condition(Core.Condition condition, int task) => condition switch
    {
        Core.Condition.AllOf all => new() { AllOf = new() { Conditions = { all.Conditions.Select(c => Condition(c, task)) } } },
        Core.Condition.AnyOf any => new() { AnyOf = new() { Conditions = { any.Conditions.Select(c => Condition(c, task)) } } },
        Core.Condition.Not not => new() { Not = Condition(not.Negated, task) },
        Core.Condition.CityIn cities => new() { CityIn = new() { CityIds = { cities.Cities } }, Citation = Citation(cities.Citation, task) },
        Core.Condition.ActRecorded act => new()
        {
            ActRecorded = new() { ActKind = Kind(act.Kind), Shared = act.Shared, Settler = Settler(act.Settler) },
            Citation = Citation(act.Citation, task),
        },
        Core.Condition.Holds holds => new() { Holds = new() { Fact = $"facts/{holds.Fact}" }, Citation = Citation(holds.Citation, task) },
        Core.Condition.ValueIn values => new()
        {
            ValueIn = new() { Fact = $"facts/{values.Fact}", Values = { values.Values } },
            Citation = Citation(values.Citation, task),
        },
        Core.Condition.PlaceWithin within => new() { PlaceWithin = new() { Place = $"places/{within.Place}" }, Citation = Citation(within.Citation, task) },
        Core.Condition.NumberBound bound => new() { NumberBound = Bound(bound.Fact, bound.Minimum, bound.Maximum), Citation = Citation(bound.Citation, task) },
        _ => throw new InvalidOperationException($"A condition of type {condition.GetType().Name} has no message."),
    };

    private static Contracts.ScopeRules.V1.Condition.Types.NumberBound Bound(string fact, long? minimum, long? maximum)
    {
        var bound = new Contracts.ScopeRules.V1.Condition.Types.NumberBound { Fact = $"facts/{fact}" };
        if (minimum is { } least)
            bound.Minimum = least;
        if (maximum is { } greatest)
            bound.Maximum = greatest;
        return bound;
    }

    private Contracts.ScopeRules.V1.Reach Reach(Core.Reach reach, int task) => new()
    {
        State = State(reach.State),
        ScopeForm = reach.ScopeForm,
        Reason = reach.Reason.Chinese,
        EnglishReason = reach.Reason.English,
        Citations = { reach.Citations.Select(c => Citation(c, task)) },
    };

    private Contracts.ScopeRules.V1.Decision.Types.ClauseDecision Clause(Core.ClauseDecision clause, int task) => new()
    {
        ClauseId = clause.Clause.Id,
        Verdict = Verdict(clause.Verdict),
        Pending = { clause.Missing.Select(p => Pending(p, task)) },
        Citation = Citation(clause.Clause.Citation, task),
    };

    private Pending Pending(Missing missing, int task)
    {
        var message = new Pending
        {
            Settler = Settler(missing.Settler),
            Question = missing.Question.Chinese,
            EnglishQuestion = missing.Question.English,
            Citation = Citation(missing.Citations[0], task),
        };
        if (missing.Fact is { } fact)
            message.Fact = $"facts/{fact.Id}";
        else if (missing.Act is { } act)
            message.ActKind = Kind(act.Kind);
        else
            message.TextNotCovered = true;
        return message;
    }

    private Contracts.ScopeRules.V1.Citation Citation(Core.Citation citation, int task) => new()
    {
        Part = (Contracts.ScopeRules.V1.Citation.Types.Part)((int)citation.Part + 1),
        Quote = citation.Words.Verbatim,
        English = citation.Part switch
        {
            CitedPart.Note => snapshot.Catalog.EnglishNote,
            CitedPart.Scope when citation.Words == snapshot.Rules.Find(task)!.Scope.Words => snapshot.Catalog.EnglishScopes[task],
            _ => "", // a translation is of a whole passage
        },
        Line = citation.Words.StartLine,
        StartOffset = citation.Words.Span.Start,
        EndOffset = citation.Words.Span.End,
        Edition = snapshot.Catalog.Edition,
    };

    private static ReachMatrix.Types.Total Total(IEnumerable<Contracts.ScopeRules.V1.Reach.Types.State> states)
    {
        var counts = states.CountBy(s => s).ToDictionary();
        return new ReachMatrix.Types.Total
        {
            AppliesCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.Applies),
            DoesNotApplyCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.DoesNotApply),
            AwaitsActCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.AwaitsAct),
            UnderStudyCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.UnderStudy),
        };
    }

    // The enums of the core and of the contract have the same values in the same order, the contract's behind its UNSPECIFIED: tested.
    private static Contracts.ScopeRules.V1.Reach.Types.State State(ReachState state) => (Contracts.ScopeRules.V1.Reach.Types.State)((int)state + 1);

    private static Contracts.ScopeRules.V1.Decision.Types.Verdict Verdict(Core.Verdict verdict) => (Contracts.ScopeRules.V1.Decision.Types.Verdict)((int)verdict + 1);

    private static Contracts.ScopeRules.V1.ActKind Kind(Core.ActKind kind) => (Contracts.ScopeRules.V1.ActKind)((int)kind + 1);

    private static Contracts.ScopeRules.V1.Settler Settler(Core.Settler settler) => (Contracts.ScopeRules.V1.Settler)((int)settler + 1);
}
