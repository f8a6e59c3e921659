using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Reporting.Reports;

namespace PilotPlatform.Reporting;

/// <summary>Reads what catalogue and scope rules say of every cell.</summary>
internal sealed partial class ScopePicture(
    CatalogService.CatalogServiceClient catalog, ScopeRulesService.ScopeRulesServiceClient scope, EditionMaps maps, CatalogueReader reader, ILogger<ScopePicture> logger)
{
    /// <summary>The picture as it is now, of the edition that the rules are read with, the one before if nothing has moved; and the edition that was published last.</summary>
    /// <param name="before">The picture before; null for none.</param>
    /// <param name="restedOn">The editions on which commitments rest that go on: without what became of their tasks there is no picture.</param>
    /// <param name="mentioned">All editions that number tasks; one that the catalogue refuses keeps nobody from the picture.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<(ReachPicture Picture, string Newest)> ReadAsync(ReachPicture? before, IReadOnlyCollection<string> restedOn, IReadOnlyCollection<string> mentioned, CancellationToken cancellation)
    {
        var programmes = await catalog.ListProgrammesAsync(new ListProgrammesRequest { PageSize = 1 }, cancellationToken: cancellation);
        var (programme, newest) = (ProgrammeName.Parse("programme", programmes.Programmes.Single().Name).Value, programmes.Programmes.Single().Edition);
        var matrix = await scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = programme.ReachMatrix() }, cancellationToken: cancellation);
        var (carried, refused) = await maps.ReadAsync(restedOn, mentioned, matrix.Edition, cancellation);
        if (before?.IsOf(matrix.Etag, matrix.ActsPosition, carried.Keys, refused.Keys) == true)
            return (before, newest);
        foreach (var (edition, why) in refused.Where(r => before?.Refused.Contains(r.Key) != true))
            Log.EditionRefused(logger, edition, why);

        var facts = await reader.ReadAsync(programme, matrix.Edition, cancellation);
        var picture = new ReachPicture(
            programme.ToString(),
            matrix.Edition,
            matrix.RuleSet,
            matrix.ActsPosition,
            [.. matrix.Cities.Select(LastPart)],
            matrix.Rows.ToFrozenDictionary(
                row => PilotTaskName.Parse("pilot_task", row.PilotTask).Value.Number, row => row.States.Select(ScopeAnswers.State).ToImmutableArray()),
            facts.Tasks.ToFrozenDictionary(task => task.Number, task => task.Chapter),
            carried)
        { Etag = matrix.Etag, Facts = facts, Refused = refused.Keys.ToFrozenSet(StringComparer.Ordinal) };
        return (picture, newest);
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What became of the tasks of {Edition} cannot be told, they are found under their numbers alone: {Detail}")]
        public static partial void EditionRefused(ILogger logger, string edition, string detail);
    }
}
