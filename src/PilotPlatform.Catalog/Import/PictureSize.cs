using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;

namespace PilotPlatform.Catalog.Import;

/// <summary>How large pictures of a Word document are shown: one as large as a page of words may be one, a mark or a seal is none.</summary>
internal static partial class PictureSize
{
    /// <summary>10 by 15 centimetres, in English metric units.</summary>
    private const int Width = 3_600_000;
    private const int Height = 5_400_000;
    private const double UnitsOfAPoint = 12_700;

    public static bool IsOfAPage(OpenXmlElement drawing) =>
        drawing.Descendants().Any(e => e.LocalName is "blip" or "imagedata") && drawing.Descendants().Any(e => Size(e) is (>= Width, >= Height));

    private static (double Width, double Height) Size(OpenXmlElement element) => element.LocalName switch
    {
        "extent" => (element.Number("cx") ?? 0, element.Number("cy") ?? 0),
        "shape" or "rect" when element.Value("style") is { } style => (Points(style, "width"), Points(style, "height")),
        _ => default,
    };

    private static double Points(string style, string side) =>
        Sides().Matches(style).FirstOrDefault(m => m.Groups["side"].Value == side) is { } said
            && double.TryParse(said.Groups["length"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points) ? points * UnitsOfAPoint : 0;

    [GeneratedRegex("(^|;) *(?<side>width|height): *(?<length>[0-9.]{1,10})pt", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sides();
}
