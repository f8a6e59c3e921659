using System.Text.Json;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Events of commitments as the ledger holds them: a kind and JSON, which an auditor can read without the platform.</summary>
public static class EventCodec
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static (string Kind, byte[] Payload) Encode(CommitmentEvent happened) =>
        (happened.GetType().Name, JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Json));

    /// <exception cref="InvalidDataException">The kind is not known, or the payload is not of its kind.</exception>
    public static CommitmentEvent Decode(string kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            CommitmentEvent? decoded = kind switch
            {
                nameof(CommitmentEvent.Opened) => JsonSerializer.Deserialize<CommitmentEvent.Opened>(payload, Json),
                nameof(CommitmentEvent.ProgressReported) => JsonSerializer.Deserialize<CommitmentEvent.ProgressReported>(payload, Json),
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
