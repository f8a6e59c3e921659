using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Catalog.Search;
using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.Domain.Documents;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Domain.Tests.Catalogue.Search;

/// <summary>The tasks of the document, searched.</summary>
public sealed class SearchIndexTests
{
    private static readonly ImmutableArray<Facet> Facets = [new(["odd", "even"]), new([.. Enumerable.Range(1, 15).Select(i => $"{i}")])];

    private static readonly PagePlace Whole = new(0, 1000);

    private static readonly SearchIndex Index = SearchIndex.Of([.. Shipped.Edition.Tasks.Select(DocumentOf)], Facets);

    private static readonly Gen<string> AnyQuery =
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["外资医院保税 AND OR NOT hospital~*?:\"()[]{}^\\/+-!&|'12\ud840\udc00\0"]), 0, 60];

    /// <summary>Runs of Chinese characters that stand without a mark between them, as the normalised text has them.</summary>
    public static TheoryData<int> Tasks => new(Shipped.Edition.Tasks.Select(t => t.Number));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Search_AnyTwoToSixCharactersOfATask_FindIt(int number)
    {
        var task = Shipped.Edition.Tasks[number - 1];
        foreach (var text in new[] { task.Text.Verbatim, task.Text.Normalized, task.Scope.Normalized })
            foreach (var part in Parts(text).Distinct(StringComparer.Ordinal))
                Assert.True(Numbers(part).Contains(number), $"'{part}' does not find task {number}");
    }

    /// <summary>What is found holds the words: no phrase runs across a mark, and none is found by its pairs alone.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void Search_RunsOfOneTask_FindOnlyTasksThatHoldThem(int number)
    {
        foreach (var part in Parts(Shipped.Edition.Tasks[number - 1].Text.Normalized).Where((_, i) => i % 17 == 0))
            Assert.All(Numbers(part), found => Assert.True(Holds(found, part), $"task {found} does not hold '{part}'"));
    }

    /// <summary>Runs of whatever length, up to the marks on both sides.</summary>
    [Fact]
    public void Search_WholeRunsOfEveryTask_FindIt() =>
        Assert.All(Shipped.Edition.Tasks, task => Assert.All(
            SearchSegments.OfText(task.Text.Normalized).Where(s => s is { Kind: SegmentKind.Chinese, Content.Length: >= 2 }),
            run => Assert.Contains(task.Number, Numbers(run.Content))));

    [Theory]
    [InlineData("invoise", 147)]
    [InlineData("nivoice", 147)]
    [InlineData("ohspital", 33)]
    [InlineData("jospital", 33)]
    [InlineData("ospitals", 33)]
    [InlineData("bnak", 42)]
    [InlineData("bamk", 42)]
    [InlineData("vusa", 119)]
    public void Search_WordWithASlip_FindsWhatWasMeant(string query, int task)
    {
        Assert.Contains(task, Numbers(query));
        Assert.NotEmpty(Search(query).Corrections);
    }

    [Theory]
    [InlineData("50%")]
    [InlineData("50 %")]
    [InlineData("５０％")]
    [InlineData("外资 50%")]
    public void Search_Percentage_FindsTheTextsAndNotTheTaskOfThatNumber(string query)
    {
        Assert.Contains(1, Numbers(query));
        Assert.DoesNotContain(50, Numbers(query));
    }

    [Theory]
    [InlineData("*")]
    [InlineData(" ? ")]
    [InlineData("%")]
    [InlineData("。，")]
    public void Search_MarksAlone_FindNothing(string query) => Assert.Equal((0, 0), (Search(query).Total, Search(query).Suggestions.Length));

    [Fact]
    public void Search_PairAcrossAMark_IsNotFound()
    {
        var document = new SearchDocument(1, "支持发展，推动建设。研究", "", "", "", [[], []]);
        using var index = SearchIndex.Of([document], Facets);

        Assert.Empty(Found(index, "展推"));
        Assert.Empty(Found(index, "支持发展推动建设"));
        Assert.Empty(Found(index, "发展推动"));
        Assert.Single(Found(index, "发展 推动"));
        Assert.Single(Found(index, "发展，推动"));
    }

    [Theory]
    [InlineData("hospital", 33)]
    [InlineData("hospitals", 33)]
    [InlineData("wholly-foreign-owned HOSPITALS", 33)]
    [InlineData("Taiwanese physicians Kunshan", 35)]
    [InlineData("physician Kunshan", 35)]
    [InlineData("kunshn", 35)]
    [InlineData("hosptial", 33)]
    [InlineData("Xian Almaty", 61)]
    [InlineData("Xi'an Almaty", 61)]
    [InlineData("visa of up to 2 years", 119)]
    [InlineData("ｑｆｌｐ", 39)]
    [InlineData("QFLP 试点", 39)]
    [InlineData("ＱＦＬＰ", 39)]
    [InlineData("昆山 physicians", 35)]
    [InlineData("外卡内绑", 122)]
    [InlineData("中德（太仓）产业合作示范区", 128)]
    [InlineData("NRA账户", 42)]
    [InlineData("第35项", 35)]
    [InlineData("35", 35)]
    [InlineData("task 147", 147)]
    [InlineData("peppol", 147)]
    [InlineData("pharmac", 20)]
    public void Search_WordsOfATask_FindIt(string query, int number) => Assert.Contains(number, Numbers(query));

    [Fact]
    public void Search_NumberOfATask_FindsItFirst() =>
        Assert.All(Shipped.Edition.Tasks, task => Assert.Equal(task.Number, Best($"{task.Number}")[0]));

    [Theory]
    [InlineData("外资医院")]
    [InlineData("xylophone")]
    [InlineData("hospital xylophone")]
    [InlineData("昆山 大连")]
    [InlineData("160")]
    [InlineData("the of and")]
    [InlineData("theyr")]
    [InlineData("xyz")]
    public void Search_WordsThatStandTogetherNowhere_FindNothing(string query) => Assert.Empty(Numbers(query));

    [Theory]
    [InlineData("外资医院", "外资")]
    [InlineData("昆山 大连", "昆山")]
    [InlineData("保税维休", "保税维")]
    [InlineData("xi an", "xian")]
    [InlineData("hongkong", "hong kong")]
    [InlineData("roro", "ro ro")]
    [InlineData("hongkong lawyers", "hong kong lawyers")]
    [InlineData("三十五", "35")]
    [InlineData("两年", "2 年")]
    public void Search_WithoutAHit_SuggestsWhatFindsSomething(string query, string suggestion)
    {
        var suggestions = Search(query).Suggestions;

        Assert.Contains(suggestion, suggestions);
        Assert.All(suggestions, s => Assert.NotEmpty(Numbers(s)));
    }

    /// <summary>What is suggested stands in the texts: two words run into one are none.</summary>
    [Theory]
    [InlineData("digital yuan")]
    [InlineData("foreign ownership")]
    public void Search_TwoWordsThatAreNoneTogether_AreNotRunIntoOne(string query) =>
        Assert.DoesNotContain(query.Replace(" ", "", StringComparison.Ordinal), Search(query).Suggestions);

    /// <summary>Words without a meaning of their own are told, and lead to no other words that somebody never meant.</summary>
    [Theory]
    [InlineData("the of and", "the of and", true)]
    [InlineData("of hospitals", "of", false)]
    [InlineData("医院", "", false)]
    public void Search_WordsWithoutAMeaning_ArePassedOverAndTold(string query, string ignored, bool isAll)
    {
        var outcome = Search(query);

        Assert.Equal(ignored, string.Join(' ', outcome.Ignored));
        Assert.Equal((isAll, isAll ? 0 : outcome.Suggestions.Length), (outcome.Total == 0, outcome.Suggestions.Length));
    }

    [Fact]
    public void Search_SlipOfThePen_SaysWhatWasSearchedInstead()
    {
        var correction = Assert.Single(Search("hosptial").Corrections);

        Assert.Equal("hosptial", correction.Word);
        Assert.Equal(["hospitals"], correction.Replacements);
    }

    [Fact]
    public void Search_NoQuery_GivesEverythingInItsOrder()
    {
        var all = Search("");

        Assert.Equal(159, all.Total);
        Assert.Equal(Enumerable.Range(0, 159), all.Best.Select(h => h.Document));
        Assert.Equal([80, 79], all.Counts[0]);
        Assert.Equal([18, 17, 15, 12, 12, 11, 9, 10, 13, 11, 4, 8, 8, 3, 8], all.Counts[1]);
    }

    /// <summary>Every pair of filters, held against counting by hand.</summary>
    [Fact]
    public void Search_EveryPairOfFilters_CountsEachFacetWithoutItsOwnFilter()
    {
        foreach (var parity in new int?[] { null, 0, 1 })
        {
            foreach (var chapter in Enumerable.Range(-1, 16))
            {
                var filter = new FacetFilter([parity is { } p ? [p] : [], chapter < 0 ? [] : [chapter]]);
                var found = Index.Search(SearchWords.Parse("query", "支持").Value, filter, Whole);
                var all = Shipped.Edition.Tasks.Where(t => Holds(t.Number, "支持")).ToList();
                bool Parity(int number) => parity is null || (number + 1) % 2 == parity;
                bool Chapter(int number) => chapter < 0 || number == chapter + 1;

                Assert.Equal(all.Where(t => Parity(t.Number) && Chapter(t.Chapter)).Select(t => t.Number), found.Best.Select(h => h.Document + 1).Order());
                Assert.Equal(Enumerable.Range(0, 2).Select(v => all.Count(t => Chapter(t.Chapter) && (t.Number + 1) % 2 == v)), found.Counts[0]);
                Assert.Equal(Enumerable.Range(1, 15).Select(v => all.Count(t => Parity(t.Number) && t.Chapter == v)), found.Counts[1]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public void Best_PageByPage_IsTheWholeInOneOrder(int size)
    {
        var found = Search("支持");
        var pages = Enumerable.Range(0, found.Total / size + 1)
            .SelectMany(page => Index.Search(SearchWords.Parse("query", "支持").Value, FacetFilter.None(2), new PagePlace(page * size, size)).Best).ToList();

        Assert.Equal(found.Total, pages.Count);
        Assert.Equal(found.Best, pages);
        Assert.Equal(pages.OrderByDescending(h => h.Score).ThenBy(h => h.Document), pages);
    }

    [Fact]
    public void Highlights_OfEveryPartOfATask_MarkTheWordsSearchedFor()
    {
        var text = Shipped.Edition.Tasks[0].Text.Verbatim;
        foreach (var part in Parts(text))
        {
            var spans = Highlighter.InChinese(text, Search(part).Highlights);
            Assert.NotEmpty(spans);
            Assert.All(spans, s => Assert.Contains(part, Domain.Documents.FoldedText.Fold(text[s.Start..s.End]), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Highlights_OfEnglishWords_MarkEveryFormOfThem()
    {
        var english = English(33);
        var spans = Highlighter.InEnglish(english, Search("hospital").Highlights);

        Assert.Equal(3, spans.Count);
        Assert.All(spans, s => Assert.Equal("hospitals", english[s.Start..s.End]));
    }

    /// <summary>Where a page break cut a word, the mark runs across the break.</summary>
    [Fact]
    public void Highlights_OfACutWord_RunAcrossTheBreak()
    {
        var marks = new HighlightTerms(["发挥"], [], [], []);

        Assert.Equal([new Span(2, 6)], Highlighter.InChinese("展,发\n\n挥地", marks));
    }

    [Fact]
    public void Search_AnyQuery_NeverThrows() => AnyQuery.Sample(
        query => Search(query).Total >= 0,
        iter: 3_000);

    [Fact]
    public void Search_FromManyThreads_AnswersAsFromOne()
    {
        var queries = new[] { "支持", "hospital", "hosptial", "第12项", "外资医院", "金融 支持" };
        var alone = queries.Select(q => Numbers(q).ToList()).ToList();

        Parallel.For(0, 200, i => Assert.Equal(alone[i % queries.Length], Numbers(queries[i % queries.Length])));
    }

    private static SearchOutcome Search(string query) => Index.Search(SearchWords.Parse("query", query).Value, FacetFilter.None(Facets.Length), Whole);

    private static IEnumerable<int> Numbers(string query) => Search(query).Best.Select(h => Index.Documents[h.Document].Number!.Value);

    private static List<int> Best(string query) => [.. Search(query).Best.Take(10).Select(h => Index.Documents[h.Document].Number!.Value)];

    private static IReadOnlyList<Hit> Found(SearchIndex index, string query) => index.Search(SearchWords.Parse("query", query).Value, FacetFilter.None(2), Whole).Best;

    private static bool Holds(int number, string words)
    {
        var task = Shipped.Edition.Tasks[number - 1];
        return task.Text.Normalized.Contains(words, StringComparison.Ordinal) || task.Scope.Normalized.Contains(words, StringComparison.Ordinal);
    }

    /// <summary>Every two to six Chinese characters that stand next to one another.</summary>
    private static IEnumerable<string> Parts(string text) =>
        from start in Enumerable.Range(0, text.Length)
        from length in Enumerable.Range(2, 5)
        where start + length <= text.Length
        let part = text.Substring(start, length)
        where part.All(TextForm.IsChinese)
        select part;

    private static string English(int task) => Shipped.Files.Translations.Render(Shipped.Edition.Tasks[task - 1].Text).English;

    private static SearchDocument DocumentOf(Domain.Catalogue.PilotTask task) => new(
        task.Number,
        task.Text.Verbatim,
        task.Scope.Verbatim,
        English(task.Number),
        Shipped.Files.Translations.Render(task.Scope).English,
        [[(task.Number + 1) % 2], [task.Chapter - 1]]);
}
