using System.Net;
using System.Text;
using CsCheck;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>
/// Whatever is sent, the fault is the caller's and is said so: never a 5xx, never a stack trace. What HTTP itself has for requests that it does not
/// know, 501 for a method and 505 for a request line that is none, is no fault of ours either.
/// </summary>
public sealed class FuzzTests(RunningSuite suite)
{
    private const int Each = 150;

    private static readonly string[] Parts =
        ["v1", "programmes", "nine-cities", "pilotTasks", "1", "commitments", "..", "%2e%2e", "%00", "%ff", "{x}", "*", ":decide", "苏州", "%E8%8B", "a\tb", "sign-in", "en", "api", "cities", "-1", "99999999999999999999", ";", "?", "&pageSize=-1", "?pageToken=%", "?requestId=x", "<script>", "'--", "ruleSets", "pilotplatform.catalog.v1.CatalogService", "GetChapter"];

    private static readonly Gen<string> Paths = Of(Parts).Array[0, 7].Select(parts => "/" + string.Join('/', parts));

    private static readonly Gen<string> Json = Gen.OneOf(
        Gen.String[0, 60],
        Of("", "null", "[]", "{}", "{", "\"", "1e999", "{\"commitment\":{}}", "{\"progressPercent\":\"x\"}", "{\"dueDate\":{\"year\":99999}}", "{\"leadUnit\":\"\\ud800\"}", "\ufeff{}", new string('[', 5000), "{\"a\":" + new string('{', 200)));

    private static readonly Gen<(string Name, string Value)> Headers = Gen.Select(
        Of("Authorization", "Cookie", "Accept", "Content-Type", "If-None-Match", "Origin", "Sec-Fetch-Site", "X-Forwarded-For", "traceparent", "grpc-timeout", "Accept-Encoding", "Accept-Language", "Range", "Host"),
        Gen.OneOf(Gen.Char[' ', '~'].Array[0, 40].Select(c => new string(c)), Of("*", "\"", "W/\"", "Bearer", "Bearer a.b.c", "Persona ministry", "application/grpc", "application/grpc-web", "pilotplatform-session=%%%", "a=b;;;=", "0S", "bytes=9-1", ";q=2")));

    [Fact]
    public Task Paths_OfAnyForm_AreNoFaultOfOurs() => HoldsAsync(Paths.Select(path => new Attempt(HttpMethod.Get, path, null, null)));

    [Fact]
    public Task Bodies_OfAnyForm_AreNoFaultOfOurs() => HoldsAsync(Gen.Select(
        Of("/v1/programmes/nine-cities/commitments", "/v1/programmes/nine-cities/commitments/1-dalian/progressReports", "/v1/programmes/nine-cities/pilotTasks/1:decide", "/sign-in", "/sign-out"),
        Json, (path, body) => new Attempt(HttpMethod.Post, path, body, null)));

    [Fact]
    public Task Headers_OfAnyForm_AreNoFaultOfOurs() => HoldsAsync(Gen.Select(
        Of("/", "/tasks/1", "/v1/programmes", "/sign-in", "/api/openapi.json"), Headers, (path, header) => new Attempt(HttpMethod.Get, path, null, header)));

    [Fact]
    public Task Methods_OfAnyKind_AreNoFaultOfOurs() => HoldsAsync(Gen.Select(
        Of("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW"), Paths, (method, path) => new Attempt(new HttpMethod(method), path, null, null)));

    private static Gen<string> Of(params string[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private async Task HoldsAsync(Gen<Attempt> attempts)
    {
        var tried = new List<Attempt>();
        attempts.Sample(tried.Add, iter: Each, threads: 1);
        Assert.Equal(Each, tried.Count);
        using var http = suite.HttpAs(null);
        foreach (var attempt in tried)
        {
            if (!Uri.TryCreate(suite.Pages.GetLeftPart(UriPartial.Authority) + attempt.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var address))
                continue;
            using var request = new HttpRequestMessage(attempt.Method, address);
            if (attempt.Body is not null)
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(attempt.Body)) { Headers = { ContentType = new("application/json") } };
            if (attempt.Header is { } header && !request.Headers.TryAddWithoutValidation(header.Name, header.Value))
                continue;

            using var answer = await SendAsync(http, request);
            if (answer is null)
                continue;
            var body = await answer.Content.ReadAsStringAsync(RunningSuite.Stop);
            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported, $"{attempt} gave {(int)answer.StatusCode}: {body}");
            Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        }
    }

    /// <summary>No answer where the client itself will not send such a thing, or the server hung up on what is no HTTP.</summary>
    private static async Task<HttpResponseMessage?> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        try
        {
            return await http.SendAsync(request, RunningSuite.Stop);
        }
        catch (Exception unsent) when (unsent is HttpRequestException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Attempt(HttpMethod Method, string Path, string? Body, (string Name, string Value)? Header);
}
