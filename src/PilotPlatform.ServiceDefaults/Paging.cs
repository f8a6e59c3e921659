using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PilotPlatform.Domain;

namespace PilotPlatform.ServiceDefaults;

/// <summary>A page of a list.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string NextPageToken, int TotalSize);

/// <summary>Pages by AIP-158: opaque tokens bound to the question they continue.</summary>
public static class Paging
{
    public const int DefaultSize = 50;
    public const int LargestSize = 1000;

    private const int TokenBytes = 12;

    /// <param name="items">The whole list, in its order.</param>
    /// <param name="pageSize">Items wanted; 0 means 50, above 1000 means 1000.</param>
    /// <param name="pageToken">Token of the page before; empty for the first.</param>
    /// <param name="question">Everything that makes this list another than the next one: method, parent, filters, version.</param>
    public static Result<Page<T>> Cut<T>(IReadOnlyList<T> items, int pageSize, string pageToken, params ReadOnlySpan<string> question)
    {
        if (pageSize < 0)
            return Fault.Invalid("page_size", $"{pageSize} is negative");

        var digest = Digest(question);
        var start = 0;
        if (pageToken.Length > 0 && (!TryRead(pageToken, digest, out start) || start > items.Count))
            return Fault.InvalidPageToken();

        var size = pageSize == 0 ? DefaultSize : Math.Min(pageSize, LargestSize);
        var end = Math.Min(start + size, items.Count);
        return new Page<T>([.. items.Skip(start).Take(end - start)], end < items.Count ? Token(end, digest) : "", items.Count);
    }

    private static string Token(int offset, ReadOnlySpan<byte> digest)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        BinaryPrimitives.WriteInt32BigEndian(bytes, offset);
        digest[..8].CopyTo(bytes[4..]);
        return Base64Url.EncodeToString(bytes);
    }

    private static bool TryRead(string token, ReadOnlySpan<byte> digest, out int offset)
    {
        offset = 0;
        if (!Base64Url.IsValid(token, out var length) || length != TokenBytes)
            return false;

        var bytes = Base64Url.DecodeFromChars(token);
        offset = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return offset > 0 && digest[..8].SequenceEqual(bytes.AsSpan(4));
    }

    /// <summary>Each part is length-prefixed, so that no two questions run together.</summary>
    private static byte[] Digest(ReadOnlySpan<string> question)
    {
        var parts = new StringBuilder();
        foreach (var part in question)
            parts.Append(part.Length).Append(':').Append(part);
        return SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString()));
    }
}
