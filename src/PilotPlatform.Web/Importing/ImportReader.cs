using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>The documents that were imported.</summary>
public sealed record ImportsView(PageFrame Frame, IReadOnlyList<Import> Imports, StepProblems? Problems);

/// <summary>What a document would make of the programme.</summary>
/// <param name="Frame">What the page is made of.</param>
/// <param name="Import">The document with its report.</param>
/// <param name="Places">Every place by its id.</param>
/// <param name="Trial">Whether a rule set reads the document; null if the rules cannot be asked or none is active.</param>
/// <param name="IsOfFile">True if it was a file that was tried, false for the active rule set.</param>
/// <param name="Problems">What was wrong with the form that was posted last; null for nothing.</param>
public sealed record ImportView(
    PageFrame Frame, Import Import, IReadOnlyDictionary<string, Place> Places, ValidateRuleSetResponse? Trial, bool IsOfFile, StepProblems? Problems);

/// <summary>What an edition says otherwise than an earlier one.</summary>
public sealed record ComparisonView(PageFrame Frame, EditionComparison Comparison, IReadOnlyDictionary<string, Place> Places);

/// <summary>Reads what was imported.</summary>
internal sealed class ImportReader(PlatformReader reader, CatalogService.CatalogServiceClient catalog, ScopeRulesService.ScopeRulesServiceClient scopeRules)
{
    public async Task<PageFrame> FrameAsync(CancellationToken stop) => await reader.FrameAsync(await reader.ProgrammeAsync(stop), stop);

    public async Task<ImportsView> ImportsAsync(StepProblems? problems, CancellationToken stop)
    {
        var programme = await reader.ProgrammeAsync(stop);
        var imports = await catalog.ListImportsAsync(new() { Parent = programme.Name, PageSize = 1000 }, cancellationToken: stop);
        return new ImportsView(await reader.FrameAsync(programme, stop), imports.Imports, problems);
    }

    /// <param name="id">Id of the import.</param>
    /// <param name="problems">What was wrong with the form that was posted last; null for nothing.</param>
    /// <param name="rules">A rule set that is tried on the document; null for the active one.</param>
    /// <param name="stop">Ends the call.</param>
    public async Task<ImportView> ImportAsync(string id, StepProblems? problems, byte[]? rules, CancellationToken stop)
    {
        var programme = await reader.ProgrammeAsync(stop);
        var import = await catalog.GetImportAsync(new() { Name = $"{programme.Name}/imports/{id}" }, cancellationToken: stop);
        var trial = rules is null
            ? await TrialAsync(import, stop)
            : await scopeRules.ValidateRuleSetAsync(new() { Content = ByteString.CopyFrom(rules), Import = import.Name }, cancellationToken: stop);
        return new ImportView(await reader.FrameAsync(programme, stop), import, await PlacesAsync(stop), trial, rules is not null, problems);
    }

    /// <summary>Whether the active rule set reads a document; the report of the catalogue stands without it.</summary>
    private async Task<ValidateRuleSetResponse?> TrialAsync(Import import, CancellationToken stop)
    {
        try
        {
            return await scopeRules.ValidateRuleSetAsync(new() { RuleSet = "ruleSets/active", Import = import.Name }, cancellationToken: stop);
        }
        catch (RpcException unknown) when (unknown.StatusCode is StatusCode.NotFound or StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return null;
        }
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
