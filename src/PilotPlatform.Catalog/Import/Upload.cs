using System.Net.Http.Headers;
using System.Security.Cryptography;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.Catalog.Import;

/// <summary>Takes a file that comes in pieces, and nothing but what was announced.</summary>
internal static class Upload
{
    private const int LongestName = 200;
    /// <summary>Most bytes of one message.</summary>
    public const int LargestPiece = 1_000_000;

    private static readonly TimeSpan LongestReadOff = TimeSpan.FromSeconds(5);

    /// <summary>Progress is told at the latest behind so many bytes.</summary>
    private const int ProgressEvery = 1024 * 1024;

    /// <summary>What the first message announces.</summary>
    public static async Task<Result<ImportDocumentRequest>> BeginAsync(IAsyncStreamReader<ImportDocumentRequest> messages, CancellationToken cancellation)
    {
        if (!await messages.MoveNext(cancellation))
            return Fault.Invalid("size_bytes", "the upload ended before it said what comes");

        var first = messages.Current;
        if (first.Chunk.Length > 0)
            return Fault.Invalid("chunk", "the first message says what comes; the file comes in those behind it");
        if (first.SizeBytes is <= 0 or > DocumentImport.LargestSize)
            return Fault.Invalid("size_bytes", $"{first.SizeBytes} bytes are not between 1 and {DocumentImport.LargestSize} (20 MB)");
        if (first.Sha256.Length > 0 && (first.Sha256.Length != 64 || !first.Sha256.All(char.IsAsciiHexDigitLower)))
            return Fault.Invalid("sha256", "it is not 64 lower-case hex digits");
        if (first.FileName.Length > LongestName || first.FileName.Any(char.IsControl))
            return Fault.Invalid("file_name", $"it is longer than {LongestName} characters or holds characters that no name has");
        return first;
    }

    /// <summary>The file behind the first message; refused if it is not what was announced.</summary>
    public static async Task<Result<byte[]>> ReceiveAsync(
        ImportDocumentRequest announced, IAsyncStreamReader<ImportDocumentRequest> messages, Func<ImportProgress, Task> tell, CancellationToken cancellation)
    {
        var file = new byte[announced.SizeBytes];
        var (received, told) = (0, 0);
        while (await messages.MoveNext(cancellation))
        {
            var piece = messages.Current.Chunk;
            if (piece.IsEmpty)
                return Fault.Invalid("chunk", $"a piece behind byte {received} is empty");
            if (piece.Length > LargestPiece)
                return Fault.Invalid("chunk", $"a piece of {piece.Length} bytes is larger than {LargestPiece}");
            if (piece.Length > file.Length - received)
                return Fault.Invalid("chunk", $"the upload brings more than the {file.Length} bytes that were announced");

            piece.Span.CopyTo(file.AsSpan(received));
            received += piece.Length;
            if (received < file.Length && received - told < ProgressEvery)
                continue;
            told = received;
            await tell(new ImportProgress { ReceivedBytes = received, SizeBytes = file.Length });
        }

        if (received < file.Length)
            return Fault.Invalid("chunk", $"the upload was cut short: {received} of {file.Length} bytes arrived");
        return announced.Sha256.Length > 0 && announced.Sha256 != Convert.ToHexStringLower(SHA256.HashData(file))
            ? Fault.Invalid("sha256", "the file that arrived has another hash than was announced")
            : file;
    }

    /// <summary>
    /// Reads what a refused caller still sends, for a moment and so many bytes at most: a caller whose stream is ended while it sends may not get to
    /// see why.
    /// </summary>
    public static async Task ReadOffAsync(IAsyncStreamReader<ImportDocumentRequest> messages, long most, CancellationToken cancellation)
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        moment.CancelAfter(LongestReadOff);
        try
        {
            for (var left = most; left > 0 && await messages.MoveNext(moment.Token);)
                left -= messages.Current.CalculateSize();
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or RpcException)
        {
            // It has stopped sending, or waits for its answer.
        }
    }

    /// <summary>The refusal of a file that is of another kind than was announced; null if it is of that kind or nothing was said.</summary>
    public static Fault? Mismatch(string announced, string found)
    {
        if (announced.Length == 0)
            return null;
        if (!MediaTypeHeaderValue.TryParse(announced, out var said) || said.MediaType is not { } type)
            return Fault.Invalid("media_type", $"'{announced}' is not a media type");
        var has = MediaTypeHeaderValue.Parse(found);
        var isSame = type.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            || (type.Equals(has.MediaType, StringComparison.OrdinalIgnoreCase) && (said.CharSet is not { Length: > 0 } charset || has.CharSet is null || Names(has.CharSet, charset.Trim('"').ToLowerInvariant())));
        return isSame ? null : Fault.Invalid("media_type", $"the file is announced as {announced}, and is {found}");
    }

    /// <summary>Whether a character set is called so: GBK and GB 2312 are parts of GB 18030, as ASCII is of UTF-8.</summary>
    private static bool Names(string found, string announced) => found == "gb18030"
        ? announced is "gb18030" or "gb18030-2000" or "gb18030-2005" or "gb18030-2022" or "gbk" or "x-gbk" or "cp936" or "ms936" or "windows-936" or "gb2312" or "csgb2312" or "gb_2312-80"
        : announced is "utf-8" or "utf8" or "us-ascii" or "ascii";
}
