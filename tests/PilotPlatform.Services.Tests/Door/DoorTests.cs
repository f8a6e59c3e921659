using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.OpenApi;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>What every request passes at the gateway.</summary>
public sealed class DoorTests(RunningSuite suite)
{
    private const string Chapters = "/v1/programmes/nine-cities/chapters";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/")]
    [InlineData("/matrix")]
    [InlineData("/sign-in")]
    [InlineData("/nothing-here")]
    [InlineData("/v1/programmes")]
    [InlineData("/v1/nothing")]
    [InlineData("/api")]
    [InlineData("/pages.css")]
    public async Task Answer_OfAnyKind_HasTheHeadersThatBoundIt(string address)
    {
        using var http = suite.HttpAs(null);
        using var answer = await http.GetAsync(address, Stop);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", policy.Split(';').FirstOrDefault(d => d.Contains("script-src", StringComparison.Ordinal)) ?? "", StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/matrix")]
    [InlineData("/tasks/65")]
    [InlineData("/cities/suzhou")]
    [InlineData("/en/sign-in")]
    public async Task Page_OfEachKind_HasNoScriptInside(string address)
    {
        var page = await suite.Http.GetStringAsync(address, Stop);

        Assert.DoesNotMatch("<script(?![^>]* src=)", page);
        Assert.DoesNotMatch("<style", page);
        Assert.DoesNotMatch("\\son[a-z]+=\"", page);
    }

    [Fact]
    public async Task Get_WithTheTagOfBefore_IsNotSentAgain()
    {
        using var first = await suite.Http.GetAsync(Chapters, Stop);
        using var again = new HttpRequestMessage(HttpMethod.Get, Chapters) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var other = new HttpRequestMessage(HttpMethod.Get, Chapters) { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"other\"", isWeak: true) } } };

        using var known = await suite.Http.SendAsync(again, Stop);
        Assert.Equal((HttpStatusCode.NotModified, 0), (known.StatusCode, (await known.Content.ReadAsByteArrayAsync(Stop)).Length));
        Assert.Equal(first.Headers.ETag, known.Headers.ETag);
        using var unknown = await suite.Http.SendAsync(other, Stop);
        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (unknown.StatusCode, unknown.Headers.ETag));
        Assert.NotEqual(first.Headers.ETag, (await suite.Http.GetAsync(Chapters + "/1", Stop)).Headers.ETag);
    }

    /// <summary>A cache on the way must not give it to others, be it tagged, a file, a stream or a refusal.</summary>
    [Theory]
    [InlineData(Chapters)]
    [InlineData("/v1/programmes/nine-cities/reports/ledger:export?format=FORMAT_CSV")]
    [InlineData("/v1/ledgers/reporting:export")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?pageSize=1000")]
    [InlineData("/v1/programmes/nine-cities/commitments/9999-dalian")]
    public async Task Get_ByWhoSignedIn_IsForNobodyElse(string address)
    {
        using var http = suite.HttpAs("ministry");
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.True(answer.Headers.CacheControl is { Private: true });
        Assert.Superset(new HashSet<string>(["Authorization", "Cookie"], StringComparer.Ordinal), answer.Headers.Vary.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Get_ByWhoUnpacks_IsSentPacked(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Chapters) { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue(encoding) } } };
        using var answer = await suite.Http.SendAsync(request, Stop);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);

        await using var packed = await answer.Content.ReadAsStreamAsync(Stop);
        await using Stream unpacked = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        var text = await new StreamReader(unpacked).ReadToEndAsync(Stop);
        Assert.Equal(await suite.Http.GetStringAsync(Chapters, Stop), text);
    }

    [Fact]
    public async Task Browser_OfAnotherOrigin_IsToldNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Chapters);
        request.Headers.Add("Origin", "https://data.example.cn");
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task GrpcWeb_OverHttp11_IsTheSameAsGrpc(GrpcWebMode mode)
    {
        using var handler = new GrpcWebHandler(mode, new HttpClientHandler());
        using var channel = GrpcChannel.ForAddress(suite.Pages, new GrpcChannelOptions { HttpHandler = handler, HttpVersion = HttpVersion.Version11 });
        var catalog = new CatalogService.CatalogServiceClient(channel);
        var request = new ListChaptersRequest { Parent = RunningSuite.Programme };

        Assert.Equal(await suite.Client.Catalog.ListChaptersAsync(request, cancellationToken: Stop), await catalog.ListChaptersAsync(request, cancellationToken: Stop));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => catalog.GetChapterAsync(new GetChapterRequest { Name = $"{RunningSuite.Programme}/chapters/16" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("5X")]
    [InlineData("-5S")]
    [InlineData("999999999S")]
    public async Task Deadline_ThatIsNone_IsRefused(string timeout)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/pilotplatform.catalog.v1.CatalogService/ListProgrammes") { Content = new ByteArrayContent(new byte[5]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web");
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.Equal("3", Assert.Single(answer.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Body_OverItsLimit_IsRefusedBeforeItIsRead()
    {
        using var content = new ByteArrayContent(new byte[(16 * 1024 * 1024) + 1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/programmes/nine-cities/commitments") { Content = content, Headers = { ExpectContinue = true } };
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains((await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]!.AsArray(), d => (string?)d!["reason"] == "LIMIT_EXCEEDED");
    }

    /// <summary>Who did not sign in sends no long bodies, but can ask all that can be asked at once.</summary>
    [Theory]
    [InlineData(null, 0, HttpStatusCode.OK)]
    [InlineData(null, 3, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("auditor", 3, HttpStatusCode.OK)]
    public async Task Body_OfNobody_IsAsLongAsTheLongestQuestion(string? persona, int megabytes, HttpStatusCode expected)
    {
        using var http = suite.HttpAs(persona);
        var items = string.Join(',', Enumerable.Repeat("{\"taskNumber\":19,\"city\":\"dalian\",\"facts\":[{\"fact\":\"facts/foreign-share\",\"basisPoints\":4900}]}", 4096));
        var room = new string(' ', megabytes * 1024 * 1024);
        using var content = new StringContent($"{{\"items\":[{items}]{room}}}", System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/programmes/nine-cities:batchDecide") { Content = content, Headers = { ExpectContinue = true } };
        using var answer = await http.SendAsync(request, Stop);

        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>A form with files may have what its service takes, and the refusal of a longer one says how much that is.</summary>
    [Theory]
    [InlineData(30, false)]
    [InlineData(60, true)]
    public async Task Body_WithAFile_MayBeAsLongAsEvidence(int megabytes, bool isRefused)
    {
        using var http = suite.HttpAs("dalian-reporter");
        using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[megabytes * 1024 * 1024]), "file", "long.bin" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/workbench/commitments") { Content = content, Headers = { ExpectContinue = true } };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(isRefused, answer.StatusCode == HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(isRefused, (await answer.Content.ReadAsStringAsync(Stop)).Contains("At most 52 MB", StringComparison.Ordinal));
    }

    /// <summary>The gateway reads the form of a sign-in as a whole, and whoever sends it is nobody yet.</summary>
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/en/sign-in")]
    [InlineData("/Sign-In")]
    [InlineData("/EN/sign-in")]
    public async Task Body_OfASignIn_IsShort(string address)
    {
        using var http = suite.HttpAs(null);
        using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[2 * 1024 * 1024]), "file", "long.bin" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content, Headers = { ExpectContinue = true } };
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Post_TheSameRequestTwice_IsDoneOnce()
    {
        const string Address = "/v1/programmes/nine-cities/commitments?requestId=019aa7c2-7d3f-7c4e-9a55-0d4f6d1c2b3a";
        var commitment = new
        {
            pilotTask = "programmes/nine-cities/pilotTasks/3",
            city = "programmes/nine-cities/cities/xian",
            leadUnit = "市商务局",
            dueDate = Desk.DueDateJson,
        };

        using var first = await suite.Http.PostAsJsonAsync(Address, commitment, Stop);
        using var second = await suite.Http.PostAsJsonAsync(Address, commitment, Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await second.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Description_OfTheApi_NamesEveryReadThatAnswers()
    {
        var document = await suite.Http.GetFromJsonAsync<JsonObject>("/api/openapi.json", Stop);
        var paths = document!["paths"]!.AsObject();

        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.NotNull(paths["/v1/programmes/{programme}/pilotTasks/{pilotTask}"]!["get"]);
        Assert.NotNull(paths["/v1/programmes/{programme}/commitments"]!["post"]!["requestBody"]);
        Assert.All(paths, path => Assert.All(path.Value!.AsObject(), operation =>
        {
            Assert.NotEmpty((string)operation.Value!["operationId"]!);
            Assert.EndsWith(".", (string)operation.Value["summary"]!, StringComparison.Ordinal); // a whole sentence
            Assert.DoesNotContain(". ", (string)operation.Value["summary"]!, StringComparison.Ordinal);
        }));
        var read = paths["/v1/ledgers/{ledger}"]!["get"]!;
        Assert.Equal(["{}", "{\"bearer\":[]}"], read["security"]!.AsArray().Select(s => s!.ToJsonString())); // open as far as it is published
        Assert.NotNull(read["responses"]!["401"]);
        var operations = paths.SelectMany(p => p.Value!.AsObject()).Select(o => (string)o.Value!["operationId"]!).ToArray();
        Assert.Equal(operations.Distinct(StringComparer.Ordinal), operations);
    }

    /// <summary>A client that is made of the document knows of tags, and of when to ask again; what it knows of is so.</summary>
    [Fact]
    public async Task Description_OfReads_SaysHowTheyAreNotReadTwice()
    {
        var document = (await suite.Http.GetFromJsonAsync<JsonObject>("/api/openapi.json", Stop))!;
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (p.Key, Verb: o.Key, Said: o.Value!))).ToArray();
        var streamed = Contract.Services.SelectMany(service => service.Methods).Where(method => method.IsServerStreaming).Select(method => $"{method.Service.Name}_{method.Name}");
        var tagged = operations.Where(o => o.Said["responses"]!["304"] is not null).ToArray();

        Assert.All(tagged, o => Assert.Equal("get", o.Verb));
        Assert.All(tagged, o => Assert.NotNull(o.Said["responses"]!["200"]!["headers"]!["ETag"]));
        Assert.All(tagged, o => Assert.Contains(o.Said["parameters"]!.AsArray(), p => (string?)p!["$ref"] == "#/components/parameters/IfNoneMatch"));
        Assert.All(operations.Except(tagged), o => Assert.Null(o.Said["responses"]!["200"]!["headers"]));
        Assert.Equal(
            operations.Where(o => o.Verb == "get" && !streamed.Contains(string.Join('_', ((string)o.Said["operationId"]!).Split('_')[..2]), StringComparer.Ordinal)).Select(o => o.Key),
            tagged.Select(o => o.Key));
        Assert.All(new[] { "429", "503" }, status => Assert.NotNull(document["components"]!["responses"]![status]!["headers"]!["Retry-After"]));

        var parameter = document["components"]!["parameters"]!["IfNoneMatch"]!;
        Assert.Equal(("If-None-Match", "header"), ((string?)parameter["name"], (string?)parameter["in"]));
        using var first = await suite.Http.GetAsync(Chapters, Stop);
        using var again = new HttpRequestMessage(HttpMethod.Get, Chapters);
        again.Headers.TryAddWithoutValidation((string)parameter["name"]!, first.Headers.ETag!.ToString());
        using var second = await suite.Http.SendAsync(again, Stop);
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (second.StatusCode, second.Headers.ETag));
    }

    /// <summary>What answers are, and nothing else, is what the document says that they are: a client that is made of it reads them.</summary>
    [Theory]
    [InlineData("/v1/programmes/nine-cities", "/v1/programmes/{programme}")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/65", "/v1/programmes/{programme}/pilotTasks/{pilotTask}")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/1:decide?city=suzhou&view=DECISION_VIEW_FULL", "/v1/programmes/{programme}/pilotTasks/{pilotTask}:decide")]
    [InlineData("/v1/programmes/nine-cities/overview", "/v1/programmes/{programme}/overview")]
    [InlineData("/v1/ledgers/reporting", "/v1/ledgers/{ledger}")]
    [InlineData("/v1/facts?pageSize=1000", "/v1/facts")]
    [InlineData("/v1/programmes/nine-cities/editions", "/v1/programmes/{programme}/editions")]
    [InlineData("/v1/programmes/nine-cities/reachMatrix", "/v1/programmes/{programme}/reachMatrix")]
    [InlineData("/v1/programmes/nine-cities/reports/ledger", "/v1/programmes/{programme}/reports/{report}")]
    public async Task Description_OfAnAnswer_IsWhatItIs(string address, string path)
    {
        var document = (await suite.Http.GetFromJsonAsync<JsonObject>("/api/openapi.json", Stop))!;
        var answer = await suite.Http.GetFromJsonAsync<JsonNode>(address, Stop);
        var schema = document["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;

        Assert.Empty(Otherwise(document, schema, answer, "$"));
    }

    /// <summary>Where a value is of another type than its schema says, or stands where the schema has nothing.</summary>
    private static IEnumerable<string> Otherwise(JsonObject document, JsonNode? schema, JsonNode? value, string at)
    {
        if ((string?)schema?["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![reference.Split('/')[^1]];
        if (schema?["type"] is null)
            return [];
        var type = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToArray() : [(string)schema["type"]!];
        var kind = value?.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.Number => decimal.IsInteger(value.GetValue<decimal>()) && type.Contains("integer", StringComparer.Ordinal) ? "integer" : "number",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };
        if (!type.Contains(kind, StringComparer.Ordinal))
            return [$"{at} is {kind} and not {string.Join('/', type)}"];
        if (value is JsonArray items)
            return items.SelectMany((item, place) => Otherwise(document, schema["items"], item, $"{at}[{place}]"));
        return value is not JsonObject fields || schema["properties"] is not JsonObject known
            ? []
            : fields.SelectMany(f => known[f.Key] is { } own ? Otherwise(document, own, f.Value, $"{at}.{f.Key}") : [$"{at}.{f.Key} is not described"]);
    }

    /// <summary>Every reference leads somewhere, and every parameter of an address is described.</summary>
    [Fact]
    public async Task Description_OfTheApi_IsWholeInItself()
    {
        var text = await suite.Http.GetStringAsync("/api/openapi.json", Stop);
        var document = JsonNode.Parse(text)!;
        var references = System.Text.RegularExpressions.Regex.Matches(text, "\"\\$ref\": ?\"#/(?<path>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(m => m.Groups["path"].Value).Distinct(StringComparer.Ordinal).ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.NotNull(reference.Split('/').Aggregate((JsonNode?)document, (at, step) => at?[step])));
        Assert.All(document["paths"]!.AsObject(), path => Assert.All(path.Value!.AsObject(), operation => Assert.Equal(
            System.Text.RegularExpressions.Regex.Count(path.Key, "\\{", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)),
            operation.Value!["parameters"]?.AsArray().Count(p => (string?)p!["in"] == "path") ?? 0)));
    }

    [Fact]
    public async Task Description_OfTheApi_IsAValidDocumentOf31()
    {
        var read = OpenApiDocument.Parse(await suite.Http.GetStringAsync("/api/openapi.json", Stop), "json");

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(e => $"{e.Pointer}: {e.Message}"));
    }

    [Theory]
    [InlineData("/api/nonsense")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1.2")]
    [InlineData("/api/v1/openapi.json")]
    [InlineData("/api/swagger.json")]
    public async Task ApiPage_BelowIt_IsNotFound(string address)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task ApiPage_ForReaders_AsksNoOtherHost()
    {
        using var answer = await suite.Http.GetAsync("/api", Stop);
        using var followed = answer.StatusCode == HttpStatusCode.OK ? null : await suite.Http.GetAsync(answer.Headers.Location, Stop);
        var page = await (followed ?? answer).Content.ReadAsStringAsync(Stop);

        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("<noscript><main>", page, StringComparison.Ordinal);
        Assert.Contains("GET /v1/programmes/{programme}/pilotTasks/{pilotTask}</code></dt><dd>", page, StringComparison.Ordinal);
        Assert.Contains("api/openapi.json", page, StringComparison.Ordinal);
        Assert.Contains("nonce=", page, StringComparison.Ordinal);
        foreach (var script in ScriptsOf(page).Select(script => new Uri(new Uri(suite.Pages, followed is null ? "/api" : "/api/"), script)))
            Assert.Equal((script, HttpStatusCode.OK), (script, (await suite.Http.GetAsync(script, Stop)).StatusCode));
    }

    private static string[] ScriptsOf(string page)
    {
        var scripts = System.Text.RegularExpressions.Regex.Matches(page, "<script[^>]* src=\"(?<address>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["address"].Value).ToArray();
        Assert.NotEmpty(scripts);
        return scripts;
    }
}
