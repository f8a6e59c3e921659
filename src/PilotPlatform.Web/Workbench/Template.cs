using System.Collections.Immutable;

namespace PilotPlatform.Web.Workbench;

/// <summary>A sentence with holes, each <c>{kind}</c>, which something is filled into.</summary>
internal sealed class Template
{
    /// <summary>What stands before the first hole, and behind each.</summary>
    private readonly ImmutableArray<string> literals;
    private readonly ImmutableArray<string> holes;

    public Template(string text)
    {
        Text = text;
        var parts = text.Split('{', '}');
        literals = [.. parts.Where((_, at) => at % 2 == 0)];
        holes = [.. parts.Where((_, at) => at % 2 == 1)];
    }

    public string Text { get; }

    /// <summary>What fills the holes of a sentence, each as short as it can be; null if it is another sentence.</summary>
    public IReadOnlyList<(string Hole, string Text)>? Match(string sentence)
    {
        if (!sentence.StartsWith(literals[0], StringComparison.Ordinal))
            return null;
        var at = literals[0].Length;
        var found = new List<(string, string)>(holes.Length);
        for (var hole = 0; hole < holes.Length; hole++)
        {
            var next = literals[hole + 1];
            var isLast = hole == holes.Length - 1;
            var end = isLast ? EndOf(sentence, at, next) : sentence.IndexOf(next, at, StringComparison.Ordinal);
            if (end < 0)
                return null;
            found.Add((holes[hole], sentence[at..end]));
            at = end + next.Length;
        }

        return at == sentence.Length ? found : null;
    }

    public string Fill(IReadOnlyDictionary<string, string> texts) =>
        string.Concat(holes.Select((hole, at) => texts[hole] + literals[at + 1]).Prepend(literals[0]));

    private static int EndOf(string sentence, int from, string ending) =>
        sentence.Length - ending.Length >= from && sentence.EndsWith(ending, StringComparison.Ordinal) ? sentence.Length - ending.Length : -1;
}
