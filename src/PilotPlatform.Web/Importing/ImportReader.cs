using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>The documents that were imported.</summary>
public sealed record ImportsView(PageFrame Frame, IReadOnlyList<Import> Imports, StepProblems? Problems);

/// <summary>What a document would make of the programme.</summary>
public sealed record ImportView(PageFrame Frame, Import Import, IReadOnlyDictionary<string, Place> Places, StepProblems? Problems);

/// <summary>What an edition says otherwise than an earlier one.</summary>
public sealed record ComparisonView(PageFrame Frame, EditionComparison Comparison, IReadOnlyDictionary<string, Place> Places);

/// <summary>Reads what was imported.</summary>
internal sealed class ImportReader(PlatformReader reader, CatalogService.CatalogServiceClient catalog)
{
    public Task<Programme> ProgrammeAsync(CancellationToken stop) => reader.ProgrammeAsync(stop);

    public async Task<ImportsView> ImportsAsync(StepProblems? problems, CancellationToken stop)
    {
        var programme = await reader.ProgrammeAsync(stop);
        var imports = await catalog.ListImportsAsync(new() { Parent = programme.Name, PageSize = 1000 }, cancellationToken: stop);
        return new ImportsView(await reader.FrameAsync(programme, stop), imports.Imports, problems);
    }

    public async Task<ImportView> ImportAsync(string id, StepProblems? problems, CancellationToken stop)
    {
        var programme = await reader.ProgrammeAsync(stop);
        var import = await catalog.GetImportAsync(new() { Name = $"{programme.Name}/imports/{id}" }, cancellationToken: stop);
        return new ImportView(await reader.FrameAsync(programme, stop), import, await PlacesAsync(stop), problems);
    }

    public async Task<ComparisonView> CompareAsync(string edition, string earlier, CancellationToken stop)
    {
        var programme = await reader.ProgrammeAsync(stop);
        var comparison = await catalog.CompareEditionsAsync(
            new() { Name = $"{programme.Name}/editions/{edition}", BaseEdition = $"{programme.Name}/editions/{earlier}" }, cancellationToken: stop);
        return new ComparisonView(await reader.FrameAsync(programme, stop), comparison, await PlacesAsync(stop));
    }

    /// <summary>Every place by its id: a city that an edition has lost or gained stands in no other list.</summary>
    private async Task<IReadOnlyDictionary<string, Place>> PlacesAsync(CancellationToken stop) =>
        (await catalog.ListPlacesAsync(new() { PageSize = 1000 }, cancellationToken: stop)).Places.ToDictionary(p => ResourceIds.IdOf(p.Name), StringComparer.Ordinal);
}
