using System.Collections.Frozen;

namespace PilotPlatform.Domain.Reporting;

/// <summary>Days as offices count them: in a time zone, with the rest days and the make-up working days that were announced.</summary>
/// <param name="Zone">The zone in which a moment falls on a day.</param>
/// <param name="RestDays">Weekdays that are off.</param>
/// <param name="MadeUpDays">Days of a weekend that are worked (调休上班).</param>
public sealed record WorkCalendar(TimeZoneInfo Zone, FrozenSet<DateOnly> RestDays, FrozenSet<DateOnly> MadeUpDays)
{
    private const int DaysOfAWeek = 7;
    private const int WorkdaysOfAWeek = 5;

    private readonly int[] weekdaysOff = [.. RestDays.Where(day => !IsWeekend(day)).Select(day => day.DayNumber).Order()];
    private readonly int[] weekendsWorked = [.. MadeUpDays.Where(IsWeekend).Select(day => day.DayNumber).Order()];

    /// <summary>Which calendar it is: the hash of its file; empty for one that was not read from a file.</summary>
    public string Version { get; init; } = "";

    /// <summary>Years whose rest days and make-up working days were announced; in others Monday to Friday are taken for working days.</summary>
    public FrozenSet<int> AnnouncedYears { get; init; } = [];

    /// <summary>The years between two days that were not announced.</summary>
    public IEnumerable<int> UnannouncedYears(DateOnly from, DateOnly to) =>
        Enumerable.Range(from.Year, Math.Max(0, to.Year - from.Year + 1)).Where(year => !AnnouncedYears.Contains(year));

    /// <summary>The day on which a moment falls.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);

    /// <summary>The last moment of a day.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).AddTicks(-1);
    }

    public bool IsWorkingDay(DateOnly day) => IsWeekend(day) ? MadeUpDays.Contains(day) : !RestDays.Contains(day);

    /// <summary>The day so many working days behind another; the day itself for none.</summary>
    public DateOnly After(DateOnly day, int workingDays)
    {
        while (workingDays > 0 && day < DateOnly.MaxValue)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day))
                workingDays--;
        }

        return day;
    }

    /// <summary>Working days behind <paramref name="from"/> up to and with <paramref name="to"/>; 0 if that is not later.</summary>
    public int WorkingDays(DateOnly from, DateOnly to)
    {
        if (to <= from)
            return 0;

        var days = to.DayNumber - from.DayNumber;
        var weekdays = days / DaysOfAWeek * WorkdaysOfAWeek;
        for (var rest = 1; rest <= days % DaysOfAWeek; rest++)
            weekdays += IsWeekend(from.AddDays(rest)) ? 0 : 1;
        return weekdays - Between(weekdaysOff, from, to) + Between(weekendsWorked, from, to);
    }

    /// <summary>How many of the sorted days lie behind <paramref name="from"/>, up to and with <paramref name="to"/>.</summary>
    private static int Between(int[] days, DateOnly from, DateOnly to) => UpTo(days, to) - UpTo(days, from);

    private static int UpTo(int[] days, DateOnly day)
    {
        var at = Array.BinarySearch(days, day.DayNumber);
        return at >= 0 ? at + 1 : ~at;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
