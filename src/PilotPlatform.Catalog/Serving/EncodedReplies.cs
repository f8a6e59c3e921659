using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace PilotPlatform.Catalog.Serving;

/// <summary>
/// Replies that are asked for again and again, as the bytes they are sent as: encoded once, when an edition is taken up, and kept as
/// long as the message they belong to. A message that is kept must never be changed.
/// </summary>
internal static class EncodedReplies
{
    private static readonly ConditionalWeakTable<IMessage, byte[]> Kept = [];

    public static void Keep(IReadOnlyList<IMessage> messages)
    {
        foreach (var message in messages)
            Kept.AddOrUpdate(message, message.ToByteArray());
    }

    /// <summary>The bytes of a message that is kept; null for any other.</summary>
    public static byte[]? Find(IMessage message) => Kept.TryGetValue(message, out var bytes) ? bytes : null;

    /// <summary>A marshaller that writes kept messages as they were encoded, and all others as ever.</summary>
    public static Marshaller<T> Marshaller<T>(Marshaller<T> inner)
        where T : class => Marshallers.Create(
            (message, context) =>
            {
                if (Find((IMessage)message) is not { } bytes)
                {
                    inner.ContextualSerializer(message, context);
                    return;
                }

                context.SetPayloadLength(bytes.Length);
                context.GetBufferWriter().Write(bytes);
                context.Complete();
            },
            inner.ContextualDeserializer);
}
