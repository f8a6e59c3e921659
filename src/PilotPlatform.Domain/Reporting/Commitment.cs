using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Reporting;

/// <summary>One pilot task in one city: immutable, folded from its events.</summary>
public sealed record Commitment(
    CommitmentName Name, Plan Plan, Basis Basis, CommitmentState State, ImmutableList<ProgressReport> Reports, string Author,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, int Revision, long Position)
{
    /// <summary>How it has fared apart from its reports.</summary>
    public Course Course { get; init; } = Course.Untouched;

    /// <summary>Changes with every event of the commitment.</summary>
    public string Etag => string.Create(CultureInfo.InvariantCulture, $"\"{Revision}\"");

    /// <summary>When its state was entered.</summary>
    public DateTimeOffset StateTime => Course.StateTime ?? CreateTime;

    /// <summary>Since when reports are due on it as it is: since its state was entered, or what it rests on held again, if that was later.</summary>
    public DateTimeOffset ReportableSince => Course.HeldAgainTime is { } again && again > StateTime ? again : StateTime;

    /// <summary>When anything was reported last, on whatever period, or reports were due on it as it is, if that was later.</summary>
    public DateTimeOffset LastHeard => LastTold is { } told && told > ReportableSince ? told : ReportableSince;

    /// <summary>Its reports by their periods, a month before the quarter that it begins; of one period in the order in which they were made.</summary>
    public IEnumerable<ProgressReport> ReportsByPeriod => Reports.Select(r => (Report: r, Period: Period.Parse("period", r.Progress.Period).Value))
        .OrderBy(r => r.Period.FirstDay).ThenBy(r => r.Period.LastDay).ThenBy(r => r.Report.Name.Serial).Select(r => r.Report);

    /// <summary>When anything was reported last, on whatever period; null if nothing has been.</summary>
    public DateTimeOffset? LastTold
    {
        get
        {
            DateTimeOffset? last = null;
            foreach (var report in Reports)
                if (report.ToldTime is var told && !(told <= last))
                    last = told;
            return last;
        }
    }

    /// <summary>The edition that its task is of: the one it was opened with, or the last it was carried over to.</summary>
    public string Edition => Carried?.Plan.Edition ?? Basis.Edition;

    /// <summary>Number of its task in that edition; null if no task of it carries the commitment on.</summary>
    public int? TaskNumber => Carried is { } carried ? carried.Plan.TaskNumber : Name.TaskNumber;

    /// <summary>The task that it stands for, or stood for before an edition ended it, by edition and number.</summary>
    public (string Edition, int Number) LastTask => Course.CarryOvers.FindLast(c => c is { State: RequestState.Granted, Plan.TaskNumber: not null }) is { Plan: { TaskNumber: { } number } plan }
        ? (plan.Edition, number)
        : (Basis.Edition, Name.TaskNumber);

    /// <summary>Whether nothing more is done on it.</summary>
    public bool IsOver => State is CommitmentState.Merged or CommitmentState.StruckOff or CommitmentState.Ended;

    /// <summary>Whether a later edition has ended it, or merged it into another.</summary>
    public bool HasEnded => TaskNumber is null;

    /// <summary>Whether it is past its due date on a day, without being implemented or put off; nobody can do it while what it rests on does not hold.</summary>
    public bool IsOverdueOn(DateOnly day) => !IsOver && State is not (CommitmentState.Implemented or CommitmentState.Ongoing or CommitmentState.Postponed) && IsFounded && Plan.DueDate < day;

    /// <summary>The report that says how it stands: of the latest period, whenever it was recorded; null if nothing has been reported.</summary>
    public ProgressReport? Latest(WorkCalendar calendar) =>
        Reports.Aggregate((ProgressReport?)null, (latest, report) => latest is null || report.IsLaterThan(latest, calendar) ? report : latest);

    /// <summary>The last report for a period; null if there is none.</summary>
    public ProgressReport? ReportOf(string period) => Reports.FindLast(r => r.Progress.Period == period);

    /// <summary>Progress in percent, of the latest period that was reported on; null if nothing has been reported.</summary>
    public int? Percent(WorkCalendar calendar) => Latest(calendar)?.Progress.Percent;

    private CarryOverProposal? Carried => Course.CarryOvers.FindLast(c => c.State == RequestState.Granted);

    /// <summary>Whether what it rests on still says that the task reaches the city.</summary>
    public bool IsFounded => Course.Basis is null or { Reach: Scope.ReachState.Applies };

    /// <summary>The commitment with what is published: the reports that were accepted, and no extension that is only asked for.</summary>
    public Commitment Published()
    {
        var shown = Reports.TrueForAll(r => r.State == ReportState.Accepted) ? this : this with { Reports = Reports.RemoveAll(r => r.State != ReportState.Accepted) };
        return Course.Extensions is [.., { State: RequestState.Pending }] ? shown with { Course = Course with { Extensions = Course.Extensions.RemoveAt(Course.Extensions.Count - 1) } } : shown;
    }

    /// <summary>
    /// The commitment as it stood on a day, with what is known later of periods that were over by then: their reports, how those were reviewed, and the
    /// problems they raised.
    /// </summary>
    public Commitment ReportedBy(Commitment later, DateOnly day)
    {
        return later.Revision == Revision ? this : this with
        {
            Reports = [.. Reports.Where(r => !IsOver(r)).Concat(later.Reports.Where(IsOver)).OrderBy(r => r.Name.Serial)],
            Course = Course with { Problems = [.. Course.Problems, .. later.Course.Problems.Skip(Course.Problems.Count).Where(p => IsOver(later.Reports[p.ReportSerial - 1]))] },
        };

        bool IsOver(ProgressReport report) => Period.Parse("period", report.Progress.Period).Value.LastDay <= day;
    }

    /// <summary>What is told of a day before it was opened: that nothing had begun, with its reports of periods that were over by then; null if it has none.</summary>
    public Commitment? ReportedBeforeOpening(DateOnly day) =>
        (this with { State = CommitmentState.NotStarted, Reports = [], Course = Course.Untouched, Revision = 1 }).ReportedBy(this, day) is { Reports.IsEmpty: false } told ? told : null;

    /// <summary>Of commitments that stand for one task in a city, that which is counted: one that goes on before one that is over, then the first by name; null of none.</summary>
    public static Commitment? CountedOf(IReadOnlyCollection<Commitment> ofACell) => ofACell.Count < 2
        ? ofACell.FirstOrDefault()
        : ofACell.OrderBy(c => c.IsOver).ThenBy(c => c.Name.ToString(), StringComparer.Ordinal).First();

    /// <summary>The highest escalation of the city that stands unanswered; null if none does.</summary>
    public EscalationLevel? Escalation => Course.Reminders.Where(r => r is { IsOpen: true, IsToTheCity: true }).Max(r => r.Level);

    /// <summary>Opens a commitment, only where the scope reaches the city.</summary>
    public static Result<CommitmentEvent> Open(CommitmentName name, Plan plan, Scope.ReachState reach, Basis basis, Moment at) => reach switch
    {
        Scope.ReachState.Applies => plan.Check(PlanDays.Of(commitment: null, at)).Then<CommitmentEvent>(checkedPlan => new CommitmentEvent.Opened(checkedPlan, basis)),
        Scope.ReachState.DoesNotApply => Fault.ScopeDoesNotReach(name.ToString(), basis.Reason, basis.EnglishReason),
        _ => Fault.ScopeUndetermined(name.ToString(), basis.Reason, basis.EnglishReason),
    };

    /// <summary>What stands after one more event; null before the first.</summary>
    public static Commitment Fold(Commitment? current, CommitmentName name, Recorded recorded) => CommitmentFold.Fold(current, name, recorded);

    /// <summary>The report that an event stands for.</summary>
    public static ProgressReport ReportOf(CommitmentName name, CommitmentEvent.ProgressReported reported, Recorded recorded) =>
        new(new ProgressReportName(name, reported.Serial), reported.Progress, recorded.Author, recorded.Time, recorded.Position);
}
