using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>Takes a workbook that comes in pieces, and nothing but what was announced.</summary>
internal sealed class FormUpload(IAsyncStreamReader<FillProgressReportsRequest> messages, int mostBytes)
{
    /// <exception cref="FaultException">What comes is not what was announced, or more than is taken.</exception>
    public async Task<(FillProgressReportsRequest First, byte[] File)> TakeAsync(ServerCallContext context)
    {
        try
        {
            var first = await messages.MoveNext(context.CancellationToken) ? messages.Current : new FillProgressReportsRequest();
            return (first, await TakeAsync(first, context));
        }
        catch (FaultException)
        {
            await ReadOffAsync(context.CancellationToken);
            throw;
        }
    }

    private async Task<byte[]> TakeAsync(FillProgressReportsRequest first, ServerCallContext context)
    {
        if (context.Caller().IsAnonymous)
            throw new FaultException(Fault.SignInRequired(nameof(Domain.Identity.Right.ReportProgress)));
        if (first.Header is not { } header)
            throw new FaultException(Fault.Invalid("header", "must be what the first message carries"));
        _ = RequestKeys.Of(first.RequestId, first).Value;
        if (header.SizeBytes < 1)
            throw new FaultException(Fault.Invalid("header.size_bytes", "must say how many bytes the workbook has, at least 1"));
        if (header.SizeBytes > mostBytes)
            throw new FaultException(Fault.WorkbookTooLarge($"{header.SizeBytes} bytes are more than {mostBytes}"));

        var (file, taken) = (new byte[header.SizeBytes], 0);
        while (await messages.MoveNext(context.CancellationToken))
        {
            var piece = messages.Current.Chunk;
            if (messages.Current.PartCase != FillProgressReportsRequest.PartOneofCase.Chunk)
                throw new FaultException(Fault.Invalid("chunk", "must be what every message behind the first carries"));
            if (piece.Length > file.Length - taken)
                throw new FaultException(Fault.ContentMismatch("header.size_bytes", $"{file.Length}", $"{taken + piece.Length} or more"));
            piece.Span.CopyTo(file.AsSpan(taken));
            taken += piece.Length;
        }

        return taken == file.Length ? file : throw new FaultException(Fault.ContentMismatch("header.size_bytes", $"{file.Length}", $"{taken}"));
    }

    /// <summary>Reads what a refused caller still sends, as far as anything could have been taken.</summary>
    private async Task ReadOffAsync(CancellationToken cancellation)
    {
        for (var left = (long)mostBytes; left > 0 && await messages.MoveNext(cancellation);)
            left -= messages.Current.CalculateSize();
    }
}
