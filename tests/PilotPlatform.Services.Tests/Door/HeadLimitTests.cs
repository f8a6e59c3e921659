using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>Addresses and headers that are too long, and names that are no host's, are refused with a sentence, and not by the bare server.</summary>
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
        var details = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]!.AsArray();
        Assert.Equal("LIMIT_EXCEEDED", (string?)details[0]!["reason"]);
        Assert.Single(details); // nothing says after how long to send it again
        Assert.Null(answer.Headers.RetryAfter);
    }

    /// <summary>Written by hand: no client sends them. A page cannot be made of such a host, but its refusal can, and is bounded as every page is.</summary>
    [Theory]
    [InlineData("xn--", "/", "text/html")]
    [InlineData("xn--", "/v1/programmes", "application/json")]
    [InlineData("a_b!c", "/sign-in", "text/html")]
    [InlineData("x:99999", "/en/sign-in", "text/html")]
    [InlineData("", "/matrix", "text/html")]
    public async Task Host_ThatIsNoName_IsRefusedInTheFormOfTheAddress(string host, string address, string type)
    {
        var (status, said) = await SayAsync($"GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Equal("400", status);
        Assert.Contains($"Content-Type: {type}", said, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Security-Policy: ", said, StringComparison.Ordinal);
        Assert.Contains(type == "text/html" ? "<h1" : "\"INVALID_ARGUMENT\"", said, StringComparison.Ordinal);
    }

    /// <summary>What the server itself does not read reaches no page of ours, and is told nothing but that.</summary>
    [Theory]
    [InlineData("a b")]
    [InlineData("localhost/path")]
    public async Task Host_OfCharactersThatNoneHas_IsRefusedByTheServer(string host)
    {
        var (status, said) = await SayAsync($"GET /sign-in HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Equal("400", status);
        Assert.EndsWith("\r\n\r\n", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]:80")]
    public async Task Host_ThatIsAName_IsTaken(string host) =>
        Assert.Equal("200", (await SayAsync($"GET /sign-in HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).Status);

    /// <summary>Nor is there one in what HTTP/1.0 sends, but a probe is answered.</summary>
    [Theory]
    [InlineData("/sign-in", "400")]
    [InlineData("/alive", "200")]
    public async Task Host_ThatIsNotSaid_IsRefusedExceptToProbes(string address, string status) =>
        Assert.Equal(status, (await SayAsync($"GET {address} HTTP/1.0\r\n\r\n")).Status);

    /// <summary>The door is no tunnel.</summary>
    [Theory]
    [InlineData("localhost:80")]
    [InlineData("/matrix")]
    public async Task Connect_ToAnything_IsNoFaultOfOurs(string target) =>
        Assert.StartsWith("4", (await SayAsync($"CONNECT {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).Status, StringComparison.Ordinal);

    private async Task<(string Status, string Said)> SayAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(suite.Pages.Host, suite.Pages.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
        using var reader = new StreamReader(stream);
        var said = await reader.ReadToEndAsync(Stop);
        return (said.Split(' ', 3)[1], said);
    }
}
