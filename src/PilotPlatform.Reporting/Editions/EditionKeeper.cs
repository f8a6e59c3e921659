using System.Collections.Immutable;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Reporting;

/// <summary>What the current edition does to commitments, at a position of the ledger.</summary>
/// <param name="Edition">The edition that the catalogue has published last.</param>
/// <param name="Picture">The scope; read with that edition only where <see cref="IsRead"/> says so.</param>
/// <param name="Rows">What it does to each commitment that rests on an earlier one.</param>
/// <param name="Position">The position.</param>
internal sealed record EditionPicture(string Edition, ReachPicture Picture, ImmutableArray<Consequence> Rows, long Position)
{
    /// <summary>Whether the scope rules have been read with the edition.</summary>
    public bool IsRead => Picture.Edition == Edition;
}

/// <summary>Holds commitments against the edition that is current.</summary>
internal sealed class EditionKeeper(CatalogService.CatalogServiceClient catalog, EditionMaps maps, ReachKeeper reach, CommitmentBoard board)
{
    /// <exception cref="FaultException">The programme is not the one that is served, or the scope has not been read yet.</exception>
    public async Task<EditionPicture> OfAsync(ProgrammeName programme, CancellationToken cancellation)
    {
        var picture = reach.Current;
        if (picture.Programme != programme.ToString())
            throw new FaultException(Fault.Missing(programme.ToString()));

        var current = await catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = programme.ToString() }, cancellationToken: cancellation);
        var (position, commitments) = board.AtOnce(programme);
        var fates = await maps.ReadAsync(commitments.Select(c => c.Edition), current.Edition, cancellation);
        ReachState? Reach(int task, string city) => picture.Edition == current.Edition ? picture.Of(task, city) : null;
        return new EditionPicture(current.Edition, picture, Consequences.Of(commitments, current.Edition, edition => fates[edition], Reach), position);
    }
}
