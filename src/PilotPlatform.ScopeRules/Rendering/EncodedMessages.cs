using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// The bytes of messages, found by the message itself and gone with it: of those that many answers share, and of answers that were written
/// rather than built. A message that is not known here is encoded as any other.
/// </summary>
internal static class EncodedMessages
{
    /// <summary>Tag of field 1 with a length before its content: the rows of lists and batches.</summary>
    private const byte RowTag = 0x0a;

    /// <summary>The most that tag and length of a row need.</summary>
    private const int LargestFraming = 6;

    private static readonly ConditionalWeakTable<IMessage, byte[]> Encoded = [];
    private static readonly ConditionalWeakTable<IMessage, Written> Answers = [];

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

    /// <summary>Says that an answer stands in a buffer of the shared pool, where it is taken from once.</summary>
    public static T WrittenTo<T>(this T answer, Written written)
        where T : class, IMessage
    {
        Answers.Add(answer, written);
        return answer;
    }

    /// <summary>Where an answer stands; null if it was built as a message. Whoever takes it gives the buffer back.</summary>
    public static Written? Take(IMessage answer) => Answers.Remove(answer, out var written) ? written : null;

    public static byte[]? Find(IMessage message) => Encoded.TryGetValue(message, out var bytes) ? bytes : null;

    /// <summary>A row with tag and length, from what is kept or made anew.</summary>
    public static byte[] FindRow(IMessage row) => Find(row) ?? Row(row);

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

    /// <summary>An answer in a buffer of the shared pool.</summary>
    internal sealed record Written(byte[] Buffer, int Start, int Length);
}
