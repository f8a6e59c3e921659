using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting.Reports;

/// <summary>The words of reports as they lie in their file, named by the hash of the file.</summary>
public sealed class ReportWordsFile
{
    /// <exception cref="StartupException">The file cannot be read, or does not say the same things in both languages.</exception>
    public ReportWordsFile(IOptions<ReportingOptions> options)
    {
        var (content, id) = DataFile.Read<Content>(options.Value.Reports);
        if (content.Chinese.Keys.Except(content.English.Keys, StringComparer.Ordinal).Concat(content.English.Keys.Except(content.Chinese.Keys, StringComparer.Ordinal)).FirstOrDefault() is { } one)
            throw new StartupException($"{options.Value.Reports} has '{one}' in one language only.");
        var definition = OverviewFile.Load(options.Value.Overview).Definition;
        Chinese = new ReportWords(content.Chinese.Append(new("definition", definition.Chinese)), isEnglish: false);
        English = new ReportWords(content.English.Append(new("definition", definition.English)), isEnglish: true);
        Name = $"reportWords/{id}";
    }

    public ReportWords Chinese { get; }

    public ReportWords English { get; }

    /// <summary><c>reportWords/{id}</c></summary>
    public string Name { get; }

    public ReportWords In(bool english) => english ? English : Chinese;

    private sealed record Content(
        IReadOnlyDictionary<string, string> Chinese, IReadOnlyDictionary<string, string> English, [property: JsonPropertyName("$schema")] string? Schema = null);
}
