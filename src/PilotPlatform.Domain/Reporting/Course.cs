using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting;

/// <summary>Who can be waited for.</summary>
public enum Party
{
    /// <summary>The city, which assigns and dispatches.</summary>
    City,

    /// <summary>The lead unit, which acts and reports.</summary>
    LeadUnit,

    /// <summary>The city as the one who checks.</summary>
    CityReviewer,

    /// <summary>The province that guides the city.</summary>
    Province,

    Ministry,
}

/// <summary>Steps of supervision, each only after the one before was ignored.</summary>
public enum EscalationLevel
{
    Blue,
    Yellow,
    Red,
}

public enum ReviewLevel
{
    City,
    Province,
}

/// <summary>What a closure says of the task.</summary>
public enum ClosureOutcome
{
    /// <summary>阶段性完成</summary>
    PartlyImplemented,

    /// <summary>已落地</summary>
    Implemented,

    /// <summary>持续推进</summary>
    Ongoing,
}

/// <summary>What became of a request.</summary>
public enum RequestState
{
    Pending,
    Granted,
    Denied,

    /// <summary>It was for an edition that is not in force any more.</summary>
    Lapsed,
}

/// <summary>What was handed to the lead unit, and its answer.</summary>
public sealed record Assignment(string Instruction, string Unit, DateTimeOffset DispatchTime, DateOnly AcknowledgeBy)
{
    public DateTimeOffset? AnswerTime { get; init; }

    public bool IsDeclined { get; init; }

    /// <summary>The note of who signed, the reason of who declined.</summary>
    public string Answer { get; init; } = "";
}

/// <summary>A request for a later date; both dates stay.</summary>
public sealed record Extension(DateOnly OldDueDate, DateOnly NewDueDate, string Reason, string Author, DateTimeOffset RequestTime)
{
    public RequestState State { get; init; }

    public string Answer { get; init; } = "";

    public DateTimeOffset? AnswerTime { get; init; }
}

/// <summary>A reminder, or the escalation that followed it.</summary>
public sealed record Reminder(Party Party, EscalationLevel? Level, string Text, DateTimeOffset Time, DateOnly AnswerBy)
{
    /// <summary>What the party is waited for, which it is reminded of; null in entries of before, when any act of the party answered.</summary>
    public WaitReason? For { get; init; }

    /// <summary>The report, problem or commitment that it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>When it ended; null while it stands.</summary>
    public DateTimeOffset? AnswerTime { get; init; }

    /// <summary>Whether it ended with an act of who was reminded.</summary>
    public bool IsActedOn { get; init; }

    public bool IsOpen => AnswerTime is null;

    /// <summary>Whether it is to somebody of the city itself, which alone a level is raised against.</summary>
    public bool IsToTheCity => Party is Party.City or Party.LeadUnit or Party.CityReviewer;

    /// <summary>Whether it stands unanswered and its time is past.</summary>
    public bool IsIgnoredOn(DateOnly day) => IsOpen && day > AnswerBy;

    /// <summary>Whether the party may be reminded again: it has ignored this, and no escalation follows.</summary>
    public bool IsRepeatableOn(DateOnly day) => IsIgnoredOn(day) && (!IsToTheCity || Next is null);

    /// <summary>The escalation that may follow; null behind the last.</summary>
    public EscalationLevel? Next => Level switch
    {
        null => EscalationLevel.Blue,
        EscalationLevel.Blue => EscalationLevel.Yellow,
        EscalationLevel.Yellow => EscalationLevel.Red,
        _ => null,
    };
}

/// <summary>The last request to close, and its answer.</summary>
public sealed record Closure(ClosureOutcome Outcome, string Statement, string Author, DateTimeOffset RequestTime)
{
    public RequestState State { get; init; }

    public string Answer { get; init; } = "";

    public DateTimeOffset? AnswerTime { get; init; }
}

public sealed record Suspension(string Reason, DateOnly? Until, DateTimeOffset Time, CommitmentState StateBefore);

/// <summary>A problem as it was raised, and its answer.</summary>
public sealed record RaisedProblem(int Serial, int ReportSerial, Problem Problem, DateTimeOffset RaiseTime)
{
    public string? Answer { get; init; }

    public string AnswerAuthor { get; init; } = "";

    public DateTimeOffset? AnswerTime { get; init; }

    public bool IsOpen => Answer is null;
}

/// <summary>What a commitment rests on now, where that has changed since it was opened.</summary>
public sealed record BasisChange(Scope.ReachState Reach, Basis Basis, DateTimeOffset Time);

/// <summary>How a commitment has fared; most have fared quietly and share <see cref="Untouched"/>.</summary>
public sealed record Course
{
    public static readonly Course Untouched = new();

    public Assignment? Assignment { get; init; }

    public ImmutableList<Extension> Extensions { get; init; } = [];

    /// <summary>The last reminder to each party, or the escalation that followed it, in the order in which they were sent.</summary>
    public ImmutableList<Reminder> Reminders { get; init; } = [];

    public Closure? Closure { get; init; }

    public Suspension? Suspension { get; init; }

    public string? MergedInto { get; init; }

    public ImmutableList<EvidenceItem> Evidence { get; init; } = [];

    public ImmutableList<RaisedProblem> Problems { get; init; } = [];

    public BasisChange? Basis { get; init; }

    /// <summary>When what it rests on held again for the last time, after it had been withdrawn; null if it never was.</summary>
    public DateTimeOffset? HeldAgainTime { get; init; }

    /// <summary>The state in which a later edition ended the commitment, and into which it is reopened where that edition is not in force any more; null unless one did.</summary>
    public CommitmentState? EndedFrom { get; init; }

    /// <summary>What was proposed for later editions, oldest first.</summary>
    public ImmutableList<CarryOverProposal> CarryOvers { get; init; } = [];

    /// <summary>When its state was entered; null for when it was opened.</summary>
    public DateTimeOffset? StateTime { get; init; }

    /// <summary>When it was reopened for the last time, and why; null if it never was.</summary>
    public (DateTimeOffset Time, string Reason)? Reopening { get; init; }
}
