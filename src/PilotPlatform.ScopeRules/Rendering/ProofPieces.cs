using System.Collections.Concurrent;
using Google.Protobuf;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// The nodes of the proofs of one task as bytes, each made once for what is known of its fact and what comes of it. A number is not part of
/// its piece: it is put in where the piece was parted. So the pieces are bounded by the rule set, whoever asks.
/// </summary>
internal sealed class ProofPieces(CompiledRuleSet rules, TaskRule rule)
{
    private readonly ConcurrentDictionary<Key, Piece> pieces = new();

    public ProofShape Reach { get; } = rules.ReachShape(rule);

    public IReadOnlyList<ProofShape> Clauses { get; } = rules.ClauseShapes(rule);

    /// <summary>Keeps the pieces of a proof that was made at length.</summary>
    public void Keep(Proof proof, Frame frame, int city, FactBook facts, in QuickDecision quick)
    {
        Keep(Reach, proof.Reach, frame, city, facts, quick);
        for (var clause = 0; clause < Clauses.Count; clause++)
            Keep(Clauses[clause], proof.Clauses[clause].Root, frame, city, facts, quick);
    }

    /// <summary>Writes the proof of a condition; false if a piece of it has not been made yet.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="shape">The condition.</param>
    /// <param name="city">Index of the city.</param>
    /// <param name="facts">What the asker knows.</param>
    /// <param name="quick">How the task is decided.</param>
    /// <param name="deciding">Takes the sentences of the leaves that decide, from the last to the first; null for none.</param>
    /// <param name="truth">What the condition came to.</param>
    public bool TryWrite(ref BackwardWriter writer, ProofShape shape, int city, FactBook facts, in QuickDecision quick, List<Bilingual>? deciding, out Truth truth)
    {
        var holding = 0;
        truth = rules.TruthOf(rule.Index, shape.Node, quick);
        for (var at = shape.Parts.Length - 1; at >= 0; at--)
        {
            var mark = writer.Mark;
            if (!TryWrite(ref writer, shape.Parts[at], city, facts, quick, deciding, out var part))
                return false;
            writer.Close(Proto.Proof.PartsFieldNumber, mark);
            holding += part == Truth.True ? 1 : 0;
        }

        if (!pieces.TryGetValue(KeyOf(shape, truth, holding, city, facts, quick), out var piece))
            return false;
        writer.Bytes(piece.Bytes);
        var sentence = piece.Sentence;
        if (piece.Rest is { } rest)
        {
            var value = facts.Find(shape.Asked!.Id)!.Value;
            var words = shape.Asked.Words(value);
            sentence = new Bilingual(sentence.Chinese + words.Chinese + rest.Chinese, sentence.English + words.English + rest.English);
            writer.Text(Proto.Proof.SentenceFieldNumber, sentence.Chinese);
            writer.Text(Proto.Proof.EnglishSentenceFieldNumber, sentence.English);
            writer.Message(Proto.Proof.FactValueFieldNumber, value.ToProto(shape.Asked.Id));
        }

        if (shape.IsLeaf && (quick.Deciding >> shape.Node & 1) != 0)
            deciding?.Add(sentence);
        return true;
    }

    private void Keep(ProofShape shape, ProofNode node, Frame frame, int city, FactBook facts, in QuickDecision quick)
    {
        var holding = node.Parts.Count(p => p.Truth == Truth.True);
        pieces[KeyOf(shape, node.Truth, holding, city, facts, quick)] = Make(node, frame, city);
        for (var at = 0; at < node.Parts.Length; at++)
            Keep(shape.Parts[at], node.Parts[at], frame, city, facts, quick);
    }

    private Piece Make(ProofNode node, Frame frame, int city)
    {
        var message = frame.Render.Proof(node with { Parts = [] }, rule, frame.Rules.Source.Cities[city]);
        if (node.Fact is not { Value: { Type: FactType.BasisPoints or FactType.Integer or FactType.Date } value, Fact: var fact })
            return new Piece(message.ToByteArray(), node.Sentence, Rest: null);

        message.FactValue = null;
        message.Sentence = message.EnglishSentence = "";
        var words = fact.Words(value);
        var (chinese, english) = (Parted(node.Sentence.Chinese, $"——{words.Chinese}，", 2, words.Chinese), Parted(node.Sentence.English, $": {words.English}, ", 2, words.English));
        return new Piece(message.ToByteArray(), new Bilingual(chinese.Before, english.Before), new Bilingual(chinese.Behind, english.Behind));
    }

    /// <summary>A sentence before and behind the words of a value, found by what stands around them.</summary>
    private static (string Before, string Behind) Parted(string sentence, string around, int lead, string words)
    {
        var at = sentence.LastIndexOf(around, StringComparison.Ordinal) + lead;
        return (sentence[..at], sentence[(at + words.Length)..]);
    }

    private static Key KeyOf(ProofShape shape, Truth truth, int holding, int city, FactBook facts, in QuickDecision quick)
    {
        var code = shape.Asked is not null ? facts.Codes[shape.Fact] : shape.Condition is Condition.CityIn ? city : 0;
        return new Key(shape.Node, code, truth, holding, (quick.Deciding >> shape.Node & 1) != 0);
    }

    private readonly record struct Key(int Node, int Code, Truth Truth, int Holding, bool Decides);

    /// <summary>A node without its parts.</summary>
    /// <param name="Bytes">The fields that are the same for all that the piece stands for.</param>
    /// <param name="Sentence">The sentence, or what stands before its number.</param>
    /// <param name="Rest">What stands behind the number; null if there is none.</param>
    private sealed record Piece(byte[] Bytes, Bilingual Sentence, Bilingual? Rest);
}
