using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>The endpoint for agents, asked by the protocol's own client.</summary>
public sealed class AgentTests(RunningSuite suite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_AreListed_EachReadOnlyWithADescription()
    {
        await using var client = await AsAsync(persona: null);

        var tools = await client.ListToolsAsync(cancellationToken: Stop);

        Assert.Equal(["decide", "get_task", "next_question", "overview", "search_document", "search_tasks", "what_may_i_do"], tools.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool => Assert.True(tool.ProtocolTool.Annotations is { ReadOnlyHint: true } && tool.Description.Length > 0));
    }

    [Fact]
    public async Task GetTask_OfEveryNumber_QuotesTheDocument()
    {
        await using var client = await AsAsync(persona: null);
        foreach (var number in new[] { 1, 24, 159 })
        {
            var task = await AskAsync(client, "get_task", new { number });
            var (text, span) = ((string)task["text"]!["verbatim"]!, task["text"]!["span"]!);
            Assert.Equal(text, RunningSuite.Document[(int)span["startOffset"]!..(int)span["endOffset"]!]);
        }
    }

    [Fact]
    public async Task SearchTasks_OfWordsOfATask_FindsItWithItsPlace()
    {
        await using var client = await AsAsync(persona: null);

        var found = await AskAsync(client, "search_tasks", new { query = "江海联运" });

        Assert.NotEmpty(found["hits"]!.AsArray());
        Assert.All(found["hits"]!.AsArray(), hit => Assert.NotEmpty(hit!["highlights"]!.AsArray()));
    }

    [Fact]
    public async Task Decide_TaskThatDoesNotReach_CitesTheScopeThatSaysSo()
    {
        await using var client = await AsAsync(persona: null);

        var decision = await AskAsync(client, "decide", new { number = 68, city = "合肥" });

        Assert.Equal("VERDICT_DOES_NOT_APPLY", (string?)decision["verdict"]);
        var quote = (string)Assert.Single(decision["decidingCitations"]!.AsArray())!["quote"]!;
        Assert.Contains(quote, RunningSuite.Document, StringComparison.Ordinal);
        Assert.DoesNotContain("合肥", quote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextQuestion_ItsAnswerGivenBack_SettlesWhatItSaid()
    {
        await using var client = await AsAsync(persona: null);
        var asked = await AskAsync(client, "next_question", new { city = "suzhou" });
        var outcome = Assert.Single(asked["nextQuestions"]!.AsArray())!["outcomes"]!.AsArray().First(o => o!["answer"] is not null)!;

        var after = await AskAsync(client, "what_may_i_do", new { city = "suzhou", facts = new[] { outcome["answer"] } });

        Assert.Equal(outcome["total"]!.ToJsonString(), after["total"]!.ToJsonString());
    }

    /// <summary>Task 128 applies by one of its clauses, so that only somebody who asks for clauses is asked on.</summary>
    [Fact]
    public async Task NextQuestion_WithClauses_AsksOnWhereTheTaskIsSettled()
    {
        await using var client = await AsAsync(persona: null);
        var whole = await AskAsync(client, "next_question", new { city = "suzhou", pageSize = 100 });
        var clauses = await AskAsync(client, "next_question", new { city = "suzhou", pageSize = 100, includeClauses = true });

        Assert.True((int)clauses["totalSize"]! >= (int)whole["totalSize"]!);
        Assert.NotEqual(whole["nextQuestions"]!.ToJsonString(), clauses["nextQuestions"]!.ToJsonString());
    }

    [Fact]
    public async Task WhatMayIDo_AllPages_IsAllThatAppliesOrIsOpen()
    {
        await using var client = await AsAsync(persona: null);
        var tasks = new List<string>();
        JsonObject page;
        var token = "";
        do
        {
            page = await AskAsync(client, "what_may_i_do", new { city = "dalian", pageSize = 50, pageToken = token });
            tasks.AddRange(page["decisions"]!.AsArray().Select(d => (string)d!["pilotTask"]!));
            token = (string)page["nextPageToken"]!;
        }
        while (token.Length > 0);

        var total = page["total"]!;
        Assert.Equal((int)total["appliesCount"]! + (int)total["undeterminedCount"]!, tasks.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(159, (int)total["appliesCount"]! + (int)total["undeterminedCount"]! + (int)total["doesNotApplyCount"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ministry")]
    public async Task Overview_OfACaller_IsWhatTheJsonApiGivesIt(string? persona)
    {
        await using var client = await AsAsync(persona);
        using var http = suite.HttpAs(persona);

        var (before, overview, after) = (new Overview(), new Overview(), (Overview?)null);
        for (var tries = 0; !before.Equals(after) && tries < 20; tries++) // other tests write meanwhile
        {
            before = await OverviewAsync();
            overview = JsonParser.Default.Parse<Overview>((await AskAsync(client, "overview", new { })).ToJsonString());
            after = await OverviewAsync();
        }

        Assert.Equal(9, before.Cities.Count);
        Assert.Equal(before, overview);

        async Task<Overview> OverviewAsync() => JsonParser.Default.Parse<Overview>(await http.GetStringAsync($"/v1/{RunningSuite.Programme}/overview", Stop));
    }

    [Theory]
    [InlineData("get_task", """{"number":160}""", "RESOURCE_NOT_FOUND")]
    [InlineData("decide", """{"number":1,"city":"苏洲"}""", "UNKNOWN_CITY")]
    [InlineData("decide", """{"number":1,"city":"suzhou","facts":[{"fact":"facts/unheard-of","boolean":true}]}""", "UNKNOWN_FACT")]
    [InlineData("decide", """{"number":1,"city":"suzhou","facts":["yes"]}""", "INVALID_ARGUMENT")]
    [InlineData("search_tasks", """{"query":"港口","pageSize":1000}""", "INVALID_ARGUMENT")]
    [InlineData("get_task", """{"number":1,"programme":"programmes/other"}""", "RESOURCE_NOT_FOUND")]
    [InlineData("get_task", "{}", "INVALID_ARGUMENT")]
    [InlineData("get_task", """{"number":"one"}""", "INVALID_ARGUMENT")]
    [InlineData("get_task", """{"number":99999999999}""", "INVALID_ARGUMENT")]
    [InlineData("get_task", """{"number":1,"numbr":2}""", "INVALID_ARGUMENT")]
    [InlineData("what_may_i_do", """{"city":"suzhou","facts":{}}""", "INVALID_ARGUMENT")]
    public async Task Tool_BadArguments_AreRefusedWithTheReason(string tool, string arguments, string reason)
    {
        await using var client = await AsAsync(persona: null);

        var result = await client.CallToolAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments), cancellationToken: Stop);

        Assert.True(result.IsError);
        Assert.Contains($"\"{reason}\"", JsonSerializer.Serialize(result.StructuredContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_CallerWhoIsNobody_IsRefused()
    {
        using var http = suite.HttpAs("nobody-we-know");
        using var answer = await http.PostAsJsonAsync("/mcp", new { jsonrpc = "2.0", id = 1, method = "tools/list" }, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>Messages that the client of the protocol would not send; each answered as JSON-RPC has it, and none as a failure of ours.</summary>
    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, -32600)]
    [InlineData("[]", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/list"}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"nothing/at-all"}""", HttpStatusCode.OK, -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":"x"}""", HttpStatusCode.OK, -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nothing"}}""", HttpStatusCode.OK, -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_task","arguments":[1]}}""", HttpStatusCode.OK, -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_tasks","arguments":{"query":"\ud800"}}}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\ud800"}}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"\ud800":"get_task"}}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_task","arguments":{"\ud800":1}}}""", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"decide","arguments":{"number":1,"city":"suzhou","facts":[{"fact":"\ud800"}]}}}""", HttpStatusCode.BadRequest, -32600)]
    public async Task Message_ThatIsNone_IsRefusedAsTheProtocolHasIt(string message, HttpStatusCode status, int code)
    {
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System);
        using var http = gateway.HttpAs(null);
        using var answer = await PostAsync(http, message);
        var said = await SaidAsync(answer);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (int)said["error"]!["code"]!);
        Assert.Empty(gateway.Log.Errors);
    }

    /// <summary>Whoever asks in a version that is not served is told of those that are, and is served in each of them.</summary>
    [Fact]
    public async Task Version_ThatIsNotServed_IsRefusedWithAllThatAre()
    {
        using var http = suite.HttpAs(null);
        using var refused = await PostAsync(http, """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", "1999-01-01");
        var said = await SaidAsync(refused);
        string[] served = [.. said["error"]!["data"]!["supported"]!.AsArray().Select(version => (string)version!)];

        Assert.Equal((HttpStatusCode.BadRequest, 7), (refused.StatusCode, (int)said["id"]!));
        Assert.Equal(VersionsOfTheLibrary().Order(StringComparer.Ordinal), served);
        foreach (var version in served)
        {
            using var answer = await PostAsync(
                http,
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_task","arguments":{"number":1},"_meta":{"io.modelcontextprotocol/protocolVersion":"$version","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"}}}}""".Replace("$version", version, StringComparison.Ordinal),
                version);
            Assert.True((await SaidAsync(answer))["result"]?["structuredContent"]?["number"]?.GetValue<int>() == 1, version);
        }
    }

    /// <summary>What the library has written out that is a date.</summary>
    private static IEnumerable<string> VersionsOfTheLibrary()
    {
        using var library = new PEReader(File.OpenRead(typeof(McpClient).Assembly.Location));
        var metadata = library.GetMetadataReader();
        for (var text = MetadataTokens.UserStringHandle(1); !text.IsNil; text = metadata.GetNextHandle(text))
            if (metadata.GetUserString(text) is var said && DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                yield return said;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string message, string? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(message, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        if (version is not null)
        {
            request.Headers.Add("MCP-Protocol-Version", version);
            request.Headers.Add("Mcp-Method", (string)JsonNode.Parse(message)!["method"]!); // as the latest version has it
            request.Headers.Add("Mcp-Name", "get_task");
        }

        return await http.SendAsync(request, Stop);
    }

    /// <summary>The message of an answer, as it is or as an event.</summary>
    private static async Task<JsonNode> SaidAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Stop);
        return JsonNode.Parse(body[body.IndexOf('{', StringComparison.Ordinal)..])!;
    }

    private async Task<McpClient> AsAsync(string? persona) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(suite.Pages, "mcp"), TransportMode = HttpTransportMode.StreamableHttp }, suite.HttpAs(persona), ownsHttpClient: true),
        cancellationToken: Stop);

    private static async Task<JsonObject> AskAsync(McpClient client, string tool, object arguments)
    {
        var result = await client.CallToolAsync(tool, JsonSerializer.SerializeToNode(arguments)!.AsObject().ToDictionary(a => a.Key, object? (a) => a.Value), cancellationToken: Stop);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.False(result.IsError ?? false, text);
        Assert.Equal(JsonNode.Parse(text)!.ToJsonString(), JsonSerializer.SerializeToNode(result.StructuredContent)!.ToJsonString());
        return JsonNode.Parse(text)!.AsObject();
    }
}
