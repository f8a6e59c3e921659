using CsCheck;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Periods of reporting: a month or a quarter, written in one way only.</summary>
public sealed class PeriodTests
{
    private static readonly string[] Periods = ["2026-11", "2026-Q4", "2026-01"];

    [Fact]
    public void Parse_EveryMonthAndQuarterOfACentury_PrintsAsItWasWritten()
    {
        var months = from year in Enumerable.Range(2000, 100) from month in Enumerable.Range(1, 12) select new Period(year, month, null);
        var quarters = from year in Enumerable.Range(2000, 100) from quarter in Enumerable.Range(1, 4) select new Period(year, null, quarter);

        Assert.All(months.Concat(quarters), period => Assert.Equal(period, Period.Parse("period", period.ToString()).Value));
    }

    [Fact]
    public void Parse_AnyTextOfItsCharacters_IsRefusedOrPrintsAsItWasWritten() =>
        Gen.Char["0123456789-Qq \0+１"].Array[0, 8].Select(c => new string(c)).Sample(Same);

    [Fact]
    public void Parse_PeriodWithOneCharacterChanged_IsRefusedOrPrintsAsItWasWritten() =>
        Gen.Select(Gen.Int[0, Periods.Length - 1].Select(i => Periods[i]), Gen.Int[0, 6], Gen.Char["0123456789-Q \0\t+"]).Sample((text, at, character) =>
            Same(text.Remove(at, 1).Insert(at, character.ToString())));

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-q4")]
    [InlineData("2026-4Q")]
    [InlineData("2026-1")]
    [InlineData("2026-011")]
    [InlineData("2026/11")]
    [InlineData("1999-12")]
    [InlineData("26-11-1")]
    [InlineData("2026-1\0")]
    [InlineData("2026-1 ")]
    [InlineData("2026-+1")]
    [InlineData("２０２６-11")]
    [InlineData("2026年1")]
    public void Parse_TextOfAnotherForm_IsRefusedWithItsField(string text)
    {
        var fault = Period.Parse("progress_report.period", text).Fault;

        Assert.Equal((FaultReason.InvalidArgument, "progress_report.period"), (fault?.Reason, fault?.Subject));
    }

    private static bool Same(string text) => Period.Parse("period", text) is var read && (!read.IsOk || read.Value.ToString() == text);
}
