using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>Bytes that are hashed or signed, put together in one buffer that is used again and again; not for two threads at a time.</summary>
internal sealed class CanonicalBytes
{
    /// <summary>Used again and again: OpenSSL makes a context for each hash that is taken at once, which costs half as much as the hash.</summary>
    [ThreadStatic]
    private static IncrementalHash? sha256;

    private byte[] buffer = new byte[1024];
    private int length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public CanonicalBytes Clear()
    {
        length = 0;
        return this;
    }

    /// <summary>A number as eight bytes, big-endian.</summary>
    public CanonicalBytes Number(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), number);
        return this;
    }

    /// <summary>Bytes as they are, of a length that is known.</summary>
    public CanonicalBytes Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        return this;
    }

    /// <summary>Bytes after their length as four bytes, big-endian.</summary>
    public CanonicalBytes Part(ReadOnlySpan<byte> bytes) => Length(bytes.Length).Bytes(bytes);

    /// <summary>A text as UTF-8 after its length, −1 for none.</summary>
    public CanonicalBytes Part(string? text)
    {
        if (text is null)
            return None();

        var count = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Length(count).Take(count));
        return this;
    }

    /// <summary>A part that is not there.</summary>
    public CanonicalBytes None() => Length(-1);

    public void Sha256(Span<byte> destination)
    {
        sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(Written);
        sha256.GetHashAndReset(destination);
    }

    private CanonicalBytes Length(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), bytes);
        return this;
    }

    private Span<byte> Take(int count)
    {
        if (buffer.Length - length < count)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + count));
        length += count;
        return buffer.AsSpan(length - count, count);
    }
}
