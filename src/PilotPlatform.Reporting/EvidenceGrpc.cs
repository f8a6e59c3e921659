using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;
using V1 = PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Reporting;

/// <summary>Evidence over gRPC.</summary>
internal sealed partial class EvidenceGrpc(
    CommitmentSteps steps, CommitmentBoard board, ReportingLedger ledger, ContentStore contents, Bearings bearings, IOptions<ReportingOptions> options, ILogger<EvidenceGrpc> logger)
    : EvidenceService.EvidenceServiceBase
{
    private const int MostOfAChunk = 512 * 1024;

    public override Task<V1.Evidence> GetEvidence(GetEvidenceRequest request, ServerCallContext context) =>
        Task.FromResult(Render(Find(request.Name, context)));

    public override Task<ListEvidenceResponse> ListEvidence(ListEvidenceRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("parent", request.Parent).Value;
        context.Demand(Right.ReadUnpublished, name.City);
        var page = Paging.Cut(board.Find(name).Value.Course.Evidence, request.PageSize, request.PageToken, "evidence", request.Parent).Value;
        return Task.FromResult(new ListEvidenceResponse { Evidence = { page.Items.Select(Render) }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override async Task<V1.Evidence> UploadEvidence(IAsyncStreamReader<UploadEvidenceRequest> requestStream, ServerCallContext context)
    {
        try
        {
            return await TakeAsync(requestStream, context);
        }
        catch (FaultException)
        {
            await ReadOffAsync(requestStream, context.CancellationToken);
            throw;
        }
    }

    public override async Task DownloadEvidence(DownloadEvidenceRequest request, IServerStreamWriter<DownloadEvidenceResponse> responseStream, ServerCallContext context)
    {
        var evidence = Find(request.Name, context);
        if (!await contents.IsWholeAsync(evidence.Document.Sha256, context.CancellationToken))
        {
            Log.ContentDamaged(logger, evidence.Name.ToString(), evidence.Document.Sha256);
            throw new FaultException(Fault.ContentDamaged(evidence.Name.ToString(), evidence.Document.Sha256));
        }

        var pieces = contents.ReadAsync(evidence.Document.Sha256, context.CancellationToken);
        if (!context.IsBinary())
        {
            var document = evidence.Document;
            var plain = $"{evidence.Name.Parent.Id}-{evidence.Name.Serial}{ExtensionOf(document.FileName)}";
            Stream? body = null;
            await foreach (var piece in pieces)
                await (body ??= context.BeginFile(document.MediaType, document.FileName, plain, document.Size)).WriteAsync(piece, context.CancellationToken);
            return;
        }

        await foreach (var piece in pieces)
            await responseStream.WriteAsync(new DownloadEvidenceResponse { Chunk = ByteString.CopyFrom(piece.Span) }, context.CancellationToken);
    }

    public override Task<V1.Evidence> AcceptEvidence(AcceptEvidenceRequest request, ServerCallContext context) =>
        JudgeAsync(request.Name, isAccepted: true, request.Note, request.Etag, request, request.RequestId, context);

    public override Task<V1.Evidence> RejectEvidence(RejectEvidenceRequest request, ServerCallContext context) =>
        JudgeAsync(request.Name, isAccepted: false, request.Reason, request.Etag, request, request.RequestId, context);

    private async Task<V1.Evidence> TakeAsync(IAsyncStreamReader<UploadEvidenceRequest> requestStream, ServerCallContext context)
    {
        var first = await requestStream.MoveNext(context.CancellationToken) ? requestStream.Current : new UploadEvidenceRequest();
        _ = context.Caller().DemandSomewhere(Right.ReportProgress).Value;
        if (first.Header is not { } header)
            throw new FaultException(Fault.Invalid("header", "must be what the first message carries"));
        var name = CommitmentName.Parse("header.parent", header.Parent).Value;
        context.Demand(Right.ReportProgress, name.City);
        var document = ToDocument(header.Evidence).Value;
        if (await board.AnsweredAsync(RequestKeys.Of(first.RequestId, first).Value, context.Author(), context.CancellationToken) is { } answered)
        {
            await ReadOffAsync(requestStream, context.CancellationToken);
            return Render(answered.Value.After.Course.Evidence[^1]);
        }

        await ledger.CatchUpAsync(context.CancellationToken);
        Result<Domain.Reporting.CommitmentEvent> Add(Domain.Reporting.Commitment commitment, Moment at) => commitment.AddEvidence(header.Etag, document, options.Value.EvidenceBytes, at);
        _ = board.Find(name).Then(commitment => Add(commitment, bearings.Now)).Value; // refused before anything is sent
        using var pending = (await contents.TakeAsync(ChunksAsync(requestStream, context.CancellationToken), document.Sha256, document.Size, context.CancellationToken)).Value;
        var taken = await contents.KeepAsync(pending, async () =>
        {
            try
            {
                return (Result<StepTaken>)await steps.TakeAsync(name, Right.ReportProgress, first, first.RequestId, context, Add);
            }
            catch (FaultException refused) when (refused.Fault.Kind != FaultKind.Away)
            {
                return refused.Fault;
            }
        });
        return Render(taken.Value.After.Course.Evidence[^1]);
    }

    private async Task<V1.Evidence> JudgeAsync(string name, bool isAccepted, string note, string etag, IMessage request, string requestId, ServerCallContext context)
    {
        var evidence = EvidenceName.Parse("name", name).Value;
        var right = context.Caller().May(Right.ReviewForProvince, evidence.Parent.City) ? Right.ReviewForProvince : Right.ReviewForCity;
        var taken = await steps.TakeAsync(evidence.Parent, right, request, requestId, context, (c, at) => c.JudgeEvidence(etag, evidence.Serial, isAccepted, note, context.Author(), at));
        return Render(taken.After.Course.Evidence[evidence.Serial - 1]);
    }

    private EvidenceItem Find(string name, ServerCallContext context)
    {
        var evidence = EvidenceName.Parse("name", name).Value;
        context.Demand(Right.ReadUnpublished, evidence.Parent.City);
        return board.Find(evidence.Parent).Then(c => c.FindEvidence(evidence.Serial)).Value;
    }

    /// <summary>The end of a file's name, where that is letters and digits.</summary>
    private static string ExtensionOf(string fileName) => Path.GetExtension(fileName) is { Length: > 1 } end && end[1..].All(char.IsAsciiLetterOrDigit) ? end : "";

    /// <summary>
    /// Reads what a refused caller still sends, as far as anything could have been taken: a stream that is ended while it is sent may
    /// disturb other calls on the connections between.
    /// </summary>
    private async Task ReadOffAsync(IAsyncStreamReader<UploadEvidenceRequest> messages, CancellationToken cancellation)
    {
        for (var left = options.Value.EvidenceBytes; left > 0 && await messages.MoveNext(cancellation);)
            left -= messages.Current.CalculateSize();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        IAsyncStreamReader<UploadEvidenceRequest> messages, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await messages.MoveNext(cancellation))
        {
            if (messages.Current.PartCase != UploadEvidenceRequest.PartOneofCase.Chunk)
                throw new FaultException(Fault.Invalid("chunk", "must be what every message behind the first carries"));
            if (messages.Current.Chunk.Length > MostOfAChunk)
                throw new FaultException(Fault.Invalid("chunk", $"{messages.Current.Chunk.Length} bytes are more than {MostOfAChunk}"));
            yield return messages.Current.Chunk.Memory;
        }
    }

    private static Result<EvidenceDocument> ToDocument(V1.Evidence? evidence)
    {
        if (evidence is null)
            return Fault.Invalid("header.evidence", "must be given");
        var until = Dates.ParseMaybe("evidence.valid_until_date", evidence.ValidUntilDate);
        var document = new EvidenceDocument(
            evidence.Title, evidence.FileName, evidence.MediaType, evidence.Reference, evidence.Sha256, evidence.SizeBytes, until.IsOk ? until.Value : null);
        return until.Telling(document.Check(long.MaxValue).Fault).Then<EvidenceDocument>(_ => document);
    }

    private V1.Evidence Render(EvidenceItem evidence) => new()
    {
        Name = evidence.Name.ToString(),
        Title = evidence.Document.Title,
        FileName = evidence.Document.FileName,
        MediaType = evidence.Document.MediaType,
        Reference = evidence.Document.Reference,
        Sha256 = evidence.Document.Sha256,
        SizeBytes = evidence.Document.Size,
        ValidUntilDate = evidence.Document.ValidUntil?.ToProto(),
        State = (V1.Evidence.Types.State)((int)evidence.StateOn(bearings.Now.Today) + 1),
        Note = evidence.Note,
        Author = evidence.Author,
        CreateTime = evidence.CreateTime.ToTimestamp(),
        LedgerPosition = evidence.Position,
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The content of {Evidence} is lost or damaged; its SHA-256 is {Sha256}")]
        public static partial void ContentDamaged(ILogger logger, string evidence, string sha256);
    }
}
