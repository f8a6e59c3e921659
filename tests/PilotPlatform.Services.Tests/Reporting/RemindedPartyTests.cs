using System.Net;
using System.Text;
using System.Text.Json;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Pages;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Who reminds names one of those that are waited for: over the wire, as JSON and on the page.</summary>
public sealed class RemindedPartyTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Remind_TheLeadUnitWhileTheMinistryIsReminded_IsTakenAndTheOthersAreNamed()
    {
        var name = (await suite.Client.OpenAsync(87, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        await RemindAsync(name, Party.Ministry);

        var reminded = await RemindAsync(name, Party.LeadUnit);

        Assert.Equal([Party.Ministry, Party.LeadUnit], reminded.Reminders.Select(r => r.Party));
        Assert.Equal(Party.LeadUnit, reminded.Reminder.Party);
        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => RemindAsync(name, Party.LeadUnit))).Info.Reason);
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => RemindAsync(name, Party.Province))).Info.Reason);
        using var http = suite.HttpAs(RunningSuite.Everybody);
        using var refused = await http.PostAsync($"/v1/{name}:remind", new StringContent("""{"party":"PARTY_CITY","text":"请办理"}""", Encoding.UTF8, "application/json"), Stop);
        Assert.Equal(
            "party: must be one of PARTY_CITY_REVIEWER, PARTY_MINISTRY, PARTY_LEAD_UNIT",
            JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Escalate_WhereTwoOfTheCityAreReminded_NamesThemAndDemandsOne()
    {
        var name = (await suite.Client.OpenAsync(94, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        await RemindAsync(name, Party.CityReviewer);
        var reminded = await RemindAsync(name, Party.LeadUnit);
        var escalation = new EscalateCommitmentRequest { Name = name, Level = EscalationLevel.Blue };

        Assert.Equal([(WaitReason.CityReview, $"{name}/progressReports/1", false), (WaitReason.Progress, name, false)], reminded.Reminders.Select(r => (r.Reason, r.Subject, r.Repeatable)));
        var (_, status, info) = await RunningSuite.RefusedAsync(() => suite.Client.Workflow.EscalateCommitmentAsync(escalation, cancellationToken: Stop).ResponseAsync);
        Assert.Equal(("INVALID_ARGUMENT", "party: must be one of PARTY_CITY_REVIEWER, PARTY_LEAD_UNIT"), (info.Reason, status.Message));
        escalation.Party = Party.LeadUnit;
        Assert.Equal("NOTHING_IGNORED", (await RunningSuite.RefusedAsync(() => suite.Client.Workflow.EscalateCommitmentAsync(escalation, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    /// <summary>The page offers those who are waited for and not reminded yet, so that one sees who it goes to.</summary>
    [Theory]
    [InlineData(88, "", "牵头单位", "商务部", "城市审核员")]
    [InlineData(90, "/en", "lead unit", "ministry", "city reviewer")]
    public async Task Form_OfAReminder_OffersThoseWhoAreWaitedFor(int task, string language, string unit, string ministry, string reviewer)
    {
        var name = (await suite.Client.OpenAsync(task, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        var page = $"{language}/commitments/{task}-hefei";
        Assert.Equal([reviewer, ministry, unit], await OfferedAsync(visitor, page));

        using var taken = await visitor.PostAsync(await visitor.FormAsync(page, "/steps/Remind", ("party", "LeadUnit"), ("text", "请抓紧办理")));

        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Equal([reviewer, ministry], await OfferedAsync(visitor, page));
        using var refused = await visitor.PostAsync(await visitor.FormAsync(page, "/steps/Remind", ("party", "Province"), ("text", "请办理")));
        Assert.Contains(language == "" ? $"须为下列之一：{reviewer}、{ministry}、{unit}。" : $"It must be one of: {reviewer}, {ministry}, {unit}.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
    }

    /// <summary>Who is left out is the first that is waited for; who is nobody is not.</summary>
    [Fact]
    public async Task Form_OfAReminderToNobody_RemindsNobody()
    {
        var name = (await suite.Client.OpenAsync(91, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);

        using var refused = await visitor.PostAsync(await visitor.FormAsync("/commitments/91-hefei", "/steps/Remind", ("party", "Mayor"), ("text", "请办理")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Empty((await suite.Client.ReadAsync(name)).Reminders);
    }

    private static async Task<string[]> OfferedAsync(FormVisitor visitor, string page) =>
    [
        .. WebUtility.HtmlDecode(await visitor.ReadAsync(page)).Split("/steps/Remind\"")[1].Split("</select>")[0].Split("<option value=\"").Skip(1)
            .Select(option => option.Split('>')[1].Split('<')[0]).Where(text => text.Length > 0),
    ];

    private Task<Commitment> RemindAsync(string name, Party party) =>
        suite.Client.Workflow.RemindCommitmentAsync(new() { Name = name, Party = party, Text = "请办理" }, cancellationToken: Stop).ResponseAsync;
}
