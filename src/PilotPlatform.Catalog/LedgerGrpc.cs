using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>Verification of this service's ledger over gRPC; callers come by way of reporting, which has the door for all ledgers.</summary>
internal sealed class LedgerGrpc(EditionShelf shelf) : LedgerService.LedgerServiceBase
{
    public override async Task VerifyLedger(VerifyLedgerRequest request, IServerStreamWriter<VerifyLedgerResponse> responseStream, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        if (request.Name != "ledgers/catalog")
            throw new FaultException(Fault.Missing(request.Name));
        await LedgerVerification.TellAsync(shelf.Store?.Position ?? 0, progress => shelf.VerifyAsync(progress, context.CancellationToken), responseStream, context.CancellationToken);
    }
}
