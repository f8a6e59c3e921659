using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Protobuf;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Workbench;

/// <summary>Hands in a document of evidence in pieces.</summary>
internal static class EvidenceUpload
{
    private const int Piece = 256 * 1024;

    public static async Task SendAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        if (form.File is not { } file)
            throw new BadHttpRequestException("The form has no file.");
        await using var content = file.OpenReadStream();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop));
        content.Position = 0;
        using var call = clients.Evidence.UploadEvidence(cancellationToken: stop);
        var header = new UploadEvidenceRequest
        {
            RequestId = form.RequestId,
            Header = new UploadEvidenceRequest.Types.Header
            {
                Parent = form.Name,
                Etag = form.Etag,
                Evidence = new Evidence
                {
                    Title = form["title"],
                    FileName = Path.GetFileName(file.FileName),
                    MediaType = file.ContentType,
                    Reference = form["reference"],
                    Sha256 = hash,
                    SizeBytes = file.Length,
                    ValidUntilDate = form.Day("valid_until_date"),
                },
            },
        };
        await call.RequestStream.SendAsync(MessagesAsync(header, content, stop), stop);
        await call.ResponseAsync;
    }

    private static async IAsyncEnumerable<UploadEvidenceRequest> MessagesAsync(UploadEvidenceRequest header, Stream content, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return header;
        var piece = new byte[Piece];
        for (int read; (read = await content.ReadAsync(piece, stop)) > 0;)
            yield return new UploadEvidenceRequest { Chunk = ByteString.CopyFrom(piece, 0, read) };
    }
}
