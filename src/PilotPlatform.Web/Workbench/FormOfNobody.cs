using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PilotPlatform.Web.Workbench;

/// <summary>
/// A long form, or one with a file, of somebody whose sign-in has ended: what was written is read, to be given back, and all else passes by. Forms are otherwise read as a
/// whole before they are looked at, and nobody may fill a disk with files.
/// </summary>
internal static class FormOfNobody
{
    /// <summary>More than anybody writes into a form.</summary>
    private const int MostBytes = 256 * 1024;

    private const int MostFields = 100;

    /// <returns>What was written, by field; null for a form that can be read like any other.</returns>
    public static async Task<Dictionary<string, string>?> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        var isInParts = request.HasFormContentType && request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
        if (!isInParts && request.ContentLength <= MostBytes)
            return null;
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (isInParts)
                await ReadPartsAsync(request, written, stop);
            await request.Body.CopyToAsync(Stream.Null, stop); // a browser shows an answer only when all has been taken
        }
        catch (Exception unread) when (unread is InvalidDataException or FormatException or ArgumentException or (IOException and not BadHttpRequestException))
        {
            written.Clear();
        }

        return new Posted(written, "", "").IsWritten ? written : [];
    }

    private static async Task ReadPartsAsync(HttpRequest request, Dictionary<string, string> written, CancellationToken stop)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
        var reader = new MultipartReader(boundary, request.Body);
        using var lent = MemoryPool<byte>.Shared.Rent(MostBytes);
        var room = lent.Memory[..MostBytes];
        while (await reader.ReadNextSectionAsync(stop) is { } part)
        {
            if (part.AsFormDataSection() is not { } field)
                continue;
            var length = await part.Body.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, stop);
            if (length == room.Length || written.Count == MostFields)
                return;
            written[field.Name] = Encoding.UTF8.GetString(room.Span[..length]);
            room = room[length..];
        }
    }
}
