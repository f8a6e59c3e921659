using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>While what it rests on was withdrawn, a commitment takes no new report, and nobody is late with one; what was reported before goes its way.</summary>
public sealed class WithdrawnBasisTests
{
    private static readonly Domain.Reporting.Basis Pending = Samples.Basis with { Reason = "适用范围为“有意愿的城市”，待定：大连市是否有意愿。" };

    private static readonly Commitment Withdrawn = Withdraw(Samples.Reported(1));

    [Fact]
    public void Report_WhereTheBasisWasWithdrawn_IsRefusedWithWhatWouldSettleItUntilItHoldsAgain()
    {
        var refused = Withdrawn.Report(Samples.Of(1, 40), "").Fault!;

        Assert.Equal(FaultReason.BasisWithdrawn, refused.Reason);
        Assert.Contains("待定：大连市是否有意愿", refused.Message, StringComparison.Ordinal);
        Assert.True(Restore(Withdrawn, 30).Report(Samples.Of(1, 40), "").IsOk);
    }

    [Fact]
    public void Review_OfWhatWasReportedBefore_GoesOn()
    {
        var returned = Withdrawn.Take(c => c.ReturnReport("", 1, ReviewLevel.City, "缺材料", Samples.At(1)));

        Assert.Equal(Party.LeadUnit, Waiting.On(returned, Samples.At(1))[0].Party);
        Assert.Equal(ReportState.Accepted, returned.Take(c => c.SupplementReport("", 1, Samples.Progress)).Accepted().Reports[0].State);
    }

    [Fact]
    public void Reminder_OfAReportThatCannotBeGiven_EndsWithTheBasis()
    {
        var reminded = Samples.Reported(1).Accepted().Take(c => c.Remind("", Party.LeadUnit, "请反馈", Samples.At(0)));

        var withdrawn = Withdraw(reminded);

        Assert.Equal((false, false), (withdrawn.Course.Reminders[0].IsOpen, withdrawn.Course.Reminders[0].IsActedOn));
        Assert.Null(withdrawn.Due(Samples.At(100)));
        Assert.Equal([Party.Province], Waiting.Parties(withdrawn, Samples.Day));
        Assert.Equal("party", withdrawn.Remind("", Party.LeadUnit, "请反馈", Samples.At(1)).Fault?.Subject);
    }

    [Theory]
    [InlineData(CommitmentState.NotStarted)]
    [InlineData(CommitmentState.InProgress)]
    [InlineData(CommitmentState.Ongoing)]
    public void Lamp_WhereTheBasisWasWithdrawn_IsNoneAndNothingIsOverdue(CommitmentState state)
    {
        var (withdrawn, day) = (Withdraw(Samples.In(state)), Samples.At(400).Today);

        Assert.Null(Read(withdrawn, 400));
        Assert.False(withdrawn.IsOverdueOn(day));
        Assert.Equal(Lamp.Red, Read(Samples.In(state), 400)!.Lamp);
        Assert.Equal(state != CommitmentState.Ongoing, Samples.In(state).IsOverdueOn(day));
    }

    [Fact]
    public void Waiting_ForASignatureWhereTheBasisWasWithdrawn_IsForTheProvinceToo() =>
        Assert.Equal([Party.LeadUnit, Party.Province], Waiting.On(Withdraw(Samples.In(CommitmentState.AwaitingAcknowledgement)), Samples.At(1)).Select(w => w.Party));

    /// <summary>The days in which nobody could report are nobody's silence.</summary>
    [Fact]
    public void Lamp_WhereTheBasisHoldsAgain_CountsSilenceFromThen()
    {
        var again = Restore(Withdrawn, 90);

        Assert.Equal((3, Lamp.Green), FreshnessOf(again, 93));
        Assert.Equal((93, Lamp.Yellow), FreshnessOf(Samples.Reported(1), 93));
        Assert.Equal(Samples.At(90).Now, Waiting.On(again, Samples.At(93)).Single(w => w.Reason == WaitReason.Progress).Since);
    }

    private static Commitment Withdraw(Commitment commitment) => commitment.Take(c => c.Recheck(ReachState.AwaitsAct, Pending)!);

    private static Commitment Restore(Commitment commitment, int days) => commitment.Take(c => c.Recheck(ReachState.Applies, Samples.Basis)!, Samples.At(days).Now);

    private static (int Days, Lamp Lamp) FreshnessOf(Commitment commitment, int days) => Read(commitment, days)!.Signs.Where(s => s.Measure == LampMeasure.Freshness).Select(s => (s.Value, s.Lamp)).Single();

    private static LampReading? Read(Commitment commitment, int days) =>
        PilotPlatform.Reporting.LampRuleFile.Load(ShippedReporting.File("lamps.json")).Rule.Read(commitment, Samples.Weekends, Samples.At(days).Today);
}
