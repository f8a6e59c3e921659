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
    private readonly TaskIndex index;

    private EditionSearch(TaskIndex index) => this.index = index;

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
        return new EditionSearch(TaskIndex.Of([.. view.Tasks.Select(t => DocumentOf(t, facets))], facets));
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
            ("cities", request.Cities),
            ("chapters", request.Chapters),
            ("policy_forces", request.PolicyForces.Select(NameOf)),
            ("scope_forms", request.ScopeForms.Select(NameOf)),
            ("sectors", request.Sectors),
        };
        var wanted = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var ((field, values), facet) in asked.Zip(index.Facets))
        {
            foreach (var value in values)
                if (facet.Find(value) < 0)
                    return field is "policy_forces" or "scope_forms" ? Fault.Invalid(field, $"'{value}' is no value of it")
                        : ChildName.Parse(field, value, field).Fault ?? Fault.Missing(value);
            wanted.Add([.. values.Select(facet.Find).Distinct()]);
        }

        return new FacetFilter(wanted.ToImmutable());
    }

    /// <summary>An enum value as the contract spells it.</summary>
    private static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        typeof(TEnum).GetField(value.ToString())?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? value.ToString();
}
