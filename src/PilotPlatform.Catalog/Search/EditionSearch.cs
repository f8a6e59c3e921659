using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf.Reflection;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog.Search;

/// <summary>The tasks of one edition as they are searched: filters by name, and facets in the order of <see cref="SearchFacet.Types.Kind"/>.</summary>
public sealed class EditionSearch
{
    private const string Cities = "cities";
    private const string Chapters = "chapters";
    private const string Sectors = "sectors";

    private readonly SearchIndex index;

    /// <summary>For each filter that takes names, those that there are: in full, then as people call them.</summary>
    private readonly Dictionary<string, ImmutableArray<ImmutableArray<string>>> named;

    private EditionSearch(SearchIndex index, Dictionary<string, ImmutableArray<ImmutableArray<string>>> named) => (this.index, this.named) = (index, named);

    public static EditionSearch Of(EditionView view)
    {
        ImmutableArray<Facet> facets =
        [
            new([.. view.Cities.Select(c => c.Name)]),
            new([.. view.Chapters.Select(c => c.Name)]),
            new([.. Enum.GetValues<PolicyForce>().Where(f => f != PolicyForce.Unspecified).Select(NameOf)]),
            new([.. Enum.GetValues<ScopeForm>().Where(f => f != ScopeForm.Unspecified).Select(NameOf)]),
            new([.. view.Sectors.Select(s => s.Name)]),
        ];
        return new EditionSearch(SearchIndex.Of([.. view.Tasks.Select(t => DocumentOf(t, facets))], facets), new(StringComparer.Ordinal)
        {
            [Cities] = [.. view.Cities.Select(c => Names(c.Name, c.DisplayName, c.ShortName, c.EnglishName))],
            [Chapters] = [.. view.Chapters.Select(c => Names(c.Name, c.Title.Verbatim, c.Title.English))],
            [Sectors] = [.. view.Sectors.Select(s => Names(s.Name, s.DisplayName, s.EnglishName))],
        });

        static ImmutableArray<string> Names(string name, params ReadOnlySpan<string> others) => [name, IdOf(name), .. others];
    }

    /// <summary>What a request finds; refused if its query is too long or a filter names what does not exist.</summary>
    public Result<SearchOutcome> Search(SearchPilotTasksRequest request, PagePlace place) =>
        SearchWords.Parse("query", request.Query).Then(words => FilterOf(request).Then<SearchOutcome>(filter => index.Search(words, filter, place)));

    /// <summary>How the hits of an answer spread, in words of the contract.</summary>
    public IEnumerable<SearchFacet> Facets(SearchOutcome outcome) => index.Facets.Select((facet, i) => new SearchFacet
    {
        Kind = (SearchFacet.Types.Kind)(i + 1),
        Values = { facet.Values.Select((value, at) => new SearchFacet.Types.Value { Value_ = value, HitCount = outcome.Counts[i][at] }) },
    });

    private static SearchDocument DocumentOf(PilotTask task, ImmutableArray<Facet> facets) => new(
        task.Number,
        task.Text.Verbatim,
        task.Scope.Verbatim,
        task.Text.English,
        task.Scope.English,
        [
            .. new[]
            {
                task.NamedCities,
                [task.Chapter],
                task.PolicyForces.Select(NameOf),
                [NameOf(task.ScopeForm)],
                task.SectorMarks.Select(m => m.Sector),
            }.Select((values, i) => values.Select(facets[i].Find).Where(v => v >= 0).ToImmutableArray()),
        ]);

    private Result<FacetFilter> FilterOf(SearchPilotTasksRequest request)
    {
        var asked = new (string Field, IEnumerable<string> Values)[]
        {
            (Cities, request.Cities),
            (Chapters, request.Chapters),
            ("policy_forces", request.PolicyForces.Select(NameOf)),
            ("scope_forms", request.ScopeForms.Select(NameOf)),
            (Sectors, request.Sectors),
        };
        var wanted = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var ((field, values), facet) in asked.Zip(index.Facets))
        {
            foreach (var value in values)
                if (facet.Find(value) < 0)
                    return named.TryGetValue(field, out var names)
                        ? (ChildName.Parse(field, value, field).Fault ?? Fault.Missing(value)).Suggesting(NameSuggestions.For(IdOf(value), names))
                        : Fault.Invalid(field, $"'{value}' is no value of it");
            wanted.Add([.. values.Select(facet.Find).Distinct()]);
        }

        return new FacetFilter(wanted.ToImmutable());
    }

    private static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>An enum value as the contract spells it.</summary>
    private static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        typeof(TEnum).GetField(value.ToString())?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? value.ToString();
}
