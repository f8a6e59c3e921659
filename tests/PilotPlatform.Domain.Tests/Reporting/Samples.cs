using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using ReachState = PilotPlatform.Domain.Scope.ReachState;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>A commitment and a report that are in order; tests change what they are about.</summary>
internal static class Samples
{
    public static readonly CommitmentName Name = new(new ProgrammeName("nine-cities"), 12, "dalian");

    public static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));

    public static readonly Plan Plan = new("大连市工业和信息化局", ["大连市商务局"], new DateOnly(2027, 6, 30), [new Milestone("方案印发", new DateOnly(2027, 1, 31), null)], ["实施方案"]);

    public static readonly Basis Basis = new("programmes/nine-cities/editions/0123456789abcdef", "ruleSets/0123456789abcdef", 0, "适用范围为“大连”，含大连。", ["大连"]);

    public static readonly Progress Progress = new("2026-11", "方案已印发。", 30, [], []);

    public static readonly Commitment Opened = Fold(null, new CommitmentEvent.Opened(Plan, Basis), 1);

    public static Commitment Fold(Commitment? current, CommitmentEvent happened, long position, string author = "reporter") =>
        Commitment.Fold(current, Name, new Recorded(happened, author, Day.AddHours(position), position));

    /// <summary>The commitment after so many reports, one for each month, the last for that of <see cref="Progress"/>.</summary>
    public static Commitment Reported(int count) => Enumerable.Range(1, count).Aggregate(
        Opened, (commitment, i) => Fold(commitment, commitment.Report(Of(count - i, i), commitment.Etag).Value, i + 1));

    /// <summary>What is reported for the month so many before that of <see cref="Progress"/>.</summary>
    public static Progress Of(int monthsBefore, int percent) =>
        Progress with { Period = Period.Parse("period", Progress.Period).Value.Before(monthsBefore).ToString(), Percent = percent };

    /// <summary>Reports where the window is open and the period has begun.</summary>
    public static Result<CommitmentEvent> Report(this Commitment commitment, Progress progress, string etag) => commitment.Report(progress, etag, Untouched(progress.Period), At(0));

    /// <summary>Reminds while nobody has touched the windows of periods.</summary>
    public static Result<CommitmentEvent> Remind(this Commitment commitment, string etag, Party? party, string text, Moment at) => commitment.Remind(etag, party, text, Begun(at), at);

    /// <summary>Escalates while nobody has touched the windows of periods.</summary>
    public static Result<CommitmentEvent> Escalate(this Commitment commitment, string etag, EscalationLevel level, Party? party, string text, Moment at) =>
        commitment.Escalate(etag, level, party, text, Begun(at), at);

    /// <summary>What the city ignored while nobody has touched the windows of periods.</summary>
    public static Reminder? Due(this Commitment commitment, Moment at) => commitment.Due(Begun(at), at);

    /// <summary>Proposes, by the city, what the comparison of the editions suggests.</summary>
    public static Result<CommitmentEvent> ProposeCarryOver(this Commitment commitment, string etag, CarryOverPlan plan, Commitment? into, string note) =>
        commitment.ProposeCarryOver(etag, plan, into, note, isOfTheProvince: false, target: null);

    private static IEnumerable<ReportingPeriod> Begun(Moment at) => at.Term.BegunBy(at.Today).Select(period => Untouched(period.ToString()));

    /// <summary>A calendar of weekends only, in the zone of the programme.</summary>
    public static readonly WorkCalendar Weekends = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), [], []);

    public static readonly TimeLimits Limits = new();

    public static readonly EvidenceDocument Document = new("批复", "approval.pdf", "application/pdf", "", new string('a', 64), 1024, ValidUntil: null);

    /// <summary>Going on as another task of a later edition.</summary>
    public static readonly CarryOverPlan Onward = new("programmes/nine-cities/editions/fedcba9876543210", CarryOverDecision.Continue, 13, Into: null);

    /// <summary>The moment so many days behind the opening.</summary>
    public static Moment At(int days) => new(Day.AddDays(days), Weekends, Limits);

    /// <summary>A period that nobody has touched.</summary>
    public static ReportingPeriod Untouched(string period) => ReportingPeriod.Untouched(new PeriodName(Name.Parent, Period.Parse("period", period).Value));

    /// <summary>Takes a step that has to be allowed.</summary>
    public static Commitment Take(this Commitment commitment, Func<Commitment, Result<CommitmentEvent>> step, DateTimeOffset? time = null) =>
        Commitment.Fold(commitment, Name, new Recorded(step(commitment).Value, "reporter", time ?? Day.AddHours(commitment.Position + 1), commitment.Position + 1));

    /// <summary>A commitment in a state, led there by steps that are allowed.</summary>
    public static Commitment In(CommitmentState state) => state switch
    {
        CommitmentState.NotStarted => Opened,
        CommitmentState.AwaitingAcknowledgement => Opened.Take(c => c.Dispatch("", "请抓紧办理", At(0))),
        CommitmentState.InProgress => Working(Opened),
        CommitmentState.PartlyImplemented => Closed(ClosureOutcome.PartlyImplemented),
        CommitmentState.Implemented => Closed(ClosureOutcome.Implemented),
        CommitmentState.Ongoing => Closed(ClosureOutcome.Ongoing),
        CommitmentState.Postponed => Working(Opened).Take(c => c.Postpone("", "政策调整", until: null, At(1))),
        CommitmentState.Ended => Ended(Working(Opened).Accepted().Answered()).Take(c => c.Lapse(Basis.Edition, goesOn: true)!),
        CommitmentState.Merged => Working(Opened).Accepted().Answered().Take(c => c.Merge("", Other, "同一事项")),
        _ => Closed(ClosureOutcome.Implemented).Answered().Take(c => c.StrikeOff("", "")),
    };

    /// <summary>The commitment, ended by a later edition.</summary>
    public static Commitment Ended(Commitment commitment)
    {
        var plan = Onward with { Decision = CarryOverDecision.End, TaskNumber = null };
        return commitment.Take(c => c.ProposeCarryOver("", plan, into: null, "不再实施")).Take(c => c.AcceptCarryOver("", "", "office", GroundOf(plan)));
    }

    /// <summary>What allows a plan to be agreed to.</summary>
    public static CarryOverGround GroundOf(CarryOverPlan plan) => new(plan.Edition, plan, ReachState.Applies, Basis) { Into = plan.Into is null ? null : Other };

    /// <summary>Somebody who may answer problems of every level.</summary>
    public static Caller Coordinator { get; } = new("coordinator", "", [Role.CityReviewer, Role.ProvincialOffice, Role.Ministry], Jurisdiction.Of([Name.City], [], _ => []));

    /// <summary>Another commitment of the same city.</summary>
    public static Commitment Other { get; } = Opened with { Name = Name with { TaskNumber = 13 } };

    /// <summary>In progress, with evidence that was accepted, a problem, and a report that was not reviewed.</summary>
    private static Commitment Working(Commitment commitment) => commitment
        .Take(c => c.Report(Progress with { Problems = [new Problem("缺少实施细则", ProblemLevel.Ministry)] }, ""))
        .Take(c => c.AddEvidence("", Document, 4096, At(0)))
        .Take(c => c.JudgeEvidence("", 1, isAccepted: true, "", "reviewer", At(0)))
        .Take(c => c.AddEvidence("", Document, 4096, At(0)));

    /// <summary>The commitment with its report accepted by the city and the province.</summary>
    public static Commitment Accepted(this Commitment commitment, int serial = 1) => commitment
        .Take(c => c.AcceptReport("", serial, ReviewLevel.City, "", "reviewer"))
        .Take(c => c.AcceptReport("", serial, ReviewLevel.Province, "", "reviewer"));

    /// <summary>The commitment with its problem answered.</summary>
    public static Commitment Answered(this Commitment commitment) => commitment.Take(c => c.AnswerProblem("", 1, "已协调", Coordinator));

    private static Commitment Closed(ClosureOutcome outcome) => Working(Opened).Accepted()
        .Take(c => c.RequestClosure("", outcome, "已落地", At(1)))
        .Take(c => c.ConfirmClosure("", "", "office", At(1)));
}
