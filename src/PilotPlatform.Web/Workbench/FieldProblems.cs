using Microsoft.Extensions.Localization;

namespace PilotPlatform.Web.Workbench;

/// <summary>What is wrong with a field, in the language of the page: services say it in English, to programs and people alike.</summary>
internal static class FieldProblems
{
    private const string Missing = "must be given";

    /// <summary>One sentence; where the service's own is none of those that are known, it says what the field has to hold.</summary>
    public static string Said(IStringLocalizer words, bool isEnglish, StepField field, string? value, string problem, Func<string, string?>? cityOf)
    {
        var isEmpty = string.IsNullOrWhiteSpace(value);
        var isUnread = !isEmpty && RefusalSentences.WithoutField(problem).StartsWith(Missing, StringComparison.Ordinal); // what was filled in stands for nothing that could have been sent
        return (isUnread ? null : isEnglish ? RefusalSentences.InEnglish(problem, words, cityOf) : RefusalSentences.InChinese(problem, words, cityOf)) ?? words[isEmpty ? "Problem-Empty" : $"Problem-{field.Kind}"];
    }

    /// <summary>Whether the sentence in Chinese says all that the service says, so that nobody needs the English one.</summary>
    public static bool IsSaid(IStringLocalizer words, string problem) => RefusalSentences.InChinese(problem, words) is not null;
}
