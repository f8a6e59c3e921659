using System.Net;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>What the address of a page can ask for: what there is, in either spelling; anything else is refused by name, and never passed over.</summary>
public sealed class AddressTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/matrix?state=UnderStudy", "/matrix?state=understudy")]
    [InlineData("/matrix?state=UnderStudy", "/matrix?state=UNDER_STUDY")]
    [InlineData("/matrix?force=LimitLifted", "/matrix?force=limit-lifted")]
    [InlineData("/matrix?force=LimitLifted", "/matrix?force=POLICY_FORCE_LIMIT_LIFTED")]
    [InlineData("/search?force=LimitLifted", "/search?force=limitlifted")]
    [InlineData("/search?force=LimitLifted", "/search?force=POLICY_FORCE_LIMIT_LIFTED")]
    public async Task Filter_SpelledOtherwise_IsTheSame(string spelled, string otherwise)
    {
        Assert.Equal(await RowsAsync(spelled), await RowsAsync(otherwise));
        Assert.InRange(await RowsAsync(spelled), 1, 100);
    }

    [Theory]
    [InlineData("/matrix?force=Nothing", "Nothing")]
    [InlineData("/matrix?state=1", "1")]
    [InlineData("/matrix?state=Applies&state=AwaitsAct", "Applies,AwaitsAct")]
    [InlineData("/matrix?verdict=Unspecified", "Unspecified")]
    [InlineData("/matrix?lamp=Purple", "Purple")]
    [InlineData("/matrix?form=%20", " ")]
    [InlineData("/matrix?chapter=16", "16")]
    [InlineData("/matrix?chapter=%3Cb%3E", "&lt;b&gt;")]
    [InlineData("/search?chapter=99", "99")]
    [InlineData("/search?city=dalian&city=nowhere", "nowhere")]
    [InlineData("/search?force=nothing&q=%E4%BF%9D%E7%A8%8E", "nothing")]
    [InlineData("/interview?city=suzhou&f.foreign_share=50", "foreign_share")]
    [InlineData("/interview?cty=suzhou", "cty")]
    [InlineData("/matrix?city=dalian", "city")]
    [InlineData("/matrix?chaptr=3", "chaptr")]
    [InlineData("/search?q=x&citty=dalian", "citty")]
    [InlineData("/cities/dalian?chapter=3", "chapter")]
    [InlineData("/editions?edition=x", "edition")]
    [InlineData("/reports/ledger/file?format=csv&cty=dalian", "cty")]
    public async Task Filter_ThatNamesNothing_IsRefusedByName(string address, string value)
    {
        foreach (var language in new[] { "", "/en" })
        {
            using var answer = await suite.Http.GetAsync(language + address, Stop);
            var page = await answer.Content.ReadAsStringAsync(Stop);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains($"<strong>{value}</strong>", page, StringComparison.Ordinal);
            Assert.Equal(0, Rows(page));
        }
    }

    [Theory]
    [InlineData("/editions/1/changes")]
    [InlineData("/en/editions/1/changes")]
    public async Task Address_ThatLacksWhatItNeeds_IsRefusedOnAPage(string address)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<h1", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(answer.Headers.Server);
    }

    /// <summary>What others add to a link that is sent on asks the page for nothing.</summary>
    [Theory]
    [InlineData("/matrix?chapter=3", "/matrix?chapter=3&utm_source=x&from=timeline&isappinstalled=0")]
    [InlineData("/matrix?chapter=3", "/matrix?chapter=3&fbclid=1")]
    public async Task Name_ThatOthersAdd_IsPassedOver(string address, string sentOn) => Assert.Equal(await RowsAsync(address), await RowsAsync(sentOn));

    [Fact]
    public async Task Commitment_ReadByNobody_StandsBelowItsCity()
    {
        await suite.Client.OpenAsync(80, "hefei");
        using var nobody = suite.HttpAs(null);
        var page = await nobody.GetStringAsync("/commitments/80-hefei", Stop);

        Assert.DoesNotContain("href=\"/workbench\"", page, StringComparison.Ordinal);
        Assert.Contains("<nav class=\"trail\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/matrix?chapter=&force=&lamp=")]
    [InlineData("/search?city=&q=")]
    public async Task Filter_LeftEmpty_IsNone(string address) => Assert.InRange(await RowsAsync(address), 20, 159);

    [Fact]
    public async Task Memo_OfAnswersToWhatNobodyAsks_LeadsBackToTheInterview()
    {
        using var visitor = new FormVisitor(suite.Pages, "auditor");
        using var answer = await visitor.GetAsync("/interview/memo?city=suzhou&f.foreign_share=50");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/interview?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "50.5 %")]
    [InlineData("/en", "50.5 %")]
    public async Task Interview_OnShares_AsksAndSaysThemInPercent(string language, string said)
    {
        var asked = await suite.Http.GetStringAsync($"{language}/interview?city=suzhou&f.foreign-share=x", Stop);
        var memo = await suite.Http.GetStringAsync($"{language}/interview/memo?city=suzhou&f.foreign-share=50.5", Stop);

        Assert.Contains("step=\"0.01\"", asked, StringComparison.Ordinal);
        Assert.Contains(said, memo, StringComparison.Ordinal);
        foreach (var page in new[] { WebUtility.HtmlDecode(asked), WebUtility.HtmlDecode(memo) })
        {
            Assert.DoesNotContain("万分", page, StringComparison.Ordinal);
            Assert.DoesNotContain("basis point", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/en/tasks/14", "The scope reads “Xiamen” and does not name Dalian.", "reads “厦门”")]
    [InlineData("/en/interview?city=suzhou&list=1", "The scope reads “Xiamen” and does not name Suzhou.", "reads “厦门”")]
    [InlineData("/interview/memo?city=suzhou", "The scope reads “Xiamen” and does not name Suzhou.", "reads “厦门”")]
    public async Task Reason_InEnglish_SaysTheScopeInEnglish(string address, string said, string left)
    {
        var page = WebUtility.HtmlDecode(await suite.Http.GetStringAsync(address, Stop));

        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain(left, page, StringComparison.Ordinal);
    }

    /// <summary>Whoever is handed the memo reads in whose words each finding is, who can settle what is open, and how much a task grants.</summary>
    [Fact]
    public async Task Memo_OfAnOperator_CitesTheWordsOfEveryFindingAndWhoCanSettleIt()
    {
        var memo = WebUtility.HtmlDecode(await suite.Http.GetStringAsync("/interview/memo?city=suzhou&f.actor=overseas-telecom-operator&f.foreign-share=49.5", Stop));
        var findings = memo.Split("<div class=\"finding\">")[1..];

        Assert.Equal(159, findings.Length);
        Assert.All(findings, finding => Assert.Matches("<q lang=\"zh-Hans\">[^<]+</q> (任务内容|适用范围) · 第 [0-9]+ 行 / ", finding));
        Assert.All(findings, finding => Assert.Contains("政策力度：", finding, StringComparison.Ordinal));
        Assert.Contains("<q lang=\"zh-Hans\">不含禁止外商投资领域</q>", findings.Single(f => f.StartsWith("<b>2</b>", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(["但此款待定", "是否通过设立合资公司开展？（提问人）", "Policy force: a limit lifted"], said =>
            Assert.Contains(said, findings.Single(f => f.StartsWith("<b>1</b>", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase));
        Assert.Contains("的试点任务均来自于", memo.Split("<div class=\"finding\">")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfAnInterview_SaysWhichIsTheReachAndWhichTheVerdict()
    {
        var page = WebUtility.HtmlDecode(await suite.Http.GetStringAsync("/interview?city=suzhou&f.actor=overseas-telecom-operator&f.foreign-share=49.5&list=1", Stop));

        Assert.Contains("结论：待定 · 情况未知", page, StringComparison.Ordinal);
        Assert.Contains("范围：适用 · ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("适用、", page, StringComparison.Ordinal);
        Assert.Contains("是否通过设立合资公司开展？", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interview_AnsweredTwiceToOneQuestion_AsksItAgain()
    {
        var page = WebUtility.HtmlDecode(await suite.Http.GetStringAsync("/interview?city=suzhou&f.actor=bank&f.actor=law-firm", Stop));

        Assert.Contains("bank,law-firm", page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
    }

    /// <summary>A kept page comes in a coding that its reader takes, whichever was kept first.</summary>
    [Theory]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip;q=0", "")]
    [InlineData("br;q=0.1, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0, identity", "")]
    [InlineData("gzip;q=1.0, *;q=0", "gzip")]
    public async Task KeptPage_ForAReaderOfSomeCodings_IsInOneOfThem(string accepted, string coding)
    {
        foreach (var encoding in new[] { "br", "gzip", accepted, accepted })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/chapters");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            using var nobody = suite.HttpAs(null);
            using var answer = await nobody.SendAsync(request, Stop);
            if (encoding == accepted)
                Assert.Equal(coding, string.Concat(answer.Content.Headers.ContentEncoding));
        }
    }

    [Theory]
    [InlineData("POST", "/matrix", "GET, HEAD")]
    [InlineData("POST", "/en/tasks/1", "GET, HEAD")]
    [InlineData("PUT", "/workbench/commitments", "GET, HEAD, POST")]
    [InlineData("GET", "/en/sign-out", "POST")]
    public async Task Page_AskedByAnotherMethod_SaysWhichItTakes(string method, string address, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await suite.Http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        Assert.Contains("<h1", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private async Task<int> RowsAsync(string address) => Rows(await suite.Http.GetStringAsync(address, Stop));

    /// <summary>Tasks that a page shows.</summary>
    private static int Rows(string page) => page.Split("<th scope=row>").Length + page.Split("<h3><a href=").Length - 2;
}
