using System.Net;
using System.Text;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Pages when an edition has been published that the active rule set does not read: words and decisions are of one edition, and which is said.</summary>
public sealed class EditionPageTests(EditionPageTests.Published published) : IClassFixture<EditionPageTests.Published>
{
    private const string OfBefore = "西安—阿拉木图";
    private const string OfLater = "成都—阿拉木图";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/tasks/61", "本页的文字与结论均依据此前的版本")]
    [InlineData("/en/tasks/61", "This page shows the words and the decisions of the edition before")]
    public async Task Task_OfAnEditionWithoutRules_ShowsTheWordsThatItsDecisionsAreOf(string address, string notice)
    {
        var page = await PageAsync(address);

        Assert.Contains(notice, page, StringComparison.Ordinal);
        Assert.Contains(published.Later, page, StringComparison.Ordinal);
        Assert.Contains(OfBefore, page, StringComparison.Ordinal);
        Assert.DoesNotContain(OfLater, page, StringComparison.Ordinal);
        Assert.Contains("id=\"xian\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/cities/chengdu", "现行规则集不适用版本")]
    [InlineData("/en/cities/chengdu", "The active rule set does not read edition")]
    [InlineData("/provinces/sichuan", "现行规则集不适用版本")]
    public async Task Page_OfWhatOnlyTheNewEditionHas_SaysWhatIsKnownAndThatThereAreNoRules(string address, string notice)
    {
        var page = await PageAsync(address);

        Assert.Contains(notice, page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"totals\"", page, StringComparison.Ordinal);
        Assert.Contains($"?edition={published.Later}", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tasks/61")]
    [InlineData("/chapters/5")]
    [InlineData("/cities/dalian")]
    [InlineData("/chapters")]
    [InlineData("/cities")]
    [InlineData("/provinces")]
    [InlineData("/search?q=阿拉木图")]
    [InlineData("/")]
    public async Task Page_OfAnAskedEdition_ShowsItAndSaysSo(string address)
    {
        var and = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var before = await PageAsync($"{address}{and}edition={published.Before}");
        var first = await PageAsync($"{address}{and}as_of={WebUtility.UrlEncode(published.FirstTime)}");
        var later = await PageAsync($"{address}{and}edition={published.Later}");

        Assert.Contains($"本页显示版本 {published.Before}", before, StringComparison.Ordinal);
        Assert.Contains($"本页显示版本 {published.Before}", first, StringComparison.Ordinal);
        Assert.DoesNotContain(OfLater, before + first, StringComparison.Ordinal);
        Assert.DoesNotContain(OfBefore, later, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"totals\"", later, StringComparison.Ordinal);
        Assert.Contains("尚无适用此版本的规则集", later.Split("<footer", 2)[1], StringComparison.Ordinal);
        Assert.Contains("/rule-sets/", before.Split("<footer", 2)[1], StringComparison.Ordinal);
    }

    /// <summary>A time without a zone is that of China, as pages show it, and the page says which time it took.</summary>
    [Fact]
    public async Task Page_AsOfATimeWithoutAZone_IsOfThatTimeInChina()
    {
        var then = DateTimeOffset.Parse(published.FirstTime, System.Globalization.CultureInfo.InvariantCulture);
        var early = await PageAsync($"/chapters?as_of={WebUtility.UrlEncode(then.AddMilliseconds(1).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture))}");
        var toCome = await PageAsync("/chapters?as_of=2090-01-01");

        Assert.Contains($"本页显示版本 {published.Before}", early, StringComparison.Ordinal);
        Assert.Contains($"截至 {then.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm}", early, StringComparison.Ordinal);
        Assert.Contains($"尚未到来；本页显示目前的现行版本 {published.Later}", toCome, StringComparison.Ordinal);
    }

    /// <summary>Every passage outside the table stands on a page of its edition, whether or not there are rules for it.</summary>
    [Fact]
    public async Task Pages_OfAnEditionWithoutRules_ShowEveryPassageOfIt()
    {
        var passages = await published.Catalog.SearchPassagesAsync(new() { Parent = RunningSuite.Programme, PageSize = 1000, Edition = $"{RunningSuite.Programme}/editions/{published.Later}" }, cancellationToken: Stop);
        var pages = "";
        foreach (var page in new[] { "/", "/cities", "/provinces", "/chapters" })
            pages += await PageAsync($"{page}?edition={published.Later}");

        Assert.NotEmpty(passages.Hits);
        Assert.All(passages.Hits, h => Assert.Contains(Squeezed(h.Passage.Text.Verbatim.Replace("\\*", "*", StringComparison.Ordinal)), Squeezed(pages), StringComparison.Ordinal));
        Assert.Contains("成都市", await PageAsync($"/?edition={published.Later}"), StringComparison.Ordinal);

        static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }

    [Theory]
    [InlineData("/tasks/61?edition=0123456789abcdef", HttpStatusCode.NotFound)]
    [InlineData("/tasks/61?as_of=2001-01-01", HttpStatusCode.NotFound)]
    [InlineData("/chapters/1?as_of=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/chapters?as_of=11/12/2026", HttpStatusCode.BadRequest)]
    [InlineData("/chapters?as_of=2026-11", HttpStatusCode.BadRequest)]
    [InlineData("/chapters?as_of=10:00", HttpStatusCode.BadRequest)]
    [InlineData("/chapters?as_of=May%202026", HttpStatusCode.BadRequest)]
    [InlineData("/chapters?as_of=2027-01-01&edition=0123456789abcdef", HttpStatusCode.BadRequest)]
    [InlineData("/tasks/160?edition=", HttpStatusCode.NotFound)]
    public async Task Page_OfNoEdition_IsRefused(string address, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = published.Pages };
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), Stop);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Editions_AsOfATime_AreThoseThatThereWere()
    {
        var page = await PageAsync($"/editions?as_of={WebUtility.UrlEncode(published.FirstTime)}");

        Assert.Contains($"<code>{published.Before}</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/editions/{published.Later}\"><code>", page.Split("<table", 2)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_WhileTheRulesAreBehind_SayItInChineseFirst()
    {
        using var auditor = new FormVisitor(published.Pages, "auditor");

        var page = "";
        for (var tries = 0; tries < 50 && !page.Contains("现行规则集不适用于现行版本，仍按规则集所适用的版本判定：", StringComparison.Ordinal); tries++) // a service that is busy tells nothing for a moment
            page = await auditor.ReadAsync("/operations");

        Assert.Contains("现行规则集不适用于现行版本，仍按规则集所适用的版本判定：", page, StringComparison.Ordinal);
        Assert.DoesNotContain("does not", page, StringComparison.Ordinal);
        Assert.DoesNotContain("still deciding", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/editions", "商务部", "平台（随程序提供）")]
    [InlineData("/en/editions", "Ministry", "platform (shipped)")]
    [InlineData("/editions/later", "商务部", "发布者")]
    public async Task Publisher_OfAnEdition_IsCalledAsPeopleCallIt(string address, string ministry, string other)
    {
        using var auditor = new FormVisitor(published.Pages, "auditor");
        var page = WebUtility.HtmlDecode(await auditor.ReadAsync(address.Replace("later", published.Later, StringComparison.Ordinal))).Split("<main", 2)[1];

        Assert.Contains(ministry, page, StringComparison.Ordinal);
        Assert.Contains(other, page, StringComparison.Ordinal);
        Assert.DoesNotContain(">ministry<", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">platform<", page, StringComparison.Ordinal);
    }

    /// <summary>Rows, columns and links of the matrix are those of the edition that is asked for.</summary>
    [Fact]
    public async Task Matrix_OfAnAskedEdition_LeadsToTheTasksAndCitiesOfIt()
    {
        var matrix = (await PageAsync($"/matrix?edition={published.Before}")).Split("<table", 2)[1].Split("</table", 2)[0];

        Assert.Contains(OfBefore, matrix, StringComparison.Ordinal);
        Assert.Contains($"href=\"/tasks/61?edition={published.Before}#xian\"", matrix, StringComparison.Ordinal);
        Assert.DoesNotContain("chengdu", matrix, StringComparison.Ordinal);
        Assert.DoesNotMatch("href=\"/(tasks|cities|chapters)/[a-z0-9]+[\"#]", matrix);
    }

    /// <summary>A page that was kept before the edition came says of it soon after, though the rules tell nothing.</summary>
    [Fact]
    public async Task Page_KeptFromBefore_SaysOfTheNewEdition()
    {
        Assert.DoesNotContain("已经发布", published.ChaptersBefore, StringComparison.Ordinal);
        var page = "";
        for (var tries = 0; tries < 100 && !page.Contains("已经发布", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(50, Stop);
            page = await PageAsync("/chapters");
        }

        Assert.Contains("已经发布", page, StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(string address)
    {
        using var http = new HttpClient { BaseAddress = published.Pages };
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>A suite in which an edition with another city has been published.</summary>
    public sealed class Published : IAsyncLifetime
    {
        private readonly OwnSuite suite = new();

        public Uri Pages => suite.Pages;

        public CatalogService.CatalogServiceClient Catalog => suite.Client.Catalog;

        /// <summary>Ids of the two editions.</summary>
        public string Before { get; private set; } = "";

        public string Later { get; private set; } = "";

        /// <summary>When the first was published.</summary>
        public string FirstTime { get; private set; } = "";

        /// <summary>The page of the chapters as it was kept before the second was published.</summary>
        public string ChaptersBefore { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await suite.InitializeAsync();
            using var http = new HttpClient { BaseAddress = Pages };
            for (var times = 0; times < 3; times++)
                ChaptersBefore = WebUtility.HtmlDecode(await http.GetStringAsync(new Uri("/chapters", UriKind.Relative), Stop));
            var programme = await suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = RunningSuite.Programme }, cancellationToken: Stop);
            var first = await suite.Client.Catalog.GetEditionAsync(new GetEditionRequest { Name = programme.Edition }, cancellationToken: Stop);
            using var ministry = suite.As("ministry");
            var (import, _) = await ministry.Catalog.ImportAsync(Encoding.UTF8.GetBytes(OtherDocument.WithChengduForXian(RunningSuite.Document)));
            var later = await ministry.Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = programme.Edition }, cancellationToken: Stop);
            (Before, Later) = (programme.Edition.Split('/')[^1], later.Name.Split('/')[^1]);
            FirstTime = first.PublishTime.ToDateTimeOffset().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        }

        public ValueTask DisposeAsync() => suite.DisposeAsync();
    }
}
