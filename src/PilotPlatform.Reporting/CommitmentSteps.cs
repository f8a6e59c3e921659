using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>Takes a step on a commitment for a caller: asks for the right first, and repeats the first answer to a repeated request.</summary>
public sealed class CommitmentSteps(CommitmentBoard board, Bearings bearings)
{
    /// <param name="name">The commitment.</param>
    /// <param name="right">The right that the step needs, in the city of the commitment.</param>
    /// <param name="request">The request, for its digest.</param>
    /// <param name="requestId">Its <c>request_id</c>.</param>
    /// <param name="context">The call.</param>
    /// <param name="decide">The step.</param>
    /// <param name="restsOn">What else the step rests on.</param>
    /// <exception cref="FaultException">The step is refused.</exception>
    public async Task<StepTaken> TakeAsync(
        CommitmentName name, Right right, IMessage request, string requestId, ServerCallContext context, Func<Commitment, Moment, Result<CommitmentEvent>> decide,
        Func<IReadOnlyList<StreamRevision>>? restsOn = null)
    {
        var author = context.Demand(right, name.City).Subject;
        var key = RequestKeys.Of(requestId, request).Value;
        var taken = await board.RecordAsync(
            name,
            current => current is null ? Fault.Missing(name.ToString()) : decide(current, bearings.Now),
            author,
            key,
            context.CancellationToken,
            restsOn);
        return taken.Value;
    }
}
