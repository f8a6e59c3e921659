using System.Collections.Frozen;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.State;

/// <summary>A rule set compiled against an edition: immutable but for what it remembers, with the names that answers say again and again.</summary>
internal sealed class CompiledSet
{
    private readonly FrozenDictionary<string, ScopeCity> cities;
    private readonly FrozenDictionary<string, TaskRule> tasks;

    private CompiledSet(CatalogContent catalog, RuleSetFile file, CompiledRuleSet rules)
    {
        Catalog = catalog;
        File = file;
        Rules = rules;
        Programme = catalog.Name;
        TaskNames = [.. rules.Rules.Select(r => new PilotTaskName(Programme, r.Number).ToString())];
        PlaceNames = [.. rules.Source.Cities.Select(c => $"places/{c.Id}")];
        FactNames = [.. rules.Facts.Domains.Select(d => $"facts/{d.Fact.Id}")];
        Rows = new RowCache(this);
        Lists = new WholeLists(this);
        Decisions = new WholeDecisions(this);
        tasks = rules.Rules.ToFrozenDictionary(r => TaskNames[r.Index], StringComparer.Ordinal);
        cities = rules.Source.Cities.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
    }

    public CatalogContent Catalog { get; }

    public RuleSetFile File { get; }

    public CompiledRuleSet Rules { get; }

    public ProgrammeName Programme { get; }

    /// <summary>Resource names of the tasks, by the index of their rule.</summary>
    public string[] TaskNames { get; }

    /// <summary>Resource names of the cities of the programme as places, by their index.</summary>
    public string[] PlaceNames { get; }

    /// <summary>Resource names of the facts, by their index.</summary>
    public string[] FactNames { get; }

    /// <summary>Rows of lists and batches, which say nothing of acts and days and are the same with all of them.</summary>
    public RowCache Rows { get; }

    public WholeLists Lists { get; }

    /// <summary>Decisions at length, but for what they are made with.</summary>
    public WholeDecisions Decisions { get; }

    /// <summary>Compiles one that is to be published; refused with everything that is wrong.</summary>
    public static Result<CompiledSet> Of(CatalogContent catalog, RuleSetFile file, Action? interrupt = null) =>
        RuleSetCompiler.Compile(file.Rules, catalog.Source, interrupt).Then<CompiledSet>(rules => new CompiledSet(catalog, file, rules));

    /// <summary>Compiles one that was published; refused with everything that does not fit the edition.</summary>
    public static Result<CompiledSet> Load(CatalogContent catalog, RuleSetFile file) =>
        RuleSetCompiler.Load(file.Rules, catalog.Source).Then<CompiledSet>(rules => new CompiledSet(catalog, file, rules));

    public Result<TaskRule> Find(PilotTaskName name) =>
        name.Parent == Programme && Rules.Find(name.Number) is { } rule ? rule : Fault.Missing(name.ToString());

    /// <summary>The task of a name, such as <c>programmes/nine-cities/pilotTasks/35</c>.</summary>
    public Result<TaskRule> FindTask(string field, string name) => tasks.TryGetValue(name, out var rule) ? rule : PilotTaskName.Parse(field, name).Then(Find);

    /// <summary>The programme of a name, which must be the one that is decided on.</summary>
    public Result<ProgrammeName> FindProgramme(string field, string name) =>
        ProgrammeName.Parse(field, name).Then<ProgrammeName>(parsed => parsed == Programme ? parsed : Fault.Missing(name));

    /// <summary>The city of an id, of its name as a place or as a city of this programme, or of a Chinese or English name.</summary>
    public Result<ScopeCity> FindCity(string field, string asked)
    {
        if (cities.TryGetValue(asked, out var pilot))
            return pilot;
        if (asked.Length == 0)
            return Fault.Invalid(field, "must name a city");
        if (Catalog.Gazetteer.FindCity(Bare(asked)) is { } place)
            return new ScopeCity(place.Id, place.Name, place.Short, place.English);
        if (Catalog.Gazetteer.FindInCity(Bare(asked)) is var (inner, outer))
            return Fault.PlaceInCity(field, asked, $"places/{inner.Id}", outer.Id);
        return Fault.UnknownCity(field, asked, NameSuggestions.For(
            CatalogSource.Id(asked),
            Catalog.Gazetteer.Places.Where(p => p.Kind == PlaceKind.City)
                .OrderByDescending(p => cities.ContainsKey(p.Id))
                .Select(p => NameSuggestions.Names(p.Id, p.Name, p.Short, p.English))));
    }

    /// <summary>A name without the collection it is of; any other name as it is, which is that of no city.</summary>
    private string Bare(string asked) =>
        new[] { "places/", $"{Programme}/cities/" }.FirstOrDefault(prefix => asked.StartsWith(prefix, StringComparison.Ordinal)) is { } collection
            ? asked[collection.Length..]
            : asked;
}
