namespace PilotPlatform.ScopeRules.State;

/// <summary>Names that stand for whatever they point at now, and streams of the ledger.</summary>
internal static class Names
{
    /// <summary>The rule set that is active now.</summary>
    public const string ActiveRuleSet = "ruleSets/active";

    /// <summary>A rule set by the hash of its file: the id is its first 16 hex digits.</summary>
    public static string RuleSet(string sha256) => $"ruleSets/{sha256[..16]}";

    /// <summary>The stream of all acts: what one may be recorded on depends on others, whatever number their task had.</summary>
    public const string Acts = "acts";
}
