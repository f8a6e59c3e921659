namespace PilotPlatform.Domain.Reporting;

public enum EvidenceState
{
    /// <summary>Handed in, not judged.</summary>
    Draft,

    Accepted,

    Rejected,

    /// <summary>No longer shows anything: its last day is past.</summary>
    Expired,
}

/// <summary>Evidence as it stands.</summary>
public sealed record EvidenceItem(EvidenceName Name, EvidenceDocument Document, string Author, DateTimeOffset CreateTime, long Position)
{
    /// <summary>What it was judged; null while it was not.</summary>
    public bool? IsAccepted { get; init; }

    public string Note { get; init; } = "";

    /// <summary>When it was judged; null while it was not.</summary>
    public DateTimeOffset? JudgeTime { get; init; }

    /// <summary>When it was recorded that it has expired; null while that was not.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>Its state on a day: time takes evidence away, and never accepts any.</summary>
    public EvidenceState StateOn(DateOnly day) => IsAccepted switch
    {
        false => EvidenceState.Rejected,
        _ when ExpireTime is not null || Document.ValidUntil < day => EvidenceState.Expired,
        true => EvidenceState.Accepted,
        _ => EvidenceState.Draft,
    };
}
