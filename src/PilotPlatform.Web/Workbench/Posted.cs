using System.Globalization;
using Date = Google.Type.Date;

namespace PilotPlatform.Web.Workbench;

/// <summary>A form as it was posted: fields by the names that the contract has for them.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Programme">Resource name of the programme.</param>
/// <param name="Name">Resource name of what the step is about.</param>
/// <param name="File">The file that was posted with it; null for none.</param>
public sealed record Posted(IReadOnlyDictionary<string, string> Fields, string Programme, string Name, IFormFile? File = null)
{
    /// <summary>Whether its fields hold what people write, and no control characters but ends of lines and tabs.</summary>
    public bool IsWritten => IsOnce && Fields.All(f => f.Key.Concat(f.Value).All(c => !char.IsControl(c) || c is '\n' or '\r' or '\t'));

    /// <summary>Whether each field was posted once, as our forms do: two values are no answer.</summary>
    private bool IsOnce { get; init; } = true;

    /// <summary>Makes the form repeatable: posted twice, it is done once.</summary>
    public string RequestId => this["request_id"];

    public string Etag => this["etag"];

    /// <summary>Resource name of the task that is filled in by its number.</summary>
    public string PilotTask => $"{Programme}/pilotTasks/{this["pilot_task"]}";

    /// <summary>Resource name of the city that is chosen by its id; empty for none.</summary>
    public string City => this["city"].Length > 0 ? $"{Programme}/cities/{this["city"]}" : "";

    /// <summary>What a field says; empty for a field that was not posted.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field, "").Trim();

    /// <summary>Lines of a field, empty ones left out.</summary>
    public IEnumerable<string> Lines(string field) => this[field].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A day; null if the field names none, which the service then says.</summary>
    public Date? Day(string field) => ParseDay(this[field]);

    public int? Number(string field) => int.TryParse(this[field], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A value of an enumeration; its zero if nothing was chosen, and a number that it does not have if something else was, which the service then says.</summary>
    public TEnum Choice<TEnum>(string field)
        where TEnum : struct, Enum
    {
        if (this[field].Length == 0)
            return default;
        return Enum.TryParse<TEnum>(this[field], out var chosen) && Enum.IsDefined(chosen) ? chosen : (TEnum)Enum.ToObject(typeof(TEnum), -1);
    }

    /// <summary>The file, or its content as the page of a dry run repeats it.</summary>
    public async Task<byte[]> ContentAsync(CancellationToken stop)
    {
        if (File is null)
            return TryDecode(this["content"]) ?? throw new BadHttpRequestException("The form has no file.");
        using var content = new MemoryStream();
        await File.CopyToAsync(content, stop);
        return content.ToArray();
    }

    public static Posted Of(IFormCollection form, string programme) =>
        new(form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal), programme, programme, form.Files.GetFile("file")) { IsOnce = form.All(f => f.Value.Count == 1) && form.Files.Count <= 1 };

    public static Date? ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Date { Year = day.Year, Month = day.Month, Day = day.Day }
            : null;

    private static byte[]? TryDecode(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
