using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Import;

/// <summary>
/// The numbers that Word counts itself, before headings and in the first column of tables: they are seen, and printed, and stand in no text.
/// Asked in the order of the document.
/// </summary>
internal sealed partial class AutomaticNumbers
{
    private const int Levels = 9;
    private const int DeepestStyle = 20;

    private readonly Dictionary<string, OpenXmlElement> styles;
    private readonly Dictionary<string, OpenXmlElement> definitions;
    private readonly Dictionary<string, OpenXmlElement> instances;
    private readonly Dictionary<string, (string? Instance, int? Level, string? Style)> ofStyles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NumberedList?> lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?[]> counted = new(StringComparer.Ordinal);
    private readonly HashSet<(string Instance, int Level)> begun = [];

    public AutomaticNumbers(MainDocumentPart main)
    {
        styles = (main.StyleDefinitionsPart?.Styles).ById("style", "styleId");
        definitions = (main.NumberingDefinitionsPart?.Numbering).ById("abstractNum", "abstractNumId");
        instances = (main.NumberingDefinitionsPart?.Numbering).ById("num", "numId");
    }

    /// <summary>The number before a paragraph as Word shows it; empty if it has none, or a bullet.</summary>
    public string Of(OpenXmlElement paragraph)
    {
        if (Numbering(paragraph) is not (var instance, var level) || level is < 0 or >= Levels || List(instance) is not { } list)
            return "";

        var counts = counted.TryGetValue(list.Counter, out var known) ? known : counted[list.Counter] = new int?[Levels];
        Count(counts, instance, list, level);
        var own = list.Levels[level];
        if (own.Child("numFmt").Value() is "bullet" or "none")
            return "";
        var shown = Place().Replace(own.Child("lvlText").Value() ?? "", place =>
        {
            var at = place.Value[1] - '1';
            var format = own.Child("isLgl").IsOn() ? "decimal" : list.Levels[at].Child("numFmt").Value() ?? "decimal";
            return Written(counts[at] ?? list.Start(at), format);
        });
        return own.Child("suff").Value() == "nothing" ? shown : $"{shown} ";
    }

    private void Count(int?[] counts, string instance, NumberedList list, int level)
    {
        counts[level] = begun.Add((instance, level)) && list.Overrides[level] is { } start ? start : counts[level] + 1 ?? list.Start(level);
        for (var deeper = level + 1; deeper < Levels; deeper++)
        {
            if (level < list.RestartsBehind(deeper))
                counts[deeper] = null;
        }
    }

    /// <summary>The list that an instance counts in, that of a style of lists included; null if there is none.</summary>
    private NumberedList? List(string instance)
    {
        if (lists.TryGetValue(instance, out var known))
            return known;
        var (own, id) = (instances.GetValueOrDefault(instance), instance);
        for (var depth = 0; depth < DeepestStyle && instances.TryGetValue(id, out var next); depth++)
        {
            var counter = next.Child("abstractNumId").Value() ?? "";
            if (!definitions.TryGetValue(counter, out var definition))
                break;
            if (definition.Child("numStyleLink").Value() is not { } style)
                return lists[instance] = NumberedList.Of(counter, definition, own!);
            id = styles.GetValueOrDefault(style).Child("pPr").Child("numPr").Child("numId").Value() ?? "";
        }

        return lists[instance] = null;
    }

    /// <summary>The list of a paragraph and its level in it, from the paragraph or its style; null for none.</summary>
    private (string Instance, int Level)? Numbering(OpenXmlElement paragraph)
    {
        var properties = paragraph.Child("pPr");
        var own = properties.Child("numPr");
        var (instance, level) = (own.Child("numId").Value(), own.Child("ilvl").Number());
        var style = properties.Child("pStyle").Value();
        if (instance is null && style is not null)
        {
            var numbered = ofStyles.TryGetValue(style, out var known) ? known : ofStyles[style] = OfStyle(style);
            (instance, level, style) = (numbered.Instance, level ?? numbered.Level, numbered.Style);
        }

        return instance is null or "0" ? null : (instance, level ?? List(instance)?.OfStyles.GetValueOrDefault(style ?? "") ?? 0);
    }

    /// <summary>The list and level that a style has, or one that it is based on; and which of them that is.</summary>
    private (string? Instance, int? Level, string? Style) OfStyle(string? style)
    {
        var (instance, level) = ((string?)null, (int?)null);
        for (var depth = 0; instance is null && style is not null && styles.TryGetValue(style, out var found) && depth < DeepestStyle; depth++)
        {
            var numbered = found.Child("pPr").Child("numPr");
            instance = numbered.Child("numId").Value();
            level ??= numbered.Child("ilvl").Number();
            if (instance is null)
                style = found.Child("basedOn").Value();
        }

        return (instance, level, style);
    }

    private static string Written(int number, string format) => format switch
    {
        "decimal" => number.ToString(CultureInfo.InvariantCulture),
        "decimalFullWidth" => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(c => (char)(c + 0xfee0))),
        "ideographDigital" when number > 0 => ChineseNumeral.WriteDigits(number),
        "chineseCountingThousand" when number is > 0 and <= ChineseNumeral.Most => ChineseNumeral.Write(number),
        // Above 99 these do not go on alike everywhere.
        "chineseCounting" or "taiwaneseCounting" or "taiwaneseCountingThousand" or "japaneseCounting" when number is > 0 and < 100 => ChineseNumeral.Write(number),
        _ => throw new LeftOutException("an automatic number of another form", $"{format} {number}"),
    };

    [GeneratedRegex("%[1-9]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
