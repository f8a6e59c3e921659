using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Scope;

/// <summary>Types of facts.</summary>
public enum FactType
{
    Boolean,

    /// <summary>A share in basis points, 0 to 10,000.</summary>
    BasisPoints,
    Enumeration,

    /// <summary>A place of the gazetteer; a wide place does not say which of the places within it is meant.</summary>
    Place,
    Date,
    Integer,
}

/// <summary>A value of an enumeration.</summary>
public sealed record FactChoice(string Id, string Chinese, string English);

/// <summary>A fact that conditions ask for.</summary>
/// <param name="Id">Id in kebab case, such as <c>foreign-share</c>.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Question">The question that asks for it.</param>
/// <param name="Settler">Who can answer it.</param>
public sealed record Fact(string Id, FactType Type, Bilingual Question, Settler Settler)
{
    /// <summary>The values of an enumeration; empty for other types.</summary>
    public ImmutableArray<FactChoice> Values { get; init; } = [];

    /// <summary>The unit of an integer.</summary>
    public Bilingual? Unit { get; init; }

    /// <summary>Least value of an integer; null if there is none.</summary>
    public long? Minimum { get; init; }

    /// <summary>Greatest value of an integer; null if there is none.</summary>
    public long? Maximum { get; init; }

    /// <summary>A number, a share or a date as people write it: shares in per cent, numbers with their unit.</summary>
    public Bilingual Words(FactValue number)
    {
        if (number.Type == FactType.BasisPoints)
        {
            var percent = string.Create(CultureInfo.InvariantCulture, $"{number.Number / 100m:0.##}%");
            return new Bilingual(percent, percent);
        }

        var text = number.ToString();
        return Unit is { } unit ? new Bilingual($"{text}{unit.Chinese}", $"{text} {unit.English}") : new Bilingual(text, text);
    }

    /// <summary>False if the document asks for a qualification whose standard it does not state.</summary>
    public bool StandardStated { get; init; } = true;
}

/// <summary>What is known of a fact. One that is not given is absent; one that was asked for in vain is not known: neither is a no.</summary>
public readonly record struct FactValue
{
    private FactValue(FactType? type, long number, string? id) => (Type, Number, Id) = (type, number, id);

    /// <summary>Asked for, and the asker does not know.</summary>
    public static FactValue NotKnown { get; } = new(null, 0, null);

    /// <summary>Type of the value; null if it is not known.</summary>
    public FactType? Type { get; }

    /// <summary>A number, a share in basis points, the day number of a date, or 1 for yes.</summary>
    public long Number { get; }

    /// <summary>Id of a value of an enumeration or of a place.</summary>
    public string? Id { get; }

    public static FactValue Of(bool yes) => new(FactType.Boolean, yes ? 1 : 0, null);

    public static FactValue OfBasisPoints(long share) => new(FactType.BasisPoints, share, null);

    public static FactValue OfInteger(long number) => new(FactType.Integer, number, null);

    public static FactValue OfDate(DateOnly date) => new(FactType.Date, date.DayNumber, null);

    public static FactValue OfChoice(string value) => new(FactType.Enumeration, 0, value);

    public static FactValue OfPlace(string place) => new(FactType.Place, 0, place);

    /// <summary>The value as a case writes it.</summary>
    public override string ToString() => Type switch
    {
        null => "not_known",
        FactType.Boolean => Number == 1 ? "true" : "false",
        FactType.Enumeration or FactType.Place => Id!,
        FactType.Date => DateOnly.FromDayNumber((int)Number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Number.ToString(CultureInfo.InvariantCulture),
    };
}
