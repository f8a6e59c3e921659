using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Google.Rpc;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>What cannot be read is refused as the caller's fault with details, also where a library finds it.</summary>
public sealed class UnreadRequestTests(RunningSuite suite)
{
    private const string Commitments = "/v1/programmes/nine-cities/commitments";
    private const string Unary = "/pilotplatform.catalog.v1.CatalogService/GetPilotTask";
    private const string Upload = "/pilotplatform.reporting.v1.EvidenceService/UploadEvidence";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData(Unary, "", 3)]
    [InlineData(Unary, "000000", 3)]
    [InlineData(Unary, "0000000005FFFFFFFF0F", 3)]
    [InlineData(Unary, "00000000040A02FFFE", 3)]
    [InlineData(Unary, "000000006461", 3)]
    [InlineData(Unary, "00000000000000000000", 3)]
    [InlineData(Unary, "010000000161", 3)]
    [InlineData(Unary, "0700000000", 3)]
    [InlineData(Unary, "00FFFFFFFF", 3)]
    [InlineData(Unary, "0000200000", 8)]
    [InlineData(Upload, "0000000005FFFFFFFF0F", 3)]
    [InlineData(Upload, "000000006461", 3)]
    [InlineData(Upload, "00FFFFFFFF", 3)]
    public async Task Call_WhoseMessageIsNone_IsRefusedWithDetails(string method, string frame, int code)
    {
        foreach (var (site, type, version) in new[] { (suite.Grpc, "application/grpc", HttpVersion.Version20), (suite.Pages, "application/grpc-web+proto", HttpVersion.Version11) })
        {
            using var http = new HttpClient(new SocketsHttpHandler());
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site, method))
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(Convert.FromHexString(frame)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            };
            using var answer = await http.SendAsync(request, Stop);

            Assert.Equal($"{code}", Assert.Single(answer.Headers.GetValues("grpc-status")));
            var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(Padded(Assert.Single(answer.Headers.GetValues("grpc-status-details-bin")))));
            Assert.Equal(code == 3 ? "INVALID_ARGUMENT" : "LIMIT_EXCEEDED", Assert.Single(status.Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason);
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=nope", "persona=ministry")]
    [InlineData("application/x-www-form-urlencoded", "a=%ff%00&b=%")]
    [InlineData("multipart/form-data; boundary=", "x")]
    [InlineData("multipart/form-data; boundary=aa", "--aa\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "persona=ministry")]
    public async Task Form_ThatCannotBeRead_IsRefusedWithAPage(string type, string body)
    {
        using var http = suite.HttpAs("dalian-reporter");
        foreach (var (address, words) in new[] { ("/sign-in", "无法处理这一请求"), ("/en/sign-in", "This request cannot be taken"), ("/workbench/commitments", "无法处理这一请求"), ("/en/workbench/commitments", "This request cannot be taken") })
        {
            using var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await http.PostAsync(address, content, Stop);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PUT", "/v1/programmes", "GET")]
    [InlineData("DELETE", "/v1/programmes/nine-cities/pilotTasks/1:decide", "GET, POST")]
    [InlineData("GET", Unary, "POST")]
    [InlineData("GET", "/mcp", "POST")]
    [InlineData("DELETE", "/mcp", "POST")]
    public async Task Method_ThatAnAddressDoesNotTake_IsRefusedWithThoseItTakes(string method, string address, string taken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, taken), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        await IsInvalidAsync(answer, "method");
    }

    [Theory]
    [InlineData("PUT", "/matrix")]
    [InlineData("DELETE", "/workbench/commitments")]
    [InlineData("TRACE", "/")]
    [InlineData("PATCH", "/health")]
    [InlineData("OPTIONS", "/api/openapi.json", "GET, HEAD")]
    [InlineData("POST", "/api", "GET, HEAD")]
    [InlineData("POST", "/api/openapi.json", "GET, HEAD")]
    public async Task Method_ThatNoPageTakes_IsRefusedWithThoseItTakes(string method, string address, string taken = "GET, HEAD, POST")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, taken), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>By nobody, for whom pages are kept, and until it was kept: what was packed for one reader is not given to the next.</summary>
    [Theory]
    [InlineData("gzip;q=0", "")]
    [InlineData("br;q=0.1, gzip", "gzip")]
    [InlineData("gzip, br", "br")]
    [InlineData("*", "br")]
    [InlineData("identity", "")]
    public async Task Page_ForACoding_IsCompressedAsItsReaderTakesIt(string accepted, string coding)
    {
        using var http = suite.HttpAs(null);
        var isKept = false;
        for (var tries = 0; !isKept && tries < 100; tries++) // nothing is kept while other tests record acts
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/chapters");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var answer = await http.SendAsync(request, Stop);

            Assert.Equal((HttpStatusCode.OK, coding), (answer.StatusCode, string.Join(',', answer.Content.Headers.ContentEncoding)));
            isKept = answer.Headers.Age is not null;
        }

        Assert.True(isKept);
    }

    [Theory]
    [InlineData(Commitments, null)]
    [InlineData(Commitments, "application/json", "gzip")]
    [InlineData(Commitments, "application/json; charset=nope")]
    [InlineData(Commitments, "application/json; charset=utf-16")]
    [InlineData(Commitments, "application/json; charset=gb18030")]
    [InlineData(Commitments, "text/plain")]
    [InlineData(Commitments, "application/x-www-form-urlencoded")]
    [InlineData(Unary, "application/json")]
    [InlineData("/mcp", "text/plain")]
    public async Task Content_OfATypeOrCodingThatIsNotTaken_IsRefused(string address, string? type, string? coding = null)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (coding is not null)
            content.Headers.ContentEncoding.Add(coding);
        using var answer = await suite.Http.PostAsync(address, content, Stop);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        await IsInvalidAsync(answer, "content-type");
    }

    /// <summary>What has no body has no type of one, whatever it says: it is answered as if it had said nothing.</summary>
    [Theory]
    [InlineData("application/json; charset=nope")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/plain")]
    public async Task Read_WithATypeOfContentAndNone_IsAnswered(string type)
    {
        foreach (var (address, status) in new[] { ("/v1/programmes/nine-cities/pilotTasks/1?readMask=name", HttpStatusCode.OK), ("/v1/programmes?nothing=1", HttpStatusCode.BadRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Content = new ByteArrayContent([]) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await suite.Http.SendAsync(request, Stop);

            Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop)));
        }
    }

    /// <summary>JSON whose texts and names are not Unicode, which a reader finds out only when it wants to know them; a byte is written as it is.</summary>
    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("{\"\u00ff\":1}")]
    [InlineData("""{"city":"suzhou","view":"\ud800"}""")]
    [InlineData("{\"city\":\"suzhou\",\"view\":\"\u00ff\"}")]
    [InlineData("""{"city":"suzhou","facts":[{"fact":"facts/x","boolean":"\ud800"}]}""")]
    [InlineData("""{"city":"suzhou","facts":[{"fact":"facts/x","basisPoints":"\ud800"}]}""")]
    [InlineData("""{"city":"\ud800"}""")]
    [InlineData("{\"city\":\"\u00ff\"}")]
    public async Task Body_WhoseTextsAreNotUnicode_IsTheCallersFault(string body)
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System);
        using var http = gateway.HttpAs(null);
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
        using var answer = await http.PostAsync("/v1/programmes/nine-cities/pilotTasks/1:decide", content, Stop);

        Assert.Equal((HttpStatusCode.BadRequest, 3), (answer.StatusCode, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]!));
        Assert.Empty(gateway.Log.Errors);
    }

    [Theory]
    [InlineData("/v1/programmes")]
    [InlineData("/matrix")]
    [InlineData("/operations")]
    [InlineData("/workbench")]
    [InlineData("/ledger/export")]
    [InlineData("/sign-in")]
    [InlineData("/api/")]
    [InlineData("/api/openapi.json")]
    [InlineData("/vitals")]
    [InlineData("/nothing-here")]
    public async Task Head_OfAnything_IsTheGetWithoutItsBody(string address)
    {
        using var http = suite.HttpAs("ministry");
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var head = await http.SendAsync(request, Stop);
        using var get = await http.GetAsync(address, Stop);

        Assert.Equal((get.StatusCode, get.Headers.ETag, get.Content.Headers.ContentType), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    /// <summary>A body that does not say how long it is, and is too long by so little that all of it is sent before the answer ends the connection.</summary>
    [Theory]
    [InlineData(Commitments, "application/json", 16)]
    [InlineData("/workbench/commitments", "application/x-www-form-urlencoded", 16)]
    [InlineData("/mcp", "application/json", 1)]
    [InlineData("/MCP/", "application/json", 1)]
    public async Task Body_ThatTurnsOutToBeTooLong_IsRefused(string address, string type, int megabytes)
    {
        using var http = suite.HttpAs("dalian-reporter");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(new byte[(megabytes * 1024 * 1024) + 1024]) { Headers = { ContentType = new(type) } }, Headers = { TransferEncodingChunked = true, ExpectContinue = true } };
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData(Commitments)]
    [InlineData("/sign-in")]
    [InlineData("/workbench/commitments")]
    public async Task Body_ThatIsNoHttp_IsTheCallersFault(string address)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(suite.Pages.Host, suite.Pages.Port, Stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {address} HTTP/1.1\r\nHost: {suite.Pages.Authority}\r\nContent-Type: {(address == Commitments ? "application/json" : "application/x-www-form-urlencoded")}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), Stop);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(Stop));
    }

    private static async Task IsInvalidAsync(HttpResponseMessage answer, string field)
    {
        var status = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;
        Assert.Equal(3, (int)status["code"]!);
        Assert.Contains(status["details"]!.AsArray(), d => (string?)d!["fieldViolations"]?[0]?["field"] == field);
    }

    private static string Padded(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');
}
