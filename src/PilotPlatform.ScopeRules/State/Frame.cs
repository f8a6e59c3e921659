using Google.Protobuf;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;

namespace PilotPlatform.ScopeRules.State;

/// <summary>What one question is answered from: a rule set, and the acts that hold on a day. Immutable, but for what it remembers.</summary>
internal sealed class Frame
{
    private readonly Lazy<MatrixMessages> matrix;

    public Frame(Snapshot snapshot, CompiledSet set, ActBook book, DateOnly day)
    {
        Snapshot = snapshot;
        Set = set;
        Acts = set.Rules.Compile(book);
        Day = day;
        State = StateOf(set.Catalog.Edition, set.File.Name, book.Position, day, snapshot.Record.Position);
        Stamp = DecisionMessages.Stamp(State).ToByteArray();
        Render = new DecisionMessages(this);
        Decisions = new DecisionCache(this);
        matrix = new Lazy<MatrixMessages>(() => new MatrixMessages(this));
    }

    /// <summary>What the frame is cut from, for the rule sets and acts that a question names.</summary>
    public Snapshot Snapshot { get; }

    public CompiledSet Set { get; }

    public CompiledRuleSet Rules => Set.Rules;

    public CompiledActs Acts { get; }

    public DateOnly Day { get; }

    public ScopeRecord Record => Snapshot.Record;

    /// <summary>The state as answers say it.</summary>
    public AnswerState State { get; }

    /// <summary>The state as the last fields of a decision.</summary>
    public byte[] Stamp { get; }

    public DecisionMessages Render { get; }

    public DecisionCache Decisions { get; }

    public MatrixMessages Matrix => matrix.Value;

    /// <summary>What names a state: enough to make an answer again.</summary>
    public static AnswerState StateOf(string edition, string ruleSet, long actsPosition, DateOnly day, long position) => new()
    {
        Edition = edition,
        RuleSet = ruleSet,
        ActsPosition = actsPosition,
        AsOfDate = day.ToProto(),
        ConsistencyToken = ConsistencyToken.Of(position),
    };
}
