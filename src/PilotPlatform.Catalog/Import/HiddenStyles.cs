using DocumentFormat.OpenXml;

namespace PilotPlatform.Catalog.Import;

/// <summary>Which runs of a Word document are not shown: by their own properties, or by the style of the run or of its paragraph.</summary>
internal sealed class HiddenStyles(OpenXmlElement? styles)
{
    private const int DeepestStyle = 20;

    private readonly Dictionary<string, OpenXmlElement> byId = styles.ById("style", "styleId");
    private readonly Dictionary<string, bool?> known = new(StringComparer.Ordinal);

    public bool Hide(OpenXmlElement run)
    {
        var properties = run.Child("rPr");
        return properties.Child("vanish") is { } own
            ? own.IsOn()
            : OfStyle(properties.Child("rStyle").Value()) ?? OfStyle(run.Around("p").Child("pPr").Child("pStyle").Value()) ?? false;
    }

    /// <summary>Whether a style hides; null if it says nothing.</summary>
    private bool? OfStyle(string? id) => id is null ? null : known.TryGetValue(id, out var said) ? said : known[id] = Said(id);

    private bool? Said(string? id)
    {
        for (var depth = 0; id is not null && byId.TryGetValue(id, out var style) && depth < DeepestStyle; depth++)
        {
            if (style.Child("rPr").Child("vanish") is { } said)
                return said.IsOn();
            id = style.Child("basedOn").Value();
        }

        return null;
    }
}
