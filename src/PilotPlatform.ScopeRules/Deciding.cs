using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using Decision = PilotPlatform.Contracts.ScopeRules.V1.Decision;

namespace PilotPlatform.ScopeRules;

/// <summary>Decisions as messages, in the view that is asked for.</summary>
internal static class Deciding
{
    /// <summary>A decision at length: the basic frame, or the full one.</summary>
    public static Decision Decide(this Frame frame, TaskRule rule, ScopeCity city, FactBook facts, DecisionView wanted, out Verdict verdict)
    {
        var index = frame.Rules.CityIndex(city.Id);
        var quick = frame.Rules.Quick(rule.Index, index, facts.Codes, frame.Acts);
        verdict = quick.Verdict;
        if (index < 0)
            return wanted == DecisionView.Full ? frame.Render.Full(rule, city, facts) : frame.Render.Basic(rule, city, facts);

        var way = frame.Rows.Of(rule.Index, index, facts, quick);
        return wanted == DecisionView.Full ? way.Full(frame.Set.Known(rule, facts), () => frame.Render.Full(rule, city, facts)) : way.Basic;
    }

    /// <summary>A decision as a cell of a list: the verdict frame, or with the decision at length.</summary>
    public static CellDecision Cell(this Frame frame, TaskRule rule, ScopeCity city, FactBook facts, DecisionView wanted, out Verdict verdict)
    {
        var index = frame.Rules.CityIndex(city.Id);
        if (index >= 0 && wanted is DecisionView.Unspecified or DecisionView.Verdict)
        {
            var quick = frame.Rules.Quick(rule.Index, index, facts.Codes, frame.Acts);
            verdict = quick.Verdict;
            return frame.Rows.Of(rule.Index, index, facts, quick).Row;
        }

        var decision = frame.Decide(rule, city, facts, wanted, out verdict);
        var row = DecisionMessages.Row(decision);
        if (wanted is DecisionView.Basic or DecisionView.Full)
            row.Decision = decision;
        return row;
    }
}
