using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace PilotPlatform.Web.Workbench;

/// <summary>What is wrong with a field, in the language of the page: services say it in English, to programs and people alike.</summary>
internal static partial class FieldProblems
{
    /// <summary>One sentence, which says what the field has to hold where the service's own sentence is none of those that are known.</summary>
    public static string Said(IStringLocalizer words, StepField field, string? value, string problem)
    {
        if (TooLong().Match(problem) is { Success: true } tooLong)
            return words["Problem-TooLong", tooLong.Groups["length"].Value, tooLong.Groups["most"].Value];
        if (string.IsNullOrWhiteSpace(value))
            return words["Problem-Empty"];
        return words[problem.EndsWith("holds control characters or damaged ones", StringComparison.Ordinal) ? "Problem-Characters" : $"Problem-{field.Kind}"];
    }

    [GeneratedRegex("(?<length>[0-9]+) characters are more than (?<most>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TooLong();
}
