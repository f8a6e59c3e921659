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

/// <summary>What a verdict that is not "applies" rests on.</summary>
public enum Basis
{
    /// <summary>The scope column does not reach the city.</summary>
    OutOfScope,

    /// <summary>The text takes the case out (除外, 不含).</summary>
    CarvedOut,

    /// <summary>A number or a date lies out of its bounds.</summary>
    OutOfBounds,

    /// <summary>The place lies out of the area.</summary>
    OutOfArea,

    /// <summary>The actor or the matter is not of the kind that the text asks for.</summary>
    NotQualified,

    /// <summary>A fact is absent or not known.</summary>
    FactMissing,

    /// <summary>An act of a city or an authority has not been recorded.</summary>
    ActPending,

    /// <summary>The text asks for a qualification whose standard it does not state.</summary>
    StandardNotStated,

    /// <summary>The rule set does not hold the conditions inside the text.</summary>
    TextNotCovered,
}

/// <summary>Something that is not known and would settle a verdict: a fact, an act, or the text that has not been read.</summary>
/// <param name="Settler">Who can settle it.</param>
/// <param name="Question">What is asked of them.</param>
/// <param name="Citations">The words that ask for it.</param>
public sealed record Missing(Settler Settler, Bilingual Question, ImmutableArray<Citation> Citations)
{
    public Fact? Fact { get; init; }

    public Condition.ActRecorded? Act { get; init; }

    /// <summary>True if it was asked for and the asker does not know.</summary>
    public bool NotKnown { get; init; }

    public Basis Basis => (Fact, Act) switch
    {
        ({ StandardStated: false }, _) => Basis.StandardNotStated,
        ({ }, _) => Basis.FactMissing,
        (null, { }) => Basis.ActPending,
        _ => Basis.TextNotCovered,
    };
}

/// <summary>A clause, decided by itself: the conditions of its words, whether or not the scope reaches the city.</summary>
/// <param name="Clause">The clause.</param>
/// <param name="Verdict">The verdict on it.</param>
/// <param name="Bases">What the verdict rests on; empty if it applies.</param>
/// <param name="Missing">The facts and acts on which it depends yet.</param>
/// <param name="Possible">What the verdict can still become; only itself if it is settled.</param>
public sealed record ClauseDecision(Clause Clause, Verdict Verdict, ImmutableArray<Basis> Bases, ImmutableArray<Missing> Missing, ImmutableArray<Verdict> Possible);

/// <summary>The verdict in two layers: reach, and reach with the conditions inside the text.</summary>
/// <param name="Reach">Whether the scope reaches the city.</param>
/// <param name="Verdict">Reach, and any of the clauses.</param>
/// <param name="Bases">What the verdict rests on; empty if it applies.</param>
/// <param name="Clauses">The clauses one by one; empty where the scope does not reach.</param>
/// <param name="Missing">The facts and acts that matter yet, each of them: as long as one is open, some completion leaves the verdict open.</param>
/// <param name="Possible">What the verdict can still become by what the asker says and acts that are recorded; only itself if it is settled.</param>
public sealed record Decision(
    Reach Reach, Verdict Verdict, ImmutableArray<Basis> Bases, ImmutableArray<ClauseDecision> Clauses, ImmutableArray<Missing> Missing, ImmutableArray<Verdict> Possible)
{
    /// <summary>False if the rule set does not hold the bounds inside the text, which leaves the verdict open.</summary>
    public bool TextCovered { get; init; } = true;

    /// <summary>The words that decided: of a settled verdict what made it so, of an open one what asks for what is missing.</summary>
    public ImmutableArray<Citation> Because { get; init; } = [];
}

/// <summary>All that a row of a list says of a cell: two that are equal are said alike.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reach">How reach stands.</param>
/// <param name="Missing">The variables of the task that matter yet.</param>
/// <param name="CanApply">True if the verdict is, or can become, that it applies.</param>
/// <param name="CanFail">True if the verdict is, or can become, that it does not.</param>
/// <param name="Refused">The clauses that do not apply, one bit a clause in the order of the rule; none where the scope does not reach.</param>
/// <param name="Open">The clauses that are open by themselves.</param>
public readonly record struct CellOutcome(Verdict Verdict, ReachState Reach, ulong Missing, bool CanApply, bool CanFail, ulong Refused, ulong Open);

/// <summary>A decision without allocation: truth values and variables of the task as bits, from which the rich one can be made.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reach">How reach stands.</param>
/// <param name="BasisMask">One bit a <see cref="Basis"/>.</param>
/// <param name="Holds">The nodes of the task that hold, one bit each.</param>
/// <param name="Fails">The nodes that fail.</param>
/// <param name="Missing">The variables of the task that matter yet.</param>
/// <param name="Deciding">The nodes that the verdict rests on.</param>
public readonly record struct QuickDecision(Verdict Verdict, ReachState Reach, int BasisMask, ulong Holds, ulong Fails, ulong Missing, ulong Deciding);
