using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.ServiceDefaults;

/// <summary>The ledger of a service that gives out nothing of it but its verification.</summary>
/// <param name="Name">Its name, such as <c>ledgers/catalog</c>.</param>
/// <param name="Position">How many entries it has.</param>
/// <param name="VerifyAsync">Verifies all of it.</param>
public sealed record OwnLedger(string Name, Func<long> Position, Func<IProgress<long>, CancellationToken, Task<LedgerFinding>> VerifyAsync);

/// <summary>Its verification over gRPC; callers come by way of reporting, which has the door for all ledgers.</summary>
public sealed class OwnLedgerGrpc(OwnLedger ledger) : LedgerService.LedgerServiceBase
{
    public override async Task VerifyLedger(VerifyLedgerRequest request, IServerStreamWriter<VerifyLedgerResponse> responseStream, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        if (request.Name != ledger.Name)
            throw new FaultException(Fault.Missing(request.Name));
        await LedgerVerification.TellAsync(ledger.Position(), progress => ledger.VerifyAsync(progress, context.CancellationToken), responseStream, context.CancellationToken);
    }
}
