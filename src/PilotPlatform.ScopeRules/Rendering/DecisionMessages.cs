using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Core = PilotPlatform.Domain.Scope;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Decisions of the core as messages.</summary>
internal sealed class DecisionMessages(View view)
{
    private readonly RuleMessages rules = new(view.Set);

    /// <summary>A decision in the basic view.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="rule">The rule of its task.</param>
    /// <param name="place">The city's resource name as a place.</param>
    public Proto.Decision Basic(Core.Decision decision, TaskRule rule, string place) => new()
    {
        PilotTask = view.Set.TaskNames[rule.Index],
        City = place,
        Reach = Reach(decision.Reach, rule.Number),
        Verdict = decision.Verdict.ToProto(),
        Clauses = { decision.Clauses.Select(c => Clause(c, rule.Number)) },
        Pending = { decision.Missing.Select(m => Pending(m, rule.Number)) },
        PossibleVerdicts = { decision.Possible.Select(Enums.ToProto) },
        DecidingCitations = { decision.Because.Select(c => rules.Citation(c, rule.Number)) },
        Edition = view.State.Edition,
        RuleSet = view.State.RuleSet,
        ActsPosition = view.State.ActsPosition,
        AsOfDate = view.State.AsOfDate,
        ConsistencyToken = view.State.ConsistencyToken,
    };

    public Proto.Decision Basic(TaskRule rule, ScopeCity city, FactBook facts) =>
        Basic(view.Rules.Decide(rule, city, facts, view.Acts), rule, $"places/{city.Id}");

    /// <summary>A decision in the full view.</summary>
    public Proto.Decision Full(TaskRule rule, ScopeCity city, FactBook facts) => Basic(rule, city, facts);

    /// <summary>The same in the verdict view.</summary>
    public static CellDecision Row(Proto.Decision decision)
    {
        var row = new CellDecision { PilotTask = decision.PilotTask, City = decision.City, Reach = decision.Reach.State, Verdict = decision.Verdict };
        foreach (var pending in decision.Pending)
        {
            if (pending.MissingCase == Proto.Pending.MissingOneofCase.Fact)
                row.MissingFacts.Add(pending.Fact);
            else if (pending.MissingCase == Proto.Pending.MissingOneofCase.ActKind)
                row.MissingActs.Add(pending.ActKind);
        }

        if (decision.Verdict == Proto.Decision.Types.Verdict.Undetermined)
            row.PossibleVerdicts.Add(decision.PossibleVerdicts);
        return row;
    }

    private Proto.Reach Reach(Core.Reach reach, int task) => new()
    {
        State = reach.State.ToProto(),
        ScopeForm = reach.ScopeForm,
        Reason = reach.Reason.Chinese,
        EnglishReason = reach.Reason.English,
        Citations = { reach.Citations.Select(c => rules.Citation(c, task)) },
    };

    private Proto.Decision.Types.ClauseDecision Clause(Core.ClauseDecision clause, int task) => new()
    {
        ClauseId = clause.Clause.Id,
        Verdict = clause.Verdict.ToProto(),
        Pending = { clause.Missing.Select(m => Pending(m, task)) },
        Citation = rules.Citation(clause.Clause.Citation, task),
    };

    private Pending Pending(Missing missing, int task)
    {
        var pending = new Pending
        {
            Settler = missing.Settler.ToProto(),
            Question = missing.Question.Chinese,
            EnglishQuestion = missing.Question.English,
            Citation = missing.Citations is [var first, ..] ? rules.Citation(first, task) : null,
        };
        if (missing.Fact is { } fact)
            pending.Fact = $"facts/{fact.Id}";
        else if (missing.Act is { } act)
            pending.ActKind = act.Kind.ToProto();
        else
            pending.TextNotCovered = true;
        return pending;
    }
}
