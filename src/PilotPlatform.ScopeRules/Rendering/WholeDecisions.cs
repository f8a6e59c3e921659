using Google.Protobuf;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// Decisions at length, written as bytes from pieces that lie ready: what is said of a cell's reach, of an outcome of the task, of each condition
/// of its proof, and of the state. A decision for which a piece is not there yet is made as a message, and leaves its pieces behind.
/// </summary>
internal sealed class WholeDecisions(CompiledSet set)
{
    /// <summary>How many outcomes of a task are remembered; more begin anew.</summary>
    private const int MostOutcomes = 64;

    private const int UsualSize = 16 * 1024;

    private readonly int cities = set.PlaceNames.Length;
    private readonly Head?[] heads = new Head?[set.TaskNames.Length * set.PlaceNames.Length];
    private readonly Outcome?[] outcomes = new Outcome?[set.TaskNames.Length];
    private readonly ProofPieces?[] proofs = new ProofPieces?[set.TaskNames.Length];

    /// <summary>The decision on a cell of the programme for which no act is on record; its fields are there as bytes only, or as a message.</summary>
    public Proto.Decision Of(Frame frame, TaskRule rule, int city, FactBook facts, in QuickDecision quick, bool full)
    {
        var head = Volatile.Read(ref heads[(rule.Index * cities) + city]);
        var outcome = Find(rule.Index, quick, frame.Rules.NotKnown(rule.Index, facts.Codes));
        if (head is null || outcome is null)
            return Make(frame, rule, city, facts, quick, full);

        var writer = new BackwardWriter(UsualSize);
        writer.Bytes(frame.Stamp);
        writer.Bytes(outcome.Bytes);
        if (!full)
            writer.Bytes(outcome.Clauses);
        else if (!TryProve(ref writer, rule, city, facts, quick, head, outcome))
        {
            writer.GiveUp();
            return Make(frame, rule, city, facts, quick, full);
        }

        writer.Bytes(head.Bytes);
        return writer.End(new Proto.Decision());
    }

    private bool TryProve(ref BackwardWriter writer, TaskRule rule, int city, FactBook facts, in QuickDecision quick, Head head, Outcome outcome)
    {
        if (Volatile.Read(ref proofs[rule.Index]) is not { } pieces)
            return false;
        var deciding = new List<Bilingual>();
        for (var clause = pieces.Clauses.Count - 1; clause >= 0; clause--)
        {
            var mark = writer.Mark;
            if (!pieces.TryWrite(ref writer, pieces.Clauses[clause], city, facts, quick, deciding, out _))
                return false;
            if (outcome.EachClause.Length == 0)
            {
                writer.Drop(mark); // the scope does not reach, so that the clauses are not shown; their words may decide all the same
                continue;
            }

            writer.Close(Proto.Decision.Types.ClauseDecision.ProofFieldNumber, mark);
            writer.Bytes(outcome.EachClause[clause]);
            writer.Close(Proto.Decision.ClausesFieldNumber, mark);
        }

        var reach = writer.Mark;
        if (!pieces.TryWrite(ref writer, pieces.Reach, city, facts, quick, deciding: null, out _))
            return false;
        writer.Close(Proto.Decision.ReachProofFieldNumber, reach);
        deciding.Reverse();
        var formation = Proof.Whole(quick.Verdict, head.Reason, deciding, rule.TextCovered);
        writer.Text(Proto.Decision.FormationFieldNumber, formation.Chinese);
        writer.Text(Proto.Decision.EnglishFormationFieldNumber, formation.English);
        return true;
    }

    /// <summary>The decision as a message; its pieces are kept.</summary>
    private Proto.Decision Make(Frame frame, TaskRule rule, int city, FactBook facts, in QuickDecision quick, bool full)
    {
        var place = frame.Rules.Source.Cities[city];
        var decision = frame.Render.Basic(rule, place, facts);
        Keep(rule.Index, city, decision, quick, frame.Rules.NotKnown(rule.Index, facts.Codes));
        if (!full)
            return decision;

        var proof = frame.Rules.Proof(rule, place, facts, frame.Acts);
        (proofs[rule.Index] ??= new ProofPieces(frame.Rules, rule)).Keep(proof, frame, city, facts, quick);
        return frame.Render.Full(decision, proof, rule, place);
    }

    private Outcome? Find(int task, in QuickDecision quick, ulong notKnown)
    {
        for (var outcome = Volatile.Read(ref outcomes[task]); outcome is not null; outcome = outcome.Next)
        {
            if (outcome.NotKnown == notKnown && outcome.Quick == quick)
                return outcome;
        }

        return null;
    }

    private void Keep(int task, int city, Proto.Decision decision, in QuickDecision quick, ulong notKnown)
    {
        var head = new Proto.Decision { PilotTask = decision.PilotTask, City = decision.City, Reach = decision.Reach };
        Volatile.Write(ref heads[(task * cities) + city], new Head(head.ToByteArray(), new Bilingual(decision.Reach.Reason, decision.Reach.EnglishReason)));
        if (Find(task, quick, notKnown) is not null)
            return;

        var first = Volatile.Read(ref outcomes[task]);
        var next = first is { Depth: < MostOutcomes } ? first : null;
        var bytes = new Proto.Decision
        {
            Verdict = decision.Verdict,
            Pending = { decision.Pending },
            PossibleVerdicts = { decision.PossibleVerdicts },
            DecidingCitations = { decision.DecidingCitations },
            Bases = { decision.Bases },
        }.ToByteArray();
        var clauses = new Proto.Decision { Clauses = { decision.Clauses } }.ToByteArray();
        Volatile.Write(ref outcomes[task], new Outcome(quick, notKnown, bytes, clauses, [.. decision.Clauses.Select(c => c.ToByteArray())], next, (next?.Depth ?? 0) + 1));
    }

    /// <summary>Task, city and reach of a cell, and why it is so.</summary>
    private sealed record Head(byte[] Bytes, Bilingual Reason);

    /// <summary>What is said of an outcome of a task, the same in every city.</summary>
    private sealed record Outcome(QuickDecision Quick, ulong NotKnown, byte[] Bytes, byte[] Clauses, byte[][] EachClause, Outcome? Next, int Depth);
}
