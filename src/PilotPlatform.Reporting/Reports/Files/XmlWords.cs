using System.Xml;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Texts as XML can hold them.</summary>
internal static class XmlWords
{
    /// <summary>The text, with the sign for what cannot be shown in place of what XML has no way to say.</summary>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsFine(text, i))
                return string.Create(text.Length, text, static (clean, from) =>
                {
                    for (var at = 0; at < clean.Length; at++)
                        clean[at] = IsFine(from, at) ? from[at] : '\ufffd';
                });
        return text;
    }

    private static bool IsFine(string text, int at) => char.IsSurrogate(text[at])
        ? (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])) || (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]))
        : XmlConvert.IsXmlChar(text[at]);
}
