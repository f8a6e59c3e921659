using System.Buffers;
using Google.Protobuf;
using PilotPlatform.Contracts;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Messages that carry their encoding: those that many answers share, and answers that were written rather than built.</summary>
internal static class EncodedMessages
{
    /// <summary>Tag of field 1 with a length before its content: the rows of lists and batches.</summary>
    private const byte RowTag = 0x0a;

    /// <summary>The most that tag and length of a row need.</summary>
    private const int LargestFraming = 6;

    /// <summary>Encodes a message that is never changed again.</summary>
    public static T Remembered<T>(this T message)
        where T : class, IMessage, IEncoded
    {
        message.Encoded = EncodedBytes.Of(message.ToByteArray());
        return message;
    }

    /// <summary>Encodes a row that is never changed again, the tag and length of its field before it.</summary>
    public static T RememberedAsRow<T>(this T row)
        where T : class, IMessage, IEncoded
    {
        row.Encoded = EncodedBytes.Of(Row(row));
        return row;
    }

    /// <summary>Says that an answer stands in a buffer of the shared pool.</summary>
    public static T WrittenTo<T>(this T answer, byte[] buffer, int start, int length)
        where T : class, IMessage, IEncoded
    {
        answer.Encoded = new EncodedBytes(buffer, start, length, IsRented: true);
        return answer;
    }

    /// <summary>Writes tag and length of a row.</summary>
    /// <returns>How many bytes they are.</returns>
    public static int BeginRow(Span<byte> buffer, int size)
    {
        buffer[0] = RowTag;
        var at = 1;
        for (; size > 0x7f; size >>= 7)
            buffer[at++] = (byte)(size | 0x80);
        buffer[at++] = (byte)size;
        return at;
    }

    /// <summary>Makes room for a row in a buffer of the shared pool.</summary>
    public static void Reserve(ref byte[] buffer, int used, int size)
    {
        if (buffer.Length - used >= size + LargestFraming)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(2 * (used + size + LargestFraming));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static byte[] Row(IMessage row)
    {
        var size = row.CalculateSize();
        Span<byte> framing = stackalloc byte[LargestFraming];
        var begun = BeginRow(framing, size);
        var bytes = new byte[begun + size];
        framing[..begun].CopyTo(bytes);
        row.WriteTo(bytes.AsSpan(begun));
        return bytes;
    }
}
