using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Components;

/// <summary>Why a scope reaches a city or does not, as an English page says it.</summary>
public static class Reasons
{
    /// <summary>The English reason, which quotes the scope as the document has it, with its translation where there is one: the words themselves stand beside it.</summary>
    public static string InEnglish(this Reach reach, PilotTask? task) => InEnglish(reach.EnglishReason, task);

    /// <summary>An English sentence that quotes the scope of a task, likewise.</summary>
    public static string InEnglish(string sentence, PilotTask? task) => task is { Scope.English.Length: > 0 }
        ? sentence.Replace($"“{task.Scope.Verbatim}”", $"“{task.Scope.English}”", StringComparison.Ordinal)
        : sentence;
}
