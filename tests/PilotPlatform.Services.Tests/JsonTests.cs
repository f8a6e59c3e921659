using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests;

/// <summary>The same services as JSON, by transcoding, through the gateway.</summary>
public sealed class JsonTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/v1/programmes")]
    [InlineData("/v1/programmes/nine-cities")]
    [InlineData("/v1/programmes/nine-cities/editions")]
    [InlineData("/v1/programmes/nine-cities/chapters")]
    [InlineData("/v1/programmes/nine-cities/chapters/15")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?pageSize=3")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/159")]
    [InlineData("/v1/programmes/nine-cities/cities")]
    [InlineData("/v1/programmes/nine-cities/cities/xian")]
    [InlineData("/v1/programmes/nine-cities/provinces")]
    [InlineData("/v1/programmes/nine-cities/provinces/fujian")]
    [InlineData("/v1/places?page_size=2")]
    [InlineData("/v1/places/kunshan")]
    [InlineData("/v1/ruleSets/active")]
    [InlineData("/v1/programmes/nine-cities/reachMatrix")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/35:decide?city=suzhou")]
    [InlineData("/v1/programmes/nine-cities/commitments")]
    public async Task Get_OfEveryRead_IsJson(string address)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!);
    }

    [Theory]
    [InlineData("policyForces")]
    [InlineData("policy_forces")]
    [InlineData("number,policyForces")]
    [InlineData("number,text.english_outdated,policy_forces")]
    public async Task Get_WithAReadMask_TakesEitherSpellingOfItsFields(string mask)
    {
        var task = await suite.Http.GetFromJsonAsync<JsonObject>($"/v1/programmes/nine-cities/pilotTasks/1?readMask={mask}", Stop);
        var list = await suite.Http.GetFromJsonAsync<JsonObject>($"/v1/programmes/nine-cities/pilotTasks?pageSize=1&readMask={mask}", Stop);

        Assert.NotEmpty(task!["policyForces"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(task, list!["pilotTasks"]![0]));
        Assert.Equal(mask.Contains("number", StringComparison.Ordinal), task["number"] is { } number && (int)number == 1);
        Assert.Null(task["scope"]);
    }

    /// <summary>What was not asked for is not there, and not there as a false default either; what is asked for is there though it is one.</summary>
    [Theory]
    [InlineData("number", """{"number":1}""")]
    [InlineData("number,national,namedCities", """{"number":1,"national":true,"namedCities":[]}""")]
    [InlineData("text.english_outdated,text.span.startLine", """{"text":{"englishOutdated":false,"span":{"startLine":47}}}""")]
    public async Task Get_WithAReadMask_HasNoFieldsThatWereNotAskedFor(string mask, string expected)
    {
        const string Tasks = "/v1/programmes/nine-cities/pilotTasks";
        using var answer = await suite.Http.GetAsync($"{Tasks}/1?readMask={mask}", Stop);
        var task = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);
        var list = await suite.Http.GetFromJsonAsync<JsonObject>($"{Tasks}?pageSize=2&read_mask={mask}", Stop);
        var batch = await suite.Http.GetFromJsonAsync<JsonObject>($"{Tasks}:batchGet?names=programmes/nine-cities/pilotTasks/1&readMask={mask}", Stop);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), task), task!.ToJsonString());
        Assert.Equal((2, 159), (list!["pilotTasks"]!.AsArray().Count, (int)list["totalSize"]!));
        Assert.All([list["pilotTasks"]![0], batch!["pilotTasks"]![0]], t => Assert.True(JsonNode.DeepEquals(task, t), t!.ToJsonString()));
        Assert.NotNull(batch["edition"]);
        Assert.NotNull(answer.Headers.ETag);
    }

    [Fact]
    public async Task Get_WithAReadMaskOfEverything_IsWhole()
    {
        var whole = await suite.Http.GetStringAsync("/v1/programmes/nine-cities/pilotTasks/47", Stop);

        Assert.Equal(whole, await suite.Http.GetStringAsync("/v1/programmes/nine-cities/pilotTasks/47?readMask=*", Stop));
        var scope = await suite.Http.GetStringAsync("/v1/programmes/nine-cities/pilotTasks/47?readMask=scope.verbatim,scope", Stop);
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["scope"] = JsonNode.Parse(whole)!["scope"]!.DeepClone() }, JsonNode.Parse(scope)), scope);
        Assert.Contains("在符合条件的试点城市开展", scope, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("""{"unheard":"of"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"leadUnit":17}""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task Post_BodyThatIsNoCommitment_IsRefusedAsAStatus(string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await suite.Http.PostAsync("/v1/programmes/nine-cities/commitments", content, Stop);

        Assert.Equal(expected, answer.StatusCode);
        await IsInvalidAsync(answer);
    }

    /// <summary>The field is named as the contract spells it, whichever of its two spellings was used.</summary>
    [Theory]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?pageSize=x", "page_size")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?page_size=99999999999", "page_size")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?pageSize=1&pageSize=2", "page_size")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?pageSise=3", "pageSise")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?parent=programmes/other", "parent")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/1:decide?city=suzhou&view=ALL", "view")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/1:decide?city.x=suzhou", "city.x")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks?=", "")]
    public async Task Get_WithAQueryThatCannotBeRead_NamesTheField(string address, string field)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var bad = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]!.AsArray().Single(d => ((string?)d!["@type"])!.EndsWith("BadRequest", StringComparison.Ordinal));
        Assert.Equal([field], bad!["fieldViolations"]!.AsArray().Select(v => (string?)v!["field"] ?? ""));
    }

    /// <summary>A misspelt fact would else have been decided on as if it had not been said.</summary>
    [Theory]
    [InlineData(":batchDecide", """{"items":[{"city":"suzhou","fact":[]}]}""", "items[0].fact")]
    [InlineData(":batchDecide", """{"items":[{"taskNo":1,"city":["suzhou"]}]}""", "items[0].taskNo,items[0].city")]
    [InlineData(":batchDecide", """{"items":{}}""", "items")]
    [InlineData(":batchDecide", """{"items":["suzhou"]}""", "items[0]")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","view":"ALL","state":{"actPosition":1}}""", "view,state.actPosition")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","fcts":[],"Facts":[]}""", "fcts,Facts")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","facts":[{"fact":"facts/a","basisPoints":"half"},{"fact":"facts/b","basisPoints":3000000000},{"fact":"facts/c","integer":1.5}]}""", "facts[0].basis_points,facts[1].basis_points,facts[2].integer")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","facts":[{"fact":"facts/a","basisPoints":5000,"boolean":true}]}""", "facts[0].boolean")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","facts":[{"fact":"facts/a","basisPoints":"5000"}]}""", "facts[0].basis_points")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","state":{"actsPosition":"0"}}""", null)]
    [InlineData("/pilotTasks/1:decide", "[]", "body")]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou"}""", null)]
    [InlineData("/pilotTasks/1:decide", """{"city":"suzhou","view":"DECISION_VIEW_FULL","facts":[{"fact":"facts/foreign-share","basisPoints":5000}]}""", null)]
    public async Task Post_BodyWithFieldsThatAreNone_NamesEach(string method, string body, string? fields)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await suite.Http.PostAsync("/v1/programmes/nine-cities" + method, content, Stop);
        var details = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"];

        Assert.Equal(fields is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        var bad = details?.AsArray().Single(d => ((string?)d!["@type"])!.EndsWith("BadRequest", StringComparison.Ordinal));
        Assert.Equal(fields, bad is null ? null : string.Join(',', bad["fieldViolations"]!.AsArray().Select(v => (string?)v!["field"])));
    }

    [Fact]
    public async Task Get_WithTwoFieldsThatCannotBeRead_NamesBoth()
    {
        using var answer = await suite.Http.GetAsync("/v1/programmes/nine-cities/pilotTasks/1:decide?view=ALL&citi=suzhou", Stop);

        var bad = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["details"]!.AsArray().Single(d => ((string?)d!["@type"])!.EndsWith("BadRequest", StringComparison.Ordinal));
        Assert.Equal(["citi", "view"], bad!["fieldViolations"]!.AsArray().Select(v => (string)v!["field"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Post_AnotherContentType_IsRefusedAsAStatus()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var answer = await suite.Http.PostAsync("/v1/programmes/nine-cities/commitments", content, Stop);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        await IsInvalidAsync(answer);
    }

    [Fact]
    public async Task Post_Commitment_IsReadBackWithItsReport()
    {
        const string Commitment = "/v1/programmes/nine-cities/commitments/22-hefei";
        using var opened = await suite.Http.PostAsJsonAsync("/v1/programmes/nine-cities/commitments", new
        {
            pilotTask = "programmes/nine-cities/pilotTasks/22",
            city = "programmes/nine-cities/cities/hefei",
            leadUnit = "合肥市商务局",
            dueDate = Desk.DueDateJson,
        }, Stop);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        using var reported = await suite.Http.PostAsJsonAsync($"{Commitment}/progressReports", new { period = "2026-Q4", narrative = "已形成实施方案", progressPercent = 20 }, Stop);
        Assert.Equal(HttpStatusCode.OK, reported.StatusCode);

        var read = await suite.Http.GetFromJsonAsync<JsonObject>(Commitment, Stop);
        Assert.Equal((20, "STATE_IN_PROGRESS", "合肥市商务局"), ((int)read!["progressPercent"]!, (string)read["state"]!, (string)read["leadUnit"]!));
        var page = await suite.Http.GetStringAsync("/tasks/22", Stop);
        Assert.Contains("合肥市商务局", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_RefusedForItsScope_KeepsReasonAndDetails()
    {
        using var answer = await suite.Http.PostAsJsonAsync("/v1/programmes/nine-cities/commitments", new
        {
            pilotTask = "programmes/nine-cities/pilotTasks/68",
            city = "programmes/nine-cities/cities/hefei",
            leadUnit = "合肥市商务局",
            dueDate = Desk.DueDateJson,
        }, Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);

        Assert.Equal((HttpStatusCode.BadRequest, 9), (answer.StatusCode, (int)body!["code"]!));
        Assert.Contains(body["details"]!.AsArray(), d => (string?)d!["reason"] == "SCOPE_DOES_NOT_REACH");
        Assert.Contains(body["details"]!.AsArray(), d => ((string?)d!["@type"])!.EndsWith("PreconditionFailure", StringComparison.Ordinal));
    }

    private static async Task IsInvalidAsync(HttpResponseMessage answer)
    {
        var status = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);
        Assert.Equal(3, (int?)status!["code"]);
        Assert.Contains(status["details"]!.AsArray(), d => ((string?)d!["reason"])?.StartsWith("INVALID_", StringComparison.Ordinal) == true);
        Assert.Contains(status["details"]!.AsArray(), d => ((string?)d!["@type"])!.EndsWith("BadRequest", StringComparison.Ordinal));
    }
}
