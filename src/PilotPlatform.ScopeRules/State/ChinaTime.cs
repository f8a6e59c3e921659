using PilotPlatform.Domain;
using Date = Google.Type.Date;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Days of the document's country (Asia/Shanghai, eight hours before UTC all the year), and days as messages.</summary>
internal static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Today(this TimeProvider time) => DayOf(time.GetUtcNow());

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    public static Result<DateOnly> Parse(string field, Date? date)
    {
        if (date is null)
            return Fault.Invalid(field, "must be given");
        return date.Year is >= 1 and <= 9999 && date.Month is >= 1 and <= 12 && date.Day >= 1 && date.Day <= DateTime.DaysInMonth(date.Year, date.Month)
            ? new DateOnly(date.Year, date.Month, date.Day)
            : Fault.Invalid(field, $"{date.Year}-{date.Month}-{date.Day} is not a day");
    }

    public static Date ToProto(this DateOnly date) => new() { Year = date.Year, Month = date.Month, Day = date.Day };
}
