using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <summary>Verification of this service's ledger over gRPC; callers come by way of reporting, which has the door for all ledgers.</summary>
internal sealed class LedgerGrpc(ScopeLedger ledger) : LedgerService.LedgerServiceBase
{
    public override async Task VerifyLedger(VerifyLedgerRequest request, IServerStreamWriter<VerifyLedgerResponse> responseStream, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        if (request.Name != "ledgers/scope-rules")
            throw new FaultException(Fault.Missing(request.Name));
        await LedgerVerification.TellAsync(ledger.Store?.Position ?? 0, progress => ledger.VerifyAsync(progress, context.CancellationToken), responseStream, context.CancellationToken);
    }
}
