using PilotPlatform.ScopeRules.DecisionLogs;

namespace PilotPlatform.ScopeRules;

/// <summary>What the scope rules decide with; bound to <c>ScopeRules</c>.</summary>
public sealed class ScopeRulesOptions
{
    /// <summary>File of the rule set that is published and activated at the first start. Default: the one that is shipped.</summary>
    public string RuleSet { get; set; } = Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json");

    /// <summary>Folder of the cases that are run if a request brings none. Default: those that are shipped.</summary>
    public string Cases { get; set; } = Path.Combine(AppContext.BaseDirectory, "scope-rules", "cases");

    /// <summary>How often the catalogue is asked whether its edition has moved, besides announcements. Default: 10 seconds.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a read waits for the state of a token before it is refused. Default: 2 seconds.</summary>
    public TimeSpan TokenWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a quiet Watch says that it is alive. Default: 30 seconds.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The log of decisions.</summary>
    public DecisionLogOptions DecisionLog { get; set; } = new();
}
