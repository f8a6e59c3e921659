using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Components;

/// <summary>Why a scope reaches a city or does not, as an English page says it.</summary>
public static class Reasons
{
    /// <summary>The English reason, which quotes the scope as the document has it, with its translation where there is one: the words themselves stand beside it.</summary>
    public static string InEnglish(this Reach reach, PilotTask? task) => task is { Scope.English.Length: > 0 }
        ? reach.EnglishReason.Replace($"“{task.Scope.Verbatim}”", $"“{task.Scope.English}”", StringComparison.Ordinal)
        : reach.EnglishReason;
}
