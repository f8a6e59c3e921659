using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>What is known to be refused is told beforehand, with the reason that the refusal has.</summary>
public sealed class HeldStepTests
{
    private static readonly DateOnly Today = Samples.At(1).Today;

    private static readonly Course Withdrawn = new() { Basis = new BasisChange(ReachState.AwaitsAct, Samples.Basis, Samples.Day) };

    [Fact]
    public void Of_ACommitmentThatRestsOnNothing_HoldsItsDispatchAndItsReport()
    {
        var commitment = Samples.Opened with { Course = Withdrawn };

        Assert.Equal([new HeldStep(WorkflowStep.Dispatch, FaultReason.BasisWithdrawn), new HeldStep(WorkflowStep.ReportProgress, FaultReason.BasisWithdrawn)], HeldStep.Of(commitment, Today));
        Assert.Equal(FaultReason.BasisWithdrawn, commitment.Dispatch("", "", Samples.At(1)).Fault?.Reason);
        Assert.Empty(HeldStep.Of(Samples.Opened, Today));
    }

    /// <summary>What the province could only refuse is not asked for.</summary>
    [Fact]
    public void Of_WorkThatRestsOnNothing_HoldsTheRequestToCloseIt()
    {
        var working = Samples.In(CommitmentState.InProgress);
        var withdrawn = working with { Course = working.Course with { Basis = Withdrawn.Basis } };

        Assert.Contains(new HeldStep(WorkflowStep.RequestClosure, FaultReason.BasisWithdrawn), HeldStep.Of(withdrawn, Today));
        Assert.Equal(FaultReason.BasisWithdrawn, withdrawn.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(1)).Fault?.Reason);
    }

    [Fact]
    public void Of_WorkWithoutEvidence_HoldsTheRequestToCloseIt()
    {
        var working = Samples.In(CommitmentState.InProgress);
        var without = working with { Course = working.Course with { Evidence = [] } };

        Assert.Equal([new HeldStep(WorkflowStep.RequestClosure, FaultReason.EvidenceRequired)], HeldStep.Of(without, Today));
        Assert.Equal(FaultReason.EvidenceRequired, without.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(1)).Fault?.Reason);
        Assert.Empty(HeldStep.Of(working, Today));
    }

    [Theory]
    [InlineData(true, true, FaultReason.BasisWithdrawn)]
    [InlineData(false, false, FaultReason.EvidenceRequired)]
    [InlineData(false, true, null)]
    public void Of_AClosureThatCannotBeConfirmed_HoldsTheAnswer(bool isWithdrawn, bool hasEvidence, string? reason)
    {
        var working = Samples.In(CommitmentState.InProgress).Accepted();
        var closing = working with
        {
            Course = working.Course with
            {
                Closure = new Closure(ClosureOutcome.Implemented, "已落地", "reporter", Samples.Day),
                Evidence = hasEvidence ? working.Course.Evidence : [.. working.Course.Evidence.Where(e => e.IsAccepted is null)],
                Basis = isWithdrawn ? Withdrawn.Basis : null,
            },
        };

        Assert.Equal(reason, HeldStep.Of(closing, Today).SingleOrDefault(h => h.Step == WorkflowStep.ConfirmClosure)?.Reason);
        Assert.Equal(reason, closing.ConfirmClosure("", "", "office", Samples.At(1)).Fault?.Reason);
    }

    /// <summary>A closure is refused for the report that waits, and not for the evidence that it has not either.</summary>
    [Fact]
    public void Of_AClosureBesideAReportUnderReview_HoldsNothingForEvidence()
    {
        var working = Samples.In(CommitmentState.InProgress);
        var closing = working with { Course = working.Course with { Closure = new Closure(ClosureOutcome.Implemented, "已落地", "reporter", Samples.Day), Evidence = [] } };

        Assert.Equal(FaultReason.WrongState, closing.ConfirmClosure("", "", "office", Samples.At(1)).Fault?.Reason);
        Assert.Empty(HeldStep.Of(closing, Today));
    }

    [Fact]
    public void Of_AReminderThatHasTimeLeft_HoldsTheEscalationUntilTheDayBehindIt()
    {
        var reminded = Samples.Opened with { Course = new Course { Reminders = [new Reminder(Party.City, Level: null, "请办理", Samples.Day, Today)] } };

        Assert.Equal([new HeldStep(WorkflowStep.Escalate, FaultReason.NothingIgnored, Today.AddDays(1))], HeldStep.Of(reminded, Today));
        Assert.Empty(HeldStep.Of(reminded, Today.AddDays(1)));
    }

    [Fact]
    public void Of_WhatCanOnlyBeSignedForByNow_HoldsTheRefusal()
    {
        var handed = Samples.In(CommitmentState.AwaitingAcknowledgement);
        var day = handed.Course.Assignment!.AcknowledgeBy;

        Assert.Empty(HeldStep.Of(handed, day));
        Assert.Equal([new HeldStep(WorkflowStep.Decline, FaultReason.DeadlinePassed)], HeldStep.Of(handed, day.AddDays(1)));
    }

    /// <summary>An office that puts the work off has not done what somebody else was reminded of.</summary>
    [Fact]
    public void Reminder_ThatEndsWithoutItsParty_SaysSo()
    {
        var reminded = Samples.Opened with { Course = new Course { Reminders = [new Reminder(Party.City, Level: null, "请办理", Samples.Day, Today)] } };
        var postponed = Samples.Fold(reminded, new CommitmentEvent.Postponed("政策调整", null), 5);
        var dispatched = Samples.Fold(reminded, reminded.Dispatch("", "", Samples.At(1)).Value, 5);

        Assert.Equal((false, false), (postponed.Course.Reminders[^1].IsOpen, postponed.Course.Reminders[^1].IsActedOn));
        Assert.Equal((false, true), (dispatched.Course.Reminders[^1].IsOpen, dispatched.Course.Reminders[^1].IsActedOn));
    }
}
