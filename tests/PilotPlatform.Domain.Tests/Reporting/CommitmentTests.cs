using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>A commitment: opened only where its task reaches the city, and folded from what was recorded.</summary>
public sealed class CommitmentTests
{
    [Theory]
    [InlineData(ReachState.Applies, null)]
    [InlineData(ReachState.DoesNotApply, FaultReason.ScopeDoesNotReach)]
    [InlineData(ReachState.AwaitsAct, FaultReason.ScopeUndetermined)]
    [InlineData(ReachState.UnderStudy, FaultReason.ScopeUndetermined)]
    public void Open_EachStateOfReach_OpensOnlyWhereItApplies(ReachState reach, string? reason)
    {
        var opened = Commitment.Open(Samples.Name, Samples.Plan, reach, Samples.Basis, Samples.At(0));

        Assert.Equal(reason, opened.Fault?.Reason);
        Assert.Equal(reason is null, opened.IsOk);
    }

    [Fact]
    public void ReportsByPeriod_ReportedInAnyOrder_StandByTheirPeriods()
    {
        string[] told = ["2026-11", "2026-Q4", "2026-07", "2026-10", "2026-09"];

        var commitment = told.Aggregate(Samples.Opened, (now, period) => now.Take(c => c.Report(Samples.Progress with { Period = period }, "")));

        Assert.Equal(["2026-07", "2026-09", "2026-10", "2026-Q4", "2026-11"], commitment.ReportsByPeriod.Select(r => r.Progress.Period));
    }

    [Fact]
    public void Open_EveryStateOfReach_IsOneOfTheFourAbove() =>
        Assert.Equal([ReachState.Applies, ReachState.DoesNotApply, ReachState.AwaitsAct, ReachState.UnderStudy], Enum.GetValues<ReachState>());

    [Theory]
    [InlineData(ReachState.DoesNotApply)]
    [InlineData(ReachState.AwaitsAct)]
    public void Open_WhereTheScopeDoesNotReach_SaysWhyInTheWordsOfTheAnswer(ReachState reach)
    {
        var fault = Commitment.Open(Samples.Name, Samples.Plan, reach, Samples.Basis, Samples.At(0)).Fault!;

        Assert.Equal((FaultKind.Forbidden, Samples.Name.ToString()), (fault.Kind, fault.Subject));
        Assert.Contains(Samples.Basis.Reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PlanOutOfItsLimits_IsRefused() =>
        Assert.Equal("commitment.lead_unit", Commitment.Open(Samples.Name, Samples.Plan with { LeadUnit = "" }, ReachState.Applies, Samples.Basis, Samples.At(0)).Fault?.Subject);

    [Fact]
    public void Open_InOrder_KeepsThePlanAndItsBasis() =>
        Assert.Equal(new CommitmentEvent.Opened(Samples.Plan, Samples.Basis), Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)).Value);

    [Fact]
    public void Fold_Opened_IsNotStarted()
    {
        var commitment = Samples.Opened;

        Assert.Equal((CommitmentState.NotStarted, 1, 1L, "\"1\""), (commitment.State, commitment.Revision, commitment.Position, commitment.Etag));
        Assert.Equal((Samples.Plan, Samples.Basis, "reporter"), (commitment.Plan, commitment.Basis, commitment.Author));
        Assert.Equal(commitment.CreateTime, commitment.UpdateTime);
        Assert.Empty(commitment.Reports);
    }

    [Fact]
    public void Fold_FirstReport_SetsItInProgress()
    {
        var commitment = Samples.Reported(1);

        Assert.Equal((CommitmentState.InProgress, 2, 2L), (commitment.State, commitment.Revision, commitment.Position));
        Assert.True(commitment.UpdateTime > commitment.CreateTime);
    }

    [Fact]
    public void Fold_Reports_StandInTheirOrderWithNamesFromOne()
    {
        var commitment = Samples.Reported(5);

        Assert.Equal([1, 2, 3, 4, 5], commitment.Reports.Select(r => r.Progress.Percent));
        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"{Samples.Name}/progressReports/{i}"), commitment.Reports.Select(r => r.Name.ToString()));
        Assert.Equal("\"6\"", commitment.Etag);
    }

    [Fact]
    public void Fold_ReportInAnyState_ChangesOnlyTheStateBeforeItsStart() =>
        Assert.All(Enum.GetValues<CommitmentState>(), state =>
            Assert.Equal(
                state == CommitmentState.NotStarted ? CommitmentState.InProgress : state,
                Samples.Fold(Samples.Opened with { State = state }, new CommitmentEvent.ProgressReported(1, Samples.Progress), 2).State));

    [Fact]
    public void Fold_ReportBeforeTheOpening_IsADefectOfTheLedger() =>
        Assert.Throws<InvalidOperationException>(() => Samples.Fold(null, new CommitmentEvent.ProgressReported(1, Samples.Progress), 1));

    [Fact]
    public void Fold_SecondOpening_IsADefectOfTheLedger() =>
        Assert.Throws<InvalidOperationException>(() => Samples.Fold(Samples.Opened, new CommitmentEvent.Opened(Samples.Plan, Samples.Basis), 2));

    [Fact]
    public void Fold_SameEventsTwice_GivesTheSame()
    {
        var (one, other) = (Samples.Reported(3), Samples.Reported(3));

        Assert.Equal(one with { Reports = other.Reports }, other);
        Assert.Equal(one.Reports, other.Reports);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"1\"")]
    public void Report_EtagEmptyOrCurrent_IsTaken(string etag) =>
        Assert.Equal(new CommitmentEvent.ProgressReported(1, Samples.Progress), Samples.Opened.Report(Samples.Progress, etag).Value);

    [Theory]
    [InlineData("\"0\"")]
    [InlineData("\"2\"")]
    [InlineData("1")]
    [InlineData("*")]
    [InlineData("\"01\"")]
    public void Report_EtagOfAnotherRevision_IsStaleAndSaysTheCurrentOne(string etag)
    {
        var fault = Samples.Opened.Report(Samples.Progress, etag).Fault!;

        Assert.Equal((FaultKind.Stale, FaultReason.EtagMismatch), (fault.Kind, fault.Reason));
        Assert.Contains("'\"1\"'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_EachStateOfTheCommitment_IsRefusedBeforeItIsSignedForAndWhereNothingIsDoneAnyMore() =>
        Assert.All(Enum.GetValues<CommitmentState>(), state =>
        {
            var reported = (Samples.Opened with { State = state }).Report(Samples.Progress, "");
            var over = state is CommitmentState.AwaitingAcknowledgement or CommitmentState.Postponed or CommitmentState.Merged or CommitmentState.StruckOff or CommitmentState.Ended;
            Assert.Equal(over ? FaultReason.WrongState : null, reported.Fault?.Reason);
        });

    [Fact]
    public void Report_StaleAndOutOfItsLimits_IsFirstOfAllStale() =>
        Assert.Equal(FaultKind.Stale, Samples.Opened.Report(Samples.Progress with { Percent = 101 }, "\"9\"").Fault?.Kind);

    [Fact]
    public void Report_LessThanBefore_IsTaken() =>
        Assert.True(Samples.Reported(3).Report(Samples.Of(3, 0), "").IsOk);

    /// <summary>What is reported says how things stood at the end of its period, or on the day it is told if that comes before; of two of one day the later told is shown.</summary>
    [Theory]
    [InlineData("2026-10 60; 2026-09 20", 60)]
    [InlineData("2026-09 20; 2026-10 60", 60)]
    [InlineData("2026-11 60; 2026-Q3 30", 60)]
    [InlineData("2026-Q4 30; 2026-11 60", 60)]
    [InlineData("2026-11 60; 2026-Q4 70", 70)]
    [InlineData("2026-11 60; 2026-10 50; 2026-08 10; 2026-Q2 5", 60)]
    public void Percent_OfReportsInAnyOrder_IsThatOfTheLatestPeriod(string reports, int percent)
    {
        var commitment = reports.Split("; ").Select(r => r.Split(' ')).Aggregate(Samples.Opened, (c, r) => c.Take(
            now => now.Report(Samples.Progress with { Period = r[0], Percent = int.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture) }, "")));

        Assert.Equal((percent, percent), (commitment.Percent(Samples.Weekends), commitment.Latest(Samples.Weekends)?.Progress.Percent));
    }

    [Fact]
    public void Percent_OfAQuarterToldWhenItWasOver_GoesBeforeThatOfItsMonths()
    {
        var months = Samples.Opened.Take(c => c.Report(Samples.Of(0, 60), ""));
        var quarter = new ProgressReport(new ProgressReportName(Samples.Name, 2), Samples.Progress with { Period = "2026-Q4", Percent = 80 }, "reporter", Samples.Day.AddDays(60), 9);

        Assert.Equal(80, (months with { Reports = months.Reports.Add(quarter) }).Percent(Samples.Weekends));
    }

    /// <summary>Half an hour into the first of December in China it is still November in Greenwich.</summary>
    [Theory]
    [InlineData("2026-11-30T23:30:00+08:00", 60)]
    [InlineData("2026-12-01T00:30:00+08:00", 80)]
    public void Percent_OfAQuarterToldAtTheEndOfAMonth_IsOfTheDayInTheZoneOfTheProgramme(string told, int percent)
    {
        var time = DateTimeOffset.Parse(told, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
        var month = new ProgressReport(new ProgressReportName(Samples.Name, 1), Samples.Of(0, 60), "reporter", time.AddDays(5), 9);
        var quarter = new ProgressReport(new ProgressReportName(Samples.Name, 2), Samples.Progress with { Period = "2026-Q4", Percent = 80 }, "reporter", time, 8);

        Assert.Equal(percent, (Samples.Opened with { Reports = [month, quarter] }).Percent(Samples.Weekends));
    }

    /// <summary>What is known of a month that is over: how things stood at its end, and what was reported for it since.</summary>
    [Fact]
    public void ReportedBy_LaterReports_AddsThoseOfPeriodsThatWereOverAndNothingElse()
    {
        var end = new DateOnly(2026, 11, 30);
        var stood = Samples.Reported(2);
        var later = stood.Take(c => c.ReturnReport("", 1, ReviewLevel.City, "缺材料", Samples.At(9)))
            .Take(c => c.Report(Samples.Progress with { Period = "2026-Q4", Percent = 90 }, ""))
            .Take(c => c.Report(Samples.Progress with { Period = "2026-09", Percent = 5, Problems = [new Problem("缺少实施细则", ProblemLevel.Province)] }, ""))
            .Take(c => c.Postpone("", "政策调整", until: null, Samples.At(9)));

        var known = stood.ReportedBy(later, end);

        Assert.Equal((CommitmentState.InProgress, stood.Plan), (known.State, known.Plan));
        Assert.Equal([("2026-10", ReportState.Returned), ("2026-11", ReportState.Submitted), ("2026-09", ReportState.Submitted)], known.Reports.Select(r => (r.Progress.Period, r.State)));
        Assert.Equal(["缺少实施细则"], known.Course.Problems.Select(p => p.Problem.Description));
        Assert.Same(stood, stood.ReportedBy(stood, end));
    }

    /// <summary>What was opened since stood as nothing that had begun, if it was reported on all the same; otherwise not at all.</summary>
    [Fact]
    public void ReportedBeforeOpening_OfAMonthThatWasOver_IsNotStartedWithItsReport()
    {
        var later = Samples.Opened.Take(c => c.Report(Samples.Of(2, 10) with { Problems = [new Problem("缺少实施细则", ProblemLevel.Province)] }, "")).Take(c => c.Report(Samples.Progress, ""));

        var known = later.ReportedBeforeOpening(new DateOnly(2026, 10, 31))!;

        Assert.Equal((CommitmentState.NotStarted, later.Plan), (known.State, known.Plan));
        Assert.Equal(["2026-09"], known.Reports.Select(r => r.Progress.Period));
        Assert.Equal(["缺少实施细则"], known.Course.Problems.Select(p => p.Problem.Description));
        Assert.Null(later.ReportedBeforeOpening(new DateOnly(2026, 8, 31)));
        Assert.Null(Samples.Opened.ReportedBeforeOpening(new DateOnly(2026, 10, 31)));
    }

    /// <summary>In a cell that two stand for, the same one is counted whichever was changed last.</summary>
    [Fact]
    public void CountedOf_TwoInACell_IsTheOneThatGoesOnAndThenTheFirstByName()
    {
        var (first, second, over) = (Samples.Reported(1), Samples.Other, Samples.In(CommitmentState.StruckOff) with { Name = Samples.Name with { TaskNumber = 11 } });

        Assert.Same(first, Commitment.CountedOf([first, second, over]));
        Assert.Same(first, Commitment.CountedOf([over, second, first]));
        Assert.Same(over, Commitment.CountedOf([over]));
        Assert.Null(Commitment.CountedOf([]));
    }

    [Fact]
    public void Percent_ForThePublic_IsThatOfTheLatestPeriodThatWasAccepted()
    {
        var reported = Samples.Reported(3);
        Assert.Equal((3, null), (reported.Percent(Samples.Weekends), reported.Published().Percent(Samples.Weekends)));

        Assert.Equal((3, 2), (reported.Accepted(2).Percent(Samples.Weekends), reported.Accepted(2).Published().Percent(Samples.Weekends)));
        Assert.Equal(2, reported.Accepted(2).Accepted(1).Published().Percent(Samples.Weekends));
    }
}
