using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Working days, by the calendar that is shipped.</summary>
public sealed class CalendarTests
{
    private static readonly WorkCalendar Calendar = CalendarFile.Load(ShippedReporting.File("calendar.json"));

    private static readonly DateOnly First = new(2025, 1, 1);

    [Fact]
    public void IsWorkingDay_OfTwentyTwentySix_IsAsAnnounced()
    {
        var days = Enumerable.Range(0, 365).Select(i => new DateOnly(2026, 1, 1).AddDays(i)).ToArray();

        // 365 days, 104 of weekends, 24 weekdays off, 6 days of weekends worked.
        Assert.Equal(104, days.Count(d => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.Equal(
            [new(2026, 1, 4), new(2026, 2, 14), new(2026, 2, 28), new(2026, 5, 9), new(2026, 9, 20), new DateOnly(2026, 10, 10)],
            days.Where(d => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && Calendar.IsWorkingDay(d)));
        Assert.All([new(2026, 1, 1), new(2026, 2, 17), new(2026, 4, 6), new(2026, 5, 5), new(2026, 6, 19), new(2026, 9, 25), new DateOnly(2026, 10, 7)], day =>
            Assert.False(Calendar.IsWorkingDay(day)));
    }

    /// <summary>Holidays are announced late in the year before; nothing is guessed until then.</summary>
    [Fact]
    public void UnannouncedYears_BetweenTwoDays_AreThoseWithoutAnAnnouncement()
    {
        Assert.Equal([2027, 2028], Calendar.UnannouncedYears(new DateOnly(2026, 11, 24), new DateOnly(2028, 1, 31)));
        Assert.Empty(Calendar.UnannouncedYears(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));
        Assert.True(Calendar.IsWorkingDay(new DateOnly(2027, 10, 1)), "A Friday of a year that is not announced.");
    }

    /// <summary>A year that is added, as every December, or another time limit: the reports of before were made by another calendar, and say so.</summary>
    [Fact]
    public async Task Name_OfACalendarWithAnotherYearOrOtherLimits_IsAnother()
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-calendar-");
        try
        {
            var file = Path.Combine(folder.FullName, "calendar.json");
            var calendar = JsonNode.Parse(await File.ReadAllTextAsync(ShippedReporting.File("calendar.json"), TestContext.Current.CancellationToken))!;
            calendar["years"]!.AsArray().Add(new JsonObject { ["year"] = 2027, ["source"] = "test", ["rest"] = new JsonArray(), ["work"] = new JsonArray() });
            await File.WriteAllTextAsync(file, calendar.ToJsonString(), TestContext.Current.CancellationToken);

            string[] names = [NameOf(_ => { }), NameOf(o => o.Calendar = file), NameOf(o => o.Limits = new TimeLimits { Problem = 14 }), NameOf(_ => { })];

            Assert.Equal(3, names.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(names[0], names[^1]);
            Assert.All(names, name => Assert.Matches("^calendars/[0-9a-f]{16}$", name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What is announced is copied by hand: a slip would move deadlines without a word.</summary>
    [Theory]
    [InlineData("\"2026-01-04\"", "\"2026-01-02\"", "2026-01-02 stands in work, and is no day of a weekend.")]
    [InlineData("\"2026-01-04\"", "\"2026-01-03\"", "2026-01-03 stands in work, and in the rest 元旦.")]
    [InlineData("\"2026-01-04\"", "\"2027-01-03\"", "2027-01-03 stands in the work of 2026.")]
    [InlineData("\"to\": \"2026-01-03\"", "\"to\": \"2025-12-31\"", "the rest 元旦, 2026-01-01 to 2025-12-31, ends before it begins or is not in 2026.")]
    [InlineData("\"years\": [", "\"years\": [{ \"year\": 2026, \"source\": \"test\", \"rest\": [], \"work\": [] },", "the year 2026 stands 2 times.")]
    public void Load_CalendarThatContradictsItself_IsRefusedWithItsDay(string part, string instead, string refused)
    {
        var file = Path.GetTempFileName();
        try
        {
            var shipped = File.ReadAllText(ShippedReporting.File("calendar.json"));
            Assert.Contains(part, shipped, StringComparison.Ordinal);
            File.WriteAllText(file, shipped.Replace(part, instead, StringComparison.Ordinal));
            Assert.EndsWith($"is not a calendar: {refused}", Assert.Throws<StartupException>(() => CalendarFile.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string NameOf(Action<ReportingOptions> change)
    {
        var options = new ReportingOptions();
        change(options);
        return new Bearings(TimeProvider.System, Options.Create(options), new TaskTrails()).Calendar;
    }

    [Fact]
    public void WorkingDays_BetweenAnyTwoDays_AreTheDaysCountedOneByOne() =>
        Gen.Select(Gen.Int[0, 1200], Gen.Int[-20, 600]).Sample((start, length) =>
        {
            var from = First.AddDays(start);
            var counted = Enumerable.Range(1, Math.Max(0, length)).Count(i => Calendar.IsWorkingDay(from.AddDays(i)));

            Assert.Equal(counted, Calendar.WorkingDays(from, from.AddDays(length)));
        });

    [Fact]
    public void After_SoManyWorkingDays_IsTheFirstDayWithSoManyBehindIt() =>
        Gen.Select(Gen.Int[0, 1200], Gen.Int[1, 60]).Sample((start, count) =>
        {
            var from = First.AddDays(start);
            var day = Calendar.After(from, count);

            Assert.Equal(count, Calendar.WorkingDays(from, day));
            Assert.True(Calendar.IsWorkingDay(day));
        });

    /// <summary>The day in China begins eight hours before that of Greenwich.</summary>
    [Theory]
    [InlineData("2026-11-23T15:59:59Z", "2026-11-23")]
    [InlineData("2026-11-23T16:00:00Z", "2026-11-24")]
    public void DayOf_AMoment_IsTheDayInShanghai(string moment, string day) =>
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Calendar.DayOf(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));
}
