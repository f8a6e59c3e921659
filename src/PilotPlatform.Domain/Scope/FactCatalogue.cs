using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>The facts of a rule set, numbered: what an asker knows becomes one code a fact.</summary>
public sealed class FactCatalogue
{
    private readonly FrozenDictionary<string, int> byId;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    internal FactCatalogue(ImmutableArray<Fact> facts, ILookup<string, long> regionStarts, PlaceOrder places)
    {
        Places = places;
        Domains = [.. facts.Select((fact, index) => new FactDomain(fact, index, regionStarts[fact.Id], places))];
        PlaceFacts = [.. Domains.Where(d => d.Fact.Type == FactType.Place).Select(d => d.Index)];
        byId = Domains.ToFrozenDictionary(d => d.Fact.Id, d => d.Index, StringComparer.Ordinal);
        bySpan = byId.GetAlternateLookup<ReadOnlySpan<char>>();
        Nothing = new FactBook(this, new int[Domains.Length], []);
    }

    /// <summary>The facts with the values that are told apart, in the order of the rule set.</summary>
    public ImmutableArray<FactDomain> Domains { get; }

    /// <summary>The book of an asker of whom nothing is known.</summary>
    public FactBook Nothing { get; }

    internal PlaceOrder Places { get; }

    /// <summary>Numbers of the facts that are places.</summary>
    internal ImmutableArray<int> PlaceFacts { get; }

    /// <summary>The number of a fact; -1 if the rule set does not know it.</summary>
    public int Index(string id) => byId.GetValueOrDefault(id, -1);

    public FactDomain? Find(string id) => byId.TryGetValue(id, out var index) ? Domains[index] : null;

    public FactDomain? Find(ReadOnlySpan<char> id) => bySpan.TryGetValue(id, out var index) ? Domains[index] : null;

    /// <summary>What an asker knows, or everything that is wrong with it; <paramref name="field"/> is the list's, such as <c>facts</c>.</summary>
    public Result<FactBook> Book(IEnumerable<(string Fact, FactValue Value)> known, string field = "facts")
    {
        var codes = new int[Domains.Length];
        ImmutableArray<(string Fact, FactValue Value)> given = [.. known];
        List<Fault>? faults = null;
        for (var at = 0; at < given.Length; at++)
        {
            if (Add(codes, given[at], field, at) is { } fault)
                (faults ??= []).Add(fault);
        }

        return faults is null ? new FactBook(this, codes, given) : Faults.All(faults)!;
    }

    private Fault? Add(int[] codes, (string Fact, FactValue Value) given, string field, int at)
    {
        var (fact, value) = given;
        if (Find(fact) is not { } domain)
            return Fault.UnknownFact($"{field}[{at}].fact", fact);
        if (codes[domain.Index] != FactCode.Absent)
            return Fault.Invalid($"{field}[{at}].fact", $"'{fact}' is given twice");
        var code = domain.Code(value, field);
        if (!code.IsOk)
            return domain.Code(value, $"{field}[{at}].{ValueField(value)}").Fault!; // said in full only where it is wrong
        codes[domain.Index] = code.Value;
        return null;
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
    private readonly ImmutableArray<(string Fact, FactValue Value)> given;
    private ImmutableSortedDictionary<string, FactValue>? values;

    internal FactBook(FactCatalogue catalogue, int[] codes, ImmutableArray<(string Fact, FactValue Value)> given) =>
        (this.catalogue, this.codes, this.given) = (catalogue, codes, given);

    /// <summary>One code a fact, by its number in the catalogue.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>The values that were given, those not known among them; a fact that is not here is absent.</summary>
    public ImmutableSortedDictionary<string, FactValue> Values => values ??= given.ToImmutableSortedDictionary(v => v.Fact, v => v.Value, StringComparer.Ordinal);

    /// <summary>The value of a fact; null if it is absent.</summary>
    public FactValue? Find(string fact)
    {
        foreach (var (known, value) in given)
        {
            if (known == fact)
                return value;
        }

        return null;
    }

    /// <summary>The book with one more fact, or with another value for it.</summary>
    public Result<FactBook> With(string fact, FactValue value) =>
        catalogue.Book(given.RemoveAll(v => v.Fact == fact).Add((fact, value)));

    /// <summary>The book with a code for a fact, and a value that the code stands for.</summary>
    internal FactBook With(FactDomain domain, int code)
    {
        var changed = codes.ToArray();
        changed[domain.Index] = code;
        var others = given.RemoveAll(v => v.Fact == domain.Fact.Id);
        return new FactBook(catalogue, changed, code == FactCode.Absent ? others : others.Add((domain.Fact.Id, domain.Value(code))));
    }
}
