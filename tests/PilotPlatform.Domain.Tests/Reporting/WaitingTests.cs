using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Who is waited for: whoever can act next, told apart from the next.</summary>
public sealed class WaitingTests
{
    /// <summary>Asked to close on Tuesday 24 November 2026 with one document that nobody has judged.</summary>
    private static readonly Commitment Asked = Samples.Opened.Take(c => c.Report(Samples.Progress, "")).Accepted()
        .Take(c => c.AddEvidence("", Samples.Document, 4096, Samples.At(0)))
        .Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0)));

    [Fact]
    public void On_AClosureWithEvidenceThatNobodyHasJudged_NamesTheCityReviewerBeforeTheProvinceAndItsDays()
    {
        var waits = Waiting.On(Asked, Samples.At(0));

        Assert.Equal([(Party.CityReviewer, WaitReason.EvidenceJudgement), (Party.Province, WaitReason.ClosureDecision), (Party.LeadUnit, WaitReason.Progress)], waits.Select(w => (w.Party, w.Reason)));
        Assert.Equal((new DateOnly(2026, 12, 1), (DateOnly?)null), (waits[0].Until, waits[1].Until));
        Assert.EndsWith("/evidence/1", waits[0].Subject, StringComparison.Ordinal);
        Assert.Equal(Party.CityReviewer, Asked.Take(c => c.Remind("", party: null, "请认定", Samples.At(0))).Course.Reminders[^1].Party);
    }

    [Fact]
    public void On_AClosureWhoseEvidenceWasAccepted_GivesTheProvinceItsDaysFromThen()
    {
        var judged = Asked.Take(c => c.JudgeEvidence("", 1, isAccepted: true, "", "reviewer", Samples.At(6)), Samples.At(6).Now);

        var first = Waiting.On(judged, Samples.At(6))[0];

        Assert.Equal((Party.Province, WaitReason.ClosureDecision, Samples.At(6).Now, new DateOnly(2026, 12, 14)), (first.Party, first.Reason, first.Since, first.Until!.Value));
    }

    [Fact]
    public void Reminder_ToJudgeEvidence_EndsWithTheJudgement() => Assert.False(
        Asked.Take(c => c.Remind("", party: null, "请认定", Samples.At(0))).Take(c => c.JudgeEvidence("", 1, isAccepted: false, "不符", "reviewer", Samples.At(1))).Course.Reminders[^1].IsOpen);

    /// <summary>Without a closure it holds nothing up: the reviewer sees it last, without a day; what has expired cannot be judged.</summary>
    [Fact]
    public void On_EvidenceWithoutAClosure_NamesTheCityReviewerLastUntilItExpires()
    {
        var handedIn = Samples.Opened.Take(c => c.Report(Samples.Progress, "")).Take(c => c.AddEvidence("", Samples.Document with { ValidUntil = Samples.At(3).Today }, 4096, Samples.At(0)));

        Assert.Equal((Party.CityReviewer, WaitReason.EvidenceJudgement, (DateOnly?)null), Waiting.On(handedIn, Samples.At(3)).Select(w => (w.Party, w.Reason, w.Until)).Last());
        Assert.DoesNotContain(Waiting.On(handedIn, Samples.At(4)), w => w.Reason == WaitReason.EvidenceJudgement);
    }

    [Theory]
    [InlineData(false, Party.Province)]
    [InlineData(true, Party.Ministry)]
    public void On_ACarryOver_WaitsForTheOtherSideUntilItAnswers(bool isOfTheProvince, Party party)
    {
        foreach (var state in Enum.GetValues<CommitmentState>())
        {
            var proposed = Samples.In(state).Take(c => c.ProposeCarryOver("", Samples.Onward, into: null, "", isOfTheProvince, target: null));

            Assert.Equal(party, Waiting.On(proposed, Samples.At(1)).Single(w => w.Reason == WaitReason.CarryOverDecision).Party);
            Assert.DoesNotContain(Waiting.On(proposed.Take(c => c.ReturnCarryOver("", "请核对")), Samples.At(1)), w => w.Reason == WaitReason.CarryOverDecision);
        }
    }

    [Fact]
    public void On_ReportsOfTwoPeriods_NamesThePeriodOfEach() =>
        Assert.Equal(["2026-10", "2026-11"], Waiting.On(Samples.Reported(2), Samples.At(0)).Where(w => w.Reason == WaitReason.CityReview).Select(w => w.Period));

    [Theory]
    [InlineData(-1, "reached_date: 2026-11-23 is before the commitment was opened, 2026-11-24")]
    [InlineData(0, null)]
    public void ReachMilestone_BeforeTheCommitmentWasOpened_IsRefused(int day, string? refused) =>
        Assert.Equal(refused, Samples.Reported(1).ReachMilestone("", 1, Samples.At(day).Today, Samples.At(0)).Fault?.Message);
}
