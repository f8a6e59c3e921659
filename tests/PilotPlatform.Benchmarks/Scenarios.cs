using System.Globalization;

namespace PilotPlatform.Benchmarks;

/// <summary>All scenarios, run in turn: a line each, and exit code 1 if a bound is missed.</summary>
internal static class Scenarios
{
    private static IEnumerable<Scenario> All =>
    [
        .. StartScenarios.All, .. CatalogScenarios.All, .. ReplicaScenarios.All, .. SearchScenarios.All, .. ScopeScenarios.All, .. EngineScenarios.All,
        .. AppendScenarios.All, .. CommandScenarios.All, .. LedgerScenarios.All, .. ReportScenarios.All, .. PageScenarios.All, .. ProxyScenarios.All,
    ];

    public static int List()
    {
        foreach (var scenario in All)
            Console.WriteLine($"{scenario.Name}: {scenario.What}, {Bound(scenario)}");
        return 0;
    }

    /// <param name="names">Starts of names; none for all.</param>
    public static async Task<int> RunAsync(string[] names)
    {
        var wanted = All.Where(s => names.Length == 0 || names.Any(n => s.Name.StartsWith(n, StringComparison.Ordinal))).ToArray();
        if (wanted.Length == 0)
        {
            await Console.Error.WriteLineAsync($"No scenario has a name that starts with {string.Join(" or ", names)}; 'list' shows all.");
            return 2;
        }

        var missed = 0;
        foreach (var scenario in wanted)
        {
            var measured = await scenario.Measure();
            var holds = scenario.Holds(measured.Value);
            missed += holds ? 0 : 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(holds ? "holds " : "MISSED")} {scenario.Name}: {measured.Value:0.###} ({Bound(scenario)}); {scenario.What}; {measured.Figures}"));
        }

        return missed > 0 ? 1 : 0;
    }

    private static string Bound(Scenario scenario) =>
        string.Create(CultureInfo.InvariantCulture, $"{(scenario.AtMost ? "at most" : "at least")} {scenario.Bound:0.###}");
}
