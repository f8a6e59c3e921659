using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Benchmarks;

/// <summary>The catalogue's hot reads against a bare service.</summary>
internal static class CatalogScenarios
{
    private const string Programme = "programmes/nine-cities";

    public static IEnumerable<Scenario> All =>
    [
        new("catalog/get", "GetPilotTask, against an echo that serialises a reply of the same size", 0.75, AtMost: true, () => MeasureAsync("catalog", 60_000, Get, Get)),
        new("catalog/get-hosted", "the same, against an echo that is hosted as each service is", 0.75, AtMost: true, () => MeasureAsync("suite", 60_000, Get, Get)),
        new("catalog/list", "all tasks in one reply, against a stream of them", 0.25, AtMost: true, () => MeasureAsync("catalog", 1000, List, Stream)),
    ];

    private static async Task<Measured> MeasureAsync(string kind, int calls, Func<GrpcChannel, Task> subject, Func<GrpcChannel, Task> reference)
    {
        using var catalog = new Load(await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog"));
        using var echo = new Load(await ServerProcess.EchoAsync(kind));
        var all = await new CatalogService.CatalogServiceClient(catalog.Channel).ListPilotTasksAsync(Tasks());
        await new CatalogService.CatalogServiceClient(echo.Channel).ListEditionsAsync(new ListEditionsRequest { PageToken = all.ToByteString().ToBase64() });
        return await Load.CompareAsync(calls, (catalog, subject), (echo, reference));
    }

    private static ListPilotTasksRequest Tasks() => new() { Parent = Programme, PageSize = 1000 };

    private static async Task Get(GrpcChannel channel) =>
        await new CatalogService.CatalogServiceClient(channel).GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/8" });

    private static async Task List(GrpcChannel channel) => await new CatalogService.CatalogServiceClient(channel).ListPilotTasksAsync(Tasks());

    private static async Task Stream(GrpcChannel channel)
    {
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(EchoStream.Method, null, default, Tasks());
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
        {
        }
    }
}
