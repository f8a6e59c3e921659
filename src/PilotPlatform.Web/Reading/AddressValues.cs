using PilotPlatform.Web.Resources;

namespace PilotPlatform.Web.Reading;

/// <summary>A filter of an address whose value nothing has: it is refused, since to pass it over would show what nobody asked for.</summary>
/// <param name="Label">Key of what the filter is called, in <see cref="Strings"/>.</param>
/// <param name="Value">What the address says.</param>
public sealed record UnknownFilter(string Label, string Value);

/// <summary>Values of enumerations as addresses spell them.</summary>
public static class AddressValues
{
    /// <summary>The value that a text names, as pages spell it (<c>DoesNotApply</c>) or as the contract does (<c>VERDICT_DOES_NOT_APPLY</c>, <c>DOES_NOT_APPLY</c>), capitals or not.</summary>
    /// <returns>Null if it names none, or the one that stands for nothing.</returns>
    public static TEnum? Named<TEnum>(string? text)
        where TEnum : struct, Enum
    {
        var wanted = text?.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        var name = Enum.GetNames<TEnum>().FirstOrDefault(known => known.Equals(wanted, StringComparison.OrdinalIgnoreCase) || $"{typeof(TEnum).Name}{known}".Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return name is not null && Enum.Parse<TEnum>(name) is var value && !EqualityComparer<TEnum>.Default.Equals(value, default) ? value : null;
    }

    /// <summary>What is wrong with a filter; null if it is not given, or names something.</summary>
    public static UnknownFilter? Unknown<T>(string label, string? text, T? named)
        where T : struct =>
        Unknown(label, text, named is not null);

    /// <summary>What is wrong with a filter; null if it is not given, or names something.</summary>
    public static UnknownFilter? Unknown(string label, string? text, bool isKnown) => string.IsNullOrEmpty(text) || isKnown ? null : new UnknownFilter(label, text);
}
