using Google.Protobuf;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Every read of the scope rules, called for a state, and the state that an answer names.</summary>
internal static class ScopeReads
{
    private const string Programme = RunningSuite.Programme;
    private const string Willing = $"{Programme}/pilotTasks/151";
    private const string Active = "ruleSets/active";

    /// <summary>A token of a position that no ledger of a test comes to.</summary>
    public const string TokenToCome = "UFNSMQAAAAD_____";

    public delegate Task<IMessage> Read(ScopeRulesService.ScopeRulesServiceClient scope, ReadState? state, Act act);

    /// <summary>The reads by name of their method.</summary>
    public static IReadOnlyDictionary<string, Read> All { get; } = new Dictionary<string, Read>(StringComparer.Ordinal)
    {
        ["GetRuleSet"] = async (scope, state, _) => await scope.GetRuleSetAsync(new() { Name = Active, State = state }),
        ["GetReachMatrix"] = async (scope, state, _) => await scope.GetReachMatrixAsync(new() { Name = $"{Programme}/reachMatrix", State = state }),
        ["Decide"] = async (scope, state, _) => await scope.DecideAsync(new() { PilotTask = Willing, City = "fuzhou", State = state }),
        ["BatchDecide"] = async (scope, state, _) => await scope.BatchDecideAsync(new() { Parent = Programme, Items = { new BatchDecideRequest.Types.Item { TaskNumber = 151, City = "fuzhou" } }, State = state }),
        ["DecideStream"] = async (scope, state, _) => await StreamAsync(scope, state),
        ["ListPilotTaskDecisions"] = async (scope, state, _) => await scope.ListPilotTaskDecisionsAsync(new() { Parent = Programme, City = "fuzhou", State = state }),
        ["ListCityDecisions"] = async (scope, state, _) => await scope.ListCityDecisionsAsync(new() { Parent = Willing, State = state }),
        ["ExplainDecision"] = async (scope, state, _) => await scope.ExplainDecisionAsync(new() { PilotTask = Willing, City = "fuzhou", State = state }),
        ["GetRule"] = async (scope, state, _) => await scope.GetRuleAsync(new() { Name = $"{Willing}/rule", State = state }),
        ["GetFact"] = async (scope, state, _) => await scope.GetFactAsync(new() { Name = "facts/actor", State = state }),
        ["ListFacts"] = async (scope, state, _) => await scope.ListFactsAsync(new() { State = state }),
        ["ListNextQuestions"] = async (scope, state, _) => await scope.ListNextQuestionsAsync(new() { Parent = Programme, City = "fuzhou", PilotTask = Willing, State = state }),
        ["ListCounterfactuals"] = async (scope, state, _) =>
            await scope.ListCounterfactualsAsync(new() { PilotTask = Willing, City = "fuzhou", Verdict = Decision.Types.Verdict.Applies, State = state }),
        ["WhatIf"] = async (scope, state, _) => await scope.WhatIfAsync(new() { Parent = Programme, City = "fuzhou", State = state }),
        ["Watch"] = async (scope, _, _) => await WatchAsync(scope),
        ["GetAct"] = async (scope, state, act) => await scope.GetActAsync(new() { Name = act.Name, State = state }),
        ["ListActs"] = async (scope, state, _) => await scope.ListActsAsync(new() { Parent = Programme, State = state }),
        ["ListRuleSets"] = async (scope, state, _) => await scope.ListRuleSetsAsync(new() { State = state }),
        ["ValidateRuleSet"] = async (scope, state, _) => await scope.ValidateRuleSetAsync(new() { Content = ByteString.CopyFromUtf8("{}"), State = state }),
        ["CompareRuleSets"] = async (scope, state, _) => await scope.CompareRuleSetsAsync(new() { Name = Active, OtherRuleSet = Active, State = state }),
        ["RunRuleSetCases"] = async (scope, state, _) => await scope.RunRuleSetCasesAsync(new()
        {
            Name = Active,
            CaseFiles = { new CaseFile { FileName = "one.yaml", Content = "task: 1\ncases: [ { facts: { city: suzhou }, reach: applies } ]" } },
            State = state,
        }),
    };

    /// <summary>The state that an answer names: in a message of its own, in the decision that it explains, or field by field.</summary>
    public static AnswerState StateOf(IMessage answer)
    {
        var fields = answer.Descriptor;
        if (fields.FindFieldByName("state") is { } own)
            return (AnswerState)own.Accessor.GetValue(answer);
        if (answer is DecisionExplanation explanation)
            return StateOf(explanation.Decision);
        T Of<T>(string field) => (T)fields.FindFieldByName(field).Accessor.GetValue(answer);
        return new AnswerState
        {
            Edition = Of<string>("edition"),
            RuleSet = Of<string>("rule_set"),
            ActsPosition = Of<long>("acts_position"),
            AsOfDate = Of<Google.Type.Date>("as_of_date"),
            ConsistencyToken = Of<string>("consistency_token"),
        };
    }

    /// <summary>What is wrong with one question of a stream is said in its answer; here it is thrown as the other methods do.</summary>
    private static async Task<IMessage> StreamAsync(ScopeRulesService.ScopeRulesServiceClient scope, ReadState? state)
    {
        using var stream = scope.DecideStream();
        await stream.RequestStream.WriteAsync(new() { PilotTask = Willing, City = "fuzhou", State = state });
        await stream.RequestStream.CompleteAsync();
        Assert.True(await stream.ResponseStream.MoveNext(RunningSuite.Stop));
        return stream.ResponseStream.Current is { Error: { } error }
            ? throw new Grpc.Core.RpcException(new((Grpc.Core.StatusCode)error.Code, error.Message), new Grpc.Core.Metadata { { "grpc-status-details-bin", error.ToByteArray() } })
            : stream.ResponseStream.Current;
    }

    private static async Task<IMessage> WatchAsync(ScopeRulesService.ScopeRulesServiceClient scope)
    {
        using var watch = scope.Watch(new() { Parent = Programme });
        Assert.True(await watch.ResponseStream.MoveNext(RunningSuite.Stop));
        return watch.ResponseStream.Current;
    }
}
