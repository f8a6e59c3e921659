using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Benchmarks;

/// <summary>The scope rules over gRPC: one decision against a bare service, and how many a second in lists and batches.</summary>
internal static class ScopeScenarios
{
    private const string Programme = "programmes/nine-cities";
    private const int Tasks = 159;
    private const int BatchSize = 1431;

    private static readonly string[] Cities = ["dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou"];

    private const int AskerCount = 128;

    private const int QuestionCount = 8192;

    private const int EchoedCount = 256;

    public static IEnumerable<Scenario> All =>
    [
        new("scope/decide", $"Decide with its explanation by {QuestionCount} askers, against an echo that serialises replies of the same sizes", 1.25, AtMost: true, () => DecideAsync(DecisionView.Basic)),
        new("scope/decide-full", $"Decide with proof by {QuestionCount} askers, against an echo that serialises replies of the same sizes", 1.25, AtMost: true, () => DecideAsync(DecisionView.Full)),
        new("scope/batch", $"decisions a second, BatchDecide of 1431 by {AskerCount} askers, client and server on this machine", 1_500_000, AtMost: false, () => RateAsync(1500, BatchSize, BatchesAsync)),
        new("scope/list", $"decisions a second, ListPilotTaskDecisions of nine cities by {AskerCount} askers, client and server on this machine", 2_000_000, AtMost: false, () => RateAsync(20_000, Tasks, ListsAsync)),
        new("scope/matrix", "GetReachMatrix in two bits a cell, against an echo that serialises a reply of the same size", 1, AtMost: true, MatrixAsync),
    ];

    /// <summary>Questions by chance on any cell, each of an asker of its own who knows facts that the task asks for among others; the echo answers with decisions of the same sizes.</summary>
    private static async Task<Measured> DecideAsync(DecisionView view)
    {
        using var catalog = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog");
        using var scope = new Load(await ScopeAsync(catalog));
        using var echo = new Load(await ServerProcess.EchoAsync("scope"));
        await ReadyAsync(scope.Channel, new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou" });
        var questions = await QuestionsAsync(scope.Channel, view);
        foreach (var question in questions.Take(EchoedCount))
            await Client(echo.Channel).ValidateRuleSetAsync(new ValidateRuleSetRequest { Content = (await Client(scope.Channel).DecideAsync(question)).ToByteString() });

        var asked = 0;
        async Task Decide(GrpcChannel channel) => await Client(channel).DecideAsync(questions[(uint)Interlocked.Increment(ref asked) % questions.Length]);
        return await Load.CompareAsync(20_000, (scope, Decide), (echo, Decide));
    }

    private static async Task<DecideRequest[]> QuestionsAsync(GrpcChannel channel, DecisionView view)
    {
        var facts = (await Client(channel).ListFactsAsync(new ListFactsRequest { PageSize = 1000 })).Facts;
        var ofTask = facts.SelectMany(f => f.PilotTasks.Select(task => (Task: task, Fact: f))).ToLookup(f => f.Task, f => f.Fact, StringComparer.Ordinal);
        var chance = new Random(2);
        return
        [
            .. Askers.Of(facts, QuestionCount).Select(known =>
            {
                var task = $"{Programme}/pilotTasks/{chance.Next(Tasks) + 1}";
                var own = Askers.Some([.. ofTask[task]], chance).ToArray();
                return new DecideRequest { PilotTask = task, City = Cities[chance.Next(Cities.Length)], View = view, Facts = { own, known.Where(k => !own.Any(o => o.Fact == k.Fact)) } };
            }),
        ];
    }

    private static async Task<Measured> RateAsync(int calls, int decisions, Func<GrpcChannel, Task<Func<GrpcChannel, Task>>> prepare)
    {
        using var catalog = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog");
        using var scope = new Load(await ScopeAsync(catalog));
        await ReadyAsync(scope.Channel, new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou" });
        var (rate, server, client) = await scope.RateAsync(calls, await prepare(scope.Channel));
        return new Measured(rate * decisions, string.Create(
            CultureInfo.InvariantCulture, $"{rate:0} calls a second of {decisions}, {server.TotalMicroseconds:0} µs of server CPU and {client.TotalMicroseconds:0} of client CPU a call"));
    }

    /// <summary>Every cell for every asker, in turn.</summary>
    private static async Task<Func<GrpcChannel, Task>> BatchesAsync(GrpcChannel channel)
    {
        var facts = (await Client(channel).ListFactsAsync(new ListFactsRequest { PageSize = 1000 })).Facts;
        var cells = Enumerable.Range(1, Tasks).SelectMany(task => Cities.Select(city => new BatchDecideRequest.Types.Item { TaskNumber = task, City = city })).ToArray();
        var questions = Askers.Of(facts, AskerCount).Select(known => new BatchDecideRequest { Parent = Programme, Facts = { known }, Items = { cells } }).ToArray();
        var asked = 0;
        return async load =>
        {
            if ((await Client(load).BatchDecideAsync(questions[(uint)Interlocked.Increment(ref asked) % questions.Length])).Results.Count != BatchSize)
                throw new InvalidOperationException("A batch came back short.");
        };
    }

    /// <summary>Lists of every city for every asker, again and again in an order by chance.</summary>
    private static async Task<Func<GrpcChannel, Task>> ListsAsync(GrpcChannel channel)
    {
        var facts = (await Client(channel).ListFactsAsync(new ListFactsRequest { PageSize = 1000 })).Facts;
        var questions = Askers.Of(facts, AskerCount).SelectMany(
            known => Cities.Select(city => new ListPilotTaskDecisionsRequest { Parent = Programme, City = city, Facts = { known } })).ToArray();
        new Random(1).Shuffle(questions);
        var asked = 0;
        return async load =>
        {
            var question = questions[(uint)Interlocked.Increment(ref asked) % questions.Length];
            if ((await Client(load).ListPilotTaskDecisionsAsync(question)).Decisions.Count != Tasks)
                throw new InvalidOperationException("A list came back short.");
        };
    }

    private static async Task<Measured> MatrixAsync()
    {
        var request = new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix", Form = GetReachMatrixRequest.Types.Form.Packed };
        using var catalog = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog");
        using var scope = new Load(await ScopeAsync(catalog));
        using var echo = new Load(await ServerProcess.EchoAsync("scope"));
        await ReadyAsync(scope.Channel, new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou" });
        await Client(echo.Channel).PublishRuleSetAsync(new PublishRuleSetRequest { Content = (await Client(scope.Channel).GetReachMatrixAsync(request)).ToByteString() });

        async Task Read(GrpcChannel channel) => await Client(channel).GetReachMatrixAsync(request);
        return await Load.CompareAsync(50_000, (scope, Read), (echo, Read));
    }

    private static ScopeRulesService.ScopeRulesServiceClient Client(GrpcChannel channel) => new(channel);

    private static Task<ServerProcess> ScopeAsync(ServerProcess catalog) =>
        ServerProcess.OfSuiteAsync("PilotPlatform.ScopeRules", $"--Services:catalog:grpc:0={catalog.Address}");

    /// <summary>Waits until the rule set is compiled.</summary>
    private static async Task<Decision> ReadyAsync(GrpcChannel channel, DecideRequest request)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await Client(channel).DecideAsync(request);
            }
            catch (RpcException starting) when (starting.StatusCode == StatusCode.Unavailable && tries < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
