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
        Assert.Contains(WorkflowStep.Remind, WorkflowSteps.StepsOf(MinistryReminded));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Party.Ministry)]
    [InlineData(Party.LeadUnit)]
    public void Remind_WhoWasReminded_IsRefused(Party? party) => Assert.Equal(FaultReason.WrongState, BothReminded.Remind("", party, "再次催办", Samples.At(1)).Fault?.Reason);

    [Fact]
    public void Remind_WhoIsNotWaitedFor_IsRefusedWithThoseWhoAre() =>
        Assert.Equal("party: PARTY_PROVINCE is not waited for; those who are: PARTY_MINISTRY, PARTY_LEAD_UNIT, PARTY_CITY_REVIEWER", HeldUp.Remind("", Party.Province, "请办理", Samples.At(0)).Fault?.Message);

    [Fact]
    public void StepsOf_WhereAllWereReminded_DoNotRemind() =>
        Assert.DoesNotContain(WorkflowStep.Remind, WorkflowSteps.StepsOf(BothReminded.Take(c => c.Remind("", Party.CityReviewer, "请认定", Samples.At(0)))));

    [Fact]
    public void Due_WhileTheMinistryIsSilent_RaisesNothingAgainstTheCity()
    {
        Assert.True(MinistryReminded.Course.Reminders[0].IsIgnoredOn(Samples.At(100).Today));
        Assert.Null(MinistryReminded.Due(Samples.At(100).Today));
        Assert.Equal(FaultReason.NothingIgnored, MinistryReminded.Escalate("", EscalationLevel.Blue, "", Samples.At(100)).Fault?.Reason);
        Assert.DoesNotContain(WorkflowStep.Escalate, WorkflowSteps.StepsOf(MinistryReminded));
        Assert.Contains(Waiting.On(MinistryReminded, Samples.At(100)), w => w.Party == Party.Ministry && w.IsOverdueOn(Samples.At(100).Today));
    }

    [Fact]
    public void Escalate_WhatTheLeadUnitIgnored_LeavesTheReminderOfTheMinistryAsItIs()
    {
        var escalated = BothReminded.Take(c => c.Escalate("", EscalationLevel.Blue, "", Samples.At(8)));

        Assert.Equal([(Party.Ministry, null), (Party.LeadUnit, EscalationLevel.Blue)], escalated.Course.Reminders.Select(r => (r.Party, r.Level)));
        Assert.Equal(EscalationLevel.Blue, escalated.Escalation);
        Assert.Equal([(Party.Ministry, true), (Party.LeadUnit, false)], escalated.Take(c => c.Report(Samples.Of(1, 20), "")).Course.Reminders.Select(r => (r.Party, r.IsOpen)));
    }

    /// <summary>The lead unit has gone as far as yellow when the reviewer is reminded too: the level is the higher one, and each goes on from its own.</summary>
    [Fact]
    public void Escalation_OfTwoPartiesOfTheCity_IsTheHigherOne()
    {
        var yellow = BothReminded.Take(c => c.Escalate("", EscalationLevel.Blue, "", Samples.At(8))).Take(c => c.Escalate("", EscalationLevel.Yellow, "", Samples.At(16)))
            .Take(c => c.Remind("", Party.CityReviewer, "请认定", Samples.At(16)));

        var blue = yellow.Take(c => c.Escalate("", EscalationLevel.Blue, "", Samples.At(24)));

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
}
