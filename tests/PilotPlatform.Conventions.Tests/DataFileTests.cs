using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace PilotPlatform.Conventions.Tests;

/// <summary>Data files are written as their schemas say, so that an editor that trusts a schema is not misled.</summary>
public sealed class DataFileTests
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    /// <summary>The data files that have a schema beside them.</summary>
    public static TheoryData<string> WithSchema => new(Repository.Files("src", "*.schema.json").Select(f => f.Replace(".schema.json", ".json", StringComparison.Ordinal)));

    /// <summary>The data files that name a schema.</summary>
    public static TheoryData<string, string> Naming => new(
        from file in Repository.Files("src", "*.json")
        where file.Contains("/Data/", StringComparison.Ordinal) && !file.EndsWith(".schema.json", StringComparison.Ordinal)
        let root = JsonNode.Parse(File.ReadAllText(Repository.Full(file)))
        where root is JsonObject && root["$schema"] is not null
        select (file, (string)root["$schema"]!));

    [Theory]
    [MemberData(nameof(WithSchema))]
    public void DataFile_WithASchemaBesideIt_IsWrittenAsItSays(string file) => Assert.Empty(Problems(file, Content(file)));

    [Theory]
    [MemberData(nameof(Naming))]
    public void DataFile_ThatNamesASchema_NamesTheOneBesideIt(string file, string schema) =>
        Assert.Equal(file.Replace(".json", ".schema.json", StringComparison.Ordinal), Path.GetDirectoryName(file)!.Replace('\\', '/') + "/" + schema.Replace("./", "", StringComparison.Ordinal));

    /// <summary>The schemas can refuse: each of them does, a member that it does not know and the want of one that it demands.</summary>
    [Theory]
    [MemberData(nameof(WithSchema))]
    public void Schema_OfADataFile_RefusesWhatItDoesNotKnow(string file)
    {
        var foreign = Content(file);
        foreign["notKnown"] = 1;
        Assert.NotEmpty(Problems(file, foreign));
        Assert.NotEmpty(Problems(file, new JsonObject()));
    }

    /// <summary>Deep inside too: what the schema of the rule set says of facts, clauses, leaves and acts is held.</summary>
    [Theory]
    [InlineData("/facts/0/type", "\"percent\"")]
    [InlineData("/facts/1/values", "[]")]
    [InlineData("/facts/2/id", "\"Place\"")]
    [InlineData("/facts/3/settler", "\"nobody\"")]
    [InlineData("/forms/1/acts/0/kind", "\"study\"")]
    [InlineData("/tasks/0/clauses", "[]")]
    [InlineData("/tasks/0/clauses/0/condition/allOf/0/numberBound", "{ \"fact\": \"foreign-share\" }")]
    [InlineData("/tasks/1/clauses/0/condition", "{ \"not\": { \"words\": \"不含\" } }")]
    [InlineData("/tasks/1/noCondition/0/why", "{ \"chinese\": \"甲\" }")]
    public void RuleSetSchema_FileThatIsWrongDeepInside_IsRefused(string at, string value)
    {
        const string file = "src/PilotPlatform.ScopeRules/Data/ruleset.json";
        var content = (JsonNode)Content(file);
        var steps = at.Split('/')[1..];
        var parent = steps[..^1].Aggregate(content, (node, step) => Step(node, step)!);
        Assert.NotNull(Step(parent, steps[^1]));

        parent.AsObject()[steps[^1]] = JsonNode.Parse(value);

        Assert.NotEmpty(Problems(file, content));
    }

    private static JsonNode? Step(JsonNode node, string step) => node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node[step];

    private static JsonObject Content(string file) => JsonNode.Parse(File.ReadAllText(Repository.Full(file)))!.AsObject();

    private static IEnumerable<string> Problems(string file, JsonNode content)
    {
        var schema = JsonSchema.FromText(File.ReadAllText(Repository.Full(file.Replace(".json", ".schema.json", StringComparison.Ordinal))));
        var results = schema.Evaluate(JsonSerializer.SerializeToElement(content), Options);
        return results.IsValid ? [] : (results.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}")).DefaultIfEmpty("invalid");
    }
}
