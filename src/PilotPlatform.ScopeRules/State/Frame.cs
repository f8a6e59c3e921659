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
        State = StateOf(set, book.Position, day, snapshot.Record);
        Render = new DecisionMessages(this);
        Rows = new RowCache(this);
        Lists = new ListCache(this);
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

    public DecisionMessages Render { get; }

    public RowCache Rows { get; }

    public ListCache Lists { get; }

    public MatrixMessages Matrix => matrix.Value;

    /// <summary>What names a state: enough to make an answer again.</summary>
    public static AnswerState StateOf(CompiledSet set, long actsPosition, DateOnly day, ScopeRecord record) => new()
    {
        Edition = set.Catalog.Edition,
        RuleSet = set.File.Name,
        ActsPosition = actsPosition,
        AsOfDate = day.ToProto(),
        ConsistencyToken = ConsistencyToken.Of(record.Position),
    };
}
