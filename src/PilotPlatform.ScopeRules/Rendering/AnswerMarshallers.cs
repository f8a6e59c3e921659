using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Marshallers that write messages shared between answers from their bytes; what they write is the same to the last bit of meaning.</summary>
internal static class AnswerMarshallers
{
    private static readonly object[] All =
    [
        Of<Decision>(Write),
        Of<ReachMatrix>(Write),
        Of<ListPilotTaskDecisionsResponse>((answer, context) =>
        {
            if (!TryWrite(answer, context))
                WriteRows(answer.Decisions, new ListPilotTaskDecisionsResponse { NextPageToken = answer.NextPageToken, TotalSize = answer.TotalSize, Total = answer.Total, State = answer.State }, context);
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

    private static void Write<T>(T answer, SerializationContext context)
        where T : class, IMessage, IEncoded
    {
        if (TryWrite(answer, context))
            return;
        context.SetPayloadLength(answer.CalculateSize());
        answer.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    /// <summary>Writes the encoding that an answer carries, if it carries one; what was rented for it is given back.</summary>
    private static bool TryWrite<T>(T answer, SerializationContext context)
        where T : class, IMessage, IEncoded
    {
        var encoded = answer.Encoded;
        if (encoded.IsEmpty)
            return false;
        context.SetPayloadLength(encoded.Length);
        context.GetBufferWriter().Write(encoded.Span);
        context.Complete();
        if (encoded.IsRented)
        {
            answer.Encoded = default;
            ArrayPool<byte>.Shared.Return(encoded.Buffer!);
        }

        return true;
    }

    /// <summary>Writes the rows of field 1, then the rest of the answer; the order of fields has no meaning.</summary>
    private static void WriteRows<T>(RepeatedField<T> rows, IMessage rest, SerializationContext context)
        where T : class, IMessage, IEncoded
    {
        var size = rest.CalculateSize();
        foreach (var row in rows)
            size += (row.Encoded.IsEmpty ? row.RememberedAsRow() : row).Encoded.Length;

        context.SetPayloadLength(size);
        var writer = context.GetBufferWriter();
        foreach (var row in rows)
            writer.Write(row.Encoded.Span);
        rest.WriteTo(writer);
        context.Complete();
    }
}
