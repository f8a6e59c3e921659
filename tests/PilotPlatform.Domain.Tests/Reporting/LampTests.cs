using PilotPlatform.Domain.Reporting;
using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Lamps by the rule that is shipped, each at its limits, and what would turn them green.</summary>
public sealed class LampTests
{
    private static readonly LampRuleFile File = LampRuleFile.Load(ShippedReporting.File("lamps.json"));

    [Theory]
    [InlineData(31, Lamp.Green)]
    [InlineData(30, Lamp.Blue)]
    [InlineData(11, Lamp.Blue)]
    [InlineData(10, Lamp.Yellow)]
    [InlineData(0, Lamp.Yellow)]
    [InlineData(-1, Lamp.Red)]
    [InlineData(-100, Lamp.Red)]
    public void Read_DaysLeft_LightTheLampOfTheRule(int left, Lamp lamp)
    {
        var sign = SignOf(Samples.Reported(1), DaysUntilDue - left, LampMeasure.DueDate);

        Assert.Equal((left, lamp), (sign.Value, sign.Lamp));
        Assert.Equal(lamp != Lamp.Green && left >= 0, sign.GreenDate is not null);
        if (sign.GreenDate is not null)
            Assert.Equal(Lamp.Green, SignOf(Due(Samples.Reported(1), sign.GreenDate!.Value), DaysUntilDue - left, LampMeasure.DueDate).Lamp);
    }

    /// <summary>Behind the due date nobody can ask for another, so that only what was asked for before can move it.</summary>
    [Fact]
    public void Read_OverdueWithAnExtensionAskedFor_SaysUntilWhenItWouldHaveToBeGranted()
    {
        var asked = Samples.Reported(1).Take(c => c.RequestExtension("", Samples.Plan.DueDate.AddDays(9), "论证未完", Samples.At(1)));

        var reading = Read(asked, DaysUntilDue + 3)!;
        var sign = reading.Signs.Single(s => s.Measure == LampMeasure.DueDate);

        Assert.Equal((Lamp.Red, reading.Day.AddDays(31)), (sign.Lamp, sign.GreenDate));
        Assert.Contains("延期申请获准至", File.Say(sign, reading).Chinese, StringComparison.Ordinal);
        Assert.Null(Read(asked.Published(), DaysUntilDue + 3)!.Signs.Single(s => s.Measure == LampMeasure.DueDate).GreenDate);
    }

    [Theory]
    [InlineData(10, Lamp.Green)]
    [InlineData(-1, Lamp.Red)]
    public void Read_DoneButNotClosed_IsQuietUntilItIsOverdue(int left, Lamp lamp) =>
        Assert.Equal(lamp, SignOf(At(100), DaysUntilDue - left, LampMeasure.DueDate).Lamp);

    /// <summary>Half of the working days until the due date have passed.</summary>
    [Theory]
    [InlineData(41, Lamp.Green)]
    [InlineData(40, Lamp.Blue)]
    [InlineData(31, Lamp.Blue)]
    [InlineData(30, Lamp.Yellow)]
    [InlineData(11, Lamp.Yellow)]
    [InlineData(10, Lamp.Red)]
    public void Read_ProgressAtHalfTime_LightsTheLampOfTheRule(int percent, Lamp lamp)
    {
        var sign = SignOf(At(percent), HalfTime, LampMeasure.Progress);

        Assert.Equal((50 - percent, lamp), (sign.Value, sign.Lamp));
        if (lamp != Lamp.Green)
            Assert.Equal(Lamp.Green, SignOf(At(sign.GreenPercent!.Value), HalfTime, LampMeasure.Progress).Lamp);
    }

    [Theory]
    [InlineData(34, Lamp.Green)]
    [InlineData(35, Lamp.Blue)]
    [InlineData(64, Lamp.Blue)]
    [InlineData(65, Lamp.Yellow)]
    [InlineData(95, Lamp.Red)]
    public void Read_SilentDays_LightTheLampOfTheRule(int days, Lamp lamp) =>
        Assert.Equal((days, lamp), (SignOf(At(100), days, LampMeasure.Freshness).Value, SignOf(At(100), days, LampMeasure.Freshness).Lamp));

    /// <summary>A report on whatever period is a sign of life, as the lamp says that the next one turns it green.</summary>
    [Fact]
    public void Read_SilentForLong_IsGreenWithAnyReport()
    {
        var silent = Samples.Reported(1);
        Assert.Equal(Lamp.Blue, SignOf(silent, 40, LampMeasure.Freshness).Lamp);
        var earlier = new ProgressReport(new ProgressReportName(Samples.Name, 2), Samples.Of(2, 5), "reporter", Samples.At(40).Now, 9);

        Assert.Equal((0, Lamp.Green), (SignOf(silent with { Reports = silent.Reports.Add(earlier) }, 40, LampMeasure.Freshness).Value, SignOf(silent with { Reports = silent.Reports.Add(earlier) }, 40, LampMeasure.Freshness).Lamp));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(40)]
    public void Say_NothingEverReported_DoesNotClaimAReport(int days)
    {
        var reading = Read(Samples.Opened, days)!;

        var said = File.Say(reading.Signs.Single(s => s.Measure == LampMeasure.Freshness), reading);

        Assert.Contains("尚无反馈", said.Chinese, StringComparison.Ordinal);
        Assert.Contains("nothing reported yet", said.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "进入现状态 0 天，此后尚无反馈（上次反馈为 2026-11-24）。")]
    [InlineData(40, "进入现状态 40 天，此后尚无反馈（35 天起亮灯；上次反馈为 2026-11-24）；反馈进展即转绿。")]
    public void Say_ReopenedAndNotReportedSince_NamesTheReportOfBefore(int days, string said)
    {
        var reopened = Samples.In(CommitmentState.StruckOff).Take(c => c.Reopen("", "成效未巩固", newDueDate: null, Samples.At(2)), Samples.At(2).Now);
        var reading = Read(reopened, 2 + days)!;
        var sign = reading.Signs.Single(s => s.Measure == LampMeasure.Freshness);

        Assert.Equal((said, days), (File.Say(sign, reading).Chinese, sign.Value));
        Assert.DoesNotContain("nothing reported yet", File.Say(sign, reading).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralSigns_IsAsBadAsTheWorst()
    {
        var reading = Read(At(0), HalfTime)!;

        Assert.Equal(3, reading.Signs.Length);
        Assert.Equal(reading.Signs.Max(s => s.Lamp), reading.Lamp);
        Assert.Equal((Lamp.Red, 50, 0), (reading.Lamp, reading.ElapsedPercent, reading.Percent));
    }

    /// <summary>What nothing can be filled in for, and numbers that no progress can have, end the start; and what is said of it is for who wrote the file.</summary>
    [Theory]
    [InlineData("{value} 天，进度", "{valu} 天，进度", "texts.dueDate.green holds {valu}, which nothing fills there.")]
    [InlineData("今天有反馈。", "今天有反馈，{greenDate}。", "texts.freshness.today holds {greenDate}, which nothing fills there.")]
    [InlineData("今天有反馈。", "今天有反馈{value。", "texts.freshness.today has a brace without its other.")]
    [InlineData("Last heard of today.", " ", "texts.freshness.today says nothing in one language.")]
    [InlineData("\"untold\"", "\"today\"", "the member stands twice")]
    [InlineData("\"untold\"", "\"asked\"", "texts.freshness lacks untold, which is said")]
    [InlineData("\"late\"", "\"today\"", "texts.dueDate.today holds {late}, which nothing fills there.")]
    [InlineData("\"blue\": 30", "\"blue\": \"30\"", "line 4, $.daysLeft.blue: the value is of another kind than stands here.")]
    [InlineData("\"quietAtPercent\": 100", "\"quietAtPercent\": 500", "quietAtPercent is not from 0 to 101")]
    [InlineData("\"lag\": { \"blue\": 10", "\"lag\": { \"blue\": 0", "its lag is not from 1 to 100 percentage points")]
    [InlineData("\"quietAtPercent\": 100", "\"quiet\": 100", "line 5, $.quiet: there is no such member here.")]
    [InlineData("\"quietAtPercent\": 100", "\"quietAtPercent\": \"all\"", "line 5, $.quietAtPercent: the value is of another kind than stands here.")]
    [InlineData("\"quietAtPercent\": 100,", "", "it lacks 'quietAtPercent'")]
    [InlineData("\"version\": \"2026.1\"", "\"version\": null", "$.version: it may not be null")]
    [InlineData("\"lag\": {", "\"lag\": {,", "it is no JSON from here on")]
    public void Load_WhatIsNoRule_IsRefusedInPlainWords(string part, string instead, string refused)
    {
        var file = Path.GetTempFileName();
        try
        {
            var shipped = System.IO.File.ReadAllText(ShippedReporting.File("lamps.json"));
            Assert.Contains(part, shipped, StringComparison.Ordinal);
            System.IO.File.WriteAllText(file, shipped.Replace(part, instead, StringComparison.Ordinal));
            var message = Assert.Throws<StartupException>(() => LampRuleFile.Load(file)).Message;
            Assert.Contains(refused, message, StringComparison.Ordinal);
            Assert.DoesNotContain("NET", message, StringComparison.Ordinal);
            Assert.DoesNotContain("PilotPlatform", message, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Fact]
    public void Read_EachState_HasALampWhereThereIsSomethingToDo() =>
        Assert.All(Enum.GetValues<CommitmentState>(), state =>
        {
            var reading = Read(Samples.In(state), 300);
            var (lamp, signs) = state switch
            {
                CommitmentState.Postponed or CommitmentState.Merged or CommitmentState.StruckOff or CommitmentState.Ended => ((Lamp?)null, (int?)null),
                CommitmentState.Implemented => (Lamp.Green, 0),
                CommitmentState.Ongoing => (Lamp.Red, 1),
                _ => (Lamp.Red, 3),
            };
            Assert.Equal((lamp, signs), (reading?.Lamp, reading?.Signs.Length));
        });

    [Fact]
    public void Say_EverySign_HasItsNumbersInBothLanguagesAndNoPlaceholderLeft() =>
        Assert.All(
            from days in new[] { 0, 40, 120, 230, 400 }
            from percent in new[] { 0, 50, 100 }
            let reading = Read(At(percent), days)!
            from sign in reading.Signs
            select (sign, File.Say(sign, reading)),
            said =>
            {
                Assert.DoesNotContain('{', said.Item2.Chinese + said.Item2.English);
                if (said.sign is { Measure: LampMeasure.Freshness, Lamp: Lamp.Green, Value: 0 or 1 })
                    Assert.Contains(said.sign.Value == 0 ? "today" : "yesterday", said.Item2.English, StringComparison.Ordinal);
                else
                    Assert.Contains(Math.Abs(said.sign.Measure == LampMeasure.Progress && said.sign.Lamp == Lamp.Green ? 0 : said.sign.Value).ToString(System.Globalization.CultureInfo.InvariantCulture), said.Item2.English, StringComparison.Ordinal);
            });

    private static int DaysUntilDue => Samples.Plan.DueDate.DayNumber - Samples.At(0).Today.DayNumber;

    private static int HalfTime => Samples.Weekends.After(Samples.At(0).Today, Samples.Weekends.WorkingDays(Samples.At(0).Today, Samples.Plan.DueDate) / 2).DayNumber - Samples.At(0).Today.DayNumber;

    private static Commitment At(int percent) => Samples.Opened.Take(c => c.Report(Samples.Progress with { Percent = percent }, ""));

    private static Commitment Due(Commitment commitment, DateOnly due) => commitment with { Plan = commitment.Plan with { DueDate = due } };

    private static LampReading? Read(Commitment commitment, int days) => File.Rule.Read(commitment, Samples.Weekends, Samples.At(days).Today);

    private static LampSign SignOf(Commitment commitment, int days, LampMeasure measure) => Read(commitment, days)!.Signs.Single(s => s.Measure == measure);
}
