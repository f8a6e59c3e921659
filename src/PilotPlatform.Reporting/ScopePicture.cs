using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Reporting.Reports;

namespace PilotPlatform.Reporting;

/// <summary>Reads what catalogue and scope rules say of every cell.</summary>
internal sealed class ScopePicture(
    CatalogService.CatalogServiceClient catalog, ScopeRulesService.ScopeRulesServiceClient scope, EditionMaps maps, CatalogueReader facts)
{
    private const int PageSize = 1000;

    /// <summary>The picture as it is now, of the edition that the rules are read with; the one before if nothing has moved.</summary>
    /// <param name="before">The picture before; null for none.</param>
    /// <param name="restedOn">The editions on which commitments rest.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ReachPicture> ReadAsync(ReachPicture? before, IReadOnlyCollection<string> restedOn, CancellationToken cancellation)
    {
        var programmes = await catalog.ListProgrammesAsync(new ListProgrammesRequest { PageSize = 1 }, cancellationToken: cancellation);
        var programme = ProgrammeName.Parse("programme", programmes.Programmes.Single().Name).Value;
        var matrix = await scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = programme.ReachMatrix() }, cancellationToken: cancellation);
        if (before?.IsOf(matrix.Edition, matrix.RuleSet, matrix.ActsPosition, restedOn) == true)
            return before;

        var chapters = new Dictionary<int, int>();
        for (var (token, more) = ("", true); more; more = token.Length > 0)
        {
            var page = await catalog.ListPilotTasksAsync(
                new ListPilotTasksRequest { Parent = programme.ToString(), Edition = matrix.Edition, PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
            foreach (var task in page.PilotTasks)
                chapters[task.Number] = int.Parse(LastPart(task.Chapter), CultureInfo.InvariantCulture);
            token = page.NextPageToken;
        }

        return new ReachPicture(
            programme.ToString(),
            matrix.Edition,
            matrix.RuleSet,
            matrix.ActsPosition,
            [.. matrix.Cities.Select(LastPart)],
            matrix.Rows.ToFrozenDictionary(
                row => PilotTaskName.Parse("pilot_task", row.PilotTask).Value.Number, row => row.States.Select(ScopeAnswers.State).ToImmutableArray()),
            chapters.ToFrozenDictionary(),
            await maps.ReadAsync(restedOn, matrix.Edition, cancellation))
        { Facts = await facts.ReadAsync(programme, matrix.Edition, cancellation) };
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];
}
