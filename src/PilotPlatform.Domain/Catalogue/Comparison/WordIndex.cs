using System.Collections.Immutable;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>What two texts have in common.</summary>
/// <param name="Key">The text of the index.</param>
/// <param name="Shared">Pairs of characters that stand in both.</param>
/// <param name="Length">Pairs of characters of the text of the index.</param>
/// <param name="OwnLength">Pairs of characters of the text that was asked for.</param>
internal readonly record struct SharedWords(int Key, int Shared, int Length, int OwnLength);

/// <summary>Texts by their pairs of neighbouring characters, so that like texts are found without comparing each with each.</summary>
internal sealed class WordIndex
{
    private readonly Dictionary<(char, char), List<(int Key, int Count)>> places = [];
    private readonly Dictionary<int, int> lengths = [];

    public WordIndex(ImmutableArray<(int Key, string Text)> texts)
    {
        foreach (var (key, text) in texts)
        {
            lengths[key] = Length(text);
            foreach (var (pair, count) in Pairs(text))
            {
                if (!places.TryGetValue(pair, out var found))
                    places[pair] = found = [];
                found.Add((key, count));
            }
        }
    }

    public IEnumerable<SharedWords> SharedWith(string text)
    {
        var shared = new Dictionary<int, int>();
        foreach (var (pair, count) in Pairs(text))
            foreach (var (key, other) in places.GetValueOrDefault(pair, []))
                shared[key] = shared.GetValueOrDefault(key) + Math.Min(count, other);
        return shared.Select(s => new SharedWords(s.Key, s.Value, lengths[s.Key], Length(text)));
    }

    private static int Length(string text) => Math.Max(1, text.Length - 1);

    private static IEnumerable<KeyValuePair<(char, char), int>> Pairs(string text) =>
        text.Length == 1 ? [new((text[0], '\0'), 1)] : text.Zip(text.Skip(1)).CountBy(pair => pair);
}
