using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Makes the proof of a verdict: the conditions as they stand in the rule, with the exact truth of each.</summary>
internal sealed class ProofMaker(CompiledRuleSet rules, TaskRule rule, ScopeCity city, FactBook facts, CompiledActs acts)
{
    private readonly TaskProgram program = rules.Program.Tasks[rule.Index];
    private readonly QuickDecision quick = rules.Quick(rule.Index, rules.CityIndex(city.Id), facts.Codes, acts);
    private readonly ProofSentences sentences = new(rules, city, facts);
    private NodeCursor cursor = new(rules.Program.Tasks[rule.Index]);

    public Proof Make()
    {
        var reach = Node(rule.Reach, negated: false);
        ImmutableArray<ClauseProof> clauses = [.. rule.Clauses.Select(c => Node(c.Condition, negated: false) is var root ? new ClauseProof(c, CompiledRuleSet.VerdictOf(root.Truth), root) : null!)];
        var scope = rules.Reach(rule, city, acts).Reason;
        var leaves = clauses.SelectMany(c => c.Root.Leaves()).Where(l => l.Decides).Select(l => l.Sentence);
        return new Proof(quick.Verdict, reach, clauses, Proof.Whole(quick.Verdict, scope, leaves, rule.TextCovered));
    }

    private ProofNode Node(Condition condition, bool negated)
    {
        ImmutableArray<ProofNode> parts = [.. condition.Parts.Select(p => Node(p, negated ^ condition is Condition.Not))];
        var node = cursor.Next(condition);
        var truth = Settlement.Settle(rules.Program, program, node, quick.Holds, quick.Fails, out _);
        var fact = condition.AskedFact is { } id && rules.Facts.Find(id) is { } domain
            ? new ProofFact(domain.Fact, facts.Find(id), sentences.Threshold(condition, domain.Fact))
            : null;
        var sentence = parts.IsEmpty ? sentences.Leaf(condition, truth, fact, negated) : ProofSentences.Tree(condition, truth, parts);
        return new ProofNode(condition, truth, (quick.Deciding >> node & 1) != 0, fact, sentence, parts);
    }
}
