using System.Collections.Immutable;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Windows and freezes of a period.</summary>
public sealed class PeriodWindowTests
{
    private static readonly DateOnly Today = Samples.At(0).Today;
    private static readonly ReportingPeriod Untouched = Samples.Untouched(Samples.Progress.Period);

    [Fact]
    public void Admits_PeriodNobodyTouched_TakesReports() => Assert.Null(Untouched.Admits("dalian", Today));

    [Fact]
    public void Admits_WindowClosedForACity_RefusesThatCityAndTakesTheOthers()
    {
        var closed = Take(Untouched, p => p.Close("", "dalian", "本月已汇总", Samples.At(0)));

        Assert.Equal(FaultReason.WindowClosed, closed.Admits("dalian", Today)?.Reason);
        Assert.Contains("本月已汇总", closed.Admits("dalian", Today)!.Message, StringComparison.Ordinal);
        Assert.Null(closed.Admits("hefei", Today));
    }

    [Fact]
    public void Admits_WindowClosedForAll_GoesBeforeWhatWasSaidForACity()
    {
        var period = Take(Take(Untouched, p => p.Open("", "dalian", closesOn: null, Samples.At(0))), p => p.Close("", city: null, "截止", Samples.At(0)));

        Assert.NotNull(period.Admits("dalian", Today));
        Assert.Null(Take(period, p => p.Open("", "dalian", closesOn: null, Samples.At(0))).Admits("dalian", Today));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Admits_WindowWithALastDay_IsOpenUntilItsEnd(int days, bool open) =>
        Assert.Equal(open, Take(Untouched, p => p.Open("", city: null, Today.AddDays(5), Samples.At(0))).Admits("dalian", Today.AddDays(days)) is null);

    [Fact]
    public void Freeze_APeriod_RefusesReportsAndChangesAndKeepsItsRows()
    {
        var frozen = Frozen(Untouched, 7, [Row]);

        Assert.Equal(FaultReason.PeriodFrozen, frozen.Admits("dalian", Today)?.Reason);
        Assert.Equal(
            [FaultReason.PeriodFrozen, FaultReason.PeriodFrozen, FaultReason.PeriodFrozen],
            new[] { frozen.BeginFreeze("", Samples.At(0)), frozen.Close("", city: null, "截止", Samples.At(0)), frozen.Open("", city: null, closesOn: null, Samples.At(0)) }.Select(r => r.Fault?.Reason));
        Assert.Equal((7L, Row), (frozen.Freezes[0].AsOfPosition, frozen.Freezes[0].Rows[0]));
    }

    [Fact]
    public void Reopen_AFrozenPeriod_LeavesItsSnapshotAndTheReason()
    {
        var reopened = Take(Frozen(Untouched, 7, [Row]), p => p.Reopen("", "漏报补录"));

        Assert.Null(reopened.Admits("dalian", Today));
        Assert.Equal(("漏报补录", "ministry"), (reopened.Freezes[0].Reopening?.Reason, reopened.Freezes[0].Reopening?.Author));
        var again = Frozen(reopened, 9, []);
        Assert.Equal([7L, 9L], again.Freezes.Select(f => f.AsOfPosition));
        Assert.True(again.IsFrozen);
    }

    [Fact]
    public void Reopen_APeriodThatIsNotFrozen_IsRefused() => Assert.Equal(FaultReason.WrongState, Untouched.Reopen("", "漏报补录").Fault?.Reason);

    [Fact]
    public void Freeze_APeriodThatHasNotBegun_IsRefused() => Assert.Equal(FaultReason.WrongState, Untouched.BeginFreeze("", Samples.At(-24)).Fault?.Reason);

    [Fact]
    public void Close_WithAnEtagOfBefore_IsStale() => Assert.Equal(FaultReason.EtagMismatch, Untouched.Close("\"1\"", city: null, "截止", Samples.At(0)).Fault?.Reason);

    [Fact]
    public void Report_InAClosedWindow_IsRefused() =>
        Assert.Equal(
            FaultReason.WindowClosed,
            Samples.Opened.Report(Samples.Progress, "", Take(Untouched, p => p.Close("", city: null, "截止", Samples.At(0))), Samples.At(0)).Fault?.Reason);

    [Theory]
    [InlineData("2029-12", "2029-11-30", FaultReason.WindowClosed)]
    [InlineData("2029-12", "2029-12-01", null)]
    [InlineData("2029-Q4", "2029-09-30", FaultReason.WindowClosed)]
    [InlineData("2029-Q4", "2029-10-01", null)]
    public void Admits_PeriodThatHasNotBegun_NotEvenWithAnOpenWindow(string text, string day, string? refused)
    {
        var (period, today) = (Samples.Untouched(text), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(refused, period.Admits("dalian", today)?.Reason);
        Assert.Equal(refused, Take(period, p => p.Open("", "dalian", closesOn: null, Samples.At(0))).Admits("dalian", today)?.Reason);
    }

    [Fact]
    public void Report_OfAPeriodThatIsReportedOn_IsRefusedByTheNameOfItsReport()
    {
        var reported = Samples.Reported(1);

        foreach (var commitment in new[] { reported, reported.Accepted() })
        {
            var refused = commitment.Report(Samples.Progress with { Percent = 90 }, "").Fault!;
            Assert.Equal((FaultKind.Exists, FaultReason.ResourceExists, $"{Samples.Name}/progressReports/1"), (refused.Kind, refused.Reason, refused.Subject));
        }

        Assert.True(reported.Report(Samples.Of(1, 20), "").IsOk);
    }

    [Fact]
    public void Report_OfAPeriodWhoseReportWasReturned_IsToBeASupplement()
    {
        var returned = Samples.Reported(1).Take(c => c.ReturnReport("", 1, ReviewLevel.City, "缺材料", Samples.At(1)));

        var refused = returned.Report(Samples.Progress, "").Fault!;

        Assert.Equal(FaultReason.WrongState, refused.Reason);
        Assert.Contains($"{Samples.Name}/progressReports/1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfAPeriodThatWasReopened_CorrectsWhatWasAcceptedOnceForEachReopening()
    {
        var accepted = Samples.Reported(1).Accepted();
        var reopened = Take(Frozen(Untouched, accepted.Position, []), p => p.Reopen("", "数据更正"));
        Result<CommitmentEvent> Report(Commitment commitment, ReportingPeriod period) => commitment.Report(Samples.Progress with { Percent = 90 }, "", period, Samples.At(0));

        Assert.Equal(FaultReason.ResourceExists, Report(Samples.Reported(1), reopened).Fault?.Reason);
        var corrected = accepted.Take(c => Report(c, reopened));
        Assert.Equal((90, 1), (corrected.Percent(Samples.Weekends), corrected.Published().Percent(Samples.Weekends)));
        Assert.Equal(FaultReason.ResourceExists, Report(corrected.Accepted(2), reopened).Fault?.Reason);
        Assert.Equal(90, corrected.Accepted(2).Published().Percent(Samples.Weekends));
        var again = Take(Frozen(reopened, corrected.Position + 2, []), p => p.Reopen("", "再次更正"));
        Assert.True(Report(corrected.Accepted(2), again).IsOk);
    }

    [Theory]
    [InlineData("2026-11", "2026-11-01", "2026-11-30")]
    [InlineData("2026-Q1", "2026-01-01", "2026-03-31")]
    [InlineData("2026-Q4", "2026-10-01", "2026-12-31")]
    public void Days_OfAPeriod_AreItsFirstAndItsLast(string text, string first, string last)
    {
        var period = Period.Parse("period", text).Value;

        Assert.Equal($"{first} {last}", $"{period.FirstDay:yyyy-MM-dd} {period.LastDay:yyyy-MM-dd}");
    }

    private static FrozenRow Row { get; } = new("12-dalian", CommitmentState.InProgress, Lamp.Green, 1, ReportState.Submitted, 30);

    [Fact]
    public void Freeze_ThatHasBegun_TakesNoReportsAndCanBeBegunAgainOrGivenUp()
    {
        var begun = Take(Untouched, p => p.BeginFreeze("", Samples.At(0)));

        Assert.Equal(FaultReason.PeriodFrozen, begun.Admits("dalian", Today)?.Reason);
        Assert.True(begun.BeginFreeze("", Samples.At(0)).IsOk);
        var givenUp = Take(begun, p => p.Reopen("", "系统中断"));
        Assert.Null(givenUp.Admits("dalian", Today));
        Assert.Equal(FaultReason.WrongState, givenUp.Freeze(7, []).Fault?.Reason);
    }

    /// <summary>Rows that were read for a freeze that was given up lack what was reported since.</summary>
    [Fact]
    public void Freeze_WithRowsOfAFreezeThatWasGivenUp_IsRefused()
    {
        var begun = Take(Untouched, p => p.BeginFreeze("", Samples.At(0)));
        var again = Take(Take(begun, p => p.Reopen("", "漏报补录")), p => p.BeginFreeze("", Samples.At(0)));

        Assert.Equal(FaultReason.EtagMismatch, again.Freeze(begun.Position, [Row]).Fault?.Reason);
        Assert.True(again.Freeze(again.Position, [Row]).IsOk);
        Assert.Equal(FaultReason.PeriodFrozen, Take(again, p => p.Freeze(again.Position, [Row])).Freeze(again.Position, [Row]).Fault?.Reason);
    }

    private static ReportingPeriod Frozen(ReportingPeriod period, long asOf, ImmutableArray<FrozenRow> rows) =>
        Take(Take(period, p => p.BeginFreeze("", Samples.At(0))), p => p.Freeze(asOf, rows));

    private static ReportingPeriod Take(ReportingPeriod period, Func<ReportingPeriod, Result<PeriodEvent>> step) =>
        period.Fold(step(period).Value, "ministry", Samples.Day, period.Position + 1);
}
