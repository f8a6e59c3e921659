using System.Net;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Services.Tests.Reporting;
using PilotPlatform.Web.Desks;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Where a form leads: what was done can be found, and is told.</summary>
public sealed class DonePageTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Lists begin with the oldest, so that what was just entered may be on the last of many pages.</summary>
    [Fact]
    public async Task Risk_EnteredBehindAFullPage_IsOnThePageThatOneIsLedTo()
    {
        var risk = new Risk { PilotTask = $"{RunningSuite.Programme}/pilotTasks/155", City = $"{RunningSuite.Programme}/cities/suzhou", Title = "先有", Description = "数据出境", Level = Risk.Types.Level.Low, Unit = "市网信办" };
        for (var before = 0; before < DeskQuestion.PageSize; before++)
            await suite.Client.Registers.CreateRiskAsync(new() { Parent = RunningSuite.Programme, Risk = risk }, cancellationToken: Stop);
        using var visitor = new FormVisitor(suite.Pages, "suzhou-reporter");

        using var post = await visitor.PostAsync(await visitor.FormAsync("/registers/risks", "/CreateRisk", ("pilot_task", "155"), ("city", "suzhou"), ("title", "后来"), ("description", "数据出境"), ("level", "High"), ("unit", "市网信办")));
        var entry = EntryAt(post, await visitor.ReadAsync(post.Headers.Location!.OriginalString));

        Assert.Contains("后来", entry, StringComparison.Ordinal);
        Assert.Contains("已办理：", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problem_Answered_IsToldWhereItHasLeftThePage()
    {
        await suite.Client.ReportAsync((await suite.Client.OpenAsync(76, "hefei")).Name, 10);
        using var ministry = new FormVisitor(suite.Pages, "ministry");

        using var post = await ministry.PostAsync(await ministry.FormAsync("/registers/problems", "/AnswerProblem", ("answer", "已协调")));
        var page = await ministry.ReadAsync(post.Headers.Location!.OriginalString);

        Assert.DoesNotContain("<article", page, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"told\" role=\"status\" id=\"{post.Headers.Location.OriginalString.Split('#')[1]}\">已办理：", page, StringComparison.Ordinal);
    }

    /// <summary>What was asked for stays asked for behind a step.</summary>
    [Fact]
    public async Task Act_RevokedAmongThoseOfACity_LeadsBackToThem()
    {
        var act = new Act { Kind = ActKind.Willingness, PilotTask = $"{RunningSuite.Programme}/pilotTasks/151", City = "xiamen", EffectiveDate = new() { Year = 2026, Month = 1, Day = 10 }, Evidence = "厦商函" };
        await suite.Client.ScopeRules.CreateActAsync(new() { Parent = RunningSuite.Programme, Act = act }, cancellationToken: Stop);
        using var visitor = new FormVisitor(suite.Pages, "xiamen-reviewer");

        using var post = await visitor.PostAsync(await visitor.FormAsync("/acts?city=xiamen", "/RevokeAct", ("reason", "情况变化")));

        Assert.StartsWith("/acts?city=xiamen&done=RevokeAct", post.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("已办理：", EntryAt(post, await visitor.ReadAsync(post.Headers.Location.OriginalString)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "", 0, "")]
    [InlineData(50, "", 50, "")]
    [InlineData(101, "", 50, "50")]
    [InlineData(101, "50", 50, "100")]
    [InlineData(101, "100", 1, "")]
    [InlineData(100, "100", 50, "")] // what was on the last page has left it
    public void Entries_ThatAreReadWhole_AreShownByPages(int all, string page, int shown, string next)
    {
        var question = new DeskQuestion(null!, null!, null!, null!, null!, null!, "", page, default, Stop);

        var answer = DeskAnswer.Of(question, [.. Enumerable.Range(0, all)], number => new DeskRow($"entries/{number}", "", "", ""));

        Assert.Equal((shown, next, all), (answer.Rows.Count, answer.NextPageToken, answer.TotalSize));
    }

    [Fact]
    public async Task Page_ThatIsNone_IsRefused()
    {
        using var ministry = new FormVisitor(suite.Pages, "ministry");
        using var refused = await ministry.GetAsync("/registers/problems?page=-1");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    /// <summary>The entry that the fragment of an address names.</summary>
    private static string EntryAt(HttpResponseMessage post, string page) =>
        page.Split("<article").SingleOrDefault(entry => entry.Contains($"id=\"{post.Headers.Location!.OriginalString.Split('#')[1]}\"", StringComparison.Ordinal)) ?? "";
}
