using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Structure;

/// <summary>A place that a text names, and the words that name it.</summary>
public sealed record PlaceMention(Place Place, Passage Words);

/// <summary>
/// Finds the places of a gazetteer in texts. Of names that begin at one character the longest counts, and what stands inside it is
/// part of it; of places with the same name, the one that the gazetteer has first. A place inside the name of something else,
/// such as a stock exchange, is none.
/// </summary>
public sealed class PlaceFinder
{
    private readonly ILookup<char, (string Name, Place? Place)> names;

    public PlaceFinder(Gazetteer gazetteer, IEnumerable<string> namesOfOthers) =>
        names = gazetteer.Places
            .SelectMany(p => new[] { p.Name, p.Short }.Select(name => (Name: FoldedText.Fold(name), Place: (Place?)p)))
            .Concat(namesOfOthers.Select(name => (Name: FoldedText.Fold(name), Place: (Place?)null)))
            .Where(n => n.Name.Length > 0)
            .DistinctBy(n => n.Name, StringComparer.Ordinal)
            .OrderByDescending(n => n.Name.Length)
            .ToLookup(n => n.Name[0]);

    /// <summary>The places of a text in the order in which it names them, each mention of its own.</summary>
    public ImmutableArray<PlaceMention> Find(Passage text)
    {
        var folded = FoldedText.Of(text.Verbatim);
        var mentions = ImmutableArray.CreateBuilder<PlaceMention>();
        for (var at = 0; at < folded.Content.Length;)
        {
            var start = at;
            var (name, place) = names[folded.Content[at]].FirstOrDefault(n => string.CompareOrdinal(folded.Content, start, n.Name, 0, n.Name.Length) == 0);
            if (place is not null)
                mentions.Add(new PlaceMention(place, text.Part(folded.SpanOf(at, name.Length))));
            at += name?.Length ?? 1;
        }

        return mentions.ToImmutable();
    }
}
