using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <summary>A rule set as it lies in its file, named by the hash of the file.</summary>
public sealed record RuleSetFile(RuleSet Rules, string ContentSha256)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Resource name: the id is the first 16 hex digits of the hash.</summary>
    public string Name => $"ruleSets/{ContentSha256[..16]}";

    /// <exception cref="StartupException">The file cannot be read or is not a rule set.</exception>
    public static RuleSetFile Load(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var content = JsonSerializer.Deserialize<Content>(bytes, Json) ?? throw new StartupException($"The rule set {path} is empty.");
            return new RuleSetFile(new RuleSet(content.Version, [.. content.Forms.Select(f => f.ToForm())]), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException($"The rule set {path} cannot be read: {failed.Message}", failed);
        }
    }

    private sealed record Content
    {
        public required string Version { get; init; }

        public required IReadOnlyList<Form> Forms { get; init; }
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
}
