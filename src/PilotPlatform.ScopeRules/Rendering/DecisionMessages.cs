using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Core = PilotPlatform.Domain.Scope;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Decisions of the core as messages.</summary>
internal sealed class DecisionMessages(Frame frame)
{
    private readonly RuleMessages rules = new(frame.Set);

    /// <summary>A decision in the basic view.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="rule">The rule of its task.</param>
    /// <param name="place">The city's resource name as a place.</param>
    public Proto.Decision Basic(Core.Decision decision, TaskRule rule, string place)
    {
        var basic = Stamp(frame.State);
        basic.PilotTask = frame.Set.TaskNames[rule.Index];
        basic.City = place;
        basic.Reach = Reach(decision.Reach, rule.Number);
        basic.Verdict = decision.Verdict.ToProto();
        basic.Clauses.Add(decision.Clauses.Select(c => Clause(c, rule.Number)));
        basic.Pending.Add(decision.Missing.Select(m => Pending(m, rule.Number)));
        basic.PossibleVerdicts.Add(decision.Possible.Select(Enums.ToProto));
        basic.Bases.Add(decision.Bases.Select(Enums.ToProto));
        basic.DecidingCitations.Add(decision.Because.Select(c => rules.Citation(c, rule.Number)));
        return basic;
    }

    /// <summary>The fields of every decision that say what it is made with.</summary>
    public static Proto.Decision Stamp(AnswerState state) => new()
    {
        Edition = state.Edition,
        RuleSet = state.RuleSet,
        ActsPosition = state.ActsPosition,
        AsOfDate = state.AsOfDate,
        ConsistencyToken = state.ConsistencyToken,
    };

    public Proto.Decision Basic(TaskRule rule, ScopeCity city, FactBook facts) =>
        Basic(frame.Rules.Decide(rule, city, facts, frame.Acts), rule, $"places/{city.Id}");

    /// <summary>A decision in the full view: with the proof, and with sentences made from it.</summary>
    public Proto.Decision Full(TaskRule rule, ScopeCity city, FactBook facts) =>
        Full(Basic(rule, city, facts), frame.Rules.Proof(rule, city, facts, frame.Acts), rule, city);

    /// <summary>The same from a decision in the basic view, which gets the proof.</summary>
    public Proto.Decision Full(Proto.Decision full, Core.Proof proof, TaskRule rule, ScopeCity city)
    {
        full.ReachProof = Proof(proof.Reach, rule, city);
        full.Formation = proof.Sentence.Chinese;
        full.EnglishFormation = proof.Sentence.English;
        foreach (var clause in full.Clauses)
            clause.Proof = Proof(proof.Clauses.First(c => c.Clause.Id == clause.ClauseId).Root, rule, city);
        return full;
    }

    public Proto.Proof Proof(ProofNode node, TaskRule rule, ScopeCity city)
    {
        var leaf = node.Parts.IsEmpty && node.Condition is not (Core.Condition.AllOf or Core.Condition.AnyOf or Core.Condition.Not);
        return new Proto.Proof
        {
            Value = node.Truth.ToProto(),
            Condition = leaf ? rules.Condition(node.Condition, rule.Number) : RuleMessages.Outline(node.Condition),
            Parts = { node.Parts.Select(p => Proof(p, rule, city)) },
            FactValue = node.Fact is { Value: { } value, Fact: var fact } ? value.ToProto(fact.Id) : null,
            Act = node.Condition is Core.Condition.ActRecorded act && node.Truth == Domain.Truth.True ? ActOf(act, rule.Number, city.Id) : "",
            Sentence = node.Sentence.Chinese,
            EnglishSentence = node.Sentence.English,
            Decides = node.Decides,
            Threshold = node.Fact?.Threshold.Chinese ?? "",
            EnglishThreshold = node.Fact?.Threshold.English ?? "",
        };
    }

    /// <summary>Name of the act that holds on the day.</summary>
    private string ActOf(Core.Condition.ActRecorded asked, int task, string city) =>
        frame.Record.History.Of(frame.Rules.Words, task).FindLast(a =>
            a.Kind == asked.Kind && a.City == (asked.Shared ? null : city) && a.Holds(frame.Day, frame.State.ActsPosition)) is { } act
            ? ActMessages.Name(frame.Set.Programme, act.Id)
            : "";

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
        PossibleVerdicts = { clause.Possible.Select(Enums.ToProto) },
        Bases = { clause.Bases.Select(Enums.ToProto) },
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
            NoStandard = missing.Fact is { StandardStated: false },
            NotKnown = missing.NotKnown,
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
