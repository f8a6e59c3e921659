using PilotPlatform.Domain;
using Date = Google.Type.Date;

namespace PilotPlatform.Reporting;

/// <summary>Days as messages have them.</summary>
internal static class Dates
{
    public static Result<DateOnly> Parse(string field, Date? date)
    {
        if (date is null)
            return Fault.Invalid(field, "must be given");
        return date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month)
            ? new DateOnly(date.Year, date.Month, date.Day)
            : Fault.Invalid(field, $"{date.Year}-{date.Month}-{date.Day} is not a day");
    }

    public static Result<DateOnly?> ParseMaybe(string field, Date? date) =>
        date is null ? (DateOnly?)null : Parse(field, date).Then<DateOnly?>(day => day);

    public static Date ToProto(this DateOnly day) => new() { Year = day.Year, Month = day.Month, Day = day.Day };
}
