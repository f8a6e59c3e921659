using PilotPlatform.Domain.Reporting;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Each of those who are waited for is reminded by itself, and only the city is escalated against.</summary>
public sealed class ReminderTests
{
    /// <summary>Accepted, with a problem that waits for the ministry, and work that goes on.</summary>
    private static readonly Commitment HeldUp = Samples.In(CommitmentState.InProgress).Accepted();

    private static readonly Commitment MinistryReminded = HeldUp.Take(c => c.Remind("", party: null, "请协调", Samples.At(0)));

    private static readonly Commitment BothReminded = MinistryReminded.Take(c => c.Remind("", Party.LeadUnit, "请抓紧办理", Samples.At(0)));

    [Fact]
    public void Remind_WhileAnotherPartyIsReminded_RemindsThePartyThatIsNamed()
    {
        Assert.Equal([Party.Ministry], MinistryReminded.Course.Reminders.Select(r => r.Party));
        Assert.Equal([(Party.Ministry, true), (Party.LeadUnit, true)], BothReminded.Course.Reminders.Select(r => (r.Party, r.IsOpen)));
        Assert.Contains(WorkflowStep.Remind, WorkflowSteps.StepsOf(MinistryReminded, Samples.At(0).Today));
    }

    [Theory]
    [InlineData(Party.Ministry)]
    [InlineData(Party.LeadUnit)]
    public void Remind_WhoWasReminded_IsRefused(Party party) => Assert.Equal(FaultReason.WrongState, BothReminded.Remind("", party, "再次催办", Samples.At(1)).Fault?.Reason);

    [Fact]
    public void Remind_WithoutAParty_RemindsTheFirstThatCanBe()
    {
        var all = BothReminded.Take(c => c.Remind("", party: null, "请认定", Samples.At(0)));
        var noPeriod = MinistryReminded.Take(c => c.Remind("", party: null, "请认定", [], Samples.At(0)));

        Assert.Equal([Party.Ministry, Party.LeadUnit, Party.CityReviewer], all.Course.Reminders.Select(r => r.Party));
        Assert.Equal([Party.Ministry, Party.CityReviewer], noPeriod.Course.Reminders.Select(r => r.Party));
        Assert.Equal(FaultReason.WrongState, all.Remind("", party: null, "再次催办", Samples.At(1)).Fault?.Reason);
    }

    [Fact]
    public void Remind_WhoIsNotWaitedFor_IsRefused() => Assert.Equal("party: is not waited for", HeldUp.Remind("", Party.Province, "请办理", Samples.At(0)).Fault?.Message);

    [Fact]
    public void StepsOf_WhereAllWereReminded_DoNotRemind() =>
        Assert.DoesNotContain(WorkflowStep.Remind, WorkflowSteps.StepsOf(BothReminded.Take(c => c.Remind("", Party.CityReviewer, "请认定", Samples.At(0))), Samples.At(0).Today));

    /// <summary>November is reported on and accepted, so that only another period takes a report.</summary>
    [Fact]
    public void Remind_ToReportWhereNoPeriodTakesAReport_IsRefused()
    {
        var (november, october) = (Samples.Untouched("2026-11"), Samples.Untouched("2026-10"));
        Fault? Refused(params ReportingPeriod[] begun) => HeldUp.Remind("", Party.LeadUnit, "请反馈", begun, Samples.At(0)).Fault;

        Assert.Equal(FaultReason.WrongState, Refused(november)?.Reason);
        Assert.Equal(FaultReason.WrongState, Refused(november, Closed(october))?.Reason);
        Assert.Null(Refused(november, october));
        Assert.True(HeldUp.Remind("", Party.Ministry, "请协调", [november], Samples.At(0)).IsOk);
    }

    [Fact]
    public void Due_OfAReminderToReport_IsNothingWhileNoPeriodTakesAReport()
    {
        ReportingPeriod[] begun = [Samples.Untouched("2026-11"), Closed(Samples.Untouched("2026-10"))];
        var december = begun.Append(Samples.Untouched("2026-12")).ToArray();

        Assert.Null(BothReminded.Due(begun, Samples.At(30)));
        Assert.Equal(FaultReason.NothingIgnored, BothReminded.Escalate("", EscalationLevel.Blue, Party.LeadUnit, "", begun, Samples.At(30)).Fault?.Reason);
        Assert.Null(BothReminded.Due(december, Samples.At(14))); // 8 December, the fifth working day behind the first
        Assert.Equal(Party.LeadUnit, BothReminded.Due(december, Samples.At(15))?.Party);
        Assert.True(BothReminded.Escalate("", EscalationLevel.Blue, Party.LeadUnit, "", december, Samples.At(15)).IsOk);
    }

    /// <summary>A report that was returned is to be supplemented, whatever the windows are.</summary>
    [Fact]
    public void Due_OfAReminderToReportBeforeAReportWasReturned_IsTheLeadUnit()
    {
        var reminded = Samples.Reported(1).Take(c => c.Remind("", Party.LeadUnit, "请反馈", Samples.At(0)));

        Assert.Null(reminded.Due([], Samples.At(30)));
        Assert.Equal(Party.LeadUnit, reminded.Take(c => c.ReturnReport("", 1, ReviewLevel.City, "请补充", Samples.At(0))).Due([], Samples.At(30))?.Party);
    }

    private static ReportingPeriod Closed(ReportingPeriod period) => period.Fold(period.Close("", city: null, "已汇总", Samples.At(0)).Value, "office", Samples.Day, 1);

    /// <summary>The province gives it more time: that is its own word on what the unit was reminded of.</summary>
    [Fact]
    public void GrantExtension_WhileTheLeadUnitIsReminded_EndsTheReminder()
    {
        var requested = BothReminded.Take(c => c.RequestExtension("", c.Plan.DueDate.AddDays(30), "论证未完", Samples.At(1)));
        var granted = requested.Take(c => c.GrantExtension("", "", "office"));

        Assert.Equal([(Party.Ministry, true), (Party.LeadUnit, true)], requested.Course.Reminders.Select(r => (r.Party, r.IsOpen)));
        Assert.Equal([(Party.Ministry, true), (Party.LeadUnit, false)], granted.Course.Reminders.Select(r => (r.Party, r.IsOpen)));
    }

    /// <summary>Whichever draft is the first on the day that is asked about, the one that was reminded of is waited for while it is a draft.</summary>
    [Fact]
    public void IsOn_ReminderOfTheSecondDraft_HoldsWhileItIsADraft()
    {
        var drafts = HeldUp.Take(c => c.AddEvidence("", Samples.Document, 4096, Samples.At(0))).Take(c => c.AddEvidence("", Samples.Document with { Sha256 = new string('b', 64) }, 4096, Samples.At(0)));
        var second = drafts.Course.Evidence[^1];
        var reminder = new Reminder(Party.CityReviewer, null, "请认定", Samples.At(0).Now, Samples.At(5).Today) { For = WaitReason.EvidenceJudgement, Subject = second.Name.ToString() };

        Assert.True(Waiting.IsOn(reminder, drafts, Samples.At(0).Now));
        Assert.False(Waiting.IsOn(reminder, drafts.Take(c => c.JudgeEvidence("", second.Name.Serial, isAccepted: true, "", "reviewer", Samples.At(0))), Samples.At(0).Now));
    }

    [Fact]
    public void Due_WhileTheMinistryIsSilent_RaisesNothingAgainstTheCity()
    {
        Assert.True(MinistryReminded.Course.Reminders[0].IsIgnoredOn(Samples.At(100).Today));
        Assert.Null(MinistryReminded.Due(Samples.At(100)));
        Assert.Equal(FaultReason.NothingIgnored, MinistryReminded.Escalate("", EscalationLevel.Blue, party: null, "", Samples.At(100)).Fault?.Reason);
        Assert.DoesNotContain(WorkflowStep.Escalate, WorkflowSteps.StepsOf(MinistryReminded, Samples.At(0).Today));
        Assert.Contains(Waiting.On(MinistryReminded, Samples.At(100)), w => w.Party == Party.Ministry && w.IsOverdueOn(Samples.At(100).Today));
    }

    [Fact]
    public void Escalate_WhatTheLeadUnitIgnored_LeavesTheReminderOfTheMinistryAsItIs()
    {
        var escalated = BothReminded.Take(c => c.Escalate("", EscalationLevel.Blue, party: null, "", Samples.At(8)));

        Assert.Equal([(Party.Ministry, null), (Party.LeadUnit, EscalationLevel.Blue)], escalated.Course.Reminders.Select(r => (r.Party, r.Level)));
        Assert.Equal(EscalationLevel.Blue, escalated.Escalation);
        Assert.Equal([(Party.Ministry, true), (Party.LeadUnit, false)], escalated.Take(c => c.Report(Samples.Of(1, 20), "")).Course.Reminders.Select(r => (r.Party, r.IsOpen)));
    }

    /// <summary>The lead unit has gone as far as yellow when the reviewer is reminded too: the level is the higher one, and each goes on from its own.</summary>
    [Fact]
    public void Escalation_OfTwoPartiesOfTheCity_IsTheHigherOne()
    {
        var yellow = BothReminded.Take(c => c.Escalate("", EscalationLevel.Blue, party: null, "", Samples.At(8))).Take(c => c.Escalate("", EscalationLevel.Yellow, party: null, "", Samples.At(16)))
            .Take(c => c.Remind("", Party.CityReviewer, "请认定", Samples.At(16)));

        var blue = yellow.Take(c => c.Escalate("", EscalationLevel.Blue, Party.CityReviewer, "", Samples.At(24)));

        Assert.Equal((EscalationLevel.Yellow, EscalationLevel.Yellow), (yellow.Escalation, blue.Escalation));
        Assert.Equal([(Party.Ministry, null), (Party.LeadUnit, EscalationLevel.Yellow), (Party.CityReviewer, EscalationLevel.Blue)], blue.Course.Reminders.Select(r => (r.Party, r.Level)));
    }

    /// <summary>Entries of before do not say who ignored the step before: the one who was reminded last. A level that rests on the silence of the ministry is not one of the city.</summary>
    [Fact]
    public void Fold_EscalationThatDoesNotSayOfWhom_FollowsTheLastReminder()
    {
        var before = Samples.Fold(MinistryReminded, new Happened.Escalated(EscalationLevel.Blue, "", Samples.At(8).Today), 20);
        var ofTheCity = Samples.Fold(Samples.Opened.Take(c => c.Remind("", party: null, "请办理", Samples.At(0))), new Happened.Escalated(EscalationLevel.Blue, "", Samples.At(8).Today), 20);

        Assert.Equal([(Party.Ministry, EscalationLevel.Blue)], before.Course.Reminders.Select(r => (r.Party, r.Level!.Value)));
        Assert.Null(before.Escalation);
        Assert.Equal((Party.City, EscalationLevel.Blue), (ofTheCity.Course.Reminders[0].Party, ofTheCity.Escalation));
    }

    /// <summary>Two of the city ignored their reminders: who is meant is said, and a call that is repeated meets nobody else.</summary>
    [Fact]
    public void Escalate_WhereTwoOfTheCityAreReminded_IsOfTheOneThatIsNamed()
    {
        var two = BothReminded.Take(c => c.Remind("", Party.CityReviewer, "请认定", Samples.At(0)));
        string? Refused(Commitment c, Party? party) => c.Escalate("", EscalationLevel.Blue, party, "", Samples.At(30)).Fault?.Reason;

        Assert.Equal((FaultReason.InvalidArgument, FaultReason.InvalidArgument), (Refused(two, null), Refused(two, Party.Ministry)));
        var raised = two.Take(c => c.Escalate("", EscalationLevel.Blue, Party.LeadUnit, "", Samples.At(30)));
        Assert.Equal([(Party.Ministry, null), (Party.CityReviewer, null), (Party.LeadUnit, EscalationLevel.Blue)], raised.Course.Reminders.Select(r => (r.Party, r.Level)));
        Assert.Equal((FaultReason.InvalidArgument, FaultReason.NothingIgnored), (Refused(raised, null), Refused(raised, Party.LeadUnit)));
        Assert.Null(Refused(BothReminded, null));
    }

    /// <summary>A reminder is of what was waited for, and nothing else that its party does ends it.</summary>
    [Fact]
    public void Reminder_OfOneThing_EndsWithWhatAnswersThat()
    {
        var reminded = Samples.In(CommitmentState.InProgress).Take(c => c.Remind("", Party.CityReviewer, "请审核", Samples.At(0))).Take(c => c.Remind("", Party.LeadUnit, "请反馈", Samples.At(0)))
            .Take(c => c.Escalate("", EscalationLevel.Blue, Party.CityReviewer, "", Samples.At(30)));
        static (Party, bool, bool)[] Of(Commitment c) => [.. c.Course.Reminders.Select(r => (r.Party, r.IsOpen, r.IsActedOn)).Order()];

        var judged = reminded.Take(c => c.JudgeEvidence("", 2, isAccepted: true, "", "reviewer", Samples.At(0))).Take(c => c.RequestExtension("", c.Plan.DueDate.AddDays(30), "论证未完", Samples.At(0)));
        Assert.Equal([(Party.LeadUnit, true, false), (Party.CityReviewer, true, false)], Of(judged));
        Assert.Equal(EscalationLevel.Blue, judged.Escalation);
        Assert.Equal([(Party.LeadUnit, true, false), (Party.CityReviewer, false, true)], Of(judged.Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer"))));
        Assert.Equal([(Party.LeadUnit, false, true), (Party.CityReviewer, true, false)], Of(judged.Take(c => c.Report(Samples.Of(1, 20), ""))));
        Assert.Equal([(Party.LeadUnit, false, true), (Party.CityReviewer, true, false)], Of(judged.Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)))));
    }

    /// <summary>Entries of before do not say what it was about: any act of the party ends it, as it did.</summary>
    [Fact]
    public void Fold_ReminderThatDoesNotSayOfWhat_EndsWithAnyActOfItsParty()
    {
        var reminded = Samples.Fold(Samples.In(CommitmentState.InProgress), new Happened.Reminded(Party.LeadUnit, "请反馈", Samples.At(8).Today), 20);

        Assert.False(reminded.Take(c => c.RequestExtension("", c.Plan.DueDate.AddDays(30), "论证未完", Samples.At(0))).Course.Reminders[0].IsOpen);
    }

    [Fact]
    public void Remind_WhoIgnoredIt_IsTakenAgainWhereNoEscalationFollows()
    {
        var ignored = Samples.At(100);
        Assert.Contains(WorkflowStep.Remind, WorkflowSteps.StepsOf(BothReminded.Take(c => c.Remind("", Party.CityReviewer, "请认定", Samples.At(0))), ignored.Today));
        var again = MinistryReminded.Take(c => c.Remind("", Party.Ministry, "再次催办", ignored), ignored.Now);
        Assert.Equal((Party.Ministry, "再次催办", false), again.Course.Reminders.Select(r => (r.Party, r.Text, r.IsIgnoredOn(ignored.Today))).Single());
        Assert.Equal(FaultReason.WrongState, BothReminded.Remind("", Party.LeadUnit, "再次催办", ignored).Fault?.Reason); // it is escalated instead

        var red = BothReminded;
        foreach (var level in Enum.GetValues<EscalationLevel>())
            red = red.Take(c => c.Escalate("", level, Party.LeadUnit, "", Samples.At(100 * ((int)level + 1))));
        Assert.Equal(EscalationLevel.Red, red.Take(c => c.Remind("", Party.LeadUnit, "再次催办", Samples.At(400))).Escalation);
    }
}
