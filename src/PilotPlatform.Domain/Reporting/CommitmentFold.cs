using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What stands after an event: each costs what it changes, however long the history is.</summary>
internal static class CommitmentFold
{
    public static Commitment Fold(Commitment? current, CommitmentName name, Recorded recorded) => (current, recorded.Event) switch
    {
        (null, Happened.Opened opened) => new Commitment(
            name, opened.Plan, opened.Basis, CommitmentState.NotStarted, [], recorded.Author, recorded.Time, recorded.Time, 1, recorded.Position),
        ({ } commitment, not Happened.Opened) => Answered(Apply(commitment, recorded), recorded) with
        {
            UpdateTime = recorded.Time,
            Revision = commitment.Revision + 1,
            Position = recorded.Position,
        },
        _ => throw new InvalidOperationException($"'{name}' cannot take a {recorded.Event.GetType().Name} at ledger position {recorded.Position}."),
    };

    private static Commitment Apply(Commitment now, Recorded recorded) => recorded.Event switch
    {
        Happened.Decomposed e => now with { Plan = e.Plan },
        Happened.Dispatched e => now.Enter(CommitmentState.AwaitingAcknowledgement, recorded)
            .Having(c => c with { Assignment = new Assignment(e.Instruction, now.Plan.LeadUnit, recorded.Time, e.AcknowledgeBy) }),
        Happened.Acknowledged e => now.Enter(CommitmentState.InProgress, recorded)
            .Having(c => c with { Assignment = c.Assignment! with { AnswerTime = recorded.Time, Answer = e.Note } }),
        Happened.Declined e => now.Enter(CommitmentState.NotStarted, recorded)
            .Having(c => c with { Assignment = c.Assignment! with { AnswerTime = recorded.Time, Answer = e.Reason, IsDeclined = true } }),
        Happened.ProgressReported e => Reported(now, e, recorded),
        Happened.ReportAccepted or Happened.ReportReturned or Happened.ReportSupplemented => Reviewed(now, recorded),
        Happened.ExtensionRequested e => now.Having(c => c with
        {
            Extensions = c.Extensions.Add(new Extension(now.Plan.DueDate, e.NewDueDate, e.Reason, recorded.Author, recorded.Time)),
        }),
        Happened.ExtensionGranted e => Extended(now, RequestState.Granted, e.Note, recorded),
        Happened.ExtensionDenied e => Extended(now, RequestState.Denied, e.Reason, recorded),
        Happened.Reminded e => now.Having(c => Reminded(c, new Reminder(e.Party, c.Reminders.Find(r => r.IsOpen && r.Party == e.Party)?.Level, e.Text, recorded.Time, e.AnswerBy) { For = e.For, Subject = e.Subject })),
        Happened.Escalated e => now.Having(c => Reminded(c, c.Reminders.Find(r => r.Party == (e.Party ?? c.Reminders[^1].Party))! with
        {
            Level = e.Level,
            Text = e.Text,
            Time = recorded.Time,
            AnswerBy = e.AnswerBy,
            AnswerTime = null,
            IsActedOn = false,
        })),
        Happened.ClosureRequested e => now.Having(c => c with { Closure = new Closure(e.Outcome, e.Statement, recorded.Author, recorded.Time) }),
        Happened.ClosureConfirmed e => now.Enter(StateOf(now.Course.Closure!.Outcome), recorded).Having(c => Closed(c, RequestState.Granted, e.Note, recorded)),
        Happened.ClosureRefused e => now.Having(c => Closed(c, RequestState.Denied, e.Reason, recorded)),
        Happened.EvidenceAdded e => now.Having(c => c with
        {
            Evidence = c.Evidence.Add(new EvidenceItem(new EvidenceName(now.Name, e.Serial), e.Document, recorded.Author, recorded.Time, recorded.Position)),
        }),
        Happened.EvidenceJudged e => now.Having(c => c with
        {
            Evidence = c.Evidence.SetItem(e.Serial - 1, c.Evidence[e.Serial - 1] with { IsAccepted = e.IsAccepted, Note = e.Note, JudgeTime = recorded.Time }),
        }),
        Happened.EvidenceExpired e => now.Having(c => c with { Evidence = c.Evidence.SetItem(e.Serial - 1, c.Evidence[e.Serial - 1] with { ExpireTime = recorded.Time }) }),
        Happened.ProblemAnswered e => now.Having(c => c with
        {
            Problems = c.Problems.SetItem(
                e.Serial - 1, c.Problems[e.Serial - 1] with { Answer = e.Answer, AnswerAuthor = recorded.Author, AnswerTime = recorded.Time }),
        }),
        Happened.BasisChanged e => now.Having(c => Resting(c, new BasisChange(e.Reach, e.Basis, recorded.Time))),
        Happened.CarryOverProposed e => now.Having(c => c with { CarryOvers = c.CarryOvers.Add(new CarryOverProposal(e.Plan, e.Note, recorded.Author, recorded.Time) { IsOfTheProvince = e.IsOfTheProvince }) }),
        Happened.CarryOverAccepted e => CarriedOver(now, e, recorded),
        Happened.CarryOverReturned e => now.Having(c => CarryOverAnswered(c, RequestState.Denied, e.Reason, recorded)),
        Happened.CarryOverLapsed => now.Having(c => c with { CarryOvers = c.CarryOvers.SetItem(c.CarryOvers.Count - 1, c.CarryOvers[^1] with { State = RequestState.Lapsed }) }),
        Happened.MilestoneReached e => now.Reaching(e.Index, e.ReachedDate),
        Happened.MilestoneCorrected e => now.Reaching(e.Index, e.ReachedDate),
        _ => Moved(now, recorded),
    };

    private static Commitment Moved(Commitment now, Recorded recorded) => recorded.Event switch
    {
        Happened.StruckOff => now.Enter(CommitmentState.StruckOff, recorded),
        Happened.Reopened e => now.Enter(now.Course.EndedFrom ?? CommitmentState.InProgress, recorded).Due(e.NewDueDate, e.Reason, recorded).Having(c => c with
        {
            Reopening = (recorded.Time, e.Reason),
            MergedInto = null,
            EndedFrom = null,
            Closure = c.Closure is { State: RequestState.Pending } ? null : c.Closure,
        }),
        Happened.Postponed e => now.Enter(CommitmentState.Postponed, recorded).Having(c => c with { Suspension = new Suspension(e.Reason, e.Until, recorded.Time, now.State) }),
        Happened.Resumed e => now.Enter(now.Course.Suspension!.StateBefore, recorded).Due(e.NewDueDate, now.Course.Suspension.Reason, recorded).Having(c => c with
        {
            Suspension = null,
            Assignment = e.AcknowledgeBy is { } day ? c.Assignment! with { AcknowledgeBy = day } : c.Assignment,
        }),
        Happened.Merged e => now.Enter(CommitmentState.Merged, recorded).Having(c => c with { MergedInto = e.Into, Suspension = null }),
        _ => throw new InvalidOperationException($"'{now.Name}' cannot take a {recorded.Event.GetType().Name} at ledger position {recorded.Position}."),
    };

    private static Commitment Reported(Commitment now, Happened.ProgressReported reported, Recorded recorded)
    {
        var entered = now.State == CommitmentState.NotStarted ? now.Enter(CommitmentState.InProgress, recorded) : now;
        return Raise(
            entered with { Reports = now.Reports.Add(Commitment.ReportOf(now.Name, reported, recorded)) }, reported.Serial, reported.Progress, recorded);
    }

    /// <summary>A problem that was raised before and is not answered is not raised again.</summary>
    private static Commitment Raise(Commitment now, int report, Progress progress, Recorded recorded)
    {
        var raised = now.Course.Problems;
        foreach (var problem in progress.Problems)
            if (!raised.Any(p => p.IsOpen && p.Problem == problem))
                raised = raised.Add(new RaisedProblem(raised.Count + 1, report, problem, recorded.Time));
        return raised == now.Course.Problems ? now : now.Having(c => c with { Problems = raised });
    }

    private static Commitment Reviewed(Commitment now, Recorded recorded)
    {
        switch (recorded.Event)
        {
            case Happened.ReportAccepted e:
                return Change(e.Serial, report => report with
                {
                    State = e.Level == ReviewLevel.City ? ReportState.CityAccepted : ReportState.Accepted,
                    Reviews = report.Reviews.Add(new Review(e.Level, IsReturn: false, e.Note, recorded.Author, recorded.Time, AnswerBy: null)),
                });
            case Happened.ReportReturned e:
                return Change(e.Serial, report => report with
                {
                    State = ReportState.Returned,
                    Reviews = report.Reviews.Add(new Review(e.Level, IsReturn: true, e.Reason, recorded.Author, recorded.Time, e.AnswerBy)),
                });
            default:
                var supplemented = (Happened.ReportSupplemented)recorded.Event;
                var answered = Change(supplemented.Serial, report => report with
                {
                    Progress = supplemented.Progress,
                    State = (supplemented.Level ?? report.Reviews[^1].Level) == ReviewLevel.City ? ReportState.Submitted : ReportState.CityAccepted,
                    Reviews = report.Reviews.SetItem(report.Reviews.Count - 1, report.Reviews[^1] with { AnswerTime = recorded.Time, AnswerAuthor = recorded.Author }),
                });
                return Raise(answered, supplemented.Serial, supplemented.Progress, recorded);
        }

        Commitment Change(int serial, Func<ProgressReport, ProgressReport> change) =>
            now with { Reports = now.Reports.SetItem(serial - 1, change(now.Reports[serial - 1])) };
    }

    private static Commitment Extended(Commitment now, RequestState state, string answer, Recorded recorded)
    {
        var last = now.Course.Extensions[^1] with { State = state, Answer = answer, AnswerTime = recorded.Time };
        return (state == RequestState.Granted ? now with { Plan = now.Plan with { DueDate = last.NewDueDate } } : now)
            .Having(c => c with { Extensions = c.Extensions.SetItem(c.Extensions.Count - 1, last) });
    }

    /// <summary>Another day by which it is due, set without being asked for: it stands among the extensions, so that the old one stays to be seen.</summary>
    private static Commitment Due(this Commitment now, DateOnly? day, string reason, Recorded recorded) => day is not { } due ? now : (now with { Plan = now.Plan with { DueDate = due } }).Having(c => c with
    {
        Extensions = c.Extensions.Add(new Extension(now.Plan.DueDate, due, reason, recorded.Author, recorded.Time) { State = RequestState.Granted, AnswerTime = recorded.Time }),
    });

    private static Course Closed(Course course, RequestState state, string answer, Recorded recorded) =>
        course with { Closure = course.Closure! with { State = state, Answer = answer, AnswerTime = recorded.Time } };

    /// <summary>All that was reported stays with the commitment, whatever its task is called now.</summary>
    private static Commitment CarriedOver(Commitment now, Happened.CarryOverAccepted accepted, Recorded recorded)
    {
        var plan = now.Course.CarryOvers[^1].Plan;
        var answered = now.Having(c => CarryOverAnswered(c, RequestState.Granted, accepted.Note, recorded));
        return plan.Decision switch
        {
            CarryOverDecision.Continue => answered.Having(c => Resting(c, new BasisChange(Scope.ReachState.Applies, accepted.Basis!, recorded.Time))),
            CarryOverDecision.Merge when !now.IsOver => answered.Enter(CommitmentState.Merged, recorded).Having(c => c with { MergedInto = plan.Into, Suspension = null }),
            _ when now.IsOver => answered,
            _ => answered.Enter(CommitmentState.Ended, recorded).Having(c => c with { EndedFrom = c.Suspension?.StateBefore ?? now.State, Suspension = null }),
        };
    }

    private static Course CarryOverAnswered(Course course, RequestState state, string answer, Recorded recorded) => course with
    {
        CarryOvers = course.CarryOvers.SetItem(
            course.CarryOvers.Count - 1, course.CarryOvers[^1] with { State = state, Answer = answer, AnswerAuthor = recorded.Author, AnswerTime = recorded.Time }),
    };

    private static Course Resting(Course course, BasisChange basis) => course with
    {
        Basis = basis,
        HeldAgainTime = basis.Reach == Scope.ReachState.Applies && course.Basis is { Reach: not Scope.ReachState.Applies } ? basis.Time : course.HeldAgainTime,
    };

    private static CommitmentState StateOf(ClosureOutcome outcome) => outcome switch
    {
        ClosureOutcome.Implemented => CommitmentState.Implemented,
        ClosureOutcome.Ongoing => CommitmentState.Ongoing,
        _ => CommitmentState.PartlyImplemented,
    };

    /// <summary>A reminder ends with what answers it, with the work, and with whatever leaves nothing of what it is about to be waited for.</summary>
    private static Commitment Answered(Commitment now, Recorded recorded)
    {
        foreach (var reminder in now.Course.Reminders)
            if (reminder.IsOpen && (Acts.Answers(reminder, recorded.Event, now) || Acts.Ends(recorded.Event) || now.HasEnded || !Waiting.IsOn(reminder, now, recorded.Time)))
                now = now.Having(c => c with { Reminders = c.Reminders.Replace(reminder, reminder with { AnswerTime = recorded.Time, IsActedOn = Acts.IsOf(reminder.Party, recorded.Event, now) }) });
        return now;
    }

    private static Course Reminded(Course course, Reminder reminder) => course with { Reminders = course.Reminders.RemoveAll(r => r.Party == reminder.Party).Add(reminder) };

    private static Commitment Reaching(this Commitment now, int milestone, DateOnly? day) =>
        now with { Plan = now.Plan with { Milestones = now.Plan.Milestones.SetItem(milestone, now.Plan.Milestones[milestone] with { ReachedDate = day }) } };

    private static Commitment Enter(this Commitment now, CommitmentState state, Recorded recorded) =>
        now with { State = state, Course = now.Course with { StateTime = recorded.Time } };

    private static Commitment Having(this Commitment now, Func<Course, Course> change) => now with { Course = change(now.Course) };
}
