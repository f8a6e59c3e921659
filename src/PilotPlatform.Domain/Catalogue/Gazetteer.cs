using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>The places that are known, in an order of containment.</summary>
public sealed class Gazetteer
{
    private readonly FrozenDictionary<string, Place> byId;
    private readonly FrozenDictionary<string, Place> citiesByName;

    private Gazetteer(ImmutableArray<Place> places)
    {
        Places = places;
        byId = places.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        citiesByName = places.Where(p => p.Kind == PlaceKind.City)
            .SelectMany(p => new[] { p.Id, p.Name, p.Short, p.English }.Select(name => (name, p)))
            .DistinctBy(pair => pair.name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(pair => pair.name, pair => pair.p, StringComparer.OrdinalIgnoreCase);
    }

    public ImmutableArray<Place> Places { get; }

    /// <summary>A gazetteer of these places; refused if ids repeat or containment leads nowhere or in a circle.</summary>
    public static Result<Gazetteer> Of(IEnumerable<Place> places)
    {
        ImmutableArray<Place> all = [.. places];
        if (all.GroupBy(p => p.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return Fault.Invalid("places", $"id '{twice.Key}' stands for more than one place");

        var ids = all.ToDictionary(p => p.Id, StringComparer.Ordinal);
        if (all.FirstOrDefault(p => p.Within is not null && (!ids.TryGetValue(p.Within, out var outer) || Width(outer) < Width(p))) is { } lost)
            return Fault.Invalid("places", $"'{lost.Id}' lies within '{lost.Within}', which is not a place as wide as it");

        var gazetteer = new Gazetteer(all);
        return all.FirstOrDefault(p => gazetteer.Around(p).Take(all.Length + 1).Count() > all.Length) is { } circle
            ? Fault.Invalid("places", $"'{circle.Id}' lies within itself")
            : gazetteer;
    }

    /// <summary>How wide a place is by its kind: what contains it is as wide or wider.</summary>
    private static int Width(Place place) => place.Kind switch { PlaceKind.Area => 0, PlaceKind.City => 1, PlaceKind.Province => 2, _ => 3 };

    public Place? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The city of that id, Chinese name (with or without suffix) or English name; case is of no account.</summary>
    public Place? FindCity(string name) => citiesByName.GetValueOrDefault(name.Trim());

    /// <summary>A place within a city, by id or by its Chinese or English name, and that city; null if there is none.</summary>
    public (Place Place, Place City)? FindInCity(string name)
    {
        var asked = name.Trim();
        var found = from place in Places
                    where place.Kind == PlaceKind.Area && new[] { place.Id, place.Name, place.Short, place.English }.Contains(asked, StringComparer.OrdinalIgnoreCase)
                    let city = Around(place).FirstOrDefault(p => p.Kind == PlaceKind.City)
                    where city is not null
                    select ((Place, Place)?)(place, city);
        return found.FirstOrDefault();
    }

    /// <summary>The province that a place lies in; null for a province or a place in none.</summary>
    public Place? ProvinceOf(Place place) => Around(place).FirstOrDefault(p => p.Kind == PlaceKind.Province);

    /// <summary>The places that contain a place, from the smallest.</summary>
    public IEnumerable<Place> Around(Place place)
    {
        while (place.Within is { } outer && Find(outer) is { } next)
            yield return place = next;
    }
}
