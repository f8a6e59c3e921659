using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Time limits, reminders and reviews: time escalates, and never approves.</summary>
public sealed class SupervisionTests
{
    /// <summary>Reminded on Tuesday 24 November 2026, to be answered by Tuesday 1 December.</summary>
    private static readonly Commitment Reminded = Samples.Opened.Take(c => c.Remind("", party: null, "请办理", Samples.At(0)));

    [Fact]
    public void Remind_NotStarted_RemindsTheCityForFiveWorkingDays() =>
        Assert.Equal((Party.City, new DateOnly(2026, 12, 1)), (Reminded.Course.Reminders[^1].Party, Reminded.Course.Reminders[^1].AnswerBy));

    [Theory]
    [InlineData(7, EscalationLevel.Blue, false)]
    [InlineData(8, EscalationLevel.Blue, true)]
    [InlineData(8, EscalationLevel.Yellow, false)]
    [InlineData(8, EscalationLevel.Red, false)]
    public void Escalate_AReminder_OnlyToBlueAndOnlyWhenItsTimeIsPast(int days, EscalationLevel level, bool taken)
    {
        var escalated = Reminded.Escalate("", level, party: null, "", Samples.At(days));

        Assert.Equal(taken ? null : FaultReason.NothingIgnored, escalated.Fault?.Reason);
    }

    [Fact]
    public void Escalate_StepByStep_ReachesRedAndGoesNoFurther()
    {
        var now = Reminded;
        foreach (var (level, days) in new[] { (EscalationLevel.Blue, 8), (EscalationLevel.Yellow, 16), (EscalationLevel.Red, 24) })
        {
            Assert.Equal(level, now.Due(Samples.At(days))?.Next);
            now = now.Take(c => c.Escalate("", level, party: null, "", Samples.At(days)));
            Assert.Equal((level, CommitmentState.NotStarted), (now.Escalation, now.State));
        }

        Assert.Null(now.Due(Samples.At(400)));
    }

    [Fact]
    public void Escalate_WhatWasAnswered_IsRefused()
    {
        var answered = Reminded.Take(c => c.Dispatch("", "", Samples.At(1)));

        Assert.Equal(FaultReason.NothingIgnored, answered.Escalate("", EscalationLevel.Blue, party: null, "", Samples.At(8)).Fault?.Reason);
        Assert.Null(answered.Due(Samples.At(8)));
    }

    [Fact]
    public void Escalate_ActOfSomebodyElse_DoesNotAnswerTheReminder()
    {
        var reminded = Samples.Reported(1).Take(c => c.Remind("", party: null, "请审核", Samples.At(0)));
        Assert.Equal(Party.CityReviewer, reminded.Course.Reminders[^1].Party);

        var reported = reminded.Take(c => c.Report(Samples.Of(1, 30), ""));
        var reviewed = reported.Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer"));

        Assert.True(reported.Course.Reminders[^1].IsOpen);
        Assert.False(reviewed.Course.Reminders[^1].IsOpen);
    }

    /// <summary>A decision on a closure has ten working days; a reminder of it is not ignored before they are over.</summary>
    [Fact]
    public void Remind_OfAStepWithMoreTime_IsNotIgnoredBeforeThat()
    {
        var asked = Samples.Opened.Take(c => c.Report(Samples.Progress, "")).Accepted().Take(c => c.RequestExtension("", Samples.Plan.DueDate.AddDays(9), "论证未完", Samples.At(0)));
        var until = Waiting.On(asked, Samples.At(0))[0].Until!.Value;

        var reminded = asked.Take(c => c.Remind("", party: null, "请答复", Samples.At(0)));

        Assert.Equal((Party.Province, until), (reminded.Course.Reminders[^1].Party, reminded.Course.Reminders[^1].AnswerBy));
        Assert.Equal((false, true), (reminded.Course.Reminders[0].IsIgnoredOn(until), reminded.Course.Reminders[0].IsIgnoredOn(until.AddDays(1))));
    }

    [Fact]
    public void Remind_WhileOneStands_IsRefused() => Assert.Equal(FaultReason.WrongState, Reminded.Remind("", party: null, "再次催办", Samples.At(30)).Fault?.Reason);

    /// <summary>Dispatched on a Tuesday: three working days end on Friday.</summary>
    [Theory]
    [InlineData(3, null)]
    [InlineData(4, FaultReason.DeadlinePassed)]
    public void Decline_OnlyWithinTheLimit_WhileAcknowledgingIsNeverTooLate(int days, string? refused)
    {
        var dispatched = Samples.In(CommitmentState.AwaitingAcknowledgement);

        Assert.Equal(refused, dispatched.Decline("", "非本单位职责", Samples.At(days)).Fault?.Reason);
        Assert.True(dispatched.Acknowledge("", "").IsOk);
    }

    [Fact]
    public void Decline_InTime_GoesBackToTheCityWithItsReason()
    {
        var declined = Samples.In(CommitmentState.AwaitingAcknowledgement).Take(c => c.Decline("", "非本单位职责", Samples.At(1)));

        Assert.Equal((CommitmentState.NotStarted, true, "非本单位职责"), (declined.State, declined.Course.Assignment!.IsDeclined, declined.Course.Assignment.Answer));
        Assert.Equal(Party.City, Waiting.On(declined, Samples.At(0))[0].Party);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, FaultReason.DeadlinePassed)]
    public void RequestExtension_AtAndBehindTheDueDate_IsTakenAndRefused(int daysBehind, string? refused)
    {
        var days = Samples.Plan.DueDate.AddDays(daysBehind).DayNumber - Samples.At(0).Today.DayNumber;

        Assert.Equal(refused, Samples.Reported(1).RequestExtension("", Samples.Plan.DueDate.AddDays(30), "论证未完", Samples.At(days)).Fault?.Reason);
    }

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 0)]
    public void Extension_GrantedOrDenied_KeepsBothDatesInSight(bool granted, int moved)
    {
        var asked = Samples.Reported(1).Take(c => c.RequestExtension("", c.Plan.DueDate.AddDays(30), "论证未完", Samples.At(0)));
        Assert.Equal(Samples.Plan.DueDate, asked.Plan.DueDate);

        var answered = asked.Take(c => granted ? c.GrantExtension("", "同意", "office") : c.DenyExtension("", "理由不足"));

        Assert.Equal(Samples.Plan.DueDate.AddDays(moved), answered.Plan.DueDate);
        var extension = Assert.Single(answered.Course.Extensions);
        Assert.Equal((Samples.Plan.DueDate, Samples.Plan.DueDate.AddDays(30)), (extension.OldDueDate, extension.NewDueDate));
        Assert.Equal(granted ? RequestState.Granted : RequestState.Denied, extension.State);
    }

    /// <summary>Reported on Tuesday; two working days pass, four of waiting for the answer do not count, three are left.</summary>
    [Fact]
    public void ReviewClock_WhileAReturnIsNotAnswered_Stands()
    {
        var reported = Samples.Opened.Take(c => c.Report(Samples.Progress, ""), Samples.Day);
        Assert.Equal(new DateOnly(2026, 12, 1), reported.Reports[0].ReviewClock(Samples.Weekends, Samples.Limits).Until);

        var returned = reported.Take(c => c.ReturnReport("", 1, ReviewLevel.City, "缺材料", Samples.At(2)), Samples.Day.AddDays(2));
        Assert.Equal(new DateOnly(2026, 12, 3), returned.Reports[0].Reviews[0].AnswerBy);
        Assert.Equal(Party.LeadUnit, Waiting.On(returned, Samples.At(0))[0].Party);

        var answered = returned.Take(c => c.SupplementReport("", 1, Samples.Progress with { Narrative = "已补充" }), Samples.Day.AddDays(8));
        var (since, until) = answered.Reports[0].ReviewClock(Samples.Weekends, Samples.Limits);

        Assert.Equal((Samples.Day.AddDays(8), new DateOnly(2026, 12, 7), 1), (since, until, answered.Reports[0].ReturnCount));
    }

    [Fact]
    public void Remind_OfAWithdrawnBasis_GoesToTheProvinceAndIsAnsweredWhenItHoldsAgain()
    {
        var reminded = Samples.Opened.Take(c => c.Recheck(Domain.Scope.ReachState.AwaitsAct, Samples.Basis)!).Take(c => c.Remind("", party: null, "请处理依据撤回", Samples.At(1)));
        Assert.Equal((Party.Province, true), (reminded.Course.Reminders[^1].Party, reminded.Course.Reminders[^1].IsOpen));

        var again = reminded.Take(c => c.Recheck(Domain.Scope.ReachState.Applies, Samples.Basis)!);

        Assert.False(again.Course.Reminders[^1].IsOpen);
        Assert.Equal(WaitReason.Dispatch, Waiting.On(again, Samples.At(0))[0].Reason);
    }

    [Theory]
    [InlineData(ReviewLevel.Province)]
    public void AcceptReport_ByTheProvinceBeforeTheCity_IsRefused(ReviewLevel level) =>
        Assert.Equal(FaultReason.WrongState, Samples.Reported(1).AcceptReport("", 1, level, "", "reviewer").Fault?.Reason);

    [Fact]
    public void RequestClosure_WithoutEvidence_IsRefused() =>
        Assert.Equal(FaultReason.EvidenceRequired, Samples.Reported(1).RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)).Fault?.Reason);

    [Fact]
    public void ConfirmClosure_WithEvidenceNobodyAccepted_IsRefused()
    {
        var asked = Samples.Reported(1).Accepted().Take(c => c.AddEvidence("", Samples.Document, 4096, Samples.At(0)))
            .Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)));

        Assert.Equal(FaultReason.EvidenceRequired, asked.ConfirmClosure("", "", "office", Samples.At(0)).Fault?.Reason);
    }

    [Fact]
    public void ConfirmClosure_WithEvidenceThatExpiredMeanwhile_IsRefused()
    {
        var until = Samples.At(10).Today;
        var asked = Samples.Reported(1).Accepted().Take(c => c.AddEvidence("", Samples.Document with { ValidUntil = until }, 4096, Samples.At(0)))
            .Take(c => c.JudgeEvidence("", 1, isAccepted: true, "", "reviewer", Samples.At(0)))
            .Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)));

        Assert.True(asked.ConfirmClosure("", "", "office", Samples.At(10)).IsOk);
        Assert.Equal(FaultReason.EvidenceRequired, asked.ConfirmClosure("", "", "office", Samples.At(11)).Fault?.Reason);
    }

    [Fact]
    public void ConfirmClosure_WithAReportThatWaitsForItsReview_IsRefusedByItsName()
    {
        var asked = Samples.In(CommitmentState.InProgress).Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)));
        var cityAccepted = asked.Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer"));
        var returned = asked.Take(c => c.ReturnReport("", 1, ReviewLevel.City, "缺材料", Samples.At(0)));

        foreach (var (waiting, state) in new[] { (asked, ReportState.Submitted), (cityAccepted, ReportState.CityAccepted), (returned, ReportState.Returned) })
        {
            var refused = waiting.ConfirmClosure("", "", "office", Samples.At(0)).Fault!;
            Assert.Equal(FaultReason.WrongState, refused.Reason);
            Assert.Contains($"'{Samples.Name}/progressReports/1', which is {state}", refused.Message, StringComparison.Ordinal);
        }

        Assert.True(asked.Accepted().ConfirmClosure("", "", "office", Samples.At(0)).IsOk);
    }

    [Fact]
    public void StrikeOff_WithAReportThatWaitsForItsReview_IsRefusedByItsName()
    {
        var reported = Samples.In(CommitmentState.Implemented).Take(c => c.Report(Samples.Of(1, 100), ""));

        Assert.Contains($"{Samples.Name}/progressReports/2", reported.StrikeOff("", "").Fault!.Message, StringComparison.Ordinal);
        Assert.Contains($"{Samples.Name}/problems/1", reported.Accepted(2).StrikeOff("", "").Fault!.Message, StringComparison.Ordinal);
        Assert.Equal([WaitReason.ProblemAnswer, WaitReason.EvidenceJudgement], Waiting.On(reported.Accepted(2), Samples.At(0)).Select(w => w.Reason));
        Assert.True(reported.Accepted(2).Answered().StrikeOff("", "").IsOk);
    }

    /// <summary>An extension that waits when the work is done would be answered by nobody.</summary>
    [Fact]
    public void ConfirmClosure_WithAnExtensionThatWaits_IsRefusedUntilItIsAnswered()
    {
        var asked = Samples.In(CommitmentState.InProgress).Accepted()
            .Take(c => c.RequestExtension("", Samples.Plan.DueDate.AddDays(30), "论证未完", Samples.At(0)))
            .Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)));

        Assert.Contains("an extension", asked.ConfirmClosure("", "", "office", Samples.At(0)).Fault!.Message, StringComparison.Ordinal);
        Assert.True(asked.Take(c => c.DenyExtension("", "已办结")).ConfirmClosure("", "", "office", Samples.At(0)).IsOk);
        Assert.Contains("an extension", asked.Answered().Merge("", Samples.Other, "同一事项").Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfirmClosure_WhereTheBasisWasWithdrawn_IsRefusedUntilItHoldsAgain()
    {
        var asked = Samples.In(CommitmentState.InProgress).Accepted().Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)));
        var withdrawn = Samples.Fold(asked, asked.Recheck(ReachState.AwaitsAct, Samples.Basis with { Reason = "意愿已撤回。" })!, 20);
        Assert.Null(withdrawn.Recheck(ReachState.AwaitsAct, Samples.Basis));

        var refused = withdrawn.ConfirmClosure("", "", "office", Samples.At(0)).Fault!;
        var again = Samples.Fold(withdrawn, withdrawn.Recheck(ReachState.Applies, Samples.Basis)!, 21);

        Assert.Equal((FaultReason.BasisWithdrawn, false), (refused.Reason, withdrawn.IsFounded));
        Assert.Contains("意愿已撤回", refused.Message, StringComparison.Ordinal);
        Assert.True(again.ConfirmClosure("", "", "office", Samples.At(0)).IsOk);
    }

    [Fact]
    public void Merge_IntoItselfOrAnotherCityOrWhatIsOver_IsRefused()
    {
        var (commitment, other) = (Samples.Reported(1), Samples.Other);

        Assert.Equal("into", commitment.Merge("", commitment, "同一事项").Fault?.Subject);
        Assert.Equal("into", commitment.Merge("", other with { Name = other.Name with { City = "hefei" } }, "同一事项").Fault?.Subject);
        Assert.Equal(FaultReason.WrongState, commitment.Merge("", other with { State = CommitmentState.StruckOff }, "同一事项").Fault?.Reason);
    }

    [Fact]
    public void Decompose_OnceWorkHasBegun_MovesNoDueDateAndKeepsReachedMilestones()
    {
        var reached = Samples.Reported(1).Take(c => c.ReachMilestone("", 1, Samples.At(0).Today, Samples.At(0)));

        Assert.Equal("commitment.due_date", reached.Decompose("", Samples.Plan with { DueDate = Samples.Plan.DueDate.AddDays(1) }, Samples.At(0)).Fault?.Subject);
        Assert.Equal("commitment.milestones", reached.Decompose("", Samples.Plan with { Milestones = [] }, Samples.At(0)).Fault?.Subject);
        Assert.Equal(Samples.At(0).Today, reached.Take(c => c.Decompose("", Samples.Plan with { LeadUnit = "市科技局" }, Samples.At(0))).Plan.Milestones[0].ReachedDate);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "commitment.due_date")]
    public void Decompose_ToADueDateThatIsPast_IsRefusedWhileTheDateIsOpen(int daysBehind, string? refused)
    {
        var at = Samples.At(Samples.Plan.DueDate.AddDays(daysBehind).DayNumber - Samples.At(0).Today.DayNumber);

        Assert.Equal(refused, Samples.Opened.Decompose("", Samples.Plan, at).Fault?.Subject);
        Assert.Equal(refused, Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, at).Fault?.Subject);
        Assert.True(Samples.Reported(1).Decompose("", Samples.Plan, at).IsOk);
    }

    [Fact]
    public void Resume_WhatWasPostponed_HasTheStateItHad() =>
        Assert.All([CommitmentState.NotStarted, CommitmentState.AwaitingAcknowledgement, CommitmentState.InProgress, CommitmentState.Ongoing], state =>
            Assert.Equal(state, Samples.In(state).Take(c => c.Postpone("", "政策调整", until: null, Samples.At(1))).Take(c => c.Resume("", "", newDueDate: null, Samples.At(1))).State));

    /// <summary>Whoever was reminded of what it cannot do any more is not escalated for it, and who is waited for instead can be reminded.</summary>
    [Fact]
    public void Reminder_OfADispatchWhoseBasisWasWithdrawn_EndsWithThat()
    {
        var reminded = Samples.Opened.Take(c => c.Remind("", party: null, "请交办", Samples.At(1)));
        Assert.Equal(Party.City, reminded.Course.Reminders[^1].Party);

        var withdrawn = reminded.Take(c => c.Recheck(ReachState.AwaitsAct, Samples.Basis)!);

        Assert.Null(withdrawn.Due(Samples.At(100)));
        Assert.Equal(Party.Province, withdrawn.Take(c => c.Remind("", party: null, "请处置", Samples.At(2))).Course.Reminders[^1].Party);
        Assert.NotNull(reminded.Due(Samples.At(100)));
    }

    /// <summary>The same where the province reopens what it was to strike off.</summary>
    [Fact]
    public void Reminder_ToStrikeOff_EndsWhenItIsReopened()
    {
        var reminded = Samples.In(CommitmentState.Implemented).Answered().Take(c => c.Remind("", party: null, "请销号", Samples.At(1)));

        Assert.Equal(Party.Province, reminded.Course.Reminders[^1].Party);
        Assert.False(reminded.Take(c => c.Reopen("", "出现反复", newDueDate: null, Samples.At(2))).Course.Reminders[0].IsOpen);
    }

    /// <summary>Put off by the province until after it was due: nobody is late meanwhile, and it goes on with a day that lies ahead.</summary>
    [Fact]
    public void Resume_BehindTheDueDate_GoesOnWithAnother()
    {
        var (due, back) = (Samples.Plan.DueDate, Samples.At(280));
        var postponed = Samples.Reported(1).Take(c => c.Postpone("", "政策调整", back.Today, Samples.At(160)));
        Assert.True(back.Today > due);
        Assert.False(postponed.IsOverdueOn(back.Today));

        var resumed = postponed.Take(c => c.Resume("", "", due.AddYears(1), back), back.Now);

        Assert.False(resumed.IsOverdueOn(back.Today));
        Assert.Equal((due.AddYears(1), CommitmentState.InProgress), (resumed.Plan.DueDate, resumed.State));
        Assert.Equal([(due, due.AddYears(1), "政策调整", RequestState.Granted)], resumed.Course.Extensions.Select(e => (e.OldDueDate, e.NewDueDate, e.Reason, e.State)));
        Assert.True(resumed.RequestExtension("", due.AddYears(2), "论证未完", back).IsOk);
        Assert.True(postponed.Take(c => c.Resume("", "", newDueDate: null, back)).IsOverdueOn(back.Today));
    }

    [Fact]
    public void Reopen_BehindTheDueDate_GoesOnWithAnother()
    {
        var later = Samples.At(900);
        Assert.All([CommitmentState.Implemented, CommitmentState.Merged, CommitmentState.StruckOff], state =>
        {
            var reopened = Samples.In(state).Take(c => c.Reopen("", "出现反复", later.Today.AddDays(90), later));
            Assert.Equal((later.Today.AddDays(90), "出现反复", Samples.Plan.DueDate), (reopened.Plan.DueDate, reopened.Course.Extensions[^1].Reason, reopened.Course.Extensions[^1].OldDueDate));
            Assert.False(reopened.IsOverdueOn(later.Today));
        });
    }

    [Theory]
    [InlineData(279, "new_due_date: 2027-08-30 is past")]
    [InlineData(100, "new_due_date: 2027-03-04 is past")]
    [InlineData(280, null)]
    public void Resume_ToADayThatIsPast_IsRefused(int day, string? refused) =>
        Assert.Equal(refused, Samples.In(CommitmentState.Postponed).Resume("", "", Samples.At(day).Today, Samples.At(280)).Fault?.Message);

    /// <summary>The date is not brought forward, and a request for an extension is answered before another date is set.</summary>
    [Fact]
    public void Resume_ToAnEarlierDayOrPastAnExtensionThatWaits_IsRefused()
    {
        Assert.Equal("new_due_date", Samples.In(CommitmentState.Postponed).Resume("", "", Samples.Plan.DueDate, Samples.At(2)).Fault?.Subject);
        Assert.Equal("new_due_date", Samples.In(CommitmentState.Implemented).Reopen("", "出现反复", Samples.Plan.DueDate, Samples.At(2)).Fault?.Subject);

        var asked = Samples.Reported(1).Take(c => c.RequestExtension("", Samples.Plan.DueDate.AddDays(9), "论证未完", Samples.At(1))).Take(c => c.Postpone("", "政策调整", until: null, Samples.At(1)));
        Assert.Equal(FaultReason.WrongState, asked.Resume("", "", Samples.Plan.DueDate.AddYears(1), Samples.At(2)).Fault?.Reason);
        Assert.True(asked.Resume("", "", newDueDate: null, Samples.At(2)).IsOk);
    }

    /// <summary>What was to be signed for is to be signed for in the days that were left, and can be refused in them.</summary>
    [Theory]
    [InlineData(1, "2027-02-11")] // two of three working days are left, from Tuesday 9 February
    [InlineData(3, "2027-02-09")] // the last day
    [InlineData(6, "2026-11-27")] // late before
    public void Resume_WhatWaitsToBeSignedFor_GivesBackTheDaysThatWereLeft(int putOff, string until)
    {
        var back = Samples.At(77);
        var postponed = Samples.In(CommitmentState.AwaitingAcknowledgement).Take(c => c.Postpone("", "政策调整", until: null, Samples.At(putOff)), Samples.At(putOff).Now);

        var resumed = postponed.Take(c => c.Resume("", "", newDueDate: null, back), back.Now);

        Assert.Equal(until, resumed.Course.Assignment!.AcknowledgeBy.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(putOff <= 3, resumed.Decline("", "非本单位职责", back).IsOk);
    }

    [Fact]
    public void Report_SameProblemTwice_RaisesItOnceUntilItIsAnswered()
    {
        var progress = Samples.Progress with { Problems = [new Problem("堵点", ProblemLevel.Province)] };
        var twice = Samples.Opened.Take(c => c.Report(progress with { Period = "2026-09" }, "")).Take(c => c.Report(progress with { Period = "2026-10" }, ""));
        Assert.Single(twice.Course.Problems);

        var again = twice.Take(c => c.AnswerProblem("", 1, "已协调", Samples.Coordinator)).Take(c => c.Report(progress, ""));

        Assert.Equal([false, true], again.Course.Problems.Select(p => p.IsOpen));
    }
}
