using System.Net;

namespace PilotPlatform.Services.Tests;

/// <summary>What the pages show of the catalogue, as they are sent.</summary>
public sealed class CatalogPageTests(RunningSuite suite)
{
    [Theory]
    [InlineData("/glossary", "术语表", "<a href=\"/tasks/")]
    [InlineData("/en/glossary", "Glossary", "<a href=\"/en/tasks/")]
    public async Task Glossary_InEachLanguage_ListsTermsWithTheirTasks(string address, string title, string link)
    {
        var page = await PageAsync(address, HttpStatusCode.OK);

        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains("综合保税区", page, StringComparison.Ordinal);
        Assert.Contains(link, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/cities/dalan", "<a href=\"/cities/dalian\">大连市</a>")]
    [InlineData("/en/cities/dalan", "<a href=\"/en/cities/dalian\">Dalian</a>")]
    public async Task City_NearlyRight_SuggestsOneByTheNameThatPeopleKnow(string address, string link) =>
        Assert.Contains(link, await PageAsync(address, HttpStatusCode.NotFound), StringComparison.Ordinal);

    [Theory]
    [InlineData("/")]
    [InlineData("/en/")]
    [InlineData("/provinces")]
    public async Task Page_WithRunningText_ShowsNoMarksOfTheExtraction(string address) =>
        Assert.DoesNotContain("\\*", await PageAsync(address, HttpStatusCode.OK), StringComparison.Ordinal);

    [Fact]
    public async Task Search_Hit_KeepsSpaceAroundItsDots()
    {
        var page = await PageAsync("/search?q=外资股比", HttpStatusCode.OK);

        Assert.Contains(" · <span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</span>· ", page, StringComparison.Ordinal);
    }

    /// <summary>Words that stand in no task are found where they stand, in both languages, and lead there.</summary>
    [Theory]
    [InlineData("/search?q=榕台", "没有找到包含这些词的任务", "href=\"/cities/fuzhou\"", "<mark>榕台</mark>")]
    [InlineData("/search?q=主体责任", "正文、章名与附注中找到 1 处", "href=\"/provinces#section-3\"", "<mark>主体责任</mark>")]
    [InlineData("/en/search?q=Zhejiang", "Passages found outside the table of tasks: 1<", "href=\"/en/provinces#section-3\"", "<mark>Zhejiang</mark>")]
    [InlineData("/search?q=全域", "正文、章名与附注中找到", "href=\"/#note\"", "<mark>全域</mark>")]
    [InlineData("/search?q=试点&kind=ChapterTitle&kind=Note", "正文、章名与附注中找到", "value=\"Note\" checked", "<mark>试点</mark>")]
    public async Task Search_WordsOutsideTheTable_AreShownWhereTheyStand(string address, params string[] shown)
    {
        var page = await PageAsync(address, HttpStatusCode.OK);

        Assert.All(shown, words => Assert.Contains(words, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_OfOneKind_ShowsNoOther()
    {
        Assert.DoesNotContain("class=\"outside\"", await PageAsync("/search?q=试点&kind=Task", HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"hits\"", await PageAsync("/search?q=试点&kind=Note", HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Contains("Nothing", await PageAsync("/search?q=试点&kind=Nothing", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    /// <summary>What was searched instead of a word is told of where it was searched, and of nowhere else.</summary>
    [Fact]
    public async Task Search_OfAMisspelledWord_SaysWhereOtherWordsWereSearched()
    {
        Assert.Contains("Nothing outside the table of tasks holds “zhejang”", await PageAsync("/en/search?q=zhejang", HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Contains("No task holds “hosptial”", await PageAsync("/en/search?q=hosptial", HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.DoesNotContain("No task holds", await PageAsync("/en/search?q=hosptial&kind=Note", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_OfAPassageWithAFilterOfTasks_SaysThatNothingWasSearched()
    {
        var page = await PageAsync("/search?q=试点&kind=Note&city=dalian", HttpStatusCode.OK);

        Assert.Contains("所选筛选条件只适用于任务", page, StringComparison.Ordinal);
        Assert.DoesNotContain("找到 0 处", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_WordsWithoutAMeaning_SaysThatTheyArePassedOver()
    {
        var page = await PageAsync("/en/search?q=of the", HttpStatusCode.OK);

        Assert.Contains("passed over: of, the", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Try:", page, StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(string address, HttpStatusCode status)
    {
        using var answer = await suite.Http.GetAsync(new Uri(address, UriKind.Relative), RunningSuite.Stop);
        Assert.Equal(status, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(RunningSuite.Stop));
    }
}
