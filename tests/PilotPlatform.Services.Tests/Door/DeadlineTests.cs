using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>A service that does not answer is not waited for longer than the caller wants.</summary>
public sealed class DeadlineTests(RunningSuite suite)
{
    private const string Address = "/v1/programmes/slow";

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>A little before the deadline the call is in flight yet; behind it the answer says so, and the service hears of it.</summary>
    [Theory]
    [InlineData(null, 30)]
    [InlineData("5S", 5)]
    [InlineData("2M", 120)]
    [InlineData("1500m", 1.5)]
    public async Task Json_WithoutAnAnswerInTime_IsGivenUp(string? timeout, double seconds)
    {
        await using var service = await Replica.StartAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var gateway = await OwnGateway.StartAsync(suite, time, ("Services:catalog:http:0", service.Address));
        using var http = gateway.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        if (timeout is not null)
            request.Headers.Add("grpc-timeout", timeout);

        var answering = http.SendAsync(request, Stop);
        await service.Slow.Came.Task.WaitAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(service.Slow.GivenUp.Task.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        using var answer = await answering;
        await service.Slow.GivenUp.Task.WaitAsync(Stop);

        Assert.Equal((HttpStatusCode.GatewayTimeout, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var status = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);
        Assert.Equal(4, (int)status!["code"]!);
        Assert.Equal("DEADLINE_EXCEEDED", (string?)Assert.Single(status["details"]!.AsArray())!["reason"]);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task Json_AnsweredInTime_IsNotTouched()
    {
        using var http = suite.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/programmes") { Headers = { { "grpc-timeout", "20S" } } };
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("1n")]
    [InlineData("99n")]
    [InlineData("1u")]
    public async Task Json_WithATimeThatIsOverAtOnce_IsLate(string timeout)
    {
        using var http = suite.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/programmes/nine-cities/pilotTasks/1:decide") { Content = new StringContent("{\"city\":\"suzhou\"}", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal(4, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]!);
    }

    [Theory]
    [InlineData("0n")]
    [InlineData("1n")]
    public async Task Grpc_WithATimeThatIsOverAtOnce_IsLate(string timeout)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(suite.Grpc, "/pilotplatform.catalog.v1.CatalogService/ListProgrammes"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } },
        };
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        request.Headers.Add("te", "trailers");
        using var answer = await http.SendAsync(request, Stop);
        await answer.Content.ReadAsByteArrayAsync(Stop);

        Assert.Equal("4", answer.Headers.Concat(answer.TrailingHeaders).First(h => h.Key == "grpc-status").Value.First());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("5s")]
    [InlineData("0S")]
    [InlineData("0n")]
    [InlineData("+5S")]
    [InlineData("5.5S")]
    [InlineData("123456789S")]
    public async Task Json_WithADeadlineThatIsNone_IsRefused(string timeout)
    {
        using var http = suite.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/programmes");
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var details = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]!.AsArray();
        Assert.Contains(details, d => (string?)d!["fieldViolations"]?[0]?["field"] == "grpc-timeout");
    }

    /// <summary>The proxy's limit for silence, 100 seconds as shipped, is that of pages and of calls with a short deadline only.</summary>
    [Theory]
    [InlineData("/v1/programmes/slow/editions:watch", null)]
    [InlineData("/v1/programmes/slow/changes:watch", null)]
    [InlineData(Address, "2M")]
    public async Task Json_SilentForLongerThanTheProxyAllows_GoesOn(string address, string? timeout)
    {
        await using var service = await Replica.StartAsync();
        await using var gateway = await ImpatientAsync(service);
        using var http = gateway.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (timeout is not null)
            request.Headers.Add("grpc-timeout", timeout);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var answering = http.SendAsync(request, left.Token);
        await service.Slow.Came.Task.WaitAsync(Stop);
        await Task.Delay(3 * Silence, Stop);
        Assert.False(answering.IsCompleted);
        Assert.False(service.Slow.GivenUp.Task.IsCompleted);

        await left.CancelAsync();
        await service.Slow.GivenUp.Task.WaitAsync(Stop);
    }

    [Fact]
    public async Task Json_SilentWithAShortDeadline_IsGivenUpByTheProxy()
    {
        await using var service = await Replica.StartAsync();
        await using var gateway = await ImpatientAsync(service);
        using var http = gateway.HttpAs(null);
        using var answer = await http.GetAsync(Address, Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Grpc_StreamSilentForLongerThanTheProxyAllows_GoesOn()
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("ReverseProxy:Clusters:catalog-grpc:HttpRequest:ActivityTimeout", Silence.ToString()));
        using var client = new PilotPlatformClient(gateway.Grpc);
        using var call = client.Catalog.WatchEditions(new WatchEditionsRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop);
        while (await call.ResponseStream.MoveNext(Stop) && call.ResponseStream.Current.Edition is null)
        {
        }

        var more = call.ResponseStream.MoveNext(Stop);
        await Task.Delay(3 * Silence, Stop);
        Assert.False(more.IsFaulted, more.Exception?.Message);
    }

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    private Task<OwnGateway> ImpatientAsync(Replica service) => OwnGateway.StartAsync(suite, TimeProvider.System,
        [.. new[] { "catalog", "reporting" }.SelectMany(s => new[] { ($"Services:{s}:http:0", service.Address), ($"ReverseProxy:Clusters:{s}-json:HttpRequest:ActivityTimeout", Silence.ToString()) })]);
}
