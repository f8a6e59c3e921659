using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <summary>A rule set as it lies in its file, named by the hash of the file.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="ContentSha256">Hash of the file, 64 lower-case hex digits.</param>
/// <param name="Size">Bytes of the file.</param>
public sealed record RuleSetFile(RuleSet Rules, string ContentSha256, int Size)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Resource name: the id is the first 16 hex digits of the hash.</summary>
    public string Name => $"ruleSets/{ContentSha256[..16]}";

    /// <summary>Reads a rule set; a refusal says line and path. Whether it fits a document, the compiler says.</summary>
    public static Result<RuleSetFile> Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            if (JsonSerializer.Deserialize<Content>(content, Json) is not { } read)
                return Fault.Invalid("content", "the rule set is empty");
            return NullIn(JsonElement.Parse(content), "$") is { } place
                ? Fault.RuleSetRefused("rule set", [new Violation(place, "null stands for nothing here")])
                : new RuleSetFile(read.ToRuleSet(), Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
        }
        catch (JsonException invalid)
        {
            return Fault.RuleSetRefused("rule set", [new Violation(JsonProblem.PlaceOf(invalid), JsonProblem.WordsOf(invalid))]);
        }
    }

    /// <exception cref="StartupException">The file cannot be read or is not a rule set.</exception>
    public static RuleSetFile Load(string path)
    {
        try
        {
            var file = Parse(File.ReadAllBytes(path));
            return file.IsOk ? file.Value : throw new StartupException($"The rule set {path} cannot be read: {file.Fault}");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The rule set {path} cannot be read: {failed.Message}", failed);
        }
    }

    /// <summary>The first null among the elements of an array, which the serializer lets pass.</summary>
    private static string? NullIn(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Index()
            .Select(e => e.Item.ValueKind == JsonValueKind.Null ? $"{path}[{e.Index}]" : NullIn(e.Item, $"{path}[{e.Index}]")).FirstOrDefault(p => p is not null),
        JsonValueKind.Object => element.EnumerateObject().Select(p => NullIn(p.Value, $"{path}.{p.Name}")).FirstOrDefault(p => p is not null),
        _ => null,
    };

    private sealed record Content
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }

        public required string Version { get; init; }

        public required ImmutableArray<Form> Forms { get; init; }

        public ImmutableArray<Fact> Facts { get; init; } = [];

        public ImmutableArray<TextRule> Tasks { get; init; } = [];

        public RuleSet ToRuleSet() => new(Version, [.. Forms.Select(f => f.ToForm())]) { Facts = Facts, Tasks = Tasks };
    }

    private sealed record Form
    {
        public required string Id { get; init; }

        public required string Pattern { get; init; }

        public string? Cities { get; init; }

        public ImmutableArray<ActRule> Acts { get; init; } = [];

        public ImmutableArray<ClauseRule> Clauses { get; init; } = [];

        public ScopeForm ToForm() => new(Id, Pattern, Cities, Acts, Clauses);
    }
}
