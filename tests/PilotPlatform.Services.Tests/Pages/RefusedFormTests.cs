using System.Net;
using PilotPlatform.Services.Tests.Identity;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Whoever is refused reads why in the language of the page, can change that, and loses nothing of what was written.</summary>
public sealed class RefusedFormTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/en", 14, "“Dalian · Task 14” cannot be opened: The scope reads “Xiamen” and does not name Dalian.")]
    [InlineData("/en", 47, "“Dalian · Task 47” cannot be opened yet: [A-Z][a-z]")]
    [InlineData("", 14, "“大连市 · 任务 14”不能登记：适用范围为“厦门”，不含大连。")]
    public async Task Opening_WhereTheScopeIsNot_IsRefusedInTheLanguageOfThePage(string language, int task, string said)
    {
        using var visitor = new FormVisitor(suite.Pages, "dalian-reporter");
        var form = await visitor.FormAsync($"{language}/workbench", "/workbench/commitments", ("pilot_task", $"{task}"), ("city", "dalian"), ("lead_unit", "Bureau"), ("due_date", $"{Desk.DueDate.Year}-12-31"));
        using var refused = await visitor.PostAsync(form);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop));
        var alert = page.Split("role=\"alert\"")[1].Split("</p>")[0];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Matches(said, alert);
        Assert.DoesNotContain("programmes/", alert, StringComparison.Ordinal);
        if (language.Length > 0)
            Assert.DoesNotMatch("[\\u4e00-\\u9fff]", alert);
    }

    [Fact]
    public async Task Step_ThatTheStateDoesNotAllow_IsSaidInWordsOnAnEnglishPage()
    {
        var name = (await suite.Client.OpenAsync(25, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        using var city = new FormVisitor(suite.Pages, "hefei-reviewer");
        var form = await city.FormAsync("/en/commitments/25-hefei", "/steps/AcceptReport", ("note", "true"));
        using var taken = await city.PostAsync(form);
        form.Fields["request_id"] = "0192f3a0-0000-7000-8000-000000000015";
        form.Fields["etag"] = "";
        using var refused = await city.PostAsync(form);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity), (taken.StatusCode, refused.StatusCode));
        Assert.Contains("This report of “Hefei · Task 25” is accepted by the city now; “Accept the report” is not possible.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
    }

    /// <summary>What a reload of a refused form and its link to the other language read.</summary>
    [Theory]
    [InlineData("/workbench/commitments", "/workbench")]
    [InlineData("/en/workbench/commitments", "/en/workbench")]
    [InlineData("/en/commitments/1-dalian/steps/AcceptReport", "/en/commitments/1-dalian")]
    [InlineData("/rule-sets/TryRuleSet", "/rule-sets")]
    [InlineData("/en/rule-sets/PublishRuleSet", "/en/rule-sets")]
    [InlineData("/registers/risks/CreateRisk?city=dalian", "/registers/risks?city=dalian")]
    [InlineData("/imports/1/publish", "/imports/1")]
    [InlineData("/editions/1/publish", "/editions/1")]
    [InlineData("/reports/fill/TryProgressForm", "/reports/fill")]
    public async Task AddressOfAForm_Read_LeadsToItsPage(string address, string page)
    {
        using var http = suite.HttpAs("auditor");
        using var answer = await http.GetAsync(address, Stop);

        Assert.Equal((HttpStatusCode.Redirect, page), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Opening_OfATaskThatThereIsNot_IsRefusedAtItsField()
    {
        using var visitor = new FormVisitor(suite.Pages, "dalian-reporter");
        using var refused = await visitor.PostAsync(await visitor.FormAsync("/workbench", "/workbench/commitments", ("pilot_task", "999"), ("city", "dalian"), ("lead_unit", "市商务局"), ("due_date", $"{Desk.DueDate.Year}-12-31")));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Matches("id=\"OpenCommitment-pilot_task-problem\">填写有误： <span>没有“任务 999”。", page);
    }

    /// <summary>Whoever was led on after a form was taken can tell that from one that was not.</summary>
    [Fact]
    public async Task Form_ThatWasTaken_IsToldWhereOneIsLed()
    {
        using var visitor = new FormVisitor(suite.Pages, "dalian-reporter");
        using var taken = await visitor.PostAsync(await visitor.FormAsync("/en/workbench", "/workbench/commitments", ("pilot_task", "81"), ("city", "dalian"), ("lead_unit", "Bureau"), ("due_date", $"{Desk.DueDate.Year}-12-31")));

        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Contains("Done: <strong>Open a commitment</strong>", await visitor.ReadAsync(taken.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithFieldsAlike_IsGivenBackByTheirNames()
    {
        using var nobody = new HttpClient { BaseAddress = suite.Pages };
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = "-", ["problem"] = "缺少细则", ["problem_2"] = "缺少人手", ["problem_level_12"] = "City" });
        using var posted = await nobody.PostAsync("/commitments/1-suzhou/steps/ReportProgress", content, Stop);
        var page = WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync(Stop));

        Assert.All(new[] { "堵点</dt>", "堵点 2</dt>", "由谁协调 12</dt>" }, name => Assert.Contains($"<dt>{name}", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, "href=\"/sign-in?back=%2Fregisters%2Frisks%2FCreateRisk\"")]
    [InlineData("hefei-reporter", HttpStatusCode.BadRequest, "登录的身份有变")]
    public async Task Form_PostedAfterTheSessionEnded_GivesBackWhatWasWritten(string? next, HttpStatusCode status, string said)
    {
        using var visitor = new Visitor(suite.Pages);
        using var chosen = await visitor.ChooseAsync("suzhou-reporter");
        var (action, fields) = FormVisitor.FormOf(await visitor.Http.GetStringAsync("/registers/risks", Stop), "/CreateRisk");
        fields["title"] = "写了很久的<b>标题</b>";
        using var ended = await visitor.Http.PostAsync("/sign-out", null, Stop);
        if (next is not null)
            (await visitor.ChooseAsync(next)).Dispose();
        using var content = new FormUrlEncodedContent(fields);
        using var posted = await visitor.Http.PostAsync(action, content, Stop);
        var page = await posted.Content.ReadAsStringAsync(Stop);

        Assert.Equal(status, posted.StatusCode);
        Assert.Contains("写了很久的&lt;b&gt;标题&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain(fields["__RequestVerificationToken"], page, StringComparison.Ordinal);
    }
}
