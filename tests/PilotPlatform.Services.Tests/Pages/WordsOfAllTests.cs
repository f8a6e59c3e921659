using System.Net;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Words of the document stand once on the page of a task, whatever rests on them.</summary>
public sealed partial class WordsOfAllTests(RunningSuite suite)
{
    /// <summary>A task whose scope is all cities, one with long clauses, and one of a single city.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(65)]
    [InlineData(31)]
    public async Task Words_ThatAllCitiesRestOn_AreQuotedOnceAndReferredTo(int task)
    {
        using var http = suite.HttpAs("auditor");
        var page = WebUtility.HtmlDecode(await http.GetStringAsync($"/tasks/{task}", RunningSuite.Stop));
        var cards = page.Split("class=\"layers\"").Skip(1).ToArray();
        var above = page.Split("class=\"layers\"")[0];

        Assert.Equal(9, cards.Length);
        Assert.NotEmpty(Referred().Matches(cards[0]));
        var quoted = Quoted().Matches(above).Select(quote => quote.Groups["words"].Value).ToArray();
        Assert.Distinct(quoted);
        Assert.All(cards, card =>
        {
            var words = Quoted().Matches(card).Select(quote => quote.Groups["words"].Value).ToArray();
            Assert.Empty(words.Intersect(quoted));
            Assert.NotEqual(0, words.Length + Referred().Count(card));
        });
        Assert.All(cards.SelectMany(card => Referred().Matches(card)), link => Assert.Contains($"id=\"common-{link.Groups["number"].Value}\"", above, StringComparison.Ordinal));
    }

    [GeneratedRegex("<blockquote class=\"quote\">\\s*<p lang=\"zh-Hans\">(?<words>[^<]*)</p>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex("href=\"#common-(?<number>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Referred();
}
