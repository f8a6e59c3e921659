using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.RuleSets;

/// <summary>A rule set as it lies in its file, named by the hash of the file.</summary>
public sealed record RuleSetFile(RuleSet Rules, string ContentSha256, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Largest file that is taken.</summary>
    public const int LargestSize = 8 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Resource name: the id is the first 16 hex digits of the hash.</summary>
    public string Name => NameOf(ContentSha256);

    public static string NameOf(string sha256) => $"ruleSets/{sha256[..16]}";

    /// <exception cref="StartupException">The file cannot be read or is not a rule set.</exception>
    public static RuleSetFile Load(string path)
    {
        try
        {
            var read = Read("content", File.ReadAllBytes(path));
            return read.IsOk ? read.Value : throw new StartupException($"The rule set {path} cannot be read: {read.Fault}");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The rule set {path} cannot be read: {failed.Message}", failed);
        }
    }

    /// <summary>Reads a file; its form only, not whether it fits a document.</summary>
    public static Result<RuleSetFile> Read(string field, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length is 0 or > LargestSize)
            return Fault.Invalid(field, $"has {bytes.Length} bytes, and must have 1 to {LargestSize}");
        try
        {
            return JsonSerializer.Deserialize<Content>(bytes.Span, Json) is { } content
                ? new RuleSetFile(content.ToRules(), Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), bytes)
                : Fault.RuleSetInvalid(field, [new Violation(field, "is empty")]);
        }
        catch (JsonException broken)
        {
            return Fault.RuleSetInvalid(field, [new Violation(broken.Path ?? field, broken.Message)]);
        }
    }

    private sealed record Content
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }

        public required string Version { get; init; }

        public required IReadOnlyList<Form> Forms { get; init; }

        public ImmutableArray<Fact> Facts { get; init; } = [];

        public IReadOnlyList<TaskText> Tasks { get; init; } = [];

        public RuleSet ToRules() => new(Version, [.. Forms.Select(f => f.ToForm())]) { Facts = Facts, Tasks = [.. Tasks.Select(t => t.ToRule())] };
    }

    private sealed record Form
    {
        public required string Id { get; init; }

        public required string Pattern { get; init; }

        public string? Cities { get; init; }

        public IReadOnlyList<ActRule> Acts { get; init; } = [];

        public IReadOnlyList<ClauseRule> Clauses { get; init; } = [];

        public ScopeForm ToForm() => new(Id, Pattern, Cities, [.. Acts], [.. Clauses]);
    }

    private sealed record TaskText
    {
        public required int Number { get; init; }

        public required ImmutableArray<TextClause> Clauses { get; init; }

        public ImmutableArray<NoCondition> NoCondition { get; init; } = [];

        public TextRule ToRule() => new(Number, Clauses) { NoCondition = NoCondition };
    }
}
