using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Records what falls with an edition that is not in force any more.</summary>
internal sealed class CarryOverLapses(CatalogService.CatalogServiceClient catalog, CommitmentBoard board)
{
    /// <summary>Records it by the edition of a picture, once that is the one which the catalogue has published last: a replica that is behind takes nothing back.</summary>
    public async Task RecordAsync(ReachPicture picture, string author, CancellationToken cancellation)
    {
        var fallen = board.All(c => c.Name.Parent.ToString() == picture.Programme && Lapse(c) is not null);
        if (fallen.Count == 0 || (await catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = picture.Programme }, cancellationToken: cancellation)).Edition != picture.Edition)
            return;
        foreach (var looked in fallen)
            await board.RecordAsync(
                looked.Name, now => now is not null && now.Revision == looked.Revision && Lapse(now) is { } lapsed ? lapsed : Fault.Forbidden(looked.Name.ToString(), "as it was", "recheck"), author, request: null, cancellation);

        CommitmentEvent? Lapse(Commitment commitment) => commitment.Lapse(picture.Edition, commitment.HasEnded && picture.GoesOn(commitment));
    }
}
