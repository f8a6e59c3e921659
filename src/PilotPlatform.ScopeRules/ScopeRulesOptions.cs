namespace PilotPlatform.ScopeRules;

/// <summary>What the scope rules decide with; bound to <c>ScopeRules</c>.</summary>
public sealed class ScopeRulesOptions
{
    /// <summary>File of the rule set. Default: the one that is shipped.</summary>
    public string RuleSet { get; set; } = Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json");

    /// <summary>How often the catalogue is asked whether its edition has moved, besides announcements. Default: 10 seconds.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);
}
