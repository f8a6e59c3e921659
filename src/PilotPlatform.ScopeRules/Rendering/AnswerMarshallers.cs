using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Marshallers that write messages shared between answers from their bytes; what they write is the same to the last bit of meaning.</summary>
internal static class AnswerMarshallers
{
    private static readonly object[] All =
    [
        Of<Decision>((answer, context) =>
        {
            if (EncodedMessages.Take(answer) is { } written)
                WriteOnce(written, context);
            else
                Write(answer, context);
        }),
        Of<ReachMatrix>(Write),
        Of<ListPilotTaskDecisionsResponse>((answer, context) =>
        {
            if (EncodedMessages.Take(answer) is { } written)
                WriteOnce(written, context);
            else
                WriteRows(
                    answer.Decisions,
                    new ListPilotTaskDecisionsResponse { NextPageToken = answer.NextPageToken, TotalSize = answer.TotalSize, Total = answer.Total, State = answer.State },
                    context);
        }),
        Of<BatchDecideResponse>((answer, context) => WriteRows(answer.Results, new BatchDecideResponse { State = answer.State }, context)),
    ];

    /// <summary>The marshaller of our own for a type of answer; null for those that have none.</summary>
    public static Marshaller<T>? Find<T>() => All.OfType<Marshaller<T>>().SingleOrDefault();

    private static Marshaller<T> Of<T>(Action<T, SerializationContext> write)
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return new Marshaller<T>(write, context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
    }

    private static void Write(IMessage answer, SerializationContext context)
    {
        if (EncodedMessages.Find(answer) is { } bytes)
        {
            Write(bytes, context);
            return;
        }

        context.SetPayloadLength(answer.CalculateSize());
        answer.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static void WriteOnce(EncodedMessages.Written written, SerializationContext context)
    {
        Write(written.Buffer.AsSpan(written.Start, written.Length), context);
        ArrayPool<byte>.Shared.Return(written.Buffer);
    }

    private static void Write(ReadOnlySpan<byte> bytes, SerializationContext context)
    {
        context.SetPayloadLength(bytes.Length);
        context.GetBufferWriter().Write(bytes);
        context.Complete();
    }

    /// <summary>Writes the rows of field 1, then the rest of the answer; the order of fields has no meaning.</summary>
    private static void WriteRows<T>(RepeatedField<T> rows, IMessage rest, SerializationContext context)
        where T : class, IMessage
    {
        var parts = ArrayPool<byte[]>.Shared.Rent(Math.Max(rows.Count, 1));
        var size = rest.CalculateSize();
        for (var i = 0; i < rows.Count; i++)
        {
            parts[i] = EncodedMessages.FindRow(rows[i]);
            size += parts[i].Length;
        }

        context.SetPayloadLength(size);
        var writer = context.GetBufferWriter();
        for (var i = 0; i < rows.Count; i++)
            writer.Write(parts[i]);
        rest.WriteTo(writer);
        context.Complete();
        ArrayPool<byte[]>.Shared.Return(parts, clearArray: true);
    }
}
