using System.Collections.Frozen;
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
        foreach (var year in content.Years)
            if (year.Rest.Any(r => r.To < r.From || r.From.Year != year.Number || r.To.Year != year.Number) || year.Work.Any(day => day.Year != year.Number))
                throw new StartupException($"{path} is not a calendar: a day of {year.Number} lies in another year, or ends before it begins.");
        return new WorkCalendar(ZoneOf(content.TimeZone, path), content.Years.SelectMany(y => y.Rest).SelectMany(r => r.Days()).ToFrozenSet(), content.Years.SelectMany(y => y.Work).ToFrozenSet())
        {
            Version = id,
            AnnouncedYears = content.Years.Select(y => y.Number).ToFrozenSet(),
        };
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
