using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Decision = PilotPlatform.Contracts.ScopeRules.V1.Decision;

namespace PilotPlatform.ScopeRules;

/// <summary>Decisions as messages, in the view that is asked for.</summary>
internal static class Deciding
{
    /// <summary>A decision at length: the basic frame, or the full one.</summary>
    /// <param name="frame">What is decided from.</param>
    /// <param name="rule">The rule of the task.</param>
    /// <param name="city">The city.</param>
    /// <param name="facts">What the asker knows.</param>
    /// <param name="wanted">The view.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="asBytes">True if the decision goes over the wire as it is, so that its fields need not be there but as bytes.</param>
    public static Decision Decide(this Frame frame, TaskRule rule, ScopeCity city, FactBook facts, DecisionView wanted, out Verdict verdict, bool asBytes = false)
    {
        var index = frame.Rules.CityIndex(city.Id);
        var quick = frame.Rules.Quick(rule.Index, index, facts.Codes, frame.Acts);
        verdict = quick.Verdict;
        if (asBytes && index >= 0 && !frame.Acts.Any(rule.Index, index))
            return frame.Set.Decisions.Of(frame, rule, index, facts, quick, wanted == DecisionView.Full);
        if (index < 0 || wanted == DecisionView.Full)
            return wanted == DecisionView.Full ? frame.Render.Full(rule, city, facts) : frame.Render.Basic(rule, city, facts);

        return frame.Decisions.Of(rule.Index, index, facts, quick);
    }

    /// <summary>A decision as a cell of a list: the verdict frame, or with the decision at length.</summary>
    /// <param name="frame">What is decided from.</param>
    /// <param name="rule">The rule of the task.</param>
    /// <param name="city">The city.</param>
    /// <param name="index">Index of the city in the programme; -1 for one outside.</param>
    /// <param name="facts">What the asker knows.</param>
    /// <param name="wanted">The view.</param>
    /// <param name="verdict">The verdict.</param>
    public static CellDecision Cell(this Frame frame, TaskRule rule, ScopeCity city, int index, FactBook facts, DecisionView wanted, out Verdict verdict)
    {
        var quick = frame.Rules.Quick(rule.Index, index, facts.Codes, frame.Acts);
        verdict = quick.Verdict;
        var atLength = wanted is DecisionView.Basic or DecisionView.Full;
        if (index >= 0 && !atLength)
            return frame.Set.Rows.Of(rule.Index, index, quick).Message;

        var row = frame.Set.Rows.Make(rule.Index, $"places/{city.Id}", frame.Rules.OutcomeOf(rule.Index, quick));
        if (atLength)
            row.Decision = frame.Decide(rule, city, facts, wanted, out _);
        return row;
    }
}
