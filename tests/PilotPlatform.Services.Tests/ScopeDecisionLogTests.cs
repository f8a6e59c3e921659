using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Grpc.Core;
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
        using var counted = new Counted();
        await suite.RestartAsync(
            "--ScopeRules:DecisionLog:Sink=File", $"--ScopeRules:DecisionLog:Policy={policy}", "--ScopeRules:DecisionLog:Capacity=1",
            $"--ScopeRules:DecisionLog:FileBytes={bytes}", $"--ScopeRules:DecisionLog:SpillBytes={bytes}");
        var request = new DecideRequest { PilotTask = $"{RunningSuite.Programme}/pilotTasks/1", City = city };
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => suite.Scope.DecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync));
        await suite.EndAsync();

        Assert.Equal(Calls, answers.Length);
        Assert.Equal(Calls, counted.Of("written") + counted.Of("dropped"));
        Assert.True(counted.Of("dropped") > 0);
        Assert.All(Directory.GetFiles(Decisions), f => Assert.InRange(new FileInfo(f).Length, 1, bytes));
        Assert.InRange(Directory.GetFiles(Decisions).SelectMany(File.ReadAllLines).Count(l => l.Contains(city, StringComparison.Ordinal)), 1, Calls - 1);
        foreach (var full in Directory.GetFiles(Decisions))
            File.Delete(full);
    }

    [Theory]
    [InlineData("Spill", "suzhou")]
    [InlineData("Block", "hefei")]
    public async Task DecisionLog_ThatCannotKeepUp_LosesNothingAndMasksFacts(string policy, string city)
    {
        using var counted = new Counted();
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

        var lines = Lines().Where(l => l.Contains(city, StringComparison.Ordinal)).ToArray();
        var decided = lines.Select(l => JsonDocument.Parse(l).RootElement).ToArray();

        Assert.Equal((Calls, Calls, 0), (decided.Length, counted.Of("written"), counted.Of("dropped")));
        Assert.All(decided, l => Assert.Equal("***", l.GetProperty("question").GetProperty("facts")[0].GetProperty("enumeration").GetString()));
        Assert.All(decided, l => Assert.Equal("bank", l.GetProperty("question").GetProperty("facts")[1].GetProperty("enumeration").GetString()));
        Assert.All(decided, l => Assert.Equal(1, l.GetProperty("applies").GetInt32() + l.GetProperty("does_not_apply").GetInt32() + l.GetProperty("undetermined").GetInt32()));
        Assert.All(decided, l => Assert.Matches("^[0-9]+$", l.GetProperty("state").GetProperty("actsPosition").GetString()!));
        Assert.DoesNotContain(lines, l => l.Contains("basisPoints", StringComparison.Ordinal));
    }

    /// <summary>Questions that take longer to write than to answer: the oldest are dropped, no question waits, and what was written and what was dropped is counted.</summary>
    [Theory]
    [InlineData("DropOldest", "xian")]
    [InlineData("Spill", "dalian")]
    public async Task DecisionLog_WithMoreThanItTakes_DropsAndCounts(string policy, string city)
    {
        using var counted = new Counted();
        await suite.RestartAsync(
            "--ScopeRules:DecisionLog:Sink=File", $"--ScopeRules:DecisionLog:Policy={policy}", "--ScopeRules:DecisionLog:Capacity=1", "--ScopeRules:DecisionLog:SpillCapacity=1");
        var request = new BatchDecideRequest { Parent = RunningSuite.Programme };
        request.Items.Add(Enumerable.Range(0, 4096).Select(i => new BatchDecideRequest.Types.Item { TaskNumber = 1 + i % 159, City = city }));
        var calls = 0;
        while (counted.Of("dropped") == 0 && calls < 1000)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => suite.Scope.BatchDecideAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync));
            calls += 20;
        }

        await suite.EndAsync();

        Assert.True(counted.Of("dropped") > 0);
        Assert.Equal(calls, counted.Of("written") + counted.Of("dropped"));
        Assert.Equal(counted.Of("written"), Lines().Count(l => l.Contains(city, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DecisionLog_QuestionsAroundADecision_AreLoggedToo()
    {
        await suite.RestartAsync("--ScopeRules:DecisionLog:Sink=File", "--ScopeRules:DecisionLog:Policy=Block");
        const string Task1 = $"{RunningSuite.Programme}/pilotTasks/1";
        await suite.Scope.ListNextQuestionsAsync(new ListNextQuestionsRequest { Parent = RunningSuite.Programme, City = "qingdao", PilotTask = Task1 }, cancellationToken: RunningSuite.Stop);
        await suite.Scope.ListCounterfactualsAsync(new ListCounterfactualsRequest { PilotTask = Task1, City = "qingdao", Verdict = Decision.Types.Verdict.Applies }, cancellationToken: RunningSuite.Stop);
        await suite.Scope.WhatIfAsync(
            new WhatIfRequest { Parent = RunningSuite.Programme, City = "qingdao", PilotTask = Task1 },
            new Metadata { { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } }, cancellationToken: RunningSuite.Stop);
        await suite.EndAsync();

        var logged = Lines().Where(l => l.Contains("qingdao", StringComparison.Ordinal)).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(["ListNextQuestions", "ListCounterfactuals", "WhatIf"], logged.Select(l => l.GetProperty("method").GetString()));
        Assert.All(logged, l => Assert.Equal(1, l.GetProperty("undetermined").GetInt32()));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", logged[2].GetProperty("trace_id").GetString());
    }

    private string[] Lines() => [.. Directory.GetFiles(Decisions, "*.jsonl").SelectMany(File.ReadAllLines)];

    /// <summary>What the counter of the decision log has counted, by outcome; no other tests of this process turn the log on.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentDictionary<string, int> outcomes = new(StringComparer.Ordinal);

        public Counted()
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "pilotplatform.scope_rules.decision_log")
                    listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, count, tags, _) => outcomes.AddOrUpdate((string)tags[0].Value!, (int)count, (_, before) => before + (int)count));
            listener.Start();
        }

        public int Of(string outcome) => outcomes.GetValueOrDefault(outcome);

        public void Dispose() => listener.Dispose();
    }
}
