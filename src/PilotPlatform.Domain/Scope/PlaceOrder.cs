using System.Collections.Frozen;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// The places in an order in which a place and all within it are neighbours, so that containment compares two numbers; behind all that lie within a
/// place, the rest of it.
/// </summary>
internal sealed class PlaceOrder
{
    private readonly FrozenDictionary<string, int> codes;

    public PlaceOrder(Gazetteer gazetteer)
    {
        var within = gazetteer.Places.Where(p => p.Within is not null).ToLookup(p => p.Within!, StringComparer.Ordinal);
        Places = new Place[gazetteer.Places.Length + within.Count];
        Ends = new int[Places.Length + FactCode.First];
        var next = FactCode.First;
        foreach (var root in gazetteer.Places.Where(p => p.Within is null))
            Add(root);
        codes = Places.Index().ToFrozenDictionary(p => p.Item.Id, p => p.Index + FactCode.First, StringComparer.Ordinal);

        void Add(Place place)
        {
            var code = next++;
            Places[code - FactCode.First] = place;
            foreach (var inner in within[place.Id])
                Add(inner);
            if (within.Contains(place.Id))
                Add(Elsewhere.In(place));
            Ends[code] = next - 1;
        }
    }

    /// <summary>The places in their order.</summary>
    public Place[] Places { get; }

    /// <summary>The code of the last place within each place, by code.</summary>
    public int[] Ends { get; }

    /// <summary>The code of a place, or of the rest of one; 0 if it is not known.</summary>
    public int Find(string id) => codes.TryGetValue(id, out var code) ? code : Elsewhere.Outer(id) is { } whole ? codes.GetValueOrDefault(whole) : 0;

    /// <summary>The code of the rest of a place, which is the place itself where nothing in it is known.</summary>
    public int Rest(int place) => Ends[place];
}
