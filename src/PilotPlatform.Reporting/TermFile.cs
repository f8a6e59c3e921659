using System.Text.Json.Serialization;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The days between which the programme runs, as they lie in their file, to be edited when its end is announced.</summary>
public static class TermFile
{
    private const int LongestYears = 100;

    /// <exception cref="StartupException">The file cannot be read, or says no term.</exception>
    public static Term Load(string path)
    {
        var content = DataFile.Read<Content>(path).Content;
        if (content.LastDay < content.FirstDay)
            throw new StartupException($"{path} says no term: it ends before it begins.");
        return content.MostYears is >= 1 and <= LongestYears
            ? new Term(content.FirstDay, content.LastDay, content.MostYears)
            : throw new StartupException($"{path} says no term: mostYears is not from 1 to {LongestYears}.");
    }

    private sealed record Content(DateOnly FirstDay, string Source, DateOnly? LastDay, int MostYears, [property: JsonPropertyName("$schema")] string? Schema = null);
}
