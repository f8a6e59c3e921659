namespace PilotPlatform.ScopeRules.State;

/// <summary>Names that stand for whatever they point at now, and streams of the ledger.</summary>
internal static class Names
{
    /// <summary>The rule set that is active now.</summary>
    public const string ActiveRuleSet = "ruleSets/active";

    /// <summary>A rule set by the hash of its file: the id is its first 16 hex digits.</summary>
    public static string RuleSet(string sha256) => $"ruleSets/{sha256[..16]}";

    /// <summary>Acts on a task by a city, or by all cities together.</summary>
    public static string ActStream(int task, string? city) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"acts/{task}-{city ?? "all"}");
}
