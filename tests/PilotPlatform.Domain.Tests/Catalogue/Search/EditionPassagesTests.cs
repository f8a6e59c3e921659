using CsCheck;
using PilotPlatform.Catalog;
using PilotPlatform.Catalog.Search;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Documents;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Domain.Tests.Catalogue.Search;

/// <summary>What the document says outside its table, searched.</summary>
public sealed class EditionPassagesTests
{
    private static readonly PagePlace Whole = new(0, 1000);

    private static readonly EditionPassages Passages = new EditionView(Shipped.Edition, Shipped.Edition, Shipped.Files).Passages;

    [Fact]
    public void All_OfTheDocument_AreEveryPassageOutsideTheTableOnceInItsOrder()
    {
        var inTable = Shipped.Edition.Tasks.SelectMany(t => new[] { t.Text.Span, t.Scope.Span }).ToHashSet();

        Assert.Equal(
            Shipped.Edition.Passages().Where(p => !inTable.Contains(p.Span)).Select(p => p.Verbatim),
            Passages.All.Select(p => p.Text.Verbatim));
        Assert.Equal(Passages.All.Length, Passages.All.Select(p => p.Key).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void All_OfTheDocument_AreOfTheirKindsAndName()
    {
        int Count(PassageKind kind) => Passages.All.Count(p => p.Kind == kind);

        Assert.Equal((2, 3, 9, 15, 1), (Count(PassageKind.Title), Count(PassageKind.SectionHeading), Count(PassageKind.Direction), Count(PassageKind.ChapterTitle), Count(PassageKind.Note)));
        Assert.Equal("programmes/nine-cities/cities/suzhou", Assert.Single(Passages.All.Single(p => p.Kind == PassageKind.Direction && p.Text.Verbatim.Contains("苏州市", StringComparison.Ordinal)).Resources));
        Assert.Equal("programmes/nine-cities/chapters/15", Assert.Single(Passages.All.Single(p => p.Key == "chapters/15").Resources));
        Assert.Equal(8, Passages.All.Single(p => p.Kind == PassageKind.Paragraph && p.Text.Verbatim.Contains("主体责任", StringComparison.Ordinal)).Resources.Count);
    }

    [Fact]
    public void Search_AnyTwoCharactersOfAPassage_FindIt() => Assert.All(Passages.All, (passage, place) =>
    {
        var text = passage.Text.Normalized;
        foreach (var pair in Enumerable.Range(0, text.Length - 1).Select(i => text.Substring(i, 2)).Where(pair => pair.All(TextForm.IsChinese)).Distinct(StringComparer.Ordinal))
            Assert.Contains(place, Found(pair));
    });

    /// <summary>What a clerk was told that stands nowhere, since it stands in no task.</summary>
    [Theory]
    [InlineData("榕台", PassageKind.Direction)]
    [InlineData("先行示范区", PassageKind.Direction)]
    [InlineData("主体责任", PassageKind.Paragraph)]
    [InlineData("省人民政府", PassageKind.Paragraph)]
    [InlineData("全域", PassageKind.Note)]
    [InlineData("103 项试点任务", PassageKind.Paragraph)]
    [InlineData("103", PassageKind.Paragraph)]
    [InlineData("Shaanxi", PassageKind.Paragraph)]
    [InlineData("zhejang", PassageKind.Paragraph)]
    public void Search_WordsThatStandInNoTask_FindThePassage(string query, PassageKind kind) =>
        Assert.Contains(kind, Found(query).Select(place => Passages.All[place].Kind));

    [Theory]
    [InlineData("第三章", 3)]
    [InlineData(" 第15章 ", 15)]
    [InlineData("Chapter 7", 7)]
    public void Search_ChapterByItsNumber_FindsItsTitle(string query, int chapter) =>
        Assert.Equal($"chapters/{chapter}", Passages.All[Assert.Single(Found(query))].Key);

    [Fact]
    public void Search_OfEachKind_FindsAsManyAsItsCount()
    {
        var all = EditionPassages.Counts(Search(new() { Query = "试点" })).ToList();

        Assert.True(all.Count(k => k.HitCount > 0) > 3);
        Assert.All(all, k => Assert.Equal(k.HitCount, Search(new() { Query = "试点", Kinds = { k.Kind } }).Total));
        Assert.Equal(all, EditionPassages.Counts(Search(new() { Query = "试点", Kinds = { PassageKind.Note } })));
    }

    [Theory]
    [InlineData(PassageKind.Unspecified)]
    [InlineData((PassageKind)99)]
    public void Search_OfAKindThatIsNone_IsRefused(PassageKind kind) =>
        Assert.Equal("kinds", Passages.Search(new SearchPassagesRequest { Kinds = { kind } }, Whole).Fault?.Subject);

    [Fact]
    public void Search_AnyQuery_NeverThrows() => Gen.String[Gen.OneOf(Gen.Char, Gen.Char["大连市试点12 AND~*?:\"()^\\/+-'\ud840\0"]), 0, 60].Sample(
        query => Search(new() { Query = query }).Total >= 0, iter: 1_000);

    private static SearchOutcome Search(SearchPassagesRequest request) => Passages.Search(request, Whole).Value;

    private static IEnumerable<int> Found(string query) => Search(new() { Query = query }).Best.Select(h => h.Document);
}
