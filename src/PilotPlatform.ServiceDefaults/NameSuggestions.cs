using System.Collections.Immutable;
using F23.StringSimilarity;

namespace PilotPlatform.ServiceDefaults;

/// <summary>Names alike to one that is not known, of cities or of anything else that few are of.</summary>
public static class NameSuggestions
{
    private const int Most = 3;
    private const double LeastAlike = 0.7;

    /// <summary>Longest text that is compared, in characters: no name is as long, and a caller sends what they like.</summary>
    private const int Longest = 100;

    /// <summary>One of two characters: Chinese names are so short that it is already much.</summary>
    private const double LeastAlikeInChinese = 0.5;

    private static readonly JaroWinkler Similarity = new();

    /// <summary>The names a city can be asked for, its id first.</summary>
    public static ImmutableArray<string> Names(string id, string chinese, string shortChinese, string english) => [id, chinese, shortChinese, english];

    /// <summary>Ids, which are the first names, of at most three that have a name alike, the most alike first; none if none has.</summary>
    public static ImmutableArray<string> For(string wanted, IEnumerable<ImmutableArray<string>> named) => wanted.Length > Longest ? [] :
    [
        .. named.Select(names => (Id: names[0], Alike: names.Max(name => Alike(wanted, name))))
            .Where(c => c.Alike >= (IsChinese(wanted) ? LeastAlikeInChinese : LeastAlike)).OrderByDescending(c => c.Alike).Take(Most).Select(c => c.Id),
    ];

    private static bool IsChinese(string name) => name.Any(Domain.Documents.TextForm.IsChinese);

    /// <summary>Likeness from 0 to 1.</summary>
    private static double Alike(string wanted, string name) =>
        IsChinese(wanted)
            ? (double)wanted.Intersect(name).Count() / Math.Max(name.Length, 1)
            : Similarity.Similarity(wanted.ToUpperInvariant(), name.ToUpperInvariant());
}
