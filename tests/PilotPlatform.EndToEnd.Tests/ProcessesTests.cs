using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>The services as processes of their own: they find one another, and each can go and come back.</summary>
public sealed class ProcessesTests
{
    private const string DecideAddress = "/v1/programmes/nine-cities/pilotTasks/1:decide?city=suzhou";

    private static readonly DecideRequest Question = new() { PilotTask = $"{Writing.Programme}/pilotTasks/1", City = "suzhou" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_OfTheirOwn_ServeAndOutliveOneAnother()
    {
        await using var services = await ServiceProcesses.StartAsync();
        Assert.Equal("1-dalian", (await Writing.OpenAsync(services.Client, task: 1, "dalian")).Name.Split('/')[^1]);
        Assert.Contains(">954<", await services.Http.GetStringAsync("/matrix", Stop), StringComparison.Ordinal);

        await services.KillAsync("cache");
        await services.HealthIsAsync("Degraded");
        Assert.Equal(HttpStatusCode.OK, (await services.Http.GetAsync("/health", Stop)).StatusCode);
        await Writing.ReportAsync(services.Client, "1-dalian", percent: 10, Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.OK, (await services.Http.GetAsync("/tasks/1", Stop)).StatusCode);

        await services.KillAsync("scope-rules");
        using (var away = await services.Http.GetAsync(DecideAddress, Stop))
        {
            var body = await away.Content.ReadFromJsonAsync<JsonObject>(Stop);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, 14), (away.StatusCode, (int)body!["code"]!));
            Assert.Contains(body["details"]!.AsArray(), d => (string?)d!["reason"] == "DEPENDENCY_UNAVAILABLE");
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => services.Client.ScopeRules.DecideAsync(Question, cancellationToken: Stop).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => Writing.OpenAsync(services.Client, task: 2, "dalian"))).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await services.Http.GetAsync("/tasks/1", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await services.Http.GetAsync("/editions", Stop)).StatusCode);

        await services.StartAsync("scope-rules");
        await services.StartAsync("cache");
        await services.HealthIsAsync("Healthy");
        Assert.Equal(Reach.Types.State.Applies, (await services.Client.ScopeRules.DecideAsync(Question, cancellationToken: Stop)).Reach.State);
        Assert.Equal(HttpStatusCode.OK, (await services.Http.GetAsync("/tasks/1", Stop)).StatusCode);
    }
}
