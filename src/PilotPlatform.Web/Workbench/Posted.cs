using System.Globalization;
using Date = Google.Type.Date;

namespace PilotPlatform.Web.Workbench;

/// <summary>A form as it was posted: fields by the names that the contract has for them.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Name">Resource name of what the step is about.</param>
public sealed record Posted(IReadOnlyDictionary<string, string> Fields, string Name)
{
    /// <summary>Makes the form repeatable: posted twice, it is done once.</summary>
    public string RequestId => this["request_id"];

    public string Etag => this["etag"];

    /// <summary>What a field says; empty for a field that was not posted.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "").Trim();

    /// <summary>Lines of a field, empty ones left out.</summary>
    public IEnumerable<string> Lines(string field) => this[field].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A day; null if the field names none, which the service then says.</summary>
    public Date? Day(string field) => ParseDay(this[field]);

    public int? Number(string field) => int.TryParse(this[field], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A value of an enumeration; its zero if the field names none, which the service then says.</summary>
    public TEnum Choice<TEnum>(string field)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(this[field], out var chosen) && Enum.IsDefined(chosen) ? chosen : default;

    public static Posted Of(IFormCollection form, string name) =>
        new(form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal), name);

    public static Date? ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Date { Year = day.Year, Month = day.Month, Day = day.Day }
            : null;
}
