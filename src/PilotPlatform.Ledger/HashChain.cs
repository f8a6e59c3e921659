using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>
/// The hash chain: each entry's hash is SHA-256 over the hash before it and the canonical bytes of the entry, which are position
/// and revision as big-endian 64-bit numbers, then stream, kind, author, time, request id, request digest and payload, each after
/// its length in bytes as a big-endian 32-bit number (−1 for none). The chain starts from 32 zero bytes.
/// </summary>
public static class HashChain
{
    public static ReadOnlyMemory<byte> Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Time as it is stored and hashed: ISO 8601 in UTC with seven decimals.</summary>
    public static string Canonical(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static byte[] Next(ReadOnlySpan<byte> previous, LedgerEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Append(hash, entry.Position);
        Append(hash, entry.Revision);
        Append(hash, entry.Stream);
        Append(hash, entry.Kind);
        Append(hash, entry.Author);
        Append(hash, Canonical(entry.RecordedAt));
        Append(hash, entry.Request?.Id);
        Append(hash, entry.Request?.Digest);
        Append(hash, entry.Payload.Span);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        if (text is null)
            AppendLength(hash, -1);
        else
            Append(hash, Encoding.UTF8.GetBytes(text).AsSpan());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        AppendLength(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendLength(IncrementalHash hash, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
