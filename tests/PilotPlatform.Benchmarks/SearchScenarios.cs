using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PilotPlatform.Catalog;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Catalog.Search;
using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Benchmarks;

/// <summary>Search in this process, over tasks put together from the clauses of the document.</summary>
internal static class SearchScenarios
{
    private const int Tasks = 100_000;
    private const int Searches = 4000;
    private const int Warming = 1000;

    private static readonly ImmutableArray<int> FacetSizes = [9, 15, 5, 4, 32];

    public static IEnumerable<Scenario> All =>
    [
        new("search/p99", $"milliseconds of a search over {Tasks} tasks with facets and a page of marked hits, p99", 10, AtMost: true, () => Task.FromResult(Measure())),
    ];

    private static Measured Measure()
    {
        var random = new Random(20260);
        ImmutableArray<Facet> facets = [.. FacetSizes.Select(size => new Facet([.. Enumerable.Range(0, size).Select(v => v.ToString(CultureInfo.InvariantCulture))]))];
        var documents = Documents(random);
        var watch = Stopwatch.StartNew();
        using var index = SearchIndex.Of(documents, facets);
        var indexed = watch.Elapsed;
        var times = new List<double>();
        for (var i = 0; i < Searches + Warming; i++)
        {
            var words = SearchWords.Parse("query", QueryOf(i % 9, documents, random)).Value;
            var filter = i % 2 == 0 ? FacetFilter.None(facets.Length) : new FacetFilter([.. FacetSizes.Select(size => random.Next(3) == 0 ? ImmutableArray.Create(random.Next(size)) : [])]);
            var began = watch.Elapsed;
            var found = index.Search(words, filter, new PagePlace(0, 20));
            foreach (var hit in found.Best)
            {
                Highlighter.InChinese(documents[hit.Document].Text, found.Highlights);
                Highlighter.InEnglish(documents[hit.Document].TextEnglish, found.Highlights);
            }

            if (i >= Warming)
                times.Add((watch.Elapsed - began).TotalMilliseconds);
        }

        times.Sort();
        return new Measured(times[times.Count * 99 / 100], string.Create(
            CultureInfo.InvariantCulture, $"p50 {times[times.Count / 2]:0.##} ms, most {times[^1]:0.##} ms, indexed in {indexed.TotalSeconds:0.#} s"));
    }

    private static ImmutableArray<SearchDocument> Documents(Random random)
    {
        var data = Path.Combine(AppContext.BaseDirectory, "catalog");
        var files = CatalogFiles.Load(new CatalogOptions { Programme = Path.Combine(data, "programme.json") });
        var edition = DocumentImport.Read(File.ReadAllBytes(files.DocumentPath), files.Gazetteer).Value;
        var view = new EditionView(edition, edition, files);
        string[] chinese = [.. view.Tasks.SelectMany(t => t.Text.Normalized.Split('，', '。', '；')).Where(clause => clause.Length > 3)];
        string[] english = [.. view.Tasks.SelectMany(t => t.Text.English.Split(',', '.', ';')).Where(clause => clause.Length > 5)];
        string[] words = [.. Enumerable.Range(0, 20_000).Select(_ => Word(random))];
        return
        [
            .. Enumerable.Range(1, Tasks).Select(number =>
            {
                var scope = view.Tasks[random.Next(view.Tasks.Count)].Scope;
                return new SearchDocument(
                    number,
                    $"{Some(chinese, "，")}，{Characters(random)}",
                    scope.Verbatim,
                    $"{Some(english, ", ")} {Pick(words)} {Pick(words)}",
                    scope.English,
                    [.. FacetSizes.Select((size, facet) => Enumerable.Range(0, facet % 2 == 0 ? 2 : 1).Select(_ => random.Next(size)).Distinct().ToImmutableArray())]);
            }),
        ];

        string Pick(string[] from) => from[random.Next(from.Length)];

        string Some(string[] from, string separator) => string.Join(separator, Enumerable.Range(0, random.Next(2, 5)).Select(_ => Pick(from)));
    }

    private static string QueryOf(int kind, ImmutableArray<SearchDocument> documents, Random random)
    {
        var document = documents[random.Next(documents.Length)];
        var words = document.TextEnglish.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        string Part() => document.Text.Substring(random.Next(document.Text.Length - 6), random.Next(2, 7));
        string English() => words[random.Next(words.Length)];
        return kind switch
        {
            0 => Part(),
            1 => $"{Part()} {Part()}",
            2 => English(),
            3 => $"{English()} {English()}",
            4 => Slip(English()),
            5 => document.Number!.Value.ToString(CultureInfo.InvariantCulture),
            6 => $"{Part()} {English()}",
            7 => Characters(random),
            _ => "",
        };
    }

    /// <summary>Two letters changed over.</summary>
    private static string Slip(string word) => word.Length < 4 ? word : $"{word[0]}{word[2]}{word[1]}{word[3..]}";

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(3, 5)).Select(_ => $"{"bcdfghklmnprst"[random.Next(14)]}{"aeiou"[random.Next(5)]}"));

    private static string Characters(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4, 10)).Select(_ => (char)(0x4e00 + random.Next(3000))));
}
