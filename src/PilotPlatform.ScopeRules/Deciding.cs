using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using Decision = PilotPlatform.Contracts.ScopeRules.V1.Decision;

namespace PilotPlatform.ScopeRules;

/// <summary>Decisions as messages, in the view that is asked for.</summary>
internal static class Deciding
{
    /// <summary>A decision at length: the basic view, or the full one.</summary>
    public static Decision Decide(this View view, TaskRule rule, ScopeCity city, FactBook facts, DecisionView wanted, out Verdict verdict)
    {
        var index = view.Rules.CityIndex(city.Id);
        var quick = view.Rules.Quick(rule.Index, index, facts.Codes, view.Acts);
        verdict = quick.Verdict;
        if (wanted == DecisionView.Full)
            return view.Render.Full(rule, city, facts);
        return index >= 0 ? view.Rows.Of(rule.Index, index, facts, quick).Basic : view.Render.Basic(rule, city, facts);
    }

    /// <summary>A decision as a cell of a list: the verdict view, or with the decision at length.</summary>
    public static CellDecision Cell(this View view, TaskRule rule, ScopeCity city, FactBook facts, DecisionView wanted, out Verdict verdict)
    {
        var index = view.Rules.CityIndex(city.Id);
        if (index >= 0 && wanted is DecisionView.Unspecified or DecisionView.Verdict)
        {
            var quick = view.Rules.Quick(rule.Index, index, facts.Codes, view.Acts);
            verdict = quick.Verdict;
            return view.Rows.Of(rule.Index, index, facts, quick).Row;
        }

        var decision = view.Decide(rule, city, facts, wanted, out verdict);
        var row = DecisionMessages.Row(decision);
        if (wanted is DecisionView.Basic or DecisionView.Full)
            row.Decision = decision;
        return row;
    }
}
