using PilotPlatform.Domain.Reporting;
using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;
using ReachState = PilotPlatform.Domain.Scope.ReachState;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Nothing is reported of the time before the programme, and nothing falls due behind it.</summary>
public sealed class TermTests
{
    private static readonly DateOnly First = new(2026, 4, 11);
    private static readonly DateOnly Last = new(2028, 4, 10);
    private static readonly Moment At = Samples.At(0) with { Term = new Term(First, Last, 10) };

    [Theory]
    [InlineData("2025-01", false)]
    [InlineData("2026-03", false)]
    [InlineData("2026-Q1", false)]
    [InlineData("2026-04", true)]
    [InlineData("2026-Q2", true)]
    public void Report_OfAPeriod_IsTakenUnlessItWasOverBeforeTheProgrammeBegan(string period, bool taken)
    {
        var fault = Samples.Opened.Report(Samples.Progress with { Period = period }, "", Samples.Untouched(period), At).Fault;

        Assert.Equal(taken ? null : "progress_report.period", fault?.Subject);
        Assert.Equal(taken ? null : $"progress_report.period: '{period}' was over before the programme began, 2026-04-11", fault?.Message);
    }

    [Fact]
    public void BegunBy_ADay_AreTheMonthsAndQuartersThatHaveBegunSinceTheProgramme()
    {
        Assert.Equal(["2026-06", "2026-05", "2026-04", "2026-Q2"], At.Term.BegunBy(new DateOnly(2026, 6, 1)).Select(period => period.ToString()));
        Assert.Equal(["2000-01", "2000-Q1"], Term.Any.BegunBy(new DateOnly(2026, 12, 31)).Where(period => period.FirstDay.Year == 2000 && period.FirstDay.Month == 1).Select(period => period.ToString()));
    }

    [Fact]
    public void Period_ThatWasOverBeforeTheProgrammeBegan_IsNeitherOpenedNorClosedNorFrozen()
    {
        var period = Samples.Untouched("2026-03");

        Assert.All([period.Open("", city: null, closesOn: null, At), period.Close("", "dalian", "已汇总", At), period.BeginFreeze("", At)], refused => Assert.Equal("name", refused.Fault?.Subject));
    }

    [Fact]
    public void DueDate_BehindTheLastDay_IsRefusedWhereverItIsSet()
    {
        var (late, last) = (Last.AddDays(1), Last);
        var (working, postponed, struck) = (Samples.In(CommitmentState.InProgress), Samples.In(CommitmentState.Postponed), Samples.In(CommitmentState.StruckOff));
        Result<CommitmentEvent>[] Set(DateOnly day) =>
        [
            Commitment.Open(Samples.Name, Samples.Plan with { DueDate = day }, ReachState.Applies, Samples.Basis, At),
            Samples.Opened.Decompose("", Samples.Plan with { DueDate = day }, At),
            working.RequestExtension("", day, "尚待批复", At),
            working.Postpone("", "政策调整", day, At),
            postponed.Resume("", "", day, At),
            struck.Reopen("", "成效未巩固", day, At),
        ];

        Assert.Equal(
            ["commitment.due_date", "commitment.due_date", "new_due_date", "until_date", "new_due_date", "new_due_date"], Set(late).Select(step => step.Fault?.Subject));
        Assert.All(Set(late), step => Assert.Contains("2028-04-11 is after 2028-04-10", step.Fault!.Message, StringComparison.Ordinal));
        Assert.All(Set(last), step => Assert.True(step.IsOk, step.Fault?.Message));
    }

    [Fact]
    public void DueDate_WhileNoLastDayIsSet_IsAtMostSoManyYearsAhead()
    {
        var term = new Term(First, LastDay: null, 10);

        Assert.Equal(new DateOnly(2036, 11, 24), term.LatestOn(new DateOnly(2026, 11, 24)));
        Assert.Equal(DateOnly.MaxValue, term.LatestOn(new DateOnly(9995, 1, 1)));
    }

    [Fact]
    public void Milestone_BeforeTheProgrammeBegan_IsRefusedUnlessItStoodBefore()
    {
        var early = Samples.Plan with { Milestones = [new Milestone("方案印发", First.AddDays(-1), null)] };
        var standing = Samples.Opened with { Plan = early, State = CommitmentState.InProgress };

        Assert.Equal("commitment.milestones[0].due_date", Commitment.Open(Samples.Name, early, ReachState.Applies, Samples.Basis, At).Fault?.Subject);
        Assert.Equal("commitment.milestones[0].due_date", Samples.In(CommitmentState.InProgress).Decompose("", early, At).Fault?.Subject);
        Assert.True(standing.Decompose("", early with { LeadUnit = "市科技局" }, At).IsOk);
    }

    [Fact]
    public void Load_TheShippedTerm_BeganWithThePlanOfTheStateCouncil() =>
        Assert.Equal(new Term(new DateOnly(2025, 4, 11), LastDay: null, 10), TermFile.Load(ShippedReporting.File("term.json")));

    [Theory]
    [InlineData("""{"firstDay":"2026-01-02","source":"","lastDay":"2026-01-01","mostYears":10}""")]
    [InlineData("""{"firstDay":"2026-01-02","source":"","lastDay":null,"mostYears":0}""")]
    [InlineData("""{"firstDay":"2026-13-02","source":"","lastDay":null,"mostYears":5}""")]
    public void Load_WhatIsNoTerm_EndsTheStart(string content)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            Assert.Throws<StartupException>(() => TermFile.Load(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
