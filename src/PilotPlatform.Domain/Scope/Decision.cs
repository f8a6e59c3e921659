using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>How the question stands whether a scope reaches a city.</summary>
public enum ReachState
{
    Applies,
    DoesNotApply,

    /// <summary>Undetermined until the city or a competent body acts.</summary>
    AwaitsAct,

    /// <summary>Undetermined while the ministry studies it for all cities together.</summary>
    UnderStudy,
}

/// <summary>Reach: the scope column and the acts recorded, nothing else.</summary>
public sealed record Reach(
    ReachState State, string ScopeForm, Bilingual Reason, ImmutableArray<Citation> Citations, ImmutableArray<Condition.ActRecorded> Pending);

/// <summary>What applies to an asker.</summary>
public enum Verdict
{
    Applies,
    DoesNotApply,
    Undetermined,
}

/// <summary>A clause, decided by itself.</summary>
public sealed record ClauseDecision(Clause Clause, Verdict Verdict, ImmutableArray<Condition.ActRecorded> Pending);

/// <summary>The verdict in two layers: reach, and reach with the conditions inside the text.</summary>
public sealed record Decision(
    Reach Reach, Verdict Verdict, ImmutableArray<ClauseDecision> Clauses, ImmutableArray<Condition.ActRecorded> Pending, ImmutableArray<Verdict> Possible)
{
    /// <summary>False if the rule set does not hold the bounds inside the text, which leaves the verdict open.</summary>
    public bool TextCovered { get; init; } = true;
}
