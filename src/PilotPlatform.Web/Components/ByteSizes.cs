using System.Globalization;
using Microsoft.Extensions.Localization;

namespace PilotPlatform.Web.Components;

/// <summary>Sizes of files as people read them.</summary>
public static class ByteSizes
{
    private const double Kilo = 1024;

    /// <summary>A size such as 30.5 KB; below a kilobyte in bytes.</summary>
    public static string InWords(IStringLocalizer words, long bytes) => bytes switch
    {
        < (long)Kilo => words["Bytes", bytes],
        < (long)(Kilo * Kilo) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilo:0.#} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilo / Kilo:0.#} MB"),
    };
}
