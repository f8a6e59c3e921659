using System.Collections.Frozen;
using System.ComponentModel;
using PilotPlatform.Contracts.Catalog.V1;
using Elsewhere = PilotPlatform.Domain.Scope.Elsewhere;

namespace PilotPlatform.Web.Reading;

/// <summary>What an edition says: read once, then shared by all requests and changed by none.</summary>
[ImmutableObject(true)]
public sealed class EditionContent(
    IReadOnlyList<Chapter> chapters,
    IReadOnlyList<PilotTask> tasks,
    IReadOnlyList<City> cities,
    IReadOnlyList<Province> provinces,
    IReadOnlyList<Sector> sectors,
    IReadOnlyList<Place> places)
{
    private readonly FrozenDictionary<string, PilotTask> tasksByName = tasks.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, City> citiesByName = cities.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Chapter> chaptersByName = chapters.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Province> provincesByName = provinces.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Sector> sectorsByName = sectors.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Place> placesByName = places.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
    private readonly ILookup<string, PilotTask> tasksByChapter = tasks.ToLookup(t => t.Chapter, StringComparer.Ordinal);

    public IReadOnlyList<Chapter> Chapters => chapters;

    public IReadOnlyList<PilotTask> Tasks => tasks;

    public IReadOnlyList<City> Cities => cities;

    public IReadOnlyList<Province> Provinces => provinces;

    public PilotTask? Task(string name) => tasksByName.GetValueOrDefault(name);

    public City? City(string name) => citiesByName.GetValueOrDefault(name);

    public Chapter? Chapter(string name) => chaptersByName.GetValueOrDefault(name);

    public Province? Province(string name) => provincesByName.GetValueOrDefault(name);

    public Sector? Sector(string name) => sectorsByName.GetValueOrDefault(name);

    /// <summary>A place of the gazetteer, which is not part of the edition; or the rest of one, <c>places/{place}/elsewhere</c>.</summary>
    public Place? Place(string name)
    {
        if (Elsewhere.Outer(name) is not { } whole || !placesByName.TryGetValue(whole, out var outer))
            return placesByName.GetValueOrDefault(name);
        var (chinese, english) = Elsewhere.Words(outer.DisplayName, outer.EnglishName);
        return new Place { Name = name, DisplayName = chinese, EnglishName = english, Within = outer.Name };
    }

    /// <summary>Places of the gazetteer that lie in another, however deep.</summary>
    public IEnumerable<Place> PlacesWithin(string outer) =>
        places.Where(p => p.Within == outer).SelectMany(p => PlacesWithin(p.Name).Prepend(p));

    public IEnumerable<PilotTask> TasksOf(Chapter chapter) => tasksByChapter[chapter.Name];
}
