using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// The part of a place that is none of the smaller places that the gazetteer knows in it, under the id <c>{place}/elsewhere</c>: whoever is in Suzhou
/// and in none of its named areas can say so.
/// </summary>
public static class Elsewhere
{
    private const string Suffix = "/elsewhere";

    /// <summary>The rest of a place.</summary>
    public static Place In(Place outer) =>
        new(In(outer.Id), PlaceKind.Area, Words(outer.Name, outer.English).Chinese, Words(outer.Short, outer.English).Chinese, Words(outer.Name, outer.English).English, outer.Id);

    /// <summary>What the rest of a place is called.</summary>
    public static Bilingual Words(string chinese, string english) => new($"{chinese}其他地方", $"elsewhere in {english}");

    /// <summary>Id of the rest of a place; of its resource name, the name.</summary>
    public static string In(string outer) => outer + Suffix;

    /// <summary>Id of the place that an id is the rest of; null for the id of a place as it is.</summary>
    public static string? Outer(string id) => id.EndsWith(Suffix, StringComparison.Ordinal) ? id[..^Suffix.Length] : null;

    /// <summary>The place of an id, or the rest of one.</summary>
    public static Place? FindPart(this Gazetteer places, string id) =>
        Outer(id) is { } outer ? places.Find(outer) is { } whole ? In(whole) : null : places.Find(id);
}
