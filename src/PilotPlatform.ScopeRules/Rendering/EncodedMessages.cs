using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// The bytes of messages that many answers share, found by the message itself and gone with it. A message that is not known here is
/// encoded as any other.
/// </summary>
internal static class EncodedMessages
{
    /// <summary>Tag of field 1 with a length before its content: the rows of lists and batches.</summary>
    private const byte RowTag = 0x0a;

    private static readonly ConditionalWeakTable<IMessage, byte[]> Encoded = [];

    /// <summary>Keeps the bytes of a message that is never changed again.</summary>
    public static T Remembered<T>(this T message)
        where T : class, IMessage
    {
        Encoded.AddOrUpdate(message, message.ToByteArray());
        return message;
    }

    /// <summary>Keeps the bytes of a row, the tag and length of its field before them.</summary>
    public static T RememberedAsRow<T>(this T row)
        where T : class, IMessage
    {
        Encoded.AddOrUpdate(row, Row(row));
        return row;
    }

    public static byte[]? Find(IMessage message) => Encoded.TryGetValue(message, out var bytes) ? bytes : null;

    /// <summary>A row with tag and length, from what is kept or made anew.</summary>
    public static byte[] FindRow(IMessage row) => Find(row) ?? Row(row);

    private static byte[] Row(IMessage row)
    {
        var size = row.CalculateSize();
        var bytes = new byte[1 + CodedOutputStream.ComputeLengthSize(size) + size];
        using var output = new CodedOutputStream(bytes);
        output.WriteRawTag(RowTag);
        output.WriteLength(size);
        row.WriteTo(output);
        output.Flush();
        return bytes;
    }
}
