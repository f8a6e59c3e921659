using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ServiceDefaults;
using Core = PilotPlatform.Domain.Scope;

namespace PilotPlatform.ScopeRules;

/// <summary>A rule set compiled against an edition, with the acts it decides by: immutable, swapped as one reference.</summary>
internal sealed class Snapshot
{
    private Snapshot(CatalogContent catalog, RuleSetFile file, CompiledRuleSet rules)
    {
        Catalog = catalog;
        File = file;
        Rules = rules;
        Programme = ProgrammeName.Parse("programme", catalog.Programme).Value;
        Render = new SnapshotRendering(this);
        Matrix = Render.Matrix();
    }

    public CatalogContent Catalog { get; }

    public RuleSetFile File { get; }

    public CompiledRuleSet Rules { get; }

    public ActBook Acts { get; } = ActBook.Empty;

    public ProgrammeName Programme { get; }

    public SnapshotRendering Render { get; }

    /// <summary>The matrix, made once.</summary>
    public ReachMatrix Matrix { get; }

    public static Result<Snapshot> Of(CatalogContent catalog, RuleSetFile file) =>
        RuleSetCompiler.Compile(file.Rules, catalog.Source).Then<Snapshot>(rules => new Snapshot(catalog, file, rules));

    public Result<Core.TaskRule> Find(PilotTaskName name) =>
        name.Parent == Programme && Rules.Find(name.Number) is { } rule ? rule : Fault.Missing(name.ToString());

    /// <summary>The city of an id, of a resource name that ends in it, or of a Chinese or English name.</summary>
    public Result<ScopeCity> FindCity(string field, string asked) => asked switch
    {
        "" => Fault.Invalid(field, "must name a city"),
        _ when Catalog.Gazetteer.FindCity(CatalogSource.Id(asked)) is { } place => new ScopeCity(place.Id, place.Name, place.Short, place.English),
        _ => Fault.UnknownCity(field, asked, CitySuggestions.For(
            CatalogSource.Id(asked),
            Catalog.Gazetteer.Places.Where(p => p.Kind == Domain.Catalogue.PlaceKind.City)
                .OrderByDescending(p => Catalog.Source.Cities.Any(c => c.Id == p.Id))
                .Select(p => CitySuggestions.Names(p.Id, p.Name, p.Short, p.English)))),
    };
}
