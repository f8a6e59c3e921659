using System.Collections.Frozen;
using System.Text.Json;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Events as the ledger holds them: a kind and JSON, which an auditor can read without the platform.</summary>
/// <typeparam name="TEvent">A closed family of events: an abstract record whose nested records are its kinds.</typeparam>
/// <param name="prefix">What goes before the names of the kinds in the ledger.</param>
public sealed class EventCodec<TEvent>(string prefix)
    where TEvent : class
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly FrozenDictionary<string, Type> kinds = Kinds().ToFrozenDictionary(kind => prefix + kind.Name, StringComparer.Ordinal);

    /// <summary>The kinds as the ledger names them.</summary>
    public IReadOnlyCollection<string> Names => kinds.Keys;

    public (string Kind, byte[] Payload) Encode(TEvent happened) =>
        (prefix + happened.GetType().Name, JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Json));

    /// <exception cref="InvalidDataException">The kind is not known, or the payload is not of its kind.</exception>
    public TEvent Decode(string kind, ReadOnlySpan<byte> payload)
    {
        if (!kinds.TryGetValue(kind, out var type))
            throw new InvalidDataException($"'{kind}' is not a kind of event that this version knows.");

        try
        {
            return (TEvent?)JsonSerializer.Deserialize(payload, type, Json) ?? throw new InvalidDataException($"The '{kind}' is empty.");
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"The '{kind}' cannot be read: {damaged.Message}", damaged);
        }
    }

    private static IEnumerable<Type> Kinds() => typeof(TEvent).GetNestedTypes()
        .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(TEvent).GetGenericArguments()) : type)
        .Where(type => type.IsSubclassOf(typeof(TEvent)));
}

/// <summary>Codecs of the families.</summary>
public static class EventCodec
{
    public static readonly EventCodec<CommitmentEvent> Commitments = new("");

    public static readonly EventCodec<PeriodEvent> Periods = new("Period");

    public static readonly EventCodec<SubscriptionEvent> Subscriptions = new("Subscription");
}
