using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Type;

namespace PilotPlatform.Web.Components;

/// <summary>Times as they are read in China, whatever the clock of the server.</summary>
public static class Moments
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static string InShanghai(this Timestamp time) => time.ToDateTimeOffset().InShanghai();

    public static string InShanghai(this DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, Shanghai).ToString("yyyy-MM-dd HH:mm:ss '(UTC+8)'", CultureInfo.InvariantCulture);

    /// <summary>The day it is in China.</summary>
    public static DateOnly DayInShanghai(this DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, Shanghai).DateTime);

    /// <summary>When a day begins in China.</summary>
    public static DateTimeOffset BeginInShanghai(this DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Shanghai.GetUtcOffset(midnight));
    }

    /// <summary>A time that is written without a zone, as pages show it: that of China.</summary>
    public static DateTimeOffset OfShanghai(this System.DateTime written) => new(written, Shanghai.GetUtcOffset(written));

    public static string Machine(this Timestamp time) => time.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture);

    public static string Iso(this Date date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year:D4}-{date.Month:D2}-{date.Day:D2}");
}
