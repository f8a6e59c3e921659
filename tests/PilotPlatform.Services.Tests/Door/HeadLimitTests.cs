using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>Addresses and headers that are too long are refused with a sentence, and not by the bare server.</summary>
public sealed class HeadLimitTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/v1/programmes?pageToken=", HttpStatusCode.RequestUriTooLong)]
    [InlineData("/search?q=", HttpStatusCode.RequestUriTooLong)]
    public async Task Address_OfMoreThanEightKilobytes_IsTooLong(string address, HttpStatusCode status)
    {
        using var answer = await suite.Http.GetAsync(address + new string('x', 9000), Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task Headers_OfMoreThanThirtyTwoKilobytes_AreTooLong()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/programmes");
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 33 * 1024));
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
        Assert.Equal("LIMIT_EXCEEDED", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]![0]!["reason"]);
    }
}
