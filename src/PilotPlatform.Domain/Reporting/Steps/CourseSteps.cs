using PilotPlatform.Domain.Identity;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>暂缓, 并入, milestones, and what changes beneath a commitment.</summary>
public static class CourseSteps
{
    public static Result<Happened> Postpone(this Commitment commitment, string etag, string reason, DateOnly? until, Moment at) =>
        commitment.Before(WorkflowStep.Postpone, etag)
            .Then(_ => Texts.Required("reason", reason).Besides(until <= at.Today ? Fault.Invalid("until_date", $"{until:yyyy-MM-dd} is not later than today") : Limits.TooLate("until_date", until, at)))
            .Then<Happened>(text => new Happened.Postponed(text, until));

    /// <summary>
    /// Goes on in the state it had, with the working days that were left to sign for it. Whoever resumes may set a later due date, since the one it has may have
    /// passed meanwhile, and is not asked for an extension behind that.
    /// </summary>
    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="note">A note; may be empty.</param>
    /// <param name="newDueDate">By when it is due from now on; null for the day it has.</param>
    /// <param name="at">When the step is taken.</param>
    public static Result<Happened> Resume(this Commitment commitment, string etag, string note, DateOnly? newDueDate, Moment at) =>
        commitment.Before(WorkflowStep.Resume, etag).Then(now => Texts.Optional("note", note).Besides(now.NotDue(newDueDate, at))).Then<Happened>(text =>
            newDueDate is not null && commitment.Course.Extensions is [.., { State: RequestState.Pending }]
                ? commitment.Refuses("waiting for an answer to an extension", WorkflowStep.Resume)
                : new Happened.Resumed(text, newDueDate, commitment.AcknowledgeBy(at)));

    /// <summary>Until when it is to be signed for once it is resumed; null where it does not wait for that, or was late before it was put off.</summary>
    private static DateOnly? AcknowledgeBy(this Commitment commitment, Moment at) =>
        commitment.Course is { Suspension: { StateBefore: CommitmentState.AwaitingAcknowledgement } put, Assignment.AcknowledgeBy: var day } && at.DayOf(put.Time) <= day
            ? at.In(at.Calendar.WorkingDays(at.DayOf(put.Time), day))
            : null;

    /// <param name="commitment">What is merged.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="into">What it is merged into, as it stands: another commitment of the same city that goes on.</param>
    /// <param name="reason">Why.</param>
    public static Result<Happened> Merge(this Commitment commitment, string etag, Commitment into, string reason) =>
        commitment.Before(WorkflowStep.Merge, etag).Then(_ => Texts.Required("reason", reason)).Then<Happened>(text =>
        {
            if (into.Name == commitment.Name || into.Name.Parent != commitment.Name.Parent || into.Name.City != commitment.Name.City)
                return Fault.Invalid("into", $"'{into.Name}' is not another commitment of the same city");
            if (commitment.UnsettledAtWork() is { } waits)
                return commitment.Refuses(waits, WorkflowStep.Merge);
            return into.IsOver
                ? into.Refuses(into.State.ToString(), WorkflowStep.Merge)
                : new Happened.Merged(into.Name.ToString(), text);
        });

    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="milestone">The milestone, counted from 1.</param>
    /// <param name="reached">The day on which it was reached.</param>
    /// <param name="at">When the step is taken.</param>
    public static Result<Happened> ReachMilestone(this Commitment commitment, string etag, int milestone, DateOnly reached, Moment at) =>
        commitment.Before(WorkflowStep.ReachMilestone, etag).Then<Happened>(now =>
        {
            if (now.NotReached(milestone, reached, at) is { } fault)
                return fault;
            return now.Plan.Milestones[milestone - 1].ReachedDate is { } already
                ? now.Refuses($"past that milestone since {already:yyyy-MM-dd}", WorkflowStep.ReachMilestone)
                : new Happened.MilestoneReached(milestone - 1, reached);
        });

    /// <summary>Says that a milestone was reached on another day than was said, or was not reached; what was said before stays in the ledger.</summary>
    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="milestone">The milestone, counted from 1.</param>
    /// <param name="reached">The day on which it was reached; null if it was not.</param>
    /// <param name="reason">Why what was said is wrong.</param>
    /// <param name="at">When the step is taken.</param>
    public static Result<Happened> CorrectMilestone(this Commitment commitment, string etag, int milestone, DateOnly? reached, string reason, Moment at) =>
        commitment.Before(WorkflowStep.CorrectMilestone, etag).Then(now => Texts.Required("reason", reason).Besides(now.NotReached(milestone, reached, at))).Then<Happened>(text =>
        {
            if (commitment.Plan.Milestones[milestone - 1].ReachedDate is not { } said)
                return commitment.Refuses("not past that milestone yet", WorkflowStep.CorrectMilestone);
            return said == reached ? Fault.Invalid("reached_date", $"{said:yyyy-MM-dd} is what was said") : new Happened.MilestoneCorrected(milestone - 1, reached, text);
        });

    /// <summary>What is wrong with a milestone, and with the day on which it is said to have been reached; null for none.</summary>
    private static Fault? NotReached(this Commitment now, int milestone, DateOnly? reached, Moment at)
    {
        var none = milestone < 1 || milestone > now.Plan.Milestones.Length ? Fault.Invalid("milestone", $"{milestone} is not one of the {now.Plan.Milestones.Length} milestones") : null;
        var future = reached > at.Today ? Fault.Invalid("reached_date", $"{reached:yyyy-MM-dd} is in the future") : null;
        var before = reached < at.DayOf(now.CreateTime) ? Fault.Invalid("reached_date", $"{reached:yyyy-MM-dd} is before the commitment was opened, {at.DayOf(now.CreateTime):yyyy-MM-dd}") : null;
        return Faults.All([none, future, before]);
    }

    /// <summary>The right that answering a problem of a level takes: it is the party's that the problem waits for.</summary>
    public static Right RightToAnswer(this ProblemLevel level) => Acts.PartyOf(level) switch
    {
        Party.CityReviewer => Right.AnswerForCity,
        Party.Province => Right.AnswerForProvince,
        _ => Right.AnswerForMinistry,
    };

    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="serial">The problem, counted from 1.</param>
    /// <param name="answer">How it is settled.</param>
    /// <param name="caller">Who answers: the party that the problem waits for.</param>
    public static Result<Happened> AnswerProblem(this Commitment commitment, string etag, int serial, string answer, Caller caller) =>
        commitment.Before(WorkflowStep.AnswerProblem, etag).Then(_ => Texts.Required("answer", answer)).Then<Happened>(text =>
        {
            if (serial > commitment.Course.Problems.Count)
                return Fault.Missing(new ProblemName(commitment.Name, serial).ToString());
            if (caller.Demand(commitment.Course.Problems[serial - 1].Problem.Level.RightToAnswer(), commitment.Name.City).Fault is { } denied)
                return denied;
            return commitment.Course.Problems[serial - 1].IsOpen
                ? new Happened.ProblemAnswered(serial, text)
                : commitment.Refuses("past that problem, which is answered", WorkflowStep.AnswerProblem);
        });

    /// <summary>Holds the commitment against the answer of the scope service as it is now; null if nothing has changed for it.</summary>
    public static Happened? Recheck(this Commitment commitment, Scope.ReachState reach, Basis basis) =>
        reach == commitment.Reach() ? null : new Happened.BasisChanged(reach, basis);

    /// <summary>What the scope service last said of the commitment.</summary>
    public static Scope.ReachState Reach(this Commitment commitment) => commitment.Course.Basis?.Reach ?? Scope.ReachState.Applies;
}
