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

    private async Task<string> PageAsync(string address, HttpStatusCode status)
    {
        using var answer = await suite.Http.GetAsync(new Uri(address, UriKind.Relative), RunningSuite.Stop);
        Assert.Equal(status, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(RunningSuite.Stop));
    }
}
