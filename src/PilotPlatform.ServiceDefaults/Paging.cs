using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PilotPlatform.Domain;

namespace PilotPlatform.ServiceDefaults;

/// <summary>A page of a list.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string NextPageToken, int TotalSize);

/// <summary>Where a page begins in its list, and how long it may be.</summary>
public readonly record struct PagePlace(int Start, int Size);

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
        var place = Find(pageSize, pageToken, question);
        return place.IsOk ? Of([.. items.Skip(place.Value.Start).Take(place.Value.Size)], place.Value, items.Count, question) : place.Fault!;
    }

    /// <summary>Where a page begins, for a list of which no more than the page is made; see <see cref="Cut"/>.</summary>
    public static Result<PagePlace> Find(int pageSize, string pageToken, params ReadOnlySpan<string> question)
    {
        if (pageSize < 0)
            return Fault.Invalid("page_size", $"{pageSize} is negative");

        var start = 0;
        if (pageToken.Length > 0 && !TryRead(pageToken, Digest(question), out start))
            return Fault.InvalidPageToken();
        return new PagePlace(start, pageSize == 0 ? DefaultSize : Math.Min(pageSize, LargestSize));
    }

    /// <summary>The page of a list from its items, which have been found by its place.</summary>
    public static Result<Page<T>> Of<T>(IReadOnlyList<T> items, PagePlace place, int totalSize, params ReadOnlySpan<string> question)
    {
        if (place.Start > totalSize)
            return Fault.InvalidPageToken();
        var end = place.Start + items.Count;
        return new Page<T>(items, end < totalSize ? Token(end, Digest(question)) : "", totalSize);
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
