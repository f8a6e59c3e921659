using System.Text.Json;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>A suite that logs its decisions to a file, with room for one that waits.</summary>
public sealed class LoggingSuite() : OwnSuite(
[
    "--ScopeRules:DecisionLog:Sink=File", "--ScopeRules:DecisionLog:Policy=Spill", "--ScopeRules:DecisionLog:Capacity=1", "--ScopeRules:DecisionLog:MaskedFacts:0=foreign-share",
]);

/// <summary>The log of decisions, as it lies in the data folder.</summary>
public sealed class ScopeDecisionLogTests(LoggingSuite suite) : IClassFixture<LoggingSuite>
{
    private const string Programme = RunningSuite.Programme;

    [Fact]
    public async Task DecisionLog_ThatCannotKeepUp_SpillsAndLosesNothingAndMasksFacts()
    {
        var request = new DecideRequest
        {
            PilotTask = $"{Programme}/pilotTasks/1",
            City = "suzhou",
            Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4321 }, new FactValue { Fact = "facts/actor", Enumeration = "bank" } },
        };
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => suite.Scope.DecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync));
        await suite.EndAsync();

        var lines = Directory.GetFiles(Path.Combine(suite.Folder, "scope-rules", "decisions"), "*.jsonl").SelectMany(File.ReadAllLines).ToArray();
        var decided = lines.Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.GetProperty("method").GetString() == "Decide" && l.GetProperty("question").GetProperty("city").GetString() == "suzhou").ToArray();

        Assert.Equal(200, decided.Length);
        Assert.All(decided, l => Assert.Equal("***", l.GetProperty("question").GetProperty("facts")[0].GetProperty("enumeration").GetString()));
        Assert.All(decided, l => Assert.Equal("bank", l.GetProperty("question").GetProperty("facts")[1].GetProperty("enumeration").GetString()));
        Assert.All(decided, l => Assert.Equal(1, l.GetProperty("applies").GetInt32() + l.GetProperty("does_not_apply").GetInt32() + l.GetProperty("undetermined").GetInt32()));
        Assert.DoesNotContain(lines, l => l.Contains("basisPoints", StringComparison.Ordinal));
    }
}
