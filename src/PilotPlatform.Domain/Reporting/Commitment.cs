using System.Collections.Immutable;
using System.Globalization;

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
}

/// <summary>What happened to a commitment; what stands now is a fold of these.</summary>
public abstract record CommitmentEvent
{
    private CommitmentEvent()
    {
    }

    public sealed record Opened(Plan Plan, Basis Basis) : CommitmentEvent;

    public sealed record ProgressReported(int Serial, Progress Progress) : CommitmentEvent;
}

/// <summary>An event with who recorded it, when, and where it stands in the ledger.</summary>
public sealed record Recorded(CommitmentEvent Event, string Author, DateTimeOffset Time, long Position);

/// <summary>A progress report as it stands.</summary>
public sealed record ProgressReport(ProgressReportName Name, Progress Progress, string Author, DateTimeOffset CreateTime, long Position);

/// <summary>One pilot task in one city: immutable, folded from its events.</summary>
public sealed record Commitment(
    CommitmentName Name, Plan Plan, Basis Basis, CommitmentState State, ImmutableList<ProgressReport> Reports, string Author,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, int Revision, long Position)
{
    /// <summary>Changes with every event of the commitment.</summary>
    public string Etag => string.Create(CultureInfo.InvariantCulture, $"\"{Revision}\"");

    /// <summary>Opens a commitment, only where the scope reaches the city.</summary>
    public static Result<CommitmentEvent> Open(CommitmentName name, Plan plan, Scope.ReachState reach, Basis basis) => reach switch
    {
        Scope.ReachState.Applies => plan.Check().Then<CommitmentEvent>(checkedPlan => new CommitmentEvent.Opened(checkedPlan, basis)),
        Scope.ReachState.DoesNotApply => Fault.ScopeDoesNotReach(name.ToString(), basis.Reason),
        _ => Fault.ScopeUndetermined(name.ToString(), basis.Reason),
    };

    /// <summary>Reports progress; <paramref name="etag"/> is the commitment as the reporter knew it, empty for whatever it is now.</summary>
    public Result<CommitmentEvent> Report(Progress progress, string etag)
    {
        if (etag.Length > 0 && etag != Etag)
            return Fault.Stale(Name.ToString(), Etag);
        if (State is CommitmentState.Postponed or CommitmentState.Merged or CommitmentState.StruckOff)
            return Fault.Forbidden(Name.ToString(), State.ToString(), "report progress");
        return progress.Check().Then<CommitmentEvent>(p => new CommitmentEvent.ProgressReported(Reports.Count + 1, p));
    }

    /// <summary>What stands after one more event; null before the first.</summary>
    public static Commitment Fold(Commitment? current, CommitmentName name, Recorded recorded) => (current, recorded.Event) switch
    {
        (null, CommitmentEvent.Opened opened) => new Commitment(
            name, opened.Plan, opened.Basis, CommitmentState.NotStarted, [], recorded.Author, recorded.Time, recorded.Time, 1, recorded.Position),
        ({ } commitment, CommitmentEvent.ProgressReported reported) => commitment with
        {
            State = commitment.State == CommitmentState.NotStarted ? CommitmentState.InProgress : commitment.State,
            Reports = commitment.Reports.Add(ReportOf(name, reported, recorded)),
            UpdateTime = recorded.Time,
            Revision = commitment.Revision + 1,
            Position = recorded.Position,
        },
        _ => throw new InvalidOperationException($"'{name}' cannot take a {recorded.Event.GetType().Name} at ledger position {recorded.Position}."),
    };

    /// <summary>The report that an event stands for.</summary>
    public static ProgressReport ReportOf(CommitmentName name, CommitmentEvent.ProgressReported reported, Recorded recorded) =>
        new(new ProgressReportName(name, reported.Serial), reported.Progress, recorded.Author, recorded.Time, recorded.Position);
}
