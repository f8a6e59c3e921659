using System.Collections.Frozen;
using System.Globalization;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>The words of reports in one language: data, found by their keys.</summary>
public sealed class ReportWords(IEnumerable<KeyValuePair<string, string>> texts, bool isEnglish)
{
    private readonly FrozenDictionary<string, string> texts = texts.ToFrozenDictionary(StringComparer.Ordinal);

    public bool IsEnglish => isEnglish;

    /// <exception cref="KeyNotFoundException">There are no such words.</exception>
    public string this[string key] => texts.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"The words of reports have no '{key}'.");

    /// <summary>Words with their places filled in, each written as <c>{name}</c>.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, object Value)> places)
    {
        var text = this[key];
        foreach (var (name, value) in places)
            text = text.Replace($"{{{name}}}", Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return text;
    }

    /// <summary>A value of the core in words, under a key such as <c>lamp.red</c>.</summary>
    public string Of<T>(T value)
        where T : struct, Enum => this[$"{Camel(typeof(T).Name)}.{Camel(value.ToString())}"];

    /// <summary>The English where this speaks English and there is some, else the Chinese.</summary>
    public string Pick(string chinese, string english) => isEnglish && english.Length > 0 ? english : chinese;

    /// <summary>The state of a commitment in a form, with whether what it rests on was withdrawn.</summary>
    public string StateOf(Commitment commitment) => commitment.IsFounded ? Of(commitment.State) : Say("state.withdrawn", ("state", Of(commitment.State)));

    public string Day(DateOnly day) => Say("day", ("year", day.Year), ("month", day.Month), ("day", day.Day));

    public string Of(Period period) => period.Month is { } month
        ? Say("month", ("year", period.Year), ("month", month))
        : Say("quarter", ("year", period.Year), ("quarter", this[string.Create(CultureInfo.InvariantCulture, $"quarter.{period.Quarter}")]));

    /// <summary>A ratio in basis points as percent with two digits; a dash for none.</summary>
    public string Rate(int? basisPoints) => basisPoints is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $"{(rate < 0 ? "-" : "")}{Math.Abs(rate) / 100}.{Math.Abs(rate) % 100:00}%")
        : this["none"];

    /// <summary>A heading with the numeral of its place, from 1.</summary>
    public string Heading(int place, string text) => Say("heading", ("numeral", Numeral(place)), ("text", text));

    /// <summary>A heading below another one, with the numeral of its place below it, from 1.</summary>
    public string Subheading(int place, string text) => Say("subheading", ("numeral", Numeral(place)), ("text", text));

    private object Numeral(int place) => this["numerals"].Split(' ') is var numerals && place <= numerals.Length ? numerals[place - 1] : place;

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
