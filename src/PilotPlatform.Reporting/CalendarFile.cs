using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Serialization;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The calendar of working days as it lies in its file, to be edited when a year is announced.</summary>
public static class CalendarFile
{
    /// <exception cref="StartupException">The file cannot be read, or is not a calendar.</exception>
    public static WorkCalendar Load(string path)
    {
        var (content, id) = DataFile.Read<Content>(path);
        if (Problems(content.Years).FirstOrDefault() is { } problem)
            throw new StartupException($"{path} is not a calendar: {problem}.");
        return new WorkCalendar(ZoneOf(content.TimeZone, path), content.Years.SelectMany(y => y.Rest).SelectMany(r => r.Days()).ToFrozenSet(), content.Years.SelectMany(y => y.Work).ToFrozenSet())
        {
            Version = id,
            AnnouncedYears = content.Years.Select(y => y.Number).ToFrozenSet(),
        };
    }

    /// <summary>What a calendar says twice, or against itself.</summary>
    private static IEnumerable<string> Problems(IReadOnlyList<Year> years)
    {
        foreach (var (year, times) in years.CountBy(y => y.Number))
            if (times > 1)
                yield return string.Create(CultureInfo.InvariantCulture, $"the year {year} stands {times} times");
        foreach (var year in years)
        {
            foreach (var rest in year.Rest)
                if (rest.To < rest.From || rest.From.Year != year.Number || rest.To.Year != year.Number)
                    yield return string.Create(CultureInfo.InvariantCulture, $"the rest {rest.Name}, {rest.From:O} to {rest.To:O}, ends before it begins or is not in {year.Number}");
            foreach (var day in year.Work)
            {
                if (day.Year != year.Number)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{day:O} stands in the work of {year.Number}");
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    yield return string.Create(CultureInfo.InvariantCulture, $"{day:O} stands in work, and is no day of a weekend");
                if (year.Rest.FirstOrDefault(rest => rest.From <= day && day <= rest.To) is { } off)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{day:O} stands in work, and in the rest {off.Name}");
            }
        }
    }

    private static TimeZoneInfo ZoneOf(string id, string path)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception failed) when (failed is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new StartupException($"{path} names a time zone that this machine does not know: {id}", failed);
        }
    }

    private sealed record Content(string TimeZone, IReadOnlyList<Year> Years, [property: JsonPropertyName("$schema")] string? Schema = null);

    private sealed record Year(
        [property: JsonPropertyName("year")] int Number, string Source, IReadOnlyList<Rest> Rest, IReadOnlyList<DateOnly> Work);

    private sealed record Rest(string Name, DateOnly From, DateOnly To)
    {
        public IEnumerable<DateOnly> Days() => Enumerable.Range(0, To.DayNumber - From.DayNumber + 1).Select(From.AddDays);
    }
}
