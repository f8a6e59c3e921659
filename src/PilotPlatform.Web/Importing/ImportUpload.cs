using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>A document that is being imported.</summary>
internal sealed class ImportUpload
{
    private const int Piece = 512 * 1024;

    /// <exception cref="BadHttpRequestException">The form has no file.</exception>
    public ImportUpload(CommandClients clients, Posted form, CancellationToken stop) =>
        Address = SendAsync(clients, form, form.File ?? throw new BadHttpRequestException("The form has no file."), stop);

    /// <summary>Address of the page of the import, once it is read; a document that is refused throws.</summary>
    public Task<string> Address { get; }

    /// <summary>Bytes that have arrived, of how many; null before the service has said so.</summary>
    public (long Done, long Total)? Progress { get; private set; }

    private async Task<string> SendAsync(CommandClients clients, Posted form, IFormFile file, CancellationToken stop)
    {
        await using var content = file.OpenReadStream();
        using var call = clients.Catalog.ImportDocument(cancellationToken: stop);
        var header = new ImportDocumentRequest { Parent = form.Programme, SizeBytes = file.Length, FileName = Path.GetFileName(file.FileName), RequestId = form.RequestId };
        var read = ReadAsync(call.ResponseStream, stop);
        await call.RequestStream.SendAsync(MessagesAsync(header, content, stop), stop);
        return $"/imports/{ResourceIds.IdOf((await read).Name)}";
    }

    private async Task<Import> ReadAsync(IAsyncStreamReader<ImportDocumentResponse> answers, CancellationToken stop)
    {
        Import? import = null;
        await foreach (var answer in answers.ReadAllAsync(stop))
        {
            import = answer.Import ?? import;
            Progress = answer.Progress is { } arrived ? (arrived.ReceivedBytes, arrived.SizeBytes) : Progress;
        }

        return import ?? throw new RpcException(new Status(StatusCode.Internal, "The upload ended without an import."));
    }

    private static async IAsyncEnumerable<ImportDocumentRequest> MessagesAsync(ImportDocumentRequest header, Stream content, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return header;
        var piece = new byte[Piece];
        for (int read; (read = await content.ReadAsync(piece, stop)) > 0;)
            yield return new ImportDocumentRequest { Chunk = ByteString.CopyFrom(piece, 0, read) };
    }
}
