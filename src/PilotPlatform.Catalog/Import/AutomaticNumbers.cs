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
    private readonly Dictionary<string, OpenXmlElement> lists;
    private readonly Dictionary<string, OpenXmlElement> instances;
    private readonly Dictionary<string, int?[]> counted = new(StringComparer.Ordinal);
    private readonly HashSet<(string Instance, int Level)> begun = [];

    public AutomaticNumbers(MainDocumentPart main)
    {
        styles = ById(main.StyleDefinitionsPart?.Styles, "style", "styleId");
        lists = ById(main.NumberingDefinitionsPart?.Numbering, "abstractNum", "abstractNumId");
        instances = ById(main.NumberingDefinitionsPart?.Numbering, "num", "numId");
    }

    /// <summary>The number before a paragraph as Word shows it; empty if it has none, or a bullet.</summary>
    public string Of(OpenXmlElement paragraph)
    {
        if (Numbering(paragraph) is not (var instance, var level) || !instances.TryGetValue(instance, out var list) || level is < 0 or >= Levels)
            return "";
        var id = list.Child("abstractNumId").Value() ?? "";
        if (!lists.TryGetValue(id, out var definition))
            return "";

        var counts = counted.TryGetValue(id, out var known) ? known : counted[id] = new int?[Levels];
        Count(counts, instance, list, definition, level);
        var own = Level(definition, list, level);
        if (own.Child("numFmt").Value() is "bullet" or "none")
            return "";
        var shown = Place().Replace(own.Child("lvlText").Value() ?? "", place =>
        {
            var at = place.Value[1] - '1';
            var format = own.Child("isLgl").IsOn() ? "decimal" : Level(definition, list, at).Child("numFmt").Value() ?? "decimal";
            return Written(counts[at] ?? Start(definition, list, at), format);
        });
        return own.Child("suff").Value() == "nothing" ? shown : $"{shown} ";
    }

    private void Count(int?[] counts, string instance, OpenXmlElement list, OpenXmlElement definition, int level)
    {
        var starts = list.ChildElements.FirstOrDefault(o => o.Is("lvlOverride") && o.Number("ilvl") == level).Child("startOverride").Number();
        counts[level] = begun.Add((instance, level)) && starts is not null ? starts : counts[level] + 1 ?? Start(definition, list, level);
        Array.Fill(counts, null, level + 1, Levels - level - 1);
    }

    /// <summary>The list of a paragraph and its level in it, from the paragraph or its style; null for none.</summary>
    private (string Instance, int Level)? Numbering(OpenXmlElement paragraph)
    {
        var properties = paragraph.Child("pPr");
        var own = properties.Child("numPr");
        var (instance, level) = (own.Child("numId").Value(), own.Child("ilvl").Number());
        var style = properties.Child("pStyle").Value();
        for (var depth = 0; instance is null && style is not null && styles.TryGetValue(style, out var found) && depth < DeepestStyle; depth++)
        {
            var numbered = found.Child("pPr").Child("numPr");
            instance = numbered.Child("numId").Value();
            level ??= numbered.Child("ilvl").Number();
            if (instance is null)
                style = found.Child("basedOn").Value();
        }

        return instance is null or "0" ? null : (instance, level ?? LevelOfStyle(instance, style));
    }

    /// <summary>The level that a list gives to a style of headings; the first if none.</summary>
    private int LevelOfStyle(string instance, string? style) =>
        style is not null && instances.TryGetValue(instance, out var list) && lists.TryGetValue(list.Child("abstractNumId").Value() ?? "", out var definition)
            ? definition.ChildElements.FirstOrDefault(l => l.Is("lvl") && l.Child("pStyle").Value() == style).Number("ilvl") ?? 0
            : 0;

    private static OpenXmlElement? Level(OpenXmlElement definition, OpenXmlElement list, int level) =>
        list.ChildElements.FirstOrDefault(o => o.Is("lvlOverride") && o.Number("ilvl") == level).Child("lvl")
            ?? definition.ChildElements.FirstOrDefault(l => l.Is("lvl") && l.Number("ilvl") == level);

    private static int Start(OpenXmlElement definition, OpenXmlElement list, int level) => Level(definition, list, level).Child("start").Number() ?? 1;

    private static string Written(int number, string format) => format switch
    {
        "decimal" => number.ToString(CultureInfo.InvariantCulture),
        "decimalFullWidth" => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(c => (char)(c + 0xfee0))),
        "chineseCounting" or "chineseCountingThousand" or "taiwaneseCounting" or "taiwaneseCountingThousand" or "japaneseCounting" or "ideographDigital" when number is > 0 and <= ChineseNumeral.Most =>
            ChineseNumeral.Write(number),
        _ => throw new LeftOutException("an automatic number of another form", $"{format} {number}"),
    };

    private static Dictionary<string, OpenXmlElement> ById(OpenXmlElement? container, string name, string id) =>
        container?.ChildElements.Where(e => e.Is(name) && e.Value(id) is not null).DistinctBy(e => e.Value(id)!, StringComparer.Ordinal)
            .ToDictionary(e => e.Value(id)!, StringComparer.Ordinal) ?? [];

    [GeneratedRegex("%[1-9]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
