using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using PilotPlatform.Services.Tests.Reporting;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Reminders that were ignored for weeks, in a suite of its own: by the pages the city is escalated by party, and the ministry is reminded again.</summary>
public sealed class IgnoredReminderTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Page = "/commitments/87-hefei";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Forms_OfIgnoredReminders_EscalateWhoIsNamedAndRemindTheMinistryAgain()
    {
        var name = (await suite.Client.OpenAsync(87, "hefei")).Name;
        await suite.EndAsync();
        await RemindedWeeksAgoAsync(CommitmentName.Parse("name", name).Value);
        await suite.RestartAsync();
        while ((await suite.Client.ReadAsync(name)).EscalationLevel == EscalationLevel.Unspecified)
            await Task.Delay(100, Stop); // the clock escalates one at a look
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        Assert.Equal(["牵头单位", "城市审核员"], await OfferedAsync(visitor, "/steps/Escalate"));
        Assert.Equal(["商务部"], await OfferedAsync(visitor, "/steps/Remind"));

        await TakenAsync(visitor, "/steps/Escalate", ("party", "LeadUnit"), ("level", "Blue"));
        await TakenAsync(visitor, "/steps/Remind", ("party", "Ministry"), ("text", "再次请协调"));

        var reminders = (await suite.Client.ReadAsync(name)).Reminders;
        Assert.Equal(
            [(Party.CityReviewer, EscalationLevel.Blue), (Party.LeadUnit, EscalationLevel.Blue), (Party.Ministry, EscalationLevel.Unspecified)], reminders.Select(r => (r.Party, r.Level)));
        Assert.Equal(("再次请协调", false), (reminders[^1].Text, reminders[^1].Ignored));
        Assert.DoesNotContain("/steps/Remind", await visitor.ReadAsync(Page), StringComparison.Ordinal);
    }

    /// <summary>Writes to the ledger of the suite, while that is ended, as it was sixty days ago.</summary>
    private async Task RemindedWeeksAgoAsync(CommitmentName name)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-60));
        var at = new Core.Moment(time.GetUtcNow(), new Core.WorkCalendar(TimeZoneInfo.Utc, [], []), new Core.TimeLimits());
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var opened = new OpenedLedger(Options.Create(new LedgerOptions { Path = Path.Combine(suite.Folder, "reporting", "ledger.db") }), time, services.GetRequiredService<IMeterFactory>());
        var recording = new ReportingLedger(opened, time, NullLogger<ReportingLedger>.Instance);
        var board = new CommitmentBoard(recording);
        recording.Open([board]);
        var (reported, next) = (PeriodOf("2026-05"), PeriodOf("2026-06"));
        await TakeAsync(c => Core.ReportSteps.Report(c, new Core.Progress("2026-05", "方案已印发。", 30, [new Core.Problem("缺少实施细则", Core.ProblemLevel.Ministry)], []), "", reported, at));
        foreach (var party in new[] { Core.Party.Ministry, Core.Party.CityReviewer, Core.Party.LeadUnit })
            await TakeAsync(c => Core.SupervisionSteps.Remind(c, "", party, "请办理", [next], at));

        Core.ReportingPeriod PeriodOf(string period) => Core.ReportingPeriod.Untouched(new PeriodName(name.Parent, Core.Period.Parse("period", period).Value));

        async Task TakeAsync(Func<Core.Commitment, Result<Core.CommitmentEvent>> step) => _ = (await board.RecordAsync(name, c => step(c!), "somebody", request: null, Stop)).Value;
    }

    private static async Task<string[]> OfferedAsync(FormVisitor visitor, string step) =>
    [
        .. WebUtility.HtmlDecode(await visitor.ReadAsync(Page)).Split($"{step}\"")[1].Split("</select>")[0].Split("<option value=\"").Skip(1)
            .Select(option => option.Split('>')[1].Split('<')[0]).Where(text => text.Length > 0),
    ];

    private static async Task TakenAsync(FormVisitor visitor, string step, params (string Name, string Value)[] fields)
    {
        using var taken = await visitor.PostAsync(await visitor.FormAsync(Page, step, fields));
        Assert.True(taken.StatusCode == HttpStatusCode.SeeOther, await taken.Content.ReadAsStringAsync(Stop));
    }
}
