using System.Collections.Frozen;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>The ledger over gRPC, for auditors; and the verification of those that other services keep, which they are asked for.</summary>
internal sealed class LedgerGrpc(OpenedLedger ledger, GrpcClientFactory services) : LedgerService.LedgerServiceBase
{
    private const string Name = "ledgers/reporting";
    private const string KeyName = Name + "/publicKey";

    /// <summary>Ledgers of other services, with the services that keep them.</summary>
    private static readonly FrozenDictionary<string, string> Elsewhere =
        new Dictionary<string, string> { ["ledgers/catalog"] = "catalog", ["ledgers/scope-rules"] = "scope-rules" }.ToFrozenDictionary(StringComparer.Ordinal);

    public override Task<LedgerStatus> GetLedgerStatus(GetLedgerStatusRequest request, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        Find(request.Name, Name, "name");
        return Task.FromResult(new LedgerStatus
        {
            Name = Name,
            Position = ledger.Now.Position,
            Head = Convert.ToHexStringLower(ledger.Now.Head.Span),
            LastCheckpoint = ledger.Now.LastCheckpoint?.ToProto(),
            VerifiedCheckpointPosition = ledger.Verified?.CheckpointPosition ?? 0,
            VerifyTime = ledger.Verified?.Time.ToTimestamp(),
        });
    }

    /// <summary>What verifies is no secret.</summary>
    public override Task<LedgerPublicKey> GetPublicKey(GetPublicKeyRequest request, ServerCallContext context)
    {
        Find(request.Name, KeyName, "name");
        var key = KeyOfLedger();
        return Task.FromResult(new LedgerPublicKey { Name = KeyName, KeyId = key.Id, Pem = key.Pem });
    }

    public override async Task<ListCheckpointsResponse> ListCheckpoints(ListCheckpointsRequest request, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        Find(request.Parent, Name, "parent");
        var page = Paging.Cut(await AnswerAsync(ledger.Now.CheckpointsAsync(context.CancellationToken)), request.PageSize, request.PageToken, "checkpoints", request.Parent).Value;
        return new ListCheckpointsResponse
        {
            Checkpoints = { page.Items.Select(c => c.ToProto()) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        };
    }

    public override async Task VerifyLedger(VerifyLedgerRequest request, IServerStreamWriter<VerifyLedgerResponse> responseStream, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        if (Elsewhere.TryGetValue(request.Name, out var service))
        {
            using var call = services.CreateClient<LedgerService.LedgerServiceClient>(service).VerifyLedger(request, cancellationToken: context.CancellationToken);
            await foreach (var answer in call.ResponseStream.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(answer, context.CancellationToken);
            return;
        }

        Find(request.Name, Name, "name");
        await LedgerVerification.TellAsync(ledger.Now.Position, progress => AnswerAsync(ledger.VerifyAsync(progress, context.CancellationToken)), responseStream, context.CancellationToken);
    }

    public override async Task ExportLedger(ExportLedgerRequest request, IServerStreamWriter<ExportLedgerResponse> responseStream, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        Find(request.Name, Name, "name");
        KeyOfLedger();
        if (!context.IsBinary())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"reporting-{ledger.Now.Position}.ndjson");
            await AnswerAsync(ledger.Now.ExportAsync(context.BeginFile("application/x-ndjson", name, name, length: null), context.CancellationToken));
            return;
        }

        await using var chunks = new ChunkStream(chunk =>
            responseStream.WriteAsync(new ExportLedgerResponse { Chunk = UnsafeByteOperations.UnsafeWrap(chunk) }, context.CancellationToken));
        await AnswerAsync(ledger.Now.ExportAsync(chunks, context.CancellationToken));
    }

    private static void Find(string name, string known, string field)
    {
        if (name.Length == 0)
            throw new FaultException(Fault.InvalidName(field, name, known));
        if (name != known)
            throw new FaultException(Fault.Missing(name));
    }

    private PublicKey KeyOfLedger() => ledger.Now.PublicKey ?? throw new FaultException(Fault.Missing(KeyName));

    private static async Task<T> AnswerAsync<T>(Task<T> asked)
    {
        try
        {
            return await asked;
        }
        catch (LedgerException)
        {
            throw new FaultException(Fault.Away("the ledger"));
        }
    }
}
