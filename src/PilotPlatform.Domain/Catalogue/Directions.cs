using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>The differentiated directions of section two, and the tasks that carry them.</summary>
internal static class Directions
{
    /// <summary>Shorter runs of shared characters are chance: words of two or three characters stand everywhere.</summary>
    private const int ShortestLink = 4;

    public static IEnumerable<Passage> In(IEnumerable<Passage> paragraphs) => paragraphs.Where(p => Statements.NumberOf(p, Statements.Direction) > 0);

    /// <summary>The city that a direction names first; null if it names none.</summary>
    public static Place? CityOf(Passage direction, IEnumerable<Place> cities) =>
        cities.Select(c => (City: c, At: direction.Squeezed.IndexOf(c.Name, StringComparison.Ordinal)))
            .Where(c => c.At >= 0).OrderBy(c => c.At).Select(c => c.City).FirstOrDefault();

    /// <summary>The tasks of a city's own that share a run of at least four characters with its direction, the city's name set aside.</summary>
    public static ImmutableArray<DirectionLink> Links(Passage direction, Place city, IEnumerable<PilotTask> own) =>
    [
        .. own.Select(t => new DirectionLink(t.Number, LongestShared(WithoutName(direction, city), WithoutName(t.Text, city))))
            .Where(l => l.SharedWords.Length >= ShortestLink),
    ];

    private static string WithoutName(Passage passage, Place city) =>
        passage.Normalized.Replace(city.Name, "|", StringComparison.Ordinal).Replace(city.Short, "|", StringComparison.Ordinal);

    /// <summary>The longest run that stands in both, of Chinese characters, letters, digits and the marks within a list or a quotation.</summary>
    private static string LongestShared(string first, string second)
    {
        var best = "";
        var lengths = new int[second.Length + 1];
        for (var i = 0; i < first.Length; i++)
        {
            for (var j = second.Length; j > 0; j--)
            {
                lengths[j] = first[i] == second[j - 1] && IsWord(first[i]) ? lengths[j - 1] + 1 : 0;
                if (lengths[j] > best.Length)
                    best = first[(i + 1 - lengths[j])..(i + 1)];
            }
        }

        return best.Trim('、').TrimStart('”').TrimEnd('“');
    }

    private static bool IsWord(char character) => TextForm.IsChinese(character) || char.IsAsciiLetterOrDigit(character) || character is '、' or '“' or '”';
}
