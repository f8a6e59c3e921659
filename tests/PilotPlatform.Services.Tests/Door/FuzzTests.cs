using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PilotPlatform.Contracts;
using PilotPlatform.Web.Desks;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>
/// Whatever is sent, the fault is the caller's and is said so, in the form of the address: never a 5xx, never a stack trace. Each kind is drawn from a seed of
/// its own, so that a run can be repeated. What the server itself refuses as no HTTP has no body and ends the connection.
/// </summary>
public sealed class FuzzTests(RunningSuite suite)
{
    private const int Each = 150;
    private const ulong Seed = 20261129;

    private static readonly string[] Parts =
        ["v1", "programmes", "nine-cities", "pilotTasks", "1", "commitments", "..", "%2e%2e", "%00", "%ff", "{x}", "*", ":decide", "苏州", "%E8%8B", "a\tb", "sign-in", "en", "api", "mcp", "cities", "-1", "99999999999999999999", ";", "?", "&pageSize=-1", "?pageToken=%", "?requestId=x", "<script>", "'--", "ruleSets", "pilotplatform.catalog.v1.CatalogService", "GetChapter"];

    private static readonly Gen<string> Paths = Of(Parts).Array[0, 7].Select(parts => "/" + string.Join('/', parts));

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String[0, 60], Gen.Char[' ', '~'].Array[0, 40].Select(c => new string(c)));

    private static readonly Gen<string> Json = Gen.OneOf(
        Texts,
        Of("", "null", "[]", "{}", "{", "\"", "1e999", "{\"commitment\":{}}", "{\"progressPercent\":\"x\"}", "{\"dueDate\":{\"year\":99999}}", "{\"leadUnit\":\"\\ud800\"}", "{\"\\ud800\":1}", "{\"view\":\"\\ud800\"}", "\ufeff{}", new string('[', 5000), "{\"a\":" + new string('{', 200), "{\"pilotTask\":1,\"pilotTask\":[]}"));

    private static readonly Gen<string> Calls = Gen.OneOf(
        Json,
        Of("{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/list\"}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/list\"}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":3}"),
        Gen.Select(Of("search_tasks", "search_document", "get_task", "decide", "next_question", "what_may_i_do", "overview", "nothing"), Of("number", "city", "facts", "query", "pageSize", "programme", "pageToken", "numbr"), Of("null", "1", "-1", "1e40", "\"x\"", "\"\\ud800\"", "[]", "[1]", "[{}]", "[{\"fact\":\"\\ud800\"}]", "{}", "{\"\\ud800\":1}", "true"), (tool, name, value) =>
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{{\"{name}\":{value}}}}}}}"),
        Gen.Select(Of("tools/call", "tools/list", "ping", "resources/read", "nothing"), Of("null", "1", "\"x\"", "[]", "{}", "{\"name\":3}", "{\"name\":\"\\ud800\"}", "{\"\\ud800\":3}", "{\"arguments\":[]}"), (method, parameters) => $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{parameters}}}"));

    private static readonly Gen<(string, string)> Headers = Gen.Select(
        Of("Authorization", "Accept", "Content-Type", "If-None-Match", "Origin", "Sec-Fetch-Site", "X-Forwarded-For", "traceparent", "grpc-timeout", "Accept-Encoding", "Accept-Language", "Range", "Host", "X-HTTP-Method-Override", "Mcp-Session-Id"),
        Gen.OneOf(Texts, Of("*", "\"", "W/\"", "Bearer", "Bearer a.b.c", "Persona ministry", "application/grpc", "application/grpc-web", "application/json; charset=nope", "application/json; charset=utf-16", "a=b;;;=", "0S", "bytes=9-1", ";q=2")));

    private static readonly Gen<(string, string)> Cookies = Gen.Select(
        Of("pilotplatform-session", "pilotplatform-form", ".AspNetCore.Antiforgery.x", "a", "", "=", "苏"),
        Gen.OneOf(Texts, Of("%%%", "\"", ";;", "CfDJ8", "CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", new string('x', 4000))),
        (name, value) => ("Cookie", $"{name}={value}"));

    private static readonly Gen<(string Type, string Body)> Forms = Gen.Select(
        Of("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=nope", "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=aa", $"multipart/form-data; boundary={new string('a', 200)}", "text/plain", "application/json", ";;"),
        Gen.OneOf(
            Texts,
            Of("", "persona=ministry", "a=%ff%00&b=%", string.Concat(Enumerable.Repeat("a=1&", 3000)), new string('k', 5000) + "=1", "--aa", "--aa\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n", "--aa\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--aa--", "--aa\r\n" + new string('H', 40000) + ": x\r\n\r\n", "--aa\r\nContent-Disposition: form-data; name=file; filename=\"\0\"\r\n\r\n")));

    private static readonly Gen<byte[]> Frames = Gen.Select(
        Of("0", "1", "7"), Gen.Byte.Array[0, 40], Gen.OneOf(Gen.Const(0), Gen.Int[-20, 20], Gen.Const(int.MaxValue / 2)), Gen.Int[0, 60],
        (flag, payload, off, cut) => Frame(byte.Parse(flag, CultureInfo.InvariantCulture), payload, payload.Length + off)[..Math.Min(payload.Length + 5, cut)]);

    public static TheoryData<string> Kinds => new(["paths", "methods", "headers", "cookies", "forms", "json", "agents"]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Request_OfAnyForm_IsNoFaultOfOurs(string kind)
    {
        using var http = suite.HttpAs(null);
        var answered = 0;
        foreach (var attempt in Drawn(Attempts(kind)))
        {
            using var request = attempt.Request(suite.Pages);
            using var answer = request is null ? null : await SendAsync(http, request);
            if (answer is null)
                continue;
            answered++;
            Check(attempt, answer, await answer.Content.ReadAsStringAsync(RunningSuite.Stop));
        }

        Assert.InRange(answered, Each / 2, Each);
    }

    /// <summary>A frame of gRPC of any form, to every method, in both forms of the protocol.</summary>
    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc-web")]
    public async Task Frames_OfAnyForm_AreNoFaultOfOurs(string type)
    {
        var isWeb = type != "application/grpc";
        using var http = new HttpClient(new SocketsHttpHandler());
        var methods = Contract.Services.SelectMany(s => s.Methods).Where(m => !m.Name.StartsWith("Watch", StringComparison.Ordinal)).Select(m => $"/{m.Service.FullName}/{m.Name}").ToArray();
        foreach (var (frame, method) in Drawn(Frames).Zip(Enumerable.Repeat(methods, Each).SelectMany(m => m)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(isWeb ? suite.Pages : suite.Grpc, method))
            {
                Version = isWeb ? HttpVersion.Version11 : HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            };
            using var answer = await http.SendAsync(request, RunningSuite.Stop);
            var body = Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(RunningSuite.Stop));

            var said = answer.Headers.Concat(answer.TrailingHeaders).FirstOrDefault(h => h.Key.Equals("grpc-status", StringComparison.OrdinalIgnoreCase)).Value?.First() ?? body.Split("grpc-status: ")[^1].Split('\r')[0];
            Assert.True(said is "0" or "3" or "5" or "7" or "8" or "9" or "12" or "16", $"{method} {Convert.ToHexString(frame)} gave {said}");
        }
    }

    private static Gen<Attempt> Attempts(string kind) => kind switch
    {
        "paths" => Paths.Select(path => new Attempt(HttpMethod.Get, path)),
        "methods" => Gen.Select(Of("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW"), Paths, (method, path) => new Attempt(new HttpMethod(method), path)),
        "headers" => Gen.Select(Of("/", "/tasks/1", "/v1/programmes", "/v1/programmes/nine-cities/pilotTasks/1?readMask=name", "/sign-in", "/api/openapi.json"), Headers, (path, header) => new Attempt(HttpMethod.Get, path) { Header = header }),
        "cookies" => Gen.Select(Of("/", "/en/workbench", "/v1/programmes", "/sign-in", "/api/openapi.json"), Cookies, (path, cookie) => new Attempt(HttpMethod.Get, path) { Header = cookie }),
        "forms" => Gen.Select(
            Of(["/sign-in", "/en/sign-in", "/sign-out", "/workbench/commitments", "/en/imports", .. AllDesks.Shown.SelectMany(d => d.New.Concat(d.OnEach).Select(f => $"{d.Address}/{f.Id}"))]),
            Forms,
            (path, form) => new Attempt(HttpMethod.Post, path) { Header = ("Authorization", "Persona ministry"), Body = form.Body, Type = form.Type }),
        "json" => Gen.Select(
            Of("/v1/programmes/nine-cities/commitments", "/v1/programmes/nine-cities/commitments/1-dalian/progressReports", "/v1/programmes/nine-cities/pilotTasks/1:decide", "/v1/ruleSets", "/v1/programmes/nine-cities:whatIf", "/v1/programmes/nine-cities/subscriptions"),
            Json,
            (path, body) => new Attempt(HttpMethod.Post, path) { Header = ("Authorization", "Persona ministry"), Body = body }),
        _ => Calls.Select(body => new Attempt(HttpMethod.Post, "/mcp") { Header = ("Accept", "application/json, text/event-stream"), Body = body }),
    };

    /// <summary>No 5xx, no stack trace; a refusal is a status, a page, or what JSON-RPC has for it, as the address has it.</summary>
    private static void Check(Attempt attempt, HttpResponseMessage answer, string body)
    {
        var code = (int)answer.StatusCode;
        Assert.True(code < 500 || answer.StatusCode == HttpStatusCode.HttpVersionNotSupported, $"{attempt} gave {code}: {body}");
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("-32603", body, StringComparison.Ordinal); // an internal error of JSON-RPC
        if (code < 400 || answer.Headers.ConnectionClose == true || attempt.Method == HttpMethod.Head)
            return;
        var type = answer.Content.Headers.ContentType?.MediaType;
        Assert.True(type is "text/html" ? body.Contains("<html lang=", StringComparison.Ordinal) : IsSaid(attempt, answer, type, body), $"{attempt} gave {code} as {type}: {body}");
    }

    private static bool IsSaid(Attempt attempt, HttpResponseMessage answer, string? type, string body) => type switch
    {
        "application/json" => JsonNode.Parse(body) is JsonObject said && (said["error"] is not null ? attempt.Path == "/mcp" : said["details"] is JsonArray { Count: > 0 }),
        "application/grpc" or "application/grpc-web" => answer.Headers.Contains("grpc-status"),
        _ => answer.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PreconditionFailed,
    };

    private static byte[] Frame(byte flag, byte[] payload, int length)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    private static Gen<string> Of(params string[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static IEnumerable<T> Drawn<T>(Gen<T> gen)
    {
        var chance = new PCG(1, Seed);
        return [.. Enumerable.Range(0, Each).Select(_ => gen.Generate(chance, null, out var _))];
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

    private sealed record Attempt(HttpMethod Method, string Path)
    {
        public (string Name, string Value)? Header { get; init; }

        public string? Body { get; init; }

        public string Type { get; init; } = "application/json";

        /// <summary>Null for what is no request that the client can make.</summary>
        public HttpRequestMessage? Request(Uri site)
        {
            if (!Uri.TryCreate(site.GetLeftPart(UriPartial.Authority) + Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var address))
                return null;
            var request = new HttpRequestMessage(Method, address);
            if (Body is not null)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", Type);
            }

            return Header is not { } header || request.Headers.TryAddWithoutValidation(header.Name, header.Value) ? request : null;
        }
    }
}
