using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>The differentiated directions of section two, and the tasks that carry them.</summary>
internal static class Directions
{
    /// <summary>Shorter runs of shared characters are chance: words of two or three characters stand everywhere.</summary>
    private const int Shortest = 4;

    /// <summary>A run of this length is no chance wherever else it stands.</summary>
    private const int Telling = 6;

    /// <summary>
    /// A run between the two counts only where no task of the city has a telling one, and if no more tasks of the list have it:
    /// 融合发展 stands in many, 科技创新 in few.
    /// </summary>
    private const int MostTasks = 3;

    /// <summary>No direction is longer; a paragraph that is one in form only costs no more than this.</summary>
    private const int MostRead = 2000;

    /// <summary>A direction names its city so near to its head.</summary>
    private const int Opening = 12;

    /// <summary>
    /// The numbered paragraphs of those sections in which one begins with a pilot city, or several are of one each: duties are numbered as well. Those numbered in another
    /// way than the first of them are points within a direction.
    /// </summary>
    public static IEnumerable<Passage> In(IEnumerable<Section> sections, IReadOnlyCollection<Place> cities) => sections
        .Select(s => s.Paragraphs.Where(p => Statements.NumberOf(p, Statements.Direction) > 0).ToList())
        .Select(numbered => (Numbered: numbered, First: numbered.Find(p => Opens(p, cities)) ?? (numbered.Count(p => IsOfOne(p, cities)) > 1 ? numbered.Find(p => IsOfOne(p, cities)) : null)))
        .Where(s => s.First is not null)
        .SelectMany(s => s.Numbered.Where(p => FormOf(p) == FormOf(s.First!)));

    /// <summary>The first of several paragraphs that each begin with a city as directions do, and are none by their numbers; null if there are none.</summary>
    public static Passage? Unnumbered(IEnumerable<Passage> paragraphs, IReadOnlyCollection<Place> cities)
    {
        var alike = paragraphs.Where(p => Statements.NumberOf(p, Statements.Direction) == 0 && Opens(p, cities) && IsOfOne(p, cities)).ToList();
        return alike.Count > 1 || (alike.Count == 1 && cities.Count == 1) ? alike[0] : null;
    }

    private static bool Opens(Passage paragraph, IEnumerable<Place> cities) =>
        paragraph.Squeezed[..Math.Min(paragraph.Squeezed.Length, Opening)] is var head && cities.Any(c => head.Contains(c.Short, StringComparison.Ordinal));

    private static bool IsOfOne(Passage paragraph, IEnumerable<Place> cities) => cities.Count(c => paragraph.Squeezed.Contains(c.Short, StringComparison.Ordinal)) == 1;

    /// <summary>How a number is written: 一 in brackets, 1 in brackets, or 1 without.</summary>
    private static (bool IsBracketed, bool IsChinese) FormOf(Passage numbered) =>
        numbered.Normalized[0] == '（' ? (true, TextForm.IsChinese(numbered.Normalized[1])) : (false, false);

    /// <summary>The city that a direction names first; null if it names none.</summary>
    public static Place? CityOf(Passage direction, IEnumerable<Place> cities) =>
        cities.Select(c => (City: c, At: direction.Squeezed.IndexOf(c.Short, StringComparison.Ordinal)))
            .Where(c => c.At >= 0).OrderBy(c => c.At).Select(c => c.City).FirstOrDefault();

    /// <summary>The tasks of a city's own that share a telling run of characters with its direction, the city's name set aside.</summary>
    public static ImmutableArray<DirectionLink> Links(Passage direction, Place city, ImmutableArray<PilotTask> tasks)
    {
        var own = tasks.Where(t => t.NamedCities.Contains(city.Id)).ToList();
        ImmutableArray<DirectionLink> telling = [.. Links(run => run.Length >= Telling)];
        return telling.Length > 0 ? telling : [.. Links(run => tasks.Count(t => Has(t.Text, run)) <= MostTasks)];

        IEnumerable<DirectionLink> Links(Predicate<string> counts) =>
            own.Select(t => new DirectionLink(t.Number, Runs(direction, t.Text, city, counts))).Where(l => l.Runs.Length > 0);
    }

    private static ImmutableArray<SharedRun> Runs(Passage direction, Passage text, Place city, Predicate<string> counts)
    {
        var (first, second) = (FoldedText.Of(direction.Verbatim), FoldedText.Of(text.Verbatim));
        ImmutableArray<SharedRun> runs =
        [
            .. Shared(Head(WithoutName(first.Content, city)), Head(WithoutName(second.Content, city)))
                .Where(run => counts(first.Content.Substring(run.First, run.Length)))
                .OrderByDescending(run => run.Length).ThenBy(run => run.Second)
                .Select(run => new SharedRun(direction.Part(first.SpanOf(run.First, run.Length)), text.Part(second.SpanOf(run.Second, run.Length)))),
        ];
        return [.. runs.Where((run, i) => runs.Take(i).All(longer => !Overlaps(longer.InDirection, run.InDirection) && !Overlaps(longer.InTask, run.InTask)))];
    }

    private static string Head(string content) => content[..Math.Min(content.Length, MostRead)];

    private static bool Has(Passage text, string run) => FoldedText.Fold(text.Verbatim).Contains(run, StringComparison.Ordinal);

    private static bool Overlaps(Passage one, Passage other) => one.Span.Start < other.Span.End && other.Span.Start < one.Span.End;

    /// <summary>The city's name as characters that end a run, so that every other character stays in its place.</summary>
    private static string WithoutName(string content, Place city) => content
        .Replace(city.Name, new string('|', city.Name.Length), StringComparison.Ordinal)
        .Replace(city.Short, new string('|', city.Short.Length), StringComparison.Ordinal);

    /// <summary>Every run that stands in both and cannot be made longer, of Chinese characters, letters, digits and the marks within a list or a quotation.</summary>
    private static IEnumerable<(int First, int Second, int Length)> Shared(string first, string second)
    {
        var lengths = new int[first.Length + 1, second.Length + 1];
        for (var i = first.Length - 1; i >= 0; i--)
            for (var j = second.Length - 1; j >= 0; j--)
                lengths[i, j] = first[i] == second[j] && IsWord(first[i]) ? lengths[i + 1, j + 1] + 1 : 0;

        for (var i = 0; i < first.Length; i++)
        {
            for (var j = 0; j < second.Length; j++)
            {
                if (lengths[i, j] < Shortest || (i > 0 && j > 0 && lengths[i - 1, j - 1] > 0))
                    continue;
                var (start, end) = Trim(first, i, i + lengths[i, j]);
                if (end - start >= Shortest)
                    yield return (start, j + start - i, end - start);
            }
        }
    }

    /// <summary>A run neither begins with the end of a quotation or list nor ends with the beginning of one.</summary>
    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && text[start] is '、' or '”')
            start++;
        while (end > start && text[end - 1] is '、' or '“')
            end--;
        return (start, end);
    }

    private static bool IsWord(char character) => TextForm.IsChinese(character) || char.IsAsciiLetterOrDigit(character) || character is '、' or '“' or '”';
}
