using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;

namespace PilotPlatform.ScopeRules.State;

/// <summary>What one question is answered from: a rule set, and the acts that hold on a day. Immutable, but for what it remembers.</summary>
internal sealed class Frame
{
    private readonly Lazy<MatrixMessages> matrix;

    public Frame(CompiledSet set, ActBook book, DateOnly day, ScopeRecord record)
    {
        Set = set;
        Acts = set.Rules.Compile(book);
        Day = day;
        Record = record;
        State = new AnswerState
        {
            Edition = set.Catalog.Edition,
            RuleSet = set.File.Name,
            ActsPosition = book.Position,
            AsOfDate = day.ToProto(),
            ConsistencyToken = ConsistencyToken.Of(record.Position),
        };
        Render = new DecisionMessages(this);
        Rows = new RowCache(this);
        matrix = new Lazy<MatrixMessages>(() => new MatrixMessages(this));
    }

    public CompiledSet Set { get; }

    public CompiledRuleSet Rules => Set.Rules;

    public CompiledActs Acts { get; }

    public DateOnly Day { get; }

    public ScopeRecord Record { get; }

    /// <summary>The state as answers say it.</summary>
    public AnswerState State { get; }

    public DecisionMessages Render { get; }

    public RowCache Rows { get; }

    public MatrixMessages Matrix => matrix.Value;
}
