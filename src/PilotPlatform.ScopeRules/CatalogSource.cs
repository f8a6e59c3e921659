using System.Collections.Immutable;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Scope;
using Core = PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.ScopeRules;

/// <summary>What the catalogue says that rules are compiled against and cities looked up in.</summary>
internal sealed record CatalogContent(
    string Programme, string Edition, ScopeSource Source, Core.Gazetteer Gazetteer, IReadOnlyDictionary<int, string> EnglishScopes, string EnglishNote)
{
    /// <summary>Name of the programme.</summary>
    public ProgrammeName Name { get; } = ProgrammeName.Parse("programme", Programme).Value;
}

/// <summary>Reads the current edition of the catalogue, whole and of one piece.</summary>
internal sealed class CatalogSource(CatalogService.CatalogServiceClient catalog)
{
    private const int PageSize = 1000;

    public async Task<string> CurrentEditionAsync(CancellationToken cancellation) => (await ProgrammeAsync(cancellation)).Edition;

    /// <summary>The content of the current edition; null if the edition moved while it was read.</summary>
    public async Task<CatalogContent?> ReadAsync(CancellationToken cancellation) => await ReadAsync(await ProgrammeAsync(cancellation), "", cancellation);

    /// <summary>The content of an edition, current or not.</summary>
    public async Task<CatalogContent?> ReadAsync(string edition, CancellationToken cancellation) => await ReadAsync(
        await catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = ProgrammeOf(edition), Edition = edition }, cancellationToken: cancellation), edition, cancellation);

    /// <summary>Names of the editions, newest first.</summary>
    public async Task<IReadOnlyList<string>> EditionsAsync(string programme, CancellationToken cancellation) => await PagesAsync<string>(async token =>
    {
        var page = await catalog.ListEditionsAsync(
            new ListEditionsRequest { Parent = programme, PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
        return (page.Editions.Select(e => e.Name), page.NextPageToken);
    });

    /// <summary>The document of an import as the edition that it would be, in the name of a caller who may publish it.</summary>
    public async Task<CatalogContent> ReadImportAsync(string name, ProgrammeName programme, CancellationToken cancellation)
    {
        var import = await catalog.GetImportAsync(new GetImportRequest { Name = name }, cancellationToken: cancellation);
        var tasks = await TasksAsync(name, "", cancellation);
        return Content(programme.ToString(), programme.Edition(import.ContentSha256[..16]), import.Cities, tasks, await PlacesAsync(cancellation), import.Note);
    }

    private async Task<CatalogContent?> ReadAsync(Programme programme, string edition, CancellationToken cancellation)
    {
        var cities = await catalog.ListCitiesAsync(
            new ListCitiesRequest { Parent = programme.Name, PageSize = PageSize, Edition = edition }, cancellationToken: cancellation);
        var tasks = await TasksAsync(programme.Name, edition, cancellation);
        var places = await PlacesAsync(cancellation);
        return cities.Cities.Any(c => c.Edition != programme.Edition) || tasks.Any(t => t.Edition != programme.Edition)
            ? null
            : Content(programme.Name, programme.Edition, cities.Cities, tasks, places, programme.Note);
    }

    private static CatalogContent Content(
        string programme, string edition, IEnumerable<City> cities, ImmutableArray<PilotTask> tasks, IEnumerable<Place> places, Text? note)
    {
        var gazetteer = Core.Gazetteer.Of(places.Select(ToPlace)).Value;
        var source = new ScopeSource(
            [.. cities.Select(c => new ScopeCity(Id(c.Name), c.DisplayName, c.ShortName, c.EnglishName))],
            [.. tasks.Select(t => new ScopeTask(t.Number, ToPassage(t.Scope), ToPassage(t.Text)))],
            note is null ? null : ToPassage(note))
        {
            Places = gazetteer,
        };
        return new CatalogContent(programme, edition, source, gazetteer, tasks.ToDictionary(t => t.Number, t => t.Scope.English), note?.English ?? "");
    }

    private async Task<ImmutableArray<PilotTask>> TasksAsync(string parent, string edition, CancellationToken cancellation) => await PagesAsync<PilotTask>(async token =>
    {
        var page = await catalog.ListPilotTasksAsync(
            new ListPilotTasksRequest { Parent = parent, PageSize = PageSize, PageToken = token, Edition = edition }, cancellationToken: cancellation);
        return (page.PilotTasks, page.NextPageToken);
    });

    private async Task<ImmutableArray<Place>> PlacesAsync(CancellationToken cancellation) => await PagesAsync<Place>(async token =>
    {
        var page = await catalog.ListPlacesAsync(new ListPlacesRequest { PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
        return (page.Places, page.NextPageToken);
    });

    /// <summary>The id at the end of a resource name.</summary>
    public static string Id(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string ProgrammeOf(string edition) => edition[..edition.IndexOf("/editions/", StringComparison.Ordinal)];

    private async Task<Programme> ProgrammeAsync(CancellationToken cancellation)
    {
        var programmes = await catalog.ListProgrammesAsync(new ListProgrammesRequest { PageSize = 1 }, cancellationToken: cancellation);
        return programmes.Programmes.Single();
    }

    private static async Task<ImmutableArray<T>> PagesAsync<T>(Func<string, Task<(IEnumerable<T> Items, string Next)>> read)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        var token = "";
        do
        {
            var (items, next) = await read(token);
            all.AddRange(items);
            token = next;
        }
        while (token.Length > 0);
        return all.ToImmutable();
    }

    private static Passage ToPassage(Text text) =>
        new(new Span(text.Span.StartOffset, text.Span.EndOffset), text.Span.StartLine, text.Span.EndLine, text.Verbatim);

    private static Core.Place ToPlace(Place place) => new(
        Id(place.Name),
        place.Kind switch
        {
            Place.Types.Kind.Region => Core.PlaceKind.Region,
            Place.Types.Kind.Province => Core.PlaceKind.Province,
            Place.Types.Kind.City => Core.PlaceKind.City,
            _ => Core.PlaceKind.Area,
        },
        place.DisplayName,
        place.ShortName,
        place.EnglishName,
        place.Within.Length > 0 ? Id(place.Within) : null);
}
