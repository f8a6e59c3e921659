using System.Text.Json;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting;

/// <summary>Values of the contracts as values of the core, which stand one lower: the contracts begin with one that is not used.</summary>
internal static class Enums
{
    public static Result<T> Parse<T>(string field, int value)
        where T : struct, Enum
    {
        var parsed = (T)Enum.ToObject(typeof(T), value - 1);
        return Enum.IsDefined(parsed) ? parsed : Fault.Invalid(field, "must be given, with one of its values");
    }

    /// <summary>A value as its contract writes it, such as PARTY_CITY_REVIEWER.</summary>
    public static string Written<T>(string prefix, T value)
        where T : struct, Enum =>
        $"{prefix}_{JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString())}";

    /// <summary>A value that may be left out.</summary>
    public static Result<T?> ParseMaybe<T>(string field, int value)
        where T : struct, Enum =>
        value == 0 ? (Result<T?>)(T?)null : Parse<T>(field, value) is { IsOk: true } parsed ? (T?)parsed.Value : Fault.Invalid(field, "is none of its values");
}
