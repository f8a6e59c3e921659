namespace PilotPlatform.Domain.Reporting;

/// <summary>What happened to a commitment; what stands now is a fold of these.</summary>
public abstract record CommitmentEvent
{
    private CommitmentEvent()
    {
    }

    public sealed record Opened(Plan Plan, Basis Basis) : CommitmentEvent;

    /// <summary>任务分解</summary>
    public sealed record Decomposed(Plan Plan) : CommitmentEvent;

    /// <summary>交办, with the day until which it is to be signed for.</summary>
    public sealed record Dispatched(string Instruction, DateOnly AcknowledgeBy) : CommitmentEvent;

    /// <summary>签收</summary>
    public sealed record Acknowledged(string Note) : CommitmentEvent;

    /// <summary>拒收</summary>
    public sealed record Declined(string Reason) : CommitmentEvent;

    /// <summary>办理反馈</summary>
    public sealed record ProgressReported(int Serial, Progress Progress) : CommitmentEvent;

    /// <summary>审核通过</summary>
    public sealed record ReportAccepted(int Serial, ReviewLevel Level, string Note) : CommitmentEvent;

    /// <summary>退回补正, with the day until which it is to be answered.</summary>
    public sealed record ReportReturned(int Serial, ReviewLevel Level, string Reason, DateOnly AnswerBy) : CommitmentEvent;

    /// <summary>补正: the report as it reads now; what it read before stays in the ledger.</summary>
    public sealed record ReportSupplemented(int Serial, Progress Progress) : CommitmentEvent
    {
        /// <summary>Who reviews it next; null in entries of before, when it went back to whoever had returned it.</summary>
        public ReviewLevel? Level { get; init; }
    }

    /// <summary>延期申请</summary>
    public sealed record ExtensionRequested(DateOnly NewDueDate, string Reason) : CommitmentEvent;

    public sealed record ExtensionGranted(string Note) : CommitmentEvent;

    public sealed record ExtensionDenied(string Reason) : CommitmentEvent;

    /// <summary>催办</summary>
    public sealed record Reminded(Party Party, string Text, DateOnly AnswerBy) : CommitmentEvent
    {
        /// <summary>What the party is waited for; null in entries of before.</summary>
        public WaitReason? For { get; init; }

        /// <summary>The report, problem or commitment that it is about; null in entries of before.</summary>
        public string? Subject { get; init; }
    }

    /// <summary>督办</summary>
    public sealed record Escalated(EscalationLevel Level, string Text, DateOnly AnswerBy) : CommitmentEvent
    {
        /// <summary>Who ignored the step before; null in entries of before, when only the last reminder could stand.</summary>
        public Party? Party { get; init; }
    }

    /// <summary>办结申请</summary>
    public sealed record ClosureRequested(ClosureOutcome Outcome, string Statement) : CommitmentEvent;

    /// <summary>办结</summary>
    public sealed record ClosureConfirmed(string Note) : CommitmentEvent;

    public sealed record ClosureRefused(string Reason) : CommitmentEvent;

    /// <summary>销号</summary>
    public sealed record StruckOff(string Note) : CommitmentEvent;

    /// <summary>重新办理, with the day by which it is due from then on, if another was set.</summary>
    public sealed record Reopened(string Reason, DateOnly? NewDueDate = null) : CommitmentEvent;

    /// <summary>暂缓</summary>
    public sealed record Postponed(string Reason, DateOnly? Until) : CommitmentEvent;

    /// <summary>恢复办理, with the day by which it is due from then on, if another was set, and, where it waits to be signed for, until when.</summary>
    public sealed record Resumed(string Note, DateOnly? NewDueDate = null, DateOnly? AcknowledgeBy = null) : CommitmentEvent;

    /// <summary>并入</summary>
    public sealed record Merged(string Into, string Reason) : CommitmentEvent;

    /// <summary>A milestone, counted from 0 in the plan as it stands, was reached.</summary>
    public sealed record MilestoneReached(int Index, DateOnly ReachedDate) : CommitmentEvent;

    /// <summary>What was said of a milestone was wrong: it was reached on another day, or, null, was not reached.</summary>
    public sealed record MilestoneCorrected(int Index, DateOnly? ReachedDate, string Reason) : CommitmentEvent;

    public sealed record EvidenceAdded(int Serial, EvidenceDocument Document) : CommitmentEvent;

    public sealed record EvidenceJudged(int Serial, bool IsAccepted, string Note) : CommitmentEvent;

    /// <summary>The last day on which it shows anything is past: time takes evidence away, and never accepts any.</summary>
    public sealed record EvidenceExpired(int Serial, DateOnly ValidUntil) : CommitmentEvent;

    public sealed record ProblemAnswered(int Serial, string Answer) : CommitmentEvent;

    /// <summary>What the commitment rests on has another answer now: an act was revoked or recorded, or an edition or rule set published.</summary>
    public sealed record BasisChanged(Scope.ReachState Reach, Basis Basis) : CommitmentEvent;

    /// <summary>What is to become of it in a later edition.</summary>
    public sealed record CarryOverProposed(CarryOverPlan Plan, string Note) : CommitmentEvent
    {
        /// <summary>Whether the office of the province proposes it; not said of what was recorded before 0.3.0.</summary>
        public bool IsOfTheProvince { get; init; }
    }

    /// <summary>The proposal is agreed to, with what the commitment rests on now if it goes on.</summary>
    public sealed record CarryOverAccepted(Basis? Basis, string Note) : CommitmentEvent;

    public sealed record CarryOverReturned(string Reason) : CommitmentEvent;

    /// <summary>The last carry-over fell with its edition: another is in force, and what was proposed waits for no answer, or what it ended can be reopened.</summary>
    public sealed record CarryOverLapsed(string Edition, bool WasGranted) : CommitmentEvent;
}

/// <summary>An event with who recorded it, when, and where it stands in the ledger.</summary>
public sealed record Recorded(CommitmentEvent Event, string Author, DateTimeOffset Time, long Position);

/// <summary>Documents that a commitment is to be held against, apart from the reports that mention them.</summary>
/// <param name="Title">What it is.</param>
/// <param name="FileName">The name of the file it came as.</param>
/// <param name="MediaType">The kind of its content.</param>
/// <param name="Reference">Number or address under which it can be found.</param>
/// <param name="Sha256">Hash of its content.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="ValidUntil">The last day on which it shows anything; null if it does not expire.</param>
public sealed record EvidenceDocument(string Title, string FileName, string MediaType, string Reference, string Sha256, long Size, DateOnly? ValidUntil);
