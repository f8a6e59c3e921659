using System.Buffers;
using System.Text;
using Google.Protobuf;
using PilotPlatform.Contracts;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// Writes a message from its end to its beginning into a buffer of the shared pool: what is within a field stands before its length has to be
/// said. The order of fields has no meaning.
/// </summary>
internal ref struct BackwardWriter(int capacity)
{
    private const int LengthDelimited = 2;
    private const int LargestFraming = 10;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int written;

    /// <summary>How much has been written: where a field ends that is begun now.</summary>
    public readonly int Mark => written;

    public void Bytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>A field of text; nothing for an empty one.</summary>
    public void Text(int field, string text)
    {
        if (text.Length == 0)
            return;
        var mark = Mark;
        Encoding.UTF8.GetBytes(text, Take(Encoding.UTF8.GetByteCount(text)));
        Close(field, mark);
    }

    /// <summary>A field of a message.</summary>
    public void Message(int field, IMessage message)
    {
        var mark = Mark;
        message.WriteTo(Take(message.CalculateSize()));
        Close(field, mark);
    }

    /// <summary>Puts tag and length before what has been written since a mark.</summary>
    public void Close(int field, int mark)
    {
        Varint((uint)(written - mark));
        Varint((uint)(field << 3 | LengthDelimited));
    }

    /// <summary>Takes back what has been written since a mark.</summary>
    public void Drop(int mark) => written = mark;

    /// <summary>Says that an answer stands in what was written.</summary>
    public readonly T End<T>(T answer)
        where T : class, IMessage, IEncoded => answer.WrittenTo(buffer, buffer.Length - written, written);

    /// <summary>Gives the buffer back.</summary>
    public readonly void GiveUp() => ArrayPool<byte>.Shared.Return(buffer);

    private void Varint(uint value)
    {
        Span<byte> bytes = stackalloc byte[LargestFraming];
        var length = 0;
        for (; value > 0x7f; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        Bytes(bytes[..length]);
    }

    private Span<byte> Take(int size)
    {
        if (buffer.Length - written < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (written + size));
            buffer.AsSpan(buffer.Length - written).CopyTo(larger.AsSpan(larger.Length - written));
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        written += size;
        return buffer.AsSpan(buffer.Length - written, size);
    }
}
