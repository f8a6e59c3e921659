using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Answers to what the province has returned: the city checks them before the province does.</summary>
public sealed class AnswerTests
{
    private static Commitment ReturnedByTheProvince =>
        Samples.Reported(1).Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer")).Take(c => c.ReturnReport("", 1, ReviewLevel.Province, "数据有误", Samples.At(1)));

    [Fact]
    public void SupplementReport_ReturnedByTheProvince_GoesToTheCityFirst()
    {
        var answered = ReturnedByTheProvince.Take(c => c.SupplementReport("", 1, Samples.Progress));

        Assert.Equal((ReportState.Submitted, Party.CityReviewer), (answered.Reports[0].State, Waiting.On(answered, Samples.At(0))[0].Party));
        Assert.Equal(FaultReason.WrongState, answered.AcceptReport("", 1, ReviewLevel.Province, "", "office").Fault?.Reason);
        var checkedByTheCity = answered.Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer"));
        Assert.Equal(ReportState.Accepted, checkedByTheCity.Take(c => c.AcceptReport("", 1, ReviewLevel.Province, "", "office")).Reports[0].State);
    }

    /// <summary>As it stands in ledgers of before.</summary>
    [Fact]
    public void Fold_SupplementThatDoesNotSayWhoReviewsIt_GoesBackToWhoeverReturnedIt()
    {
        var answered = Samples.Fold(ReturnedByTheProvince, new CommitmentEvent.ReportSupplemented(1, Samples.Progress), ReturnedByTheProvince.Position + 1, "reporter");

        Assert.Equal(ReportState.CityAccepted, answered.Reports[0].State);
    }

    /// <summary>The city has all its days for what it has not seen; the province has those that were left when it returned the report.</summary>
    [Fact]
    public void ReviewClock_BehindAReturnByTheProvince_GoesOnWithTheDaysLeft()
    {
        var accepted = Samples.Opened.Take(c => c.Report(Samples.Progress, ""), Samples.Day).Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer"), Samples.Day);
        var returned = accepted.Take(c => c.ReturnReport("", 1, ReviewLevel.Province, "数据有误", Samples.At(2)), Samples.Day.AddDays(2));
        DateOnly After(DateTimeOffset since, int days) => Samples.Weekends.After(Samples.Weekends.DayOf(since), days);

        var answered = returned.Take(c => c.SupplementReport("", 1, Samples.Progress), Samples.Day.AddDays(6));
        Assert.Equal(After(Samples.Day.AddDays(6), Samples.Limits.CityReview), answered.Reports[0].ReviewClock(Samples.Weekends, Samples.Limits).Until);

        var again = answered.Take(c => c.AcceptReport("", 1, ReviewLevel.City, "", "reviewer"), Samples.Day.AddDays(7));
        Assert.Equal(After(Samples.Day.AddDays(7), Samples.Limits.ProvinceReview - 2), again.Reports[0].ReviewClock(Samples.Weekends, Samples.Limits).Until);
    }
}
