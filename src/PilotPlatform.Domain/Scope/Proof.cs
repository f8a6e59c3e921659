using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>The fact that decided a condition.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Value">What is known of it; null if it is absent.</param>
/// <param name="Threshold">What it is held against.</param>
public sealed record ProofFact(Fact Fact, FactValue? Value, Bilingual Threshold);

/// <summary>A condition in a proof.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Truth">Its exact truth value: unknown only if some completion makes it hold and another makes it fail.</param>
/// <param name="Decides">True if the verdict rests on it.</param>
/// <param name="Fact">The fact it asks for; null if it asks for none.</param>
/// <param name="Sentence">What is so, and why.</param>
/// <param name="Parts">The conditions it is made of.</param>
public sealed record ProofNode(Condition Condition, Truth Truth, bool Decides, ProofFact? Fact, Bilingual Sentence, ImmutableArray<ProofNode> Parts)
{
    /// <summary>The words it rests on; null for a condition made of others.</summary>
    public Citation? Citation => Condition.Words;

    /// <summary>The leaves from left to right.</summary>
    public IEnumerable<ProofNode> Leaves() => Condition is Condition.AllOf or Condition.AnyOf or Condition.Not ? Parts.SelectMany(p => p.Leaves()) : [this];
}

/// <summary>A clause in a proof.</summary>
public sealed record ClauseProof(Clause Clause, Verdict Verdict, ProofNode Root);

/// <summary>Why a verdict is as it is: reach and every clause as trees, and one sentence made of what decided.</summary>
public sealed record Proof(Verdict Verdict, ProofNode Reach, ImmutableArray<ClauseProof> Clauses, Bilingual Sentence)
{
    /// <summary>The sentence of a verdict: the scope, then the sentences of the leaves that decided.</summary>
    public static Bilingual Whole(Verdict verdict, Bilingual scope, IEnumerable<Bilingual> deciding, bool covered)
    {
        ImmutableArray<Bilingual> why = [.. deciding.Distinct()];
        var (chinese, english) = verdict switch
        {
            Verdict.Applies => ("适用", "Applies"),
            Verdict.DoesNotApply => ("不适用", "Does not apply"),
            _ => ("待定", "Undetermined"),
        };
        if (!covered)
            why = why.Add(new Bilingual("规则集尚未收录任务正文中的条件", "the rule set does not hold the conditions inside the text of the task"));
        return new Bilingual(
            $"{chinese}：{scope.Chinese.TrimEnd('。')}{string.Concat(why.Select(w => $"；{w.Chinese.TrimEnd('。')}"))}。",
            Ended($"{english}: {scope.English.TrimEnd('.')}{string.Concat(why.Select(w => $"; {w.English.TrimEnd('.')}"))}"));
    }

    private static string Ended(string sentence) => sentence[^1] == '?' ? sentence : sentence + ".";
}

/// <summary>A condition as it is numbered among the nodes of its task.</summary>
/// <param name="Node">The number.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Fact">Number of the fact that it asks for; -1 if it asks for none.</param>
/// <param name="Asked">The fact; null if it asks for none.</param>
/// <param name="Parts">The conditions it is made of.</param>
public sealed record ProofShape(int Node, Condition Condition, int Fact, Fact? Asked, ImmutableArray<ProofShape> Parts)
{
    public bool IsLeaf => Condition is not (Condition.AllOf or Condition.AnyOf or Condition.Not);
}
