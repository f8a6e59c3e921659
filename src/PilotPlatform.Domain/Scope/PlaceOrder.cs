using System.Collections.Frozen;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Scope;

/// <summary>The places in an order in which a place and all within it are neighbours, so that containment compares two numbers.</summary>
internal sealed class PlaceOrder
{
    private readonly FrozenDictionary<string, int> codes;

    public PlaceOrder(Gazetteer gazetteer)
    {
        var within = gazetteer.Places.Where(p => p.Within is not null).ToLookup(p => p.Within!, StringComparer.Ordinal);
        Places = new Place[gazetteer.Places.Length];
        Ends = new int[gazetteer.Places.Length + FactCode.First];
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
            Ends[code] = next - 1;
        }
    }

    /// <summary>The places in their order.</summary>
    public Place[] Places { get; }

    /// <summary>The code of the last place within each place, by code.</summary>
    public int[] Ends { get; }

    /// <summary>The code of a place; 0 if it is not known.</summary>
    public int Find(string id) => codes.GetValueOrDefault(id);
}
