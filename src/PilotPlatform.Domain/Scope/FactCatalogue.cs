using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>The facts of a rule set, numbered: what an asker knows becomes one code a fact.</summary>
public sealed class FactCatalogue
{
    private readonly FrozenDictionary<string, int> byId;

    internal FactCatalogue(ImmutableArray<Fact> facts, ILookup<string, long> regionStarts, PlaceOrder places)
    {
        Places = places;
        Domains = [.. facts.Select((fact, index) => new FactDomain(fact, index, regionStarts[fact.Id], places))];
        byId = Domains.ToFrozenDictionary(d => d.Fact.Id, d => d.Index, StringComparer.Ordinal);
        Nothing = new FactBook(this, new int[Domains.Length], ImmutableSortedDictionary<string, FactValue>.Empty);
    }

    /// <summary>The facts with the values that are told apart, in the order of the rule set.</summary>
    public ImmutableArray<FactDomain> Domains { get; }

    /// <summary>The book of an asker of whom nothing is known.</summary>
    public FactBook Nothing { get; }

    internal PlaceOrder Places { get; }

    /// <summary>The number of a fact; -1 if the rule set does not know it.</summary>
    public int Index(string id) => byId.GetValueOrDefault(id, -1);

    public FactDomain? Find(string id) => byId.TryGetValue(id, out var index) ? Domains[index] : null;

    /// <summary>What an asker knows, or the first thing that is wrong with it; <paramref name="field"/> is the list's, such as <c>facts</c>.</summary>
    public Result<FactBook> Book(IEnumerable<(string Fact, FactValue Value)> known, string field = "facts")
    {
        var codes = new int[Domains.Length];
        var values = ImmutableSortedDictionary.CreateBuilder<string, FactValue>(StringComparer.Ordinal);
        foreach (var (at, (fact, value)) in known.Index())
        {
            if (Find(fact) is not { } domain)
                return Fault.UnknownFact($"{field}[{at}].fact", fact);
            if (values.ContainsKey(fact))
                return Fault.Invalid($"{field}[{at}].fact", $"'{fact}' is given twice");
            var code = domain.Code(value, $"{field}[{at}].{ValueField(value)}");
            if (!code.IsOk)
                return code.Fault!;
            codes[domain.Index] = code.Value;
            values.Add(fact, value);
        }

        return new FactBook(this, codes, values.ToImmutable());
    }

    private static string ValueField(FactValue value) => value.Type switch
    {
        null => "not_known",
        FactType.BasisPoints => "basis_points",
        var type => type.ToString()!.ToLowerInvariant(),
    };
}

/// <summary>What an asker knows, interned: one code a fact, beside the values that were given.</summary>
public sealed class FactBook
{
    private readonly FactCatalogue catalogue;
    private readonly int[] codes;

    internal FactBook(FactCatalogue catalogue, int[] codes, ImmutableSortedDictionary<string, FactValue> values)
    {
        this.catalogue = catalogue;
        this.codes = codes;
        Values = values;
    }

    /// <summary>One code a fact, by its number in the catalogue.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>The values that were given, those not known among them; a fact that is not here is absent.</summary>
    public ImmutableSortedDictionary<string, FactValue> Values { get; }

    /// <summary>The value of a fact; null if it is absent.</summary>
    public FactValue? Find(string fact) => Values.TryGetValue(fact, out var value) ? value : null;

    /// <summary>The book with one more fact, or with another value for it.</summary>
    public Result<FactBook> With(string fact, FactValue value) =>
        catalogue.Book(Values.SetItem(fact, value).Select(v => (v.Key, v.Value)));

    /// <summary>The book with a code for a fact, and a value that the code stands for.</summary>
    internal FactBook With(FactDomain domain, int code)
    {
        var changed = codes.ToArray();
        changed[domain.Index] = code;
        return new FactBook(catalogue, changed, code == FactCode.Absent ? Values.Remove(domain.Fact.Id) : Values.SetItem(domain.Fact.Id, domain.Value(code)));
    }
}
