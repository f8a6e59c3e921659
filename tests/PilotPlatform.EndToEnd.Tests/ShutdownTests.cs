using System.Net;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>A gateway that is told to end while calls are in flight: it says so, ends its streams, finishes the calls, and is gone.</summary>
public sealed class ShutdownTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_ToldToEnd_FinishesWhatIsInFlightAndTakesNothingNew()
    {
        await using var service = await SlowService.StartAsync();
        var folder = Directory.CreateTempSubdirectory("pilot-platform-shutdown-");
        await using var gateway = Running.Start("PilotPlatform.Gateway", folder.FullName, Settings(service), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Local",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
        });
        await gateway.SaidAsync("Application started");
        var listening = gateway.Output.Where(line => line.Contains("Now listening on: ", StringComparison.Ordinal)).Select(line => new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim())).ToArray();
        using var client = new PilotPlatformClient(listening[0]);
        using var http = new HttpClient { BaseAddress = listening[1] };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/ready", Stop)).StatusCode);

        var slow = client.Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = "programmes/p/pilotTasks/1" }, cancellationToken: Stop).ResponseAsync;
        using var watch = client.ScopeRules.Watch(new WatchRequest { Parent = "programmes/p" }, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        await service.Said.Came.Task.WaitAsync(Stop);
        gateway.Signal("TERM");

        // First it is not ready, and serves yet.
        while ((await http.GetAsync("/ready", Stop)).StatusCode == HttpStatusCode.OK)
            await Task.Delay(20, Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health", Stop)).StatusCode);
        await client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop);

        // Then nothing new is taken, and a stream is told to go on elsewhere.
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Stop));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Equal("DEPENDENCY_UNAVAILABLE", Assert.Single(ended.GetRpcStatus()!.Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason);
        using var late = new PilotPlatformClient(listening[0]);
        var refused = await Assert.ThrowsAsync<RpcException>(() => late.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);

        // The call in flight is answered, and the program ends by itself.
        Assert.False(slow.IsCompleted);
        service.Said.Answer.SetResult();
        Assert.Equal("programmes/p/pilotTasks/1", (await slow).Name);
        Assert.Equal(0, await gateway.EndedAsync());
        folder.Delete(recursive: true);
    }

    /// <summary>A call that is never answered does not keep the program from ending.</summary>
    [Fact]
    public async Task Gateway_ToldToEnd_DoesNotWaitForEver()
    {
        await using var service = await SlowService.StartAsync();
        var folder = Directory.CreateTempSubdirectory("pilot-platform-shutdown-");
        await using var gateway = Running.Start("PilotPlatform.Gateway", folder.FullName, [.. Settings(service), "--Shutdown:Patience=00:00:01"], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Local",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
        });
        await gateway.SaidAsync("Application started");
        var listening = gateway.Output.First(line => line.Contains("Now listening on: ", StringComparison.Ordinal));
        using var client = new PilotPlatformClient(new Uri(listening[listening.IndexOf("http://", StringComparison.Ordinal)..].Trim()));
        var slow = client.Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = "programmes/p/pilotTasks/1" }, cancellationToken: Stop).ResponseAsync;
        await service.Said.Came.Task.WaitAsync(Stop);

        gateway.Signal("TERM");

        Assert.Equal(0, await gateway.EndedAsync());
        await Assert.ThrowsAsync<RpcException>(() => slow);
        folder.Delete(recursive: true);
    }

    private static string[] Settings(SlowService service) =>
    [
        "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0",
        "--Shutdown:Notice=00:00:02", "--Shutdown:Streams=00:00:01",
        .. new[] { "catalog", "scope-rules", "reporting", "web" }.SelectMany(name => new[] { $"--Services:{name}:http:0={service.Http}", $"--Services:{name}:grpc:0={service.Grpc}" }),
    ];
}
