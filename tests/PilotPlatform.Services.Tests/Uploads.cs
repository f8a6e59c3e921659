using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Uploads documents as a client does.</summary>
internal static class Uploads
{
    private const int PieceSize = 7_000;

    public static ImportDocumentRequest Announcement(byte[] file) => new()
    {
        Parent = RunningSuite.Programme,
        SizeBytes = file.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(file)),
        FileName = "清单.txt",
    };

    /// <summary>The import, and what was told of its progress.</summary>
    public static async Task<(Import Import, IReadOnlyList<ImportProgress> Progress)> ImportAsync(
        this CatalogService.CatalogServiceClient catalog, byte[] file, Action<ImportDocumentRequest>? change = null)
    {
        var announcement = Announcement(file);
        change?.Invoke(announcement);
        using var call = catalog.ImportDocument(cancellationToken: RunningSuite.Stop);
        var sent = SendAsync(call.RequestStream, announcement, file);
        var progress = new List<ImportProgress>();
        Import? import = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(RunningSuite.Stop))
        {
            if (answer.StepCase == ImportDocumentResponse.StepOneofCase.Progress)
                progress.Add(answer.Progress);
            else
                import = answer.Import;
        }

        await sent;
        return (import!, progress);
    }

    /// <summary>Sends until all is sent or nobody listens any more.</summary>
    private static async Task SendAsync(IClientStreamWriter<ImportDocumentRequest> requests, ImportDocumentRequest announcement, byte[] file)
    {
        try
        {
            await requests.WriteAsync(announcement, RunningSuite.Stop);
            foreach (var piece in file.Chunk(PieceSize))
                await requests.WriteAsync(new ImportDocumentRequest { Chunk = ByteString.CopyFrom(piece) }, RunningSuite.Stop);
            await requests.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
            // The refusal is the answer.
        }
    }
}
