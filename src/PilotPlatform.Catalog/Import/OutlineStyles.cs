using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Import;

/// <summary>The styles of a Word document that make a paragraph a title or a heading, those included that are based on such a style.</summary>
internal sealed class OutlineStyles
{
    /// <summary>Word's own name of level 9, which is body text.</summary>
    private const int BodyText = 9;
    private const int DeepestStyle = 20;

    private readonly Dictionary<string, HeadingKind> byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> centred = new(StringComparer.OrdinalIgnoreCase);

    public OutlineStyles(Styles? styles)
    {
        var all = styles?.Elements<Style>().Where(s => s.StyleId?.Value is not null).DistinctBy(s => s.StyleId!.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(s => s.StyleId!.Value!, StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var (id, style) in all)
        {
            if (Chain(style, all).Select(s => s.StyleParagraphProperties.Child("jc").Value()).FirstOrDefault(said => said is not null) == "center")
                centred.Add(id);
            if (Chain(style, all).Select(KindOf).FirstOrDefault(kind => kind != HeadingKind.None) is var kind and not HeadingKind.None)
                byId[id] = kind;
        }
    }

    /// <summary>Whether a paragraph is set in the middle, by itself or by its style.</summary>
    public bool IsCentred(OpenXmlElement paragraph)
    {
        var properties = paragraph.Child("pPr");
        return properties.Child("jc").Value() is { } said ? said == "center" : properties.Child("pStyle").Value() is { } id && centred.Contains(id);
    }

    public HeadingKind HeadingOf(OpenXmlElement paragraph)
    {
        var properties = paragraph.Child("pPr");
        if (properties.Child("outlineLvl").Number() is { } level)
            return level < BodyText ? HeadingKind.Heading : HeadingKind.None;
        return properties.Child("pStyle").Value() is { } id ? byId.GetValueOrDefault(id) : HeadingKind.None;
    }

    /// <summary>A style and those that it is based on, each once.</summary>
    private static IEnumerable<Style> Chain(Style style, Dictionary<string, Style> all)
    {
        var seen = new HashSet<Style>();
        for (var next = style; next is not null && seen.Count < DeepestStyle && seen.Add(next); next = next.BasedOn?.Val?.Value is { } based ? all.GetValueOrDefault(based) : null)
            yield return next;
    }

    private static HeadingKind KindOf(Style style)
    {
        if (string.Equals(style.StyleName?.Val?.Value, "Title", StringComparison.OrdinalIgnoreCase))
            return HeadingKind.Title;
        return style.StyleParagraphProperties?.OutlineLevel?.Val?.Value < BodyText
            || style.StyleName?.Val?.Value?.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) == true
            ? HeadingKind.Heading
            : HeadingKind.None;
    }
}
