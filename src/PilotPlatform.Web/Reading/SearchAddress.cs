using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>What the address of a search asks for. A filter that names nothing that there is is refused.</summary>
/// <param name="Query">Words to search for.</param>
/// <param name="Cities">Ids of cities.</param>
/// <param name="Chapters">Numbers of chapters.</param>
/// <param name="Forces">Policy forces.</param>
/// <param name="Forms">Forms of scopes.</param>
/// <param name="Sectors">Ids of sectors.</param>
/// <param name="Kinds">Kinds of what is found: <c>Task</c>, or kinds of passages outside the table.</param>
/// <param name="Page">Token of a page behind the first.</param>
/// <param name="Edition">Id of the edition that is searched; null for the current one.</param>
/// <param name="AsOf">The time whose edition is searched; not together with an edition.</param>
public sealed record SearchAddress(
    [property: FromQuery(Name = "q")] string? Query,
    [property: FromQuery(Name = "city")] string[]? Cities,
    [property: FromQuery(Name = "chapter")] string[]? Chapters,
    [property: FromQuery(Name = "force")] string[]? Forces,
    [property: FromQuery(Name = "form")] string[]? Forms,
    [property: FromQuery(Name = "sector")] string[]? Sectors,
    [property: FromQuery(Name = "kind")] string[]? Kinds,
    [property: FromQuery(Name = "page")] string? Page,
    [property: FromQuery(Name = "edition")] string? Edition,
    [property: FromQuery(Name = "as_of")] string? AsOf)
{
    /// <summary>Longest query that the catalogue takes.</summary>
    public const int LongestQuery = 200;

    private static readonly (SearchFacet.Types.Kind Kind, string Name)[] Names =
    [
        (SearchFacet.Types.Kind.City, "city"),
        (SearchFacet.Types.Kind.Chapter, "chapter"),
        (SearchFacet.Types.Kind.PolicyForce, "force"),
        (SearchFacet.Types.Kind.ScopeForm, "form"),
        (SearchFacet.Types.Kind.Sector, "sector"),
    ];

    /// <summary>The kind of the tasks among the kinds of what is found.</summary>
    public const string Task = "Task";

    /// <summary>How the address spells the kinds of what is found.</summary>
    public const string KindName = "kind";

    public bool IsFiltered => IsFilteredByTasks || WantedKinds.Count > 0;

    /// <summary>True if something is asked for that only tasks have.</summary>
    public bool IsFilteredByTasks => Names.Any(n => ValuesOf(n.Kind).Count > 0);

    public IReadOnlyList<string> WantedKinds => [.. (Kinds ?? []).Where(kind => kind is { Length: > 0 }).Select(kind => KindOf(kind)?.ToString() ?? kind)];

    public bool WantsTasks => WantedKinds is [] || WantedKinds.Contains(Task, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether what stands outside the table is looked for: with the first of the tasks, and where nothing is asked for that only tasks have.</summary>
    public bool WantsPassages => !IsFilteredByTasks && string.IsNullOrEmpty(Page) && (WantedKinds is [] || WantedPassages.Any());

    private IEnumerable<PassageKind> WantedPassages => WantedKinds.Select(KindOf).OfType<PassageKind>();

    /// <summary>How the address spells a facet.</summary>
    public static string NameOf(SearchFacet.Types.Kind kind) => Names.First(n => n.Kind == kind).Name;

    public IReadOnlyList<string> ValuesOf(SearchFacet.Types.Kind kind) => [.. AllOf(kind).Where(value => value is { Length: > 0 })];

    private string[] AllOf(SearchFacet.Types.Kind kind) => kind switch
    {
        SearchFacet.Types.Kind.City => Cities,
        SearchFacet.Types.Kind.Chapter => Chapters,
        SearchFacet.Types.Kind.PolicyForce => Spelled<PolicyForce>(Forces),
        SearchFacet.Types.Kind.ScopeForm => Spelled<ScopeForm>(Forms),
        _ => Sectors,
    } ?? [];

    /// <summary>The address of the same edition with another query and no filter.</summary>
    public string Afresh(string query) => new SearchAddress(query, null, null, null, null, null, null, null, Edition, null).At(query, "");

    /// <summary>The filters whose values nothing has.</summary>
    public IReadOnlyList<UnknownFilter> Unknown(Programme programme, EditionContent content) =>
    [
        .. Names.SelectMany(n => ValuesOf(n.Kind).Select(value => AddressValues.Unknown($"Facet{n.Kind}", value, n.Kind switch
        {
            SearchFacet.Types.Kind.City => content.City($"{programme.Name}/cities/{value}") is not null,
            SearchFacet.Types.Kind.Chapter => content.Chapter($"{programme.Name}/chapters/{value}") is not null,
            SearchFacet.Types.Kind.PolicyForce => AddressValues.Named<PolicyForce>(value) is not null,
            SearchFacet.Types.Kind.ScopeForm => AddressValues.Named<ScopeForm>(value) is not null,
            _ => content.Sector($"{programme.Name}/sectors/{value}") is not null,
        }))).OfType<UnknownFilter>(),
        .. WantedKinds.Select(kind => AddressValues.Unknown("FacetKind", kind, kind.Equals(Task, StringComparison.OrdinalIgnoreCase) || KindOf(kind) is not null)).OfType<UnknownFilter>(),
    ];

    /// <summary>The address of another page of this search, or of another query with its filters.</summary>
    public string At(string query, string page) => "/search" + QueryString.Create(
        Names.SelectMany(n => ValuesOf(n.Kind).Select(value => KeyValuePair.Create(n.Name, (string?)value)))
            .Concat(WantedKinds.Select(kind => KeyValuePair.Create(KindName, (string?)kind)))
            .Prepend(KeyValuePair.Create("q", (string?)query))
            .Concat(page.Length > 0 ? [KeyValuePair.Create("page", (string?)page)] : [])
            .Concat(string.IsNullOrEmpty(Edition) ? [] : [KeyValuePair.Create("edition", (string?)Edition)]));

    /// <summary>The request for the catalogue.</summary>
    public SearchPilotTasksRequest ToRequest(Programme programme, int pageSize) => new()
    {
        Parent = programme.Name,
        Edition = programme.Edition,
        Query = Query ?? "",
        Cities = { ValuesOf(SearchFacet.Types.Kind.City).Select(id => $"{programme.Name}/cities/{id}") },
        Chapters = { ValuesOf(SearchFacet.Types.Kind.Chapter).Select(id => $"{programme.Name}/chapters/{id}") },
        PolicyForces = { ValuesOf(SearchFacet.Types.Kind.PolicyForce).Select(force => AddressValues.Named<PolicyForce>(force)).OfType<PolicyForce>() },
        ScopeForms = { ValuesOf(SearchFacet.Types.Kind.ScopeForm).Select(form => AddressValues.Named<ScopeForm>(form)).OfType<ScopeForm>() },
        Sectors = { ValuesOf(SearchFacet.Types.Kind.Sector).Select(id => $"{programme.Name}/sectors/{id}") },
        PageSize = pageSize,
        PageToken = Page ?? "",
    };

    /// <summary>The request for what stands outside the table.</summary>
    public SearchPassagesRequest ToPassageRequest(Programme programme, int pageSize) => new()
    {
        Parent = programme.Name,
        Edition = programme.Edition,
        Query = Query ?? "",
        Kinds = { WantedPassages },
        PageSize = pageSize,
    };

    private static PassageKind? KindOf(string kind) => AddressValues.Named<PassageKind>(kind);

    /// <summary>Values as pages spell them; what names none stays as it is.</summary>
    private static string[] Spelled<TEnum>(string[]? values)
        where TEnum : struct, Enum =>
        [.. (values ?? []).Select(value => AddressValues.Named<TEnum>(value)?.ToString() ?? value)];
}
