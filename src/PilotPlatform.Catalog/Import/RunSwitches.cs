using DocumentFormat.OpenXml;

namespace PilotPlatform.Catalog.Import;

/// <summary>What is switched on for runs of a Word document, such as <c>w:vanish</c>: by their own properties, or by the style of the run or of its paragraph.</summary>
internal sealed class RunSwitches(OpenXmlElement? styles)
{
    private const int DeepestStyle = 20;

    private readonly Dictionary<string, OpenXmlElement> byId = styles.ById("style", "styleId");
    private readonly Dictionary<(string Style, string Name), bool?> known = [];

    public bool IsOn(OpenXmlElement run, string name)
    {
        var properties = run.Child("rPr");
        return properties.Child(name) is { } own
            ? own.IsOn()
            : OfStyle(properties.Child("rStyle").Value(), name) ?? OfStyle(run.Around("p").Child("pPr").Child("pStyle").Value(), name) ?? false;
    }

    /// <summary>Whether a style switches it on; null if it says nothing.</summary>
    private bool? OfStyle(string? id, string name) => id is null ? null : known.TryGetValue((id, name), out var said) ? said : known[(id, name)] = Said(id, name);

    private bool? Said(string? id, string name)
    {
        for (var depth = 0; id is not null && byId.TryGetValue(id, out var style) && depth < DeepestStyle; depth++)
        {
            if (style.Child("rPr").Child(name) is { } said)
                return said.IsOn();
            id = style.Child("basedOn").Value();
        }

        return null;
    }
}
