using System.Net;
using System.Net.Http.Json;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>What is asked again of another replica, and what never is.</summary>
public sealed class SafeRetryTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Both replicas take a request and die before they answer: a read was tried at each, and a write once, since it may have been done.</summary>
    [Theory]
    [InlineData("GET", 2)]
    [InlineData("POST", 1)]
    public async Task Request_ThatDiesUnderway_IsTriedAgainOnlyIfItReads(string method, int times)
    {
        await using var first = await Replica.StartAsync();
        await using var second = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, [
            .. new[] { "catalog", "reporting" }.SelectMany(service => new[] { ($"Services:{service}:http:0", first.Address), ($"Services:{service}:http:1", second.Address) })]);
        using var http = gateway.HttpAs("ministry");
        using var request = new HttpRequestMessage(new HttpMethod(method), "/v1/programmes/dead");
        if (method == "POST")
            request.RequestUri = new Uri("/v1/programmes/dead/commitments", UriKind.Relative);
        request.Content = method == "POST" ? JsonContent.Create(new { }) : null;
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(times, first.Asked.Count + second.Asked.Count);
    }

    /// <summary>A write that no connection was made for cannot have been done, and goes to the other.</summary>
    [Fact]
    public async Task Write_ToAReplicaThatIsNotThere_IsTakenByTheOther()
    {
        await using var alive = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Services:reporting:http:0", OwnGateway.ClosedPort()), ("Services:reporting:http:1", alive.Address));
        using var http = gateway.HttpAs("ministry");

        for (var i = 1; i <= 10; i++)
        {
            using var answer = await http.PostAsJsonAsync("/v1/programmes/nine-cities/commitments", new { }, Stop);
            Assert.Equal((HttpStatusCode.OK, i), (answer.StatusCode, alive.Asked.Count));
        }
    }
}
