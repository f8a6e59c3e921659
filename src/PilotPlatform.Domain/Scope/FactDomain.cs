using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Codes of what is known of a fact; each value from <see cref="First"/> on stands for all values that no condition tells apart.</summary>
public static class FactCode
{
    public const int Absent = 0;
    public const int NotKnown = 1;
    public const int First = 2;
    public const int No = 2;
    public const int Yes = 3;
}

/// <summary>The values of a fact as the conditions of a rule set tell them apart: numbers by the regions between thresholds.</summary>
public sealed class FactDomain
{
    private readonly FrozenDictionary<string, int> choices;
    private readonly PlaceOrder places;

    internal FactDomain(Fact fact, int index, IEnumerable<long> regionStarts, PlaceOrder places)
    {
        Fact = fact;
        Index = index;
        this.places = places;
        choices = fact.Values.Index().ToFrozenDictionary(v => v.Item.Id, v => v.Index + FactCode.First, StringComparer.Ordinal);
        (Least, Greatest) = Bounds(fact);
        Starts = IsNumber ? [.. regionStarts.Append(Least).Where(s => s >= Least && s <= Greatest).Distinct().Order()] : [];
        Codes = fact.Type switch
        {
            FactType.Boolean => 2,
            FactType.Enumeration => fact.Values.Length,
            FactType.Place => places.Places.Length,
            _ => Starts.Length,
        };
    }

    public Fact Fact { get; }

    /// <summary>Place of the fact in the catalogue and in every span of codes.</summary>
    public int Index { get; }

    /// <summary>How many values are told apart; their codes follow <see cref="FactCode.First"/>.</summary>
    public int Codes { get; }

    /// <summary>The code of a value of an enumeration that this catalogue does not know: no condition names it.</summary>
    internal int Another => FactCode.First + Codes;

    internal bool IsNumber => Fact.Type is FactType.BasisPoints or FactType.Integer or FactType.Date;

    internal long Least { get; }

    internal long Greatest { get; }

    /// <summary>The least number of each region, ascending.</summary>
    internal ImmutableArray<long> Starts { get; }

    /// <summary>The code of a value, or why the fact cannot have it; the field is that of the value.</summary>
    public Result<int> Code(FactValue value, string field)
    {
        if (value.Type is null)
            return FactCode.NotKnown;
        if (value.Type != Fact.Type)
            return Fault.Invalid(field, $"the fact '{Fact.Id}' takes a value of type {Fact.Type}, not {value.Type}");
        return Fact.Type switch
        {
            FactType.Boolean => value.Number == 1 ? FactCode.Yes : FactCode.No,
            FactType.Enumeration => choices.TryGetValue(value.Id!, out var choice)
                ? choice
                : Fault.Invalid(field, $"'{value.Id}' is not a value of '{Fact.Id}'; it has {string.Join(", ", Fact.Values.Select(v => v.Id))}"),
            FactType.Place => places.Find(value.Id!) is var place and not 0 ? place : Fault.Invalid(field, $"the gazetteer knows no place '{value.Id}'"),
            _ when value.Number < Least || value.Number > Greatest => Fault.Invalid(field, $"'{Fact.Id}' lies between {Text(Least)} and {Text(Greatest)}"),
            _ => RegionOf(value.Number),
        };
    }

    /// <summary>A value that a code stands for; of a region its greatest number, or its least where it has no end.</summary>
    public FactValue Value(int code) => code switch
    {
        <= FactCode.NotKnown => FactValue.NotKnown,
        _ when Fact.Type == FactType.Boolean => FactValue.Of(code == FactCode.Yes),
        _ when Fact.Type == FactType.Enumeration => FactValue.OfChoice(Fact.Values[code - FactCode.First].Id),
        _ when Fact.Type == FactType.Place => FactValue.OfPlace(places.Places[code - FactCode.First].Id),
        _ => OfNumber(Region(code) is var (least, greatest) && greatest < Greatest ? greatest : least),
    };

    /// <summary>The least and the greatest number that a code of a number stands for.</summary>
    public (long Least, long Greatest) Region(int code)
    {
        var region = code - FactCode.First;
        return (Starts[region], region + 1 < Starts.Length ? Starts[region + 1] - 1 : Greatest);
    }

    /// <summary>Codes as ranges of values: neighbouring regions of a number together, anything else one by one.</summary>
    internal ImmutableArray<FactRange> Ranges(ImmutableArray<int> codes)
    {
        var ranges = ImmutableArray.CreateBuilder<FactRange>();
        for (var at = 0; at < codes.Length; at++)
        {
            var first = at;
            while (IsNumber && at + 1 < codes.Length && codes[at + 1] == codes[at] + 1)
                at++;
            ranges.Add(IsNumber
                ? new FactRange(OfNumber(Region(codes[first]).Least), OfNumber(Region(codes[at]).Greatest))
                : new FactRange(Value(codes[at]), Value(codes[at])));
        }

        return ranges.ToImmutable();
    }

    /// <summary>Those of ascending places that lie within no other of them.</summary>
    internal ImmutableArray<int> Widest(IEnumerable<int> codes)
    {
        var widest = ImmutableArray.CreateBuilder<int>();
        var end = 0;
        foreach (var code in codes)
        {
            if (code <= end)
                continue;
            widest.Add(code);
            end = places.Ends[code];
        }

        return widest.ToImmutable();
    }

    internal int RegionOf(long number)
    {
        var found = Starts.BinarySearch(number);
        return (found >= 0 ? found : ~found - 1) + FactCode.First;
    }

    internal FactValue OfNumber(long number) => Fact.Type switch
    {
        FactType.BasisPoints => FactValue.OfBasisPoints(number),
        FactType.Date => FactValue.OfDate(DateOnly.FromDayNumber((int)number)),
        _ => FactValue.OfInteger(number),
    };

    private string Text(long number) => OfNumber(number).ToString();

    private static (long Least, long Greatest) Bounds(Fact fact) => fact.Type switch
    {
        FactType.BasisPoints => (fact.Minimum ?? 0, fact.Maximum ?? 10_000),
        FactType.Date => (0, DateOnly.MaxValue.DayNumber),
        _ => (fact.Minimum ?? long.MinValue, fact.Maximum ?? long.MaxValue),
    };
}
