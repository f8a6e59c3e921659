using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>A rule set compiled against an edition: immutable, and the one evaluator behind every question.</summary>
public sealed class CompiledRuleSet
{
    private readonly FrozenDictionary<int, TaskRule> byNumber;

    internal CompiledRuleSet(ScopeSource source, ImmutableArray<TaskRule> rules)
    {
        Source = source;
        Rules = rules;
        byNumber = rules.ToFrozenDictionary(r => r.Number);
    }

    public ScopeSource Source { get; }

    /// <summary>One rule a task, by number.</summary>
    public ImmutableArray<TaskRule> Rules { get; }

    public TaskRule? Find(int task) => byNumber.GetValueOrDefault(task);

    /// <summary>Does the scope of a task reach a city? The city may be any; outside the programme nothing applies.</summary>
    public Reach Reach(TaskRule rule, ScopeCity city, ActBook acts)
    {
        var pending = rule.Reach.Unknown(rule.Number, city.Id, acts).ToImmutableArray();
        var state = rule.Reach.Evaluate(rule.Number, city.Id, acts) switch
        {
            Truth.True => ReachState.Applies,
            Truth.False => ReachState.DoesNotApply,
            _ => pending.Any(p => p.Settler == Settler.Ministry) ? ReachState.UnderStudy : ReachState.AwaitsAct,
        };
        return ReachReason.Of(state, rule, city, state is ReachState.AwaitsAct or ReachState.UnderStudy ? pending : [], this);
    }

    /// <summary>The verdict on a task in a city for an asker of whom nothing is known.</summary>
    public Decision Decide(TaskRule rule, ScopeCity city, ActBook acts)
    {
        var reach = Reach(rule, city, acts);
        if (reach.State == ReachState.DoesNotApply)
            return new Decision(reach, Verdict.DoesNotApply, [], [], [Verdict.DoesNotApply]);

        ImmutableArray<ClauseDecision> clauses = [.. rule.Clauses.Select(c => Decide(c, rule, city, acts))];
        var open = reach.State != ReachState.Applies || !rule.TextCovered || clauses.Any(c => c.Verdict == Verdict.Undetermined);
        return open
            ? new Decision(reach, Verdict.Undetermined, clauses, [.. reach.Pending, .. clauses.SelectMany(c => c.Pending)], [Verdict.Applies, Verdict.DoesNotApply]) { TextCovered = rule.TextCovered }
            : new Decision(reach, Verdict.Applies, clauses, [], [Verdict.Applies]);
    }

    private static ClauseDecision Decide(Clause clause, TaskRule rule, ScopeCity city, ActBook acts) =>
        clause.Condition.Evaluate(rule.Number, city.Id, acts) switch
        {
            Truth.True => new ClauseDecision(clause, Verdict.Applies, []),
            Truth.False => new ClauseDecision(clause, Verdict.DoesNotApply, []),
            _ => new ClauseDecision(clause, Verdict.Undetermined, [.. clause.Condition.Unknown(rule.Number, city.Id, acts)]),
        };
}
