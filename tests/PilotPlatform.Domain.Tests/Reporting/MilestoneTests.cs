using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>What was said of a milestone can be put right, with a reason.</summary>
public sealed class MilestoneTests
{
    [Theory]
    [InlineData(1, 1, "日期登记有误", null)]
    [InlineData(1, null, "误登", null)]
    [InlineData(1, 0, "日期登记有误", "reached_date")]
    [InlineData(1, 3, "日期登记有误", "reached_date")]
    [InlineData(1, 1, "", "reason")]
    [InlineData(2, 1, "日期登记有误", "milestone")]
    public void CorrectMilestone_ThatWasRecordedWrongly_SaysWhatIsRightWithAReason(int milestone, int? day, string reason, string? refused)
    {
        var reached = Samples.Reported(1).Take(c => c.ReachMilestone("", 1, Samples.At(0).Today, Samples.At(0)));
        var right = day is { } days ? Samples.At(days).Today : (DateOnly?)null;

        var corrected = reached.CorrectMilestone("", milestone, right, reason, Samples.At(2));

        Assert.Equal(refused, corrected.Fault?.Subject);
        if (refused is null)
            Assert.Equal((right, reached.Revision + 1), (reached.Take(_ => corrected).Plan.Milestones[0].ReachedDate, reached.Take(_ => corrected).Revision));
    }

    [Fact]
    public void CorrectMilestone_ThatWasNotReached_IsRefused() =>
        Assert.Equal(FaultReason.WrongState, Samples.Reported(1).CorrectMilestone("", 1, reached: null, "误登", Samples.At(0)).Fault?.Reason);
}
