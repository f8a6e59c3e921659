namespace PilotPlatform.Domain.Reporting;

/// <summary>Where a commitment stands.</summary>
public enum CommitmentState
{
    /// <summary>未启动</summary>
    NotStarted,

    /// <summary>待签收</summary>
    AwaitingAcknowledgement,

    /// <summary>推进中</summary>
    InProgress,

    /// <summary>阶段性完成</summary>
    PartlyImplemented,

    /// <summary>已落地</summary>
    Implemented,

    /// <summary>持续推进</summary>
    Ongoing,

    /// <summary>暂缓</summary>
    Postponed,

    /// <summary>已并入</summary>
    Merged,

    /// <summary>已销号</summary>
    StruckOff,

    /// <summary>已终止, by a later edition.</summary>
    Ended,
}
