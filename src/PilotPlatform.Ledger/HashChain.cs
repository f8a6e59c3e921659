using System.Globalization;
using System.Security.Cryptography;

namespace PilotPlatform.Ledger;

/// <summary>
/// The hash chain: each entry's hash is SHA-256 over the hash before it and the canonical bytes of the entry, which are position
/// and revision as big-endian 64-bit numbers, then stream, kind, author, time, request id, request digest and payload, each after
/// its length in bytes as a big-endian 32-bit number (−1 for none). The chain starts from 32 zero bytes.
/// </summary>
public static class HashChain
{
    internal const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>Bytes of a time as it is stored, such as <c>2026-11-29T01:00:00.0000000Z</c>.</summary>
    internal const int TimeLength = 28;

    [ThreadStatic]
    private static CanonicalBytes? bytes;

    public static ReadOnlyMemory<byte> Start { get; } = new byte[HashSize];

    /// <summary>Time as it is stored and hashed: ISO 8601 in UTC with seven decimals.</summary>
    public static string Canonical(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The same as UTF-8.</summary>
    /// <param name="time">The time.</param>
    /// <param name="buffer">Where it is written, of <see cref="TimeLength"/> bytes.</param>
    internal static ReadOnlySpan<byte> Canonical(DateTimeOffset time, Span<byte> buffer)
    {
        time.UtcDateTime.TryFormat(buffer, out var length, "O", CultureInfo.InvariantCulture);
        return buffer[..length];
    }

    public static byte[] Next(ReadOnlySpan<byte> previous, LedgerEntry entry)
    {
        var hash = new byte[HashSize];
        Span<byte> time = stackalloc byte[TimeLength];
        (bytes ??= new CanonicalBytes()).Clear().Bytes(previous).Number(entry.Position).Number(entry.Revision)
            .Part(entry.Stream).Part(entry.Kind).Part(entry.Author).Part(Canonical(entry.RecordedAt, time))
            .Part(entry.Request?.Id).Part(entry.Request?.Digest).Part(entry.Payload.Span).Sha256(hash);
        return hash;
    }

    /// <summary>Whether a stored row is the one that was written behind the hash before it.</summary>
    internal static bool Holds(ReadOnlySpan<byte> previous, in StoredRow row, CanonicalBytes bytes)
    {
        bytes.Clear().Bytes(previous).Number(row.Position).Number(row.Revision).Part(row.Stream).Part(row.Kind).Part(row.Author).Part(row.RecordedAt);
        _ = row.HasRequestId ? bytes.Part(row.RequestId) : bytes.None();
        _ = row.HasRequestDigest ? bytes.Part(row.RequestDigest) : bytes.None();
        Span<byte> hash = stackalloc byte[HashSize];
        bytes.Part(row.Payload).Sha256(hash);
        return hash.SequenceEqual(row.Hash);
    }
}

/// <summary>A row of the table of entries as the database holds it, for as long as it is looked at.</summary>
internal readonly ref struct StoredRow
{
    public required long Position { get; init; }

    public required ReadOnlySpan<byte> Stream { get; init; }

    public required long Revision { get; init; }

    public required ReadOnlySpan<byte> Kind { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    public required ReadOnlySpan<byte> Author { get; init; }

    public required ReadOnlySpan<byte> RecordedAt { get; init; }

    public required bool HasRequestId { get; init; }

    public required ReadOnlySpan<byte> RequestId { get; init; }

    public required bool HasRequestDigest { get; init; }

    public required ReadOnlySpan<byte> RequestDigest { get; init; }

    public required ReadOnlySpan<byte> Hash { get; init; }
}

/// <summary>Looks at rows in the order of their positions; false ends the reading.</summary>
internal delegate bool RowVisitor(in StoredRow row);
