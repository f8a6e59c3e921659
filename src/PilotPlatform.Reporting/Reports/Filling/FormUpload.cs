using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using Period = PilotPlatform.Domain.Reporting.Period;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>A workbook as it came: the message that announced it, what that says it is of, and its bytes.</summary>
internal sealed record TakenForm(FillProgressReportsRequest First, ProgrammeName Parent, Period Period, byte[] File);

/// <summary>Takes a workbook that comes in pieces, and nothing but what was announced.</summary>
internal sealed class FormUpload(IAsyncStreamReader<FillProgressReportsRequest> messages, int mostBytes)
{
    /// <exception cref="FaultException">What comes is not what was announced, or more than is taken.</exception>
    public async Task<TakenForm> TakeAsync(ServerCallContext context)
    {
        try
        {
            var first = await messages.MoveNext(context.CancellationToken) ? messages.Current : new FillProgressReportsRequest();
            return await TakeAsync(first, context);
        }
        catch (FaultException)
        {
            await ReadOffAsync(context.CancellationToken);
            throw;
        }
    }

    private async Task<TakenForm> TakeAsync(FillProgressReportsRequest first, ServerCallContext context)
    {
        _ = context.Caller().DemandSomewhere(Right.ReportProgress).Value;
        if (first.Header is not { } header)
            throw new FaultException(Fault.Invalid("header", "must be what the first message carries"));
        var size = header.SizeBytes switch
        {
            < 1 => Fault.Invalid("header.size_bytes", "must say how many bytes the workbook has, at least 1"),
            var bytes when bytes > mostBytes => Fault.WorkbookTooLarge($"{bytes} bytes are more than {mostBytes}"),
            _ => null,
        };
        var period = Period.Parse("header.period", header.Period);
        var parent = ProgrammeName.Parse("header.parent", header.Parent).Besides(period.Fault, size, RequestKeys.Of(first.RequestId, first).Fault).Value;

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

        return taken == file.Length ? new TakenForm(first, parent, period.Value, file) : throw new FaultException(Fault.ContentMismatch("header.size_bytes", $"{file.Length}", $"{taken}"));
    }

    /// <summary>Reads what a refused caller still sends, as far as anything could have been taken.</summary>
    private async Task ReadOffAsync(CancellationToken cancellation)
    {
        for (var left = (long)mostBytes; left > 0 && await messages.MoveNext(cancellation);)
            left -= messages.Current.CalculateSize();
    }
}
