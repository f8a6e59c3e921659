using System.Text.Json;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>The log of decisions, as it lies in the data folder, with room for one that waits.</summary>
public sealed class ScopeDecisionLogTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const int Calls = 200;

    private string Decisions => Path.Combine(suite.Folder, "scope-rules", "decisions");

    /// <summary>Neither the file of a day nor what is spilled grows beyond what is set; what has no room is dropped, and every question answered.</summary>
    [Theory]
    [InlineData("Block", "fuzhou", 1500)]
    [InlineData("Spill", "ningbo", 1500)]
    public async Task DecisionLog_WithoutRoomOnTheDisk_StaysWithinItsBounds(string policy, string city, int bytes)
    {
        foreach (var old in Directory.Exists(Decisions) ? Directory.GetFiles(Decisions) : [])
            File.Delete(old);
        await suite.RestartAsync(
            "--ScopeRules:DecisionLog:Sink=File", $"--ScopeRules:DecisionLog:Policy={policy}", "--ScopeRules:DecisionLog:Capacity=1",
            $"--ScopeRules:DecisionLog:FileBytes={bytes}", $"--ScopeRules:DecisionLog:SpillBytes={bytes}");
        var request = new DecideRequest { PilotTask = $"{RunningSuite.Programme}/pilotTasks/1", City = city };
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => suite.Scope.DecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync));
        await suite.EndAsync();

        Assert.Equal(Calls, answers.Length);
        Assert.All(Directory.GetFiles(Decisions), f => Assert.InRange(new FileInfo(f).Length, 1, bytes));
        Assert.InRange(Directory.GetFiles(Decisions).SelectMany(File.ReadAllLines).Count(l => l.Contains(city, StringComparison.Ordinal)), 1, Calls - 1);
        foreach (var full in Directory.GetFiles(Decisions))
            File.Delete(full);
    }

    [Theory]
    [InlineData("Spill", "suzhou", Calls)]
    [InlineData("Block", "hefei", Calls)]
    [InlineData("DropOldest", "xian", 1)]
    public async Task DecisionLog_ThatCannotKeepUp_DoesAsItsPolicySaysAndMasksFacts(string policy, string city, int atLeast)
    {
        await suite.RestartAsync(
            "--ScopeRules:DecisionLog:Sink=File", $"--ScopeRules:DecisionLog:Policy={policy}", "--ScopeRules:DecisionLog:Capacity=1", "--ScopeRules:DecisionLog:MaskedFacts:0=foreign-share");
        var request = new DecideRequest
        {
            PilotTask = $"{RunningSuite.Programme}/pilotTasks/1",
            City = city,
            Facts = { new FactValue { Fact = "facts/foreign-share", BasisPoints = 4321 }, new FactValue { Fact = "facts/actor", Enumeration = "bank" } },
        };
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => suite.Scope.DecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync));
        await suite.EndAsync();

        var lines = Directory.GetFiles(Decisions, "*.jsonl").SelectMany(File.ReadAllLines).ToArray();
        var decided = lines.Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.GetProperty("question").GetProperty("city").GetString() == city).ToArray();

        Assert.InRange(decided.Length, atLeast, Calls);
        Assert.All(decided, l => Assert.Equal("***", l.GetProperty("question").GetProperty("facts")[0].GetProperty("enumeration").GetString()));
        Assert.All(decided, l => Assert.Equal("bank", l.GetProperty("question").GetProperty("facts")[1].GetProperty("enumeration").GetString()));
        Assert.All(decided, l => Assert.Equal(1, l.GetProperty("applies").GetInt32() + l.GetProperty("does_not_apply").GetInt32() + l.GetProperty("undetermined").GetInt32()));
        Assert.DoesNotContain(lines, l => l.Contains("basisPoints", StringComparison.Ordinal));
    }
}
