using DocumentFormat.OpenXml;

namespace PilotPlatform.Catalog.Import;

/// <summary>A list that Word counts, with what an instance of it says otherwise.</summary>
/// <param name="Counter">What it counts in: instances of one list go on counting.</param>
/// <param name="Levels">Its levels, from the first; null for one that it does not define.</param>
/// <param name="Overrides">Where the instance begins to count, by level; null where it goes on.</param>
/// <param name="OfStyles">The level that it gives to a style of paragraphs.</param>
internal sealed record NumberedList(string Counter, OpenXmlElement?[] Levels, int?[] Overrides, IReadOnlyDictionary<string, int> OfStyles)
{
    private const int Deepest = 9;

    public static NumberedList Of(string counter, OpenXmlElement definition, OpenXmlElement instance)
    {
        var (levels, overrides) = (new OpenXmlElement?[Deepest], new int?[Deepest]);
        var styles = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var level in definition.ChildElements.Where(e => e.Is("lvl")))
        {
            if (level.Number("ilvl") is not (>= 0 and < Deepest and var at))
                continue;
            levels[at] ??= level;
            if (level.Child("pStyle").Value() is { } style)
                styles.TryAdd(style, at);
        }

        foreach (var said in instance.ChildElements.Where(e => e.Is("lvlOverride")))
        {
            if (said.Number("ilvl") is >= 0 and < Deepest and var at)
                (levels[at], overrides[at]) = (said.Child("lvl") ?? levels[at], said.Child("startOverride").Number() ?? overrides[at]);
        }

        return new NumberedList(counter, levels, overrides, styles);
    }

    public int Start(int level) => Levels[level].Child("start").Number() ?? 1;

    /// <summary>A level begins anew behind a paragraph of any of so many first levels; 0 if it never does.</summary>
    public int RestartsBehind(int level) => Levels[level].Child("lvlRestart").Number() is { } said && said <= level ? said : level;
}
