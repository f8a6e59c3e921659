using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>Answers of the JSON API are what its description says of them.</summary>
public sealed class DescribedAnswerTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/v1/programmes", "/v1/programmes")]
    [InlineData("/v1/programmes/{programme}/pilotTasks/{pilotTask}", "/v1/programmes/nine-cities/pilotTasks/1")]
    [InlineData("/v1/programmes/{programme}/editions", "/v1/programmes/nine-cities/editions")]
    [InlineData("/v1/programmes/{programme}/overview", "/v1/programmes/nine-cities/overview")]
    [InlineData("/v1/programmes/{programme}/commitments", "/v1/programmes/nine-cities/commitments")]
    [InlineData("/v1/ruleSets/{ruleSet}", "/v1/ruleSets/active")]
    [InlineData("/v1/facts", "/v1/facts?pageSize=1000")]
    [InlineData("/v1/programmes/{programme}/pilotTasks/{pilotTask}:decide", "/v1/programmes/nine-cities/pilotTasks/1:decide?city=suzhou&view=DECISION_VIEW_FULL")]
    public async Task Answer_OfARead_IsOfTheTypesThatAreDescribed(string path, string address)
    {
        var document = (await suite.Http.GetFromJsonAsync<JsonObject>("/api/openapi.json", Stop))!;
        var answer = await suite.Http.GetFromJsonAsync<JsonNode>(address, Stop);
        var schema = document["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;

        Assert.Empty(Contradictions(document, schema, answer, "$"));
    }

    private static IEnumerable<string> Contradictions(JsonObject document, JsonNode schema, JsonNode? value, string at)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Contradictions(document, reference.Split('/').Skip(1).Aggregate((JsonNode)document, (node, name) => node[name]!), value, at);
        var types = schema["type"] switch { JsonArray several => several.Select(t => (string)t!), JsonNode one => [(string)one!], null => [] };
        if (types.Any() && !types.Any(type => Is(type, value)))
            return [$"{at} is {value?.ToJsonString() ?? "null"} and no {string.Join(" or ", types)}"];
        return value switch
        {
            JsonArray items when schema["items"] is { } item => items.SelectMany((each, i) => Contradictions(document, item, each, $"{at}[{i}]")),
            JsonObject fields when schema["properties"] is JsonObject known => fields.SelectMany(field => known[field.Key] is { } own
                ? Contradictions(document, own, field.Value, $"{at}.{field.Key}")
                : [$"{at}.{field.Key} is not described"]),
            _ => [],
        };
    }

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) => true,
        ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => long.TryParse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out _),
        _ => false,
    };
}
