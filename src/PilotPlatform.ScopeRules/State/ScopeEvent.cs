using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.ScopeRules.State;

/// <summary>What the ledger of the scope rules holds.</summary>
internal abstract record ScopeEvent
{
    private ScopeEvent()
    {
    }

    /// <summary>An act was recorded: on a task by its number in an edition, and by the hash of its words, which are what it settles in any other. Acts recorded before 0.3 say neither.</summary>
    public sealed record ActRecorded(
        string Act, ActKind Kind, int Task, string? City, string? Place, DateOnly EffectiveDate, string Evidence, string? Edition = null, string? WordsSha256 = null) : ScopeEvent
    {
        [JsonIgnore]
        public ActSubject Subject => ActSubject.Of(Task, WordsSha256);
    }

    /// <summary>An act was revoked: it no longer holds from a day on.</summary>
    public sealed record ActRevoked(string Act, DateOnly RevokeDate, string Reason) : ScopeEvent;

    /// <summary>A rule set was published: its file, byte by byte.</summary>
    public sealed record RuleSetPublished(string ContentSha256, string Version, bool Shipped, byte[] Content) : ScopeEvent;

    /// <summary>A rule set became the active one; on a roll back the one before it did again.</summary>
    public sealed record RuleSetActivated(string ContentSha256, bool RollBack, string Reason) : ScopeEvent;
}

/// <summary>Events as the ledger holds them: a kind and JSON, which an auditor can read without the platform.</summary>
internal static class ScopeEventCodec
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static (string Kind, byte[] Payload) Encode(ScopeEvent happened) =>
        (happened.GetType().Name, JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Json));

    /// <exception cref="InvalidDataException">The kind is not known, or the payload is not of its kind.</exception>
    public static ScopeEvent Decode(string kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            ScopeEvent? decoded = kind switch
            {
                nameof(ScopeEvent.ActRecorded) => JsonSerializer.Deserialize<ScopeEvent.ActRecorded>(payload, Json),
                nameof(ScopeEvent.ActRevoked) => JsonSerializer.Deserialize<ScopeEvent.ActRevoked>(payload, Json),
                nameof(ScopeEvent.RuleSetPublished) => JsonSerializer.Deserialize<ScopeEvent.RuleSetPublished>(payload, Json),
                nameof(ScopeEvent.RuleSetActivated) => JsonSerializer.Deserialize<ScopeEvent.RuleSetActivated>(payload, Json),
                _ => throw new InvalidDataException($"'{kind}' is not a kind of event that this version knows."),
            };
            return decoded ?? throw new InvalidDataException($"The '{kind}' is empty.");
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"The '{kind}' cannot be read: {damaged.Message}", damaged);
        }
    }
}
