using CsCheck;
using PilotPlatform.Domain.Catalogue.Search;

namespace PilotPlatform.Domain.Tests.Catalogue.Search;

/// <summary>Queries taken apart: whatever is typed, words come out.</summary>
public sealed class SearchWordsTests
{
    /// <summary>Characters that parsers stumble over, among any others.</summary>
    private static readonly Gen<string> AnyQuery = Gen.Frequency(
        (3, Gen.String[Gen.OneOf(Gen.Char, Gen.Char["外资医院ＱＦＬＰ１２ 　\t\"'’()*?~^:\\/-+!&|{}[]#第项\ud840\udc00\0"]), 0, 300]),
        (1, Gen.Char["外12a*?\"\\"].Select(Gen.Int[0, 300], (c, n) => new string(c, n))));

    [Theory]
    [InlineData("12", 12)]
    [InlineData(" １２ ", 12)]
    [InlineData("第12项", 12)]
    [InlineData("序号12", 12)]
    [InlineData("#12", 12)]
    [InlineData("Task 12", 12)]
    [InlineData("No. 12", 12)]
    [InlineData("007", 7)]
    [InlineData("35、49，59", 35, 49, 59)]
    [InlineData("12 12", 12)]
    [InlineData("第三十五项", 35)]
    [InlineData(" 序号一百零三 ", 103)]
    public void Parse_NumbersOfTasks_AreNumbers(string query, params int[] numbers)
    {
        var words = SearchWords.Parse("query", query).Value;

        Assert.Equal(numbers, words.Numbers);
        Assert.Empty(words.Terms);
    }

    [Theory]
    [InlineData("外资医院", "外资医院")]
    [InlineData("外资 医院", "外资", "医院")]
    [InlineData("外资，医院", "外资", "医院")]
    [InlineData("ＱＦＬＰ试点", "qflp", "试点")]
    [InlineData("Xi'an Xi’an", "xian")]
    [InlineData("cross-border", "cross", "border")]
    [InlineData("50%", "50")]
    [InlineData("2年以内", "2", "年以内")]
    [InlineData("“两业”融合", "两业", "融合")]
    [InlineData("三十五", "三十五")]
    [InlineData("第三", "第三")]
    [InlineData("第三三项", "第三三项")]
    [InlineData("1234567", "1234567")]
    [InlineData("\"*?~ ")]
    [InlineData("")]
    public void Parse_AnythingElse_IsWords(string query, params string[] terms)
    {
        var words = SearchWords.Parse("query", query).Value;

        Assert.Equal(terms, words.Terms.Select(t => t.Content));
        Assert.Empty(words.Numbers);
    }

    [Theory]
    [InlineData("103", "103")]
    [InlineData("第12项", "第", "12", "项")]
    public void ParseText_Numbers_AreWords(string query, params string[] terms)
    {
        var words = SearchWords.ParseText("query", query).Value;

        Assert.Equal(terms, words.Terms.Select(t => t.Content));
        Assert.Empty(words.Numbers);
    }

    [Fact]
    public void Parse_QueryOfTheLongestLength_IsTaken()
    {
        Assert.True(SearchWords.Parse("query", new string('外', 200)).IsOk);
        Assert.Equal("query", SearchWords.Parse("query", new string('外', 201)).Fault?.Subject);
    }

    [Fact]
    public void Parse_AnyQuery_NeverThrowsAndKeepsToItsCharacters() => AnyQuery.Sample(
        query =>
        {
            var words = SearchWords.Parse("query", query);
            return query.Length > SearchWords.LongestQuery
                ? !words.IsOk
                : words.IsOk && words.Value.Terms.All(t => t.Content.Length == t.Places.Length && t.Places.All(p => p < query.Length));
        },
        iter: 20_000);

    [Fact]
    public void OfText_AnyText_CutsItWhereItSays() => AnyQuery.Sample(
        text => SearchSegments.OfText(text).All(s => s.Content.Select((c, i) => c == Domain.Documents.FoldedText.Fold(text[s.Places[i]])).All(same => same)),
        iter: 20_000);
}
