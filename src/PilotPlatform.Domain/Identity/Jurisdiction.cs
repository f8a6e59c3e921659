using System.Collections.Immutable;

namespace PilotPlatform.Domain.Identity;

/// <summary>Where a caller's roles hold: cities by their ids, which the cities of its provinces are among.</summary>
public sealed class Jurisdiction
{
    /// <summary>Nowhere.</summary>
    public static readonly Jurisdiction Nowhere = new([], [], everywhere: false);

    /// <summary>Every city.</summary>
    public static readonly Jurisdiction Everywhere = new([], [], everywhere: true);

    private Jurisdiction(ImmutableSortedSet<string> cities, ImmutableSortedSet<string> provinces, bool everywhere)
    {
        Cities = cities;
        Provinces = provinces;
        IsEverywhere = everywhere;
    }

    /// <summary>The cities, those of the provinces included; empty where it is everywhere.</summary>
    public ImmutableSortedSet<string> Cities { get; }

    /// <summary>The provinces; empty where it is everywhere.</summary>
    public ImmutableSortedSet<string> Provinces { get; }

    public bool IsEverywhere { get; }

    /// <param name="cities">Ids of cities.</param>
    /// <param name="provinces">Ids of provinces.</param>
    /// <param name="citiesOf">The cities that a province guides; none for a province that guides none.</param>
    public static Jurisdiction Of(IEnumerable<string> cities, IEnumerable<string> provinces, Func<string, IEnumerable<string>> citiesOf)
    {
        var guiding = provinces.ToImmutableSortedSet(StringComparer.Ordinal);
        return new Jurisdiction([.. cities.Concat(guiding.SelectMany(citiesOf)).ToImmutableSortedSet(StringComparer.Ordinal)], guiding, everywhere: false);
    }

    public bool Covers(string city) => IsEverywhere || Cities.Contains(city);

    public bool CoversProvince(string province) => IsEverywhere || Provinces.Contains(province);
}
