using System.Net;
using System.Text;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Services.Tests.Reporting;
using PilotPlatform.Web.Components;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Forms of the registers, acts, periods, rule sets and the rest, as a browser without scripts posts them.</summary>
public sealed class DeskTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Markup = "<script>alert(1)</script>";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Risk_PostedTwice_IsEnteredOnceAndMovedOn()
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        var form = await visitor.FormAsync("/registers/risks", "/CreateRisk", ("pilot_task", "155"), ("city", "suzhou"), ("title", Markup), ("description", "数据出境"), ("level", "High"), ("unit", "市网信办"));
        var posts = await Task.WhenAll(visitor.PostAsync(form), visitor.PostAsync(form));

        Assert.All(posts, post => Assert.Equal(HttpStatusCode.SeeOther, post.StatusCode));
        var risk = Assert.Single((await suite.Client.Registers.ListRisksAsync(new() { Parent = RunningSuite.Programme, City = $"{RunningSuite.Programme}/cities/suzhou" }, cancellationToken: Stop)).Risks);
        var page = await visitor.ReadAsync("/registers/risks");
        Assert.Contains(WebUtility.HtmlEncode(Markup), page, StringComparison.Ordinal);
        Assert.DoesNotContain(Markup, page, StringComparison.Ordinal);

        using var moved = await visitor.PostAsync(await visitor.FormAsync("/registers/risks", "/MoveRisk", ("state", "Treated"), ("note", "已制定预案")));
        using var amended = await visitor.PostAsync(await visitor.FormAsync("/registers/risks", "/UpdateRisk", ("title", "数据出境风险"), ("description", "数据出境"), ("level", "Medium"), ("unit", "市网信办")));
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (moved.StatusCode, amended.StatusCode));
        risk = await suite.Client.Registers.GetRiskAsync(new() { Name = risk.Name }, cancellationToken: Stop);
        Assert.Equal((Risk.Types.State.Treated, "数据出境风险"), (risk.State, risk.Title));
    }

    [Fact]
    public async Task Risk_WithoutAUnit_IsShownAgainWithTheFaultAtItsField()
    {
        using var visitor = new FormVisitor(suite.Pages, "hefei-reporter");
        var form = await visitor.FormAsync("/en/registers/risks", "/CreateRisk", ("pilot_task", "155"), ("city", "hefei"), ("title", "Data"), ("description", "kept"), ("level", "Low"), ("unit", ""));
        using var post = await visitor.PostAsync(form);
        var page = await post.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, post.StatusCode);
        Assert.Contains("id=\"CreateRisk-unit-problem\"", page, StringComparison.Ordinal);
        Assert.Matches("role=\"alert\" tabindex=\"-1\" autofocus>Not taken", page); // where a browser goes, so that nobody has to look for it
        Assert.Contains("<title>Not taken: ", page, StringComparison.Ordinal);
        using var chinese = await visitor.PostAsync(await visitor.FormAsync("/registers/risks", "/CreateRisk", ("pilot_task", "155"), ("city", "hefei"), ("title", new string('长', 201)), ("description", "kept"), ("level", "Low"), ("unit", "")));
        var said = await chinese.Content.ReadAsStringAsync(Stop);
        Assert.Contains("此项必填。", said, StringComparison.Ordinal);
        Assert.Contains("现有 201 个字符，最多 200 个。", said, StringComparison.Ordinal);
        Assert.Contains(">kept</textarea>", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{form.Fields["request_id"]}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/registers/risks", "/CreateRisk")]
    [InlineData("/registers/cases", "/CreateInnovationCase")]
    public async Task Form_OfAnotherSite_IsRefused(string page, string action)
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        var form = await visitor.FormAsync(page, action, ("pilot_task", "155"), ("city", "suzhou"), ("title", "另站"), ("description", "x"), ("summary", "x"), ("level", "Low"), ("unit", "x"));
        using var crossing = await visitor.PostAsync(form, site: "cross-site");
        form.Fields["__RequestVerificationToken"] = "forged";
        using var forged = await visitor.PostAsync(form);

        Assert.InRange((int)crossing.StatusCode, 400, 403);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.DoesNotContain("另站", await visitor.ReadAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Act_RecordedAndRevoked_StaysOnRecord()
    {
        using var visitor = new FormVisitor(suite.Pages, "xiamen-reviewer");
        using var recorded = await visitor.PostAsync(await visitor.FormAsync("/acts", "/RecordCityAct", ("kind", "Willingness"), ("pilot_task", "151"), ("city", "xiamen"), ("effective_date", "2026-01-10"), ("evidence", "厦商函〔2026〕1号")));
        Assert.Equal(HttpStatusCode.SeeOther, recorded.StatusCode);
        using var revoked = await visitor.PostAsync(await visitor.FormAsync("/acts", "/RevokeAct", ("reason", "情况变化")));
        Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);

        var acts = await suite.Scope.ListActsAsync(new ListActsRequest { Parent = RunningSuite.Programme, City = $"{RunningSuite.Programme}/cities/xiamen", ShowRevoked = true }, cancellationToken: Stop);
        Assert.Equal("情况变化", Assert.Single(acts.Acts).RevokeReason);
    }

    [Fact]
    public async Task Adjustment_AndCase_AreEnteredByThoseWhoMay()
    {
        using var office = new FormVisitor(suite.Pages, "anhui-office");
        using var entered = await office.PostAsync(await office.FormAsync("/registers/adjustments", "/CreateLawAdjustment", ("pilot_task", "54"), ("city", "hefei"), ("instrument", "某条例"), ("request", "暂时调整实施"), ("body", "国务院")));
        using var reporter = new FormVisitor(suite.Pages, "ningbo-reporter");
        using var drafted = await reporter.PostAsync(await reporter.FormAsync("/registers/cases", "/CreateInnovationCase", ("pilot_task", "66"), ("city", "ningbo"), ("title", "保税物流"), ("summary", "一次申报")));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (entered.StatusCode, drafted.StatusCode));
        Assert.DoesNotContain("CreateLawAdjustment", await reporter.ReadAsync("/registers/adjustments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Period_ClosedFrozenAndReopened_LeavesATrace()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        foreach (var (form, fields) in new[] { ("/ClosePeriodWindow", new[] { ("reason", "期满") }), ("/OpenPeriodWindow", []), ("/FreezePeriod", []), ("/ReopenPeriod", [("reason", "补报")]) })
        {
            using var post = await visitor.PostAsync(await visitor.FormAsync("/periods", form, fields));
            Assert.Equal((form, HttpStatusCode.SeeOther), (form, post.StatusCode));
        }

        Assert.Contains("补报", await visitor.ReadAsync("/periods"), StringComparison.Ordinal);
    }

    /// <summary>Reports of a month are written when it is over.</summary>
    [Fact]
    public async Task Workbench_AfterTheEndOfAPeriod_ShowsItUntilItIsFrozen()
    {
        var last = TimeProvider.System.GetUtcNow().DayInShanghai().AddMonths(-1).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        var name = $"{RunningSuite.Programme}/periods/{last}";
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        Assert.Contains($"<strong>{last}</strong>", await visitor.ReadAsync("/workbench"), StringComparison.Ordinal);
        await suite.Client.Periods.FreezePeriodAsync(new() { Name = name }, cancellationToken: Stop);
        Assert.DoesNotContain($"<strong>{last}</strong>", await visitor.ReadAsync("/workbench"), StringComparison.Ordinal);
        await suite.Client.Periods.ReopenPeriodAsync(new() { Name = name, Reason = "补报" }, cancellationToken: Stop);
    }

    /// <summary>The office may freeze a period before its end, and is told what that means.</summary>
    [Theory]
    [InlineData("/periods", 0, "才结束")]
    [InlineData("/periods", -1, null)]
    [InlineData("/en/periods", 0, "This period ends on")]
    public async Task Period_ThatIsNotOver_IsFrozenWithAWarning(string address, int months, string? said)
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var month = TimeProvider.System.GetUtcNow().AddHours(8).AddMonths(months).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        var entry = (await visitor.ReadAsync(address)).Split("<article").Single(entry => entry.Contains($"id=\"periods-{month}\"", StringComparison.Ordinal));

        Assert.Contains("/FreezePeriod", entry, StringComparison.Ordinal);
        Assert.Equal(said is not null, entry.Contains("mud-alert", StringComparison.Ordinal));
        Assert.Contains(said ?? "", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RuleSet_TriedPublishedAndActivated_IsRolledBack()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var shipped = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"), Stop);
        Assert.DoesNotContain("/RollBackRuleSet", await visitor.ReadAsync("/rule-sets"), StringComparison.Ordinal); // there is none before it
        using var wrong = await visitor.PostAsync(await visitor.FormAsync("/rule-sets", "/TryRuleSet"), "{}"u8.ToArray());
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.DoesNotContain("/PublishRuleSet", await wrong.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var tried = await visitor.PostAsync(await visitor.FormAsync("/rule-sets", "/TryRuleSet"), Encoding.UTF8.GetBytes(shipped + "\n"));
        var page = await tried.Content.ReadAsStringAsync(Stop);
        Assert.Contains("/rule-sets/PublishRuleSet", page, StringComparison.Ordinal);
        using var published = await visitor.PostAsync(FormVisitor.FormOf(page, "/PublishRuleSet"));
        Assert.Equal(HttpStatusCode.SeeOther, published.StatusCode);

        using var activated = await visitor.PostAsync(await visitor.FormAsync("/rule-sets", "/ActivateRuleSet"));
        using var back = await visitor.PostAsync(await visitor.FormAsync("/rule-sets", "/RollBackRuleSet", ("reason", "试验完毕")));
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (activated.StatusCode, back.StatusCode));
    }

    [Fact]
    public async Task Subscription_Entered_ShowsItsSecretOnce()
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reviewer");
        var form = await visitor.FormAsync("/subscriptions", "/CreateSubscription", ("address", "https://example.com/hook"), ("description", "市级平台"), ("city", "suzhou"));
        using var post = await visitor.PostAsync(form);
        using var again = await visitor.PostAsync(form);

        Assert.Contains("whsec_", await post.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var page = await visitor.ReadAsync("/subscriptions");
        Assert.DoesNotContain("whsec_", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("/DeleteSubscription").Length - 1);
        using var deleted = await visitor.PostAsync(await visitor.FormAsync("/subscriptions", "/DeleteSubscription"));
        Assert.Equal(HttpStatusCode.SeeOther, deleted.StatusCode);
    }

    [Theory]
    [InlineData("/registers/problems", "<dt>答复期限</dt>")]
    [InlineData("/en/registers/problems", "<dt>To be answered by</dt>")]
    public async Task Problem_ThatWaits_SaysUntilWhen(string address, string label)
    {
        if ((await suite.Client.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = RunningSuite.Programme, PilotTask = $"{RunningSuite.Programme}/pilotTasks/76" }, cancellationToken: Stop)).Commitments.Count == 0)
            await suite.Client.ReportAsync((await suite.Client.OpenAsync(76, "hefei")).Name, 10);
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        var page = await visitor.ReadAsync(address);

        Assert.Contains(label, page, StringComparison.Ordinal);
        Assert.DoesNotContain("{0}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_ToAProvince_IsEnteredAndKeptByItsOffice()
    {
        using var office = new FormVisitor(suite.Pages, "fujian-office");
        var form = await office.FormAsync("/subscriptions", "/CreateSubscription", ("address", "https://example.com/hook"), ("description", "省级平台"), ("city", ""), ("province", "fujian"));
        var offered = await office.ReadAsync("/subscriptions");
        using var post = await office.PostAsync(form);

        Assert.Contains("<option value=\"fujian\">", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("<option value=\"jiangsu\">", offered, StringComparison.Ordinal);
        Assert.Contains("whsec_", await post.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var page = await office.ReadAsync("/subscriptions");
        Assert.Contains("<dd>福建省</dd>", page, StringComparison.Ordinal);
        Assert.Contains("/DeleteSubscription", page, StringComparison.Ordinal);
    }

    /// <summary>Whoever has the right to a part is not told that there is none, but to say of which part.</summary>
    [Fact]
    public async Task Subscription_ToNeitherACityNorAProvince_IsRefusedAtTheCity()
    {
        using var visitor = new FormVisitor(suite.Pages, "dalian-reviewer");
        using var post = await visitor.PostAsync(await visitor.FormAsync("/subscriptions", "/CreateSubscription", ("address", "https://example.com/hook"), ("description", "市级平台")));
        var page = await post.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, post.StatusCode);
        Assert.Contains("id=\"CreateSubscription-city-problem\"", page, StringComparison.Ordinal);
        Assert.Contains("城市、省份须填一项。", page, StringComparison.Ordinal);
    }

    /// <summary>Whatever period somebody has reported on can be seen, closed and frozen.</summary>
    [Fact]
    public async Task Period_ThatWasReportedOn_IsOnThePage()
    {
        await suite.Client.ReportAsync((await suite.Client.OpenAsync(78, "hefei")).Name, 10, "2026-09");
        using var ministry = new FormVisitor(suite.Pages, "ministry");
        using var nobody = new HttpClient { BaseAddress = suite.Pages };

        Assert.Contains("id=\"periods-2026-09\"", await ministry.ReadAsync("/periods"), StringComparison.Ordinal);
        Assert.DoesNotContain("2026-09", await nobody.GetStringAsync(new Uri($"/v1/{RunningSuite.Programme}/periods", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_HandedIn_ComesBackAsAFileThatIsNotOpened()
    {
        var commitment = await suite.Client.OpenAsync(66, "fuzhou");
        var id = commitment.Name.Split('/')[^1];
        using var visitor = new FormVisitor(suite.Pages, "fuzhou-reporter");
        using var dispatched = await visitor.PostAsync(await visitor.FormAsync($"/commitments/{id}", "/Dispatch"));
        using var acknowledged = await visitor.PostAsync(await visitor.FormAsync($"/commitments/{id}", "/Acknowledge"));
        var content = "<html>证据</html>"u8.ToArray();
        using var post = await visitor.PostAsync(await visitor.FormAsync($"/commitments/{id}", "/AddEvidence", ("title", "批复")), content);
        Assert.Equal(HttpStatusCode.SeeOther, post.StatusCode);

        using var file = await visitor.GetAsync($"/commitments/{id}/evidence/1");
        Assert.Equal(content, await file.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(("attachment", "application/octet-stream"), (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentType!.MediaType));
        using var stranger = new FormVisitor(suite.Pages, "dalian-reporter");
        using var refused = await stranger.GetAsync($"/commitments/{id}/evidence/1");
        Assert.InRange((int)refused.StatusCode, 403, 404);
    }

    [Fact]
    public async Task ProgressForm_ThatIsNoWorkbook_IsSaidSo()
    {
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");
        using var post = await visitor.PostAsync(await visitor.FormAsync("/reports/fill", "/TryProgressForm", ("period", "2026-11")), "no workbook"u8.ToArray());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, post.StatusCode);
        Assert.Contains("class=\"problem\"", await post.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    /// <summary>Decisions do not rest on an act before its day, and rest on one that is revoked from a later day until then.</summary>
    [Theory]
    [InlineData("2026-11-30", null, ActStanding.Coming)]
    [InlineData("2026-11-29", null, ActStanding.Holds)]
    [InlineData("2026-01-01", "2026-11-30", ActStanding.Ending)]
    [InlineData("2026-01-01", "2026-11-29", ActStanding.Revoked)]
    [InlineData("2026-11-30", "2026-11-29", ActStanding.Revoked)]
    [InlineData("2027-01-01", "2027-01-01", ActStanding.Revoked)]
    [InlineData("2027-01-01", "2026-12-01", ActStanding.Revoked)]
    [InlineData("2027-01-01", "2027-06-01", ActStanding.Coming)]
    public void Act_OnADay_StandsAsDecisionsTakeIt(string effective, string? revoked, ActStanding standing)
    {
        var act = new Act { EffectiveDate = DayOf(effective) };
        if (revoked is not null)
            (act.RevokeTime, act.RevokeDate) = (new(), DayOf(revoked));

        Assert.Equal(standing, act.StandingOn("2026-11-29"));

        static Google.Type.Date DayOf(string text) => PilotPlatform.Web.Workbench.Posted.ParseDay(text)!;
    }

    [Fact]
    public async Task Act_OfALaterDay_IsNotShownAsInForce()
    {
        var act = new Act { Kind = ActKind.Willingness, PilotTask = $"{RunningSuite.Programme}/pilotTasks/151", City = "ningbo", EffectiveDate = new() { Year = 2099, Month = 1, Day = 1 }, Evidence = "甬商函" };
        await suite.Client.ScopeRules.CreateActAsync(new() { Parent = RunningSuite.Programme, Act = act }, cancellationToken: Stop);
        using var visitor = new FormVisitor(suite.Pages, "ningbo-reviewer");

        Assert.Contains("自 2099-01-01 起生效", await visitor.ReadAsync("/acts?city=ningbo"), StringComparison.Ordinal);
        Assert.Contains("尚未生效", await visitor.ReadAsync("/tasks/151"), StringComparison.Ordinal);
    }

    /// <summary>What is revoked from a day on before which it does not hold either is shown as both, and never as in force.</summary>
    [Fact]
    public async Task Act_OfALaterDayThatIsRevokedFromAStillLaterOne_IsNotShownAsInForce()
    {
        var act = new Act { Kind = ActKind.Willingness, PilotTask = $"{RunningSuite.Programme}/pilotTasks/151", City = "qingdao", EffectiveDate = new() { Year = 2099, Month = 1, Day = 1 }, Evidence = "青商函" };
        var created = await suite.Client.ScopeRules.CreateActAsync(new() { Parent = RunningSuite.Programme, Act = act }, cancellationToken: Stop);
        await suite.Client.ScopeRules.RevokeActAsync(new() { Name = created.Name, Reason = "到期", RevokeDate = new() { Year = 2099, Month = 7, Day = 1 } }, cancellationToken: Stop);
        using var visitor = new FormVisitor(suite.Pages, "qingdao-reviewer");

        var page = await visitor.ReadAsync("/tasks/151");

        Assert.Contains("自 2099-07-01 起撤销", page, StringComparison.Ordinal);
        Assert.DoesNotContain("目前仍有效", page, StringComparison.Ordinal);
    }

    /// <summary>The window of one's own city is the one that reports are taken in.</summary>
    [Fact]
    public async Task Window_ThatACityHasClosed_IsClosedOnItsWorkbench()
    {
        var month = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        await suite.Client.Periods.ClosePeriodWindowAsync(new() { Name = $"{RunningSuite.Programme}/periods/{month}", City = $"{RunningSuite.Programme}/cities/fuzhou", Reason = "本市已汇总" }, cancellationToken: Stop);
        using var own = new FormVisitor(suite.Pages, "fuzhou-reporter");
        using var other = new FormVisitor(suite.Pages, "ningbo-reporter");

        var text = string.Concat(System.Text.RegularExpressions.Regex.Replace(await own.ReadAsync("/workbench"), "<[^>]*>", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Where(c => !char.IsWhiteSpace(c)));
        Assert.Contains("福州：关闭本市已汇总", text, StringComparison.Ordinal);
        Assert.DoesNotContain("本市已汇总", await other.ReadAsync("/workbench"), StringComparison.Ordinal);
    }

    /// <summary>Whoever is of some cities alone has to name one, or else the province that guides them.</summary>
    [Theory]
    [InlineData("fuzhou-reviewer", true)]
    [InlineData("fujian-office", false)]
    [InlineData("ministry", false)]
    public async Task City_OfWhoIsNotOfAll_IsRequired(string persona, bool isRequired)
    {
        using var visitor = new FormVisitor(suite.Pages, persona);
        var page = await visitor.ReadAsync("/subscriptions");

        Assert.Equal(isRequired, page.Contains("name=\"city\" required", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", "督查督办")]
    [InlineData("reporting", "督查督办")]
    [InlineData("scope-rules", "适用规则")]
    [InlineData("catalog", "任务目录")]
    public async Task Ledger_WhileItIsVerified_ShowsHowFarItIs(string ledger, string name)
    {
        using var visitor = new FormVisitor(suite.Pages, "auditor");
        var page = await visitor.ReadAsync($"/ledger?verify={ledger}");

        Assert.Contains($"核验结果 · 核验{name}账本", page, StringComparison.Ordinal);

        Assert.Contains("<progress", page, StringComparison.Ordinal);
        Assert.Contains("mark a", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>Somebody else was faster: the page says so, and what was written is not lost.</summary>
    [Fact]
    public async Task Step_ThatThePageHasNoLonger_SaysWhyAndGivesBackWhatWasWritten()
    {
        var name = (await suite.Client.OpenAsync(77, "hefei")).Name;
        using var visitor = new FormVisitor(suite.Pages, "hefei-reporter");
        var form = await visitor.FormAsync("/commitments/77-hefei", "/steps/ReportProgress", ("period", "2026-11"), ("narrative", "已办理三家企业"), ("progress_percent", "30"));
        await suite.Client.Workflow.PostponeCommitmentAsync(new PostponeCommitmentRequest { Name = name, Reason = "政策调整" }, cancellationToken: Stop);

        using var post = await visitor.PostAsync(form);

        var page = WebUtility.HtmlDecode(await post.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, post.StatusCode);
        Assert.Contains("未能办理“办理反馈”", page, StringComparison.Ordinal);
        Assert.Contains("class=\"problem\" role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("已办理三家企业", page, StringComparison.Ordinal);
    }

    /// <summary>On a Chinese page nobody has to read English to know what is wrong.</summary>
    [Theory]
    [InlineData("/steps/ReportProgress", "ReportProgress-problem_level-problem", "请选择一项。", "period=2026-11", "narrative=已开展", "progress_percent=50", "problem=缺少细则")]
    [InlineData("/steps/ReportProgress", "ReportProgress-progress_percent-problem", "须为允许范围内的整数。", "period=2026-11", "narrative=已开展", "progress_percent=一半")]
    [InlineData("/steps/RequestExtension", "RequestExtension-new_due_date-problem", "新期限 2026-12-01 不晚于现在的期限", "new_due_date=2026-12-01", "reason=等待批复")]
    public async Task Step_ThatIsRefused_IsSaidInChineseAlone(string step, string place, string said, params string[] filled)
    {
        const string Page = "/commitments/75-hefei";
        if ((await suite.Client.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = RunningSuite.Programme, PilotTask = $"{RunningSuite.Programme}/pilotTasks/75" }, cancellationToken: Stop)).Commitments.Count == 0)
            await suite.Client.ReportAsync((await suite.Client.OpenAsync(75, "hefei")).Name, 10);
        using var visitor = new FormVisitor(suite.Pages, "hefei-reporter");
        using var post = await visitor.PostAsync(await visitor.FormAsync(Page, step, [.. filled.Select(f => f.Split('=')).Select(f => (f[0], f[1]))]));
        var page = WebUtility.HtmlDecode(await post.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, post.StatusCode);
        var problem = page[page.IndexOf(place, StringComparison.Ordinal)..];
        problem = problem[..problem.IndexOf("</p>", StringComparison.Ordinal)];
        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("lang=\"en\"", problem, StringComparison.Ordinal);
    }
}
