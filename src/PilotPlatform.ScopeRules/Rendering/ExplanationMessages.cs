using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>A decision in the full view as text: the verdict, the reach, then clause by clause down to the words.</summary>
internal static class ExplanationMessages
{
    public static DecisionExplanation Of(Decision decision)
    {
        var explanation = new DecisionExplanation { Decision = decision, Lines = { Line(0, decision.Formation, decision.EnglishFormation) } };
        explanation.Lines.Add(Line(1, decision.Reach.Reason, decision.Reach.EnglishReason, decision.ReachProof.Value));
        foreach (var part in decision.ReachProof.Parts)
            Add(explanation, part, 2);
        foreach (var clause in decision.Clauses)
        {
            var words = clause.Citation?.Quote ?? clause.ClauseId;
            explanation.Lines.Add(Line(1, $"“{words}”：{Chinese(clause.Verdict)}。", $"“{words}”: {English(clause.Verdict)}.", clause.Proof.Value, clause.Citation));
            Add(explanation, clause.Proof, 2);
        }

        foreach (var pending in decision.Pending)
            explanation.Lines.Add(Line(1, pending.Question, pending.EnglishQuestion, Proof.Types.Value.Unknown, pending.Citation));
        return explanation;
    }

    private static void Add(DecisionExplanation explanation, Proof proof, int depth)
    {
        explanation.Lines.Add(Line(depth, proof.Sentence, proof.EnglishSentence, proof.Value, proof.Condition?.Citation));
        foreach (var part in proof.Parts)
            Add(explanation, part, depth + 1);
    }

    private static DecisionExplanation.Types.Line Line(
        int depth, string chinese, string english, Proof.Types.Value value = Proof.Types.Value.Unspecified, Citation? citation = null) =>
        new() { Depth = depth, Sentence = chinese, EnglishSentence = english, Value = value, Citation = citation };

    private static string Chinese(Decision.Types.Verdict verdict) => verdict switch
    {
        Decision.Types.Verdict.Applies => "适用",
        Decision.Types.Verdict.DoesNotApply => "不适用",
        _ => "待定",
    };

    private static string English(Decision.Types.Verdict verdict) => verdict switch
    {
        Decision.Types.Verdict.Applies => "applies",
        Decision.Types.Verdict.DoesNotApply => "does not apply",
        _ => "undetermined",
    };
}
