using DocumentFormat.OpenXml;

namespace PilotPlatform.Catalog.Import;

/// <summary>
/// Elements of a Word document by their names. Their types are not gone by: what the library has no type for, such as the smart tags that
/// Word puts around figures and names, has words as well.
/// </summary>
internal static class WordElements
{
    public static bool Is(this OpenXmlElement element, string name) => element.LocalName == name;

    /// <summary>Whether an element says how others look and holds no words.</summary>
    public static bool IsProperties(this OpenXmlElement element) => element.LocalName.EndsWith("Pr", StringComparison.Ordinal);

    public static OpenXmlElement? Child(this OpenXmlElement? element, string name) => element?.ChildElements.FirstOrDefault(c => c.LocalName == name);

    /// <summary>The value of an element such as <c>w:numId</c>; null if there is no such element or it has none.</summary>
    public static string? Value(this OpenXmlElement? element, string attribute = "val") =>
        element is { HasAttributes: true } ? element.GetAttributes().FirstOrDefault(a => a.LocalName == attribute).Value : null;

    public static int? Number(this OpenXmlElement? element, string attribute = "val") =>
        int.TryParse(element.Value(attribute), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a switch such as <c>w:vanish</c> is on: there, and not said to be off.</summary>
    public static bool IsOn(this OpenXmlElement? element) => element is not null && element.Value() is not ("0" or "false" or "off");

    /// <summary>The children of a name by their ids; of two with one id the first.</summary>
    public static Dictionary<string, OpenXmlElement> ById(this OpenXmlElement? container, string name, string id) =>
        container?.ChildElements.Where(e => e.Is(name)).Select(e => (Id: e.Value(id), Element: e)).Where(e => e.Id is not null).DistinctBy(e => e.Id!, StringComparer.Ordinal)
            .ToDictionary(e => e.Id!, e => e.Element, StringComparer.Ordinal) ?? [];

    /// <summary>The nearest element of a name around another.</summary>
    public static OpenXmlElement? Around(this OpenXmlElement element, string name) => element.Ancestors().FirstOrDefault(a => a.LocalName == name);
}
