using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>The clock of escalations over a ledger of its own, with the days in the hands of the test.</summary>
public sealed class EscalationClockTests : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-escalation-");
    private readonly FakeTimeProvider time = new(Samples.Day.ToUniversalTime());
    private readonly IOptions<ReportingOptions> options = Options.Create(new ReportingOptions());
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly OpenedLedger opened;
    private readonly CommitmentBoard board;
    private readonly PeriodBoard periods;
    private readonly Bearings bearings;

    public EscalationClockTests()
    {
        (opened, board, periods) = Open();
        bearings = new Bearings(time, options, new TaskTrails());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Time_OverAnIgnoredReminder_EscalatesStepByStepAndChangesNothingElse()
    {
        await RecordAsync(_ => Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)));
        await RecordAsync(now => now!.Report(Samples.Progress, ""));
        await RecordAsync(now => now!.Remind("", party: null, "请审核", Samples.At(0)));
        using var clock = new EscalationClock(board, periods, bearings, options, time, NullLogger<EscalationClock>.Instance);
        await clock.StartAsync(Stop);

        var seen = new List<EscalationLevel?>();
        for (var day = 0; day < 40; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await WaitAsync(clock);
            if (seen.Count == 0 || seen[^1] != Now.Escalation)
                seen.Add(Now.Escalation);
        }

        await clock.StopAsync(Stop);
        Assert.Equal([null, EscalationLevel.Blue, EscalationLevel.Yellow, EscalationLevel.Red], seen);
        Assert.Equal((CommitmentState.InProgress, ReportState.Submitted), (Now.State, Now.Reports[0].State));
    }

    /// <summary>Every window is closed until December begins; it is blue once December has left the unit its days.</summary>
    [Fact]
    public async Task Time_OverAReminderToReport_WaitsForAPeriodThatTakesAReport()
    {
        await RecordAsync(_ => Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)));
        await RecordAsync(now => now!.Report(Samples.Progress, ""));
        await RecordAsync(now => now!.Remind("", Party.LeadUnit, "请反馈", Samples.At(0)));
        foreach (var period in periods.Begun(Samples.Name.Parent, bearings.Now).ToArray())
            _ = (await periods.RecordAsync(period.Name, p => p.Close("", city: null, "已汇总", bearings.Now), "office", request: null, Stop)).Value;
        using var clock = new EscalationClock(board, periods, bearings, options, time, NullLogger<EscalationClock>.Instance);
        await clock.StartAsync(Stop);

        while (Now.Escalation is null && bearings.Now.Today < Samples.At(30).Today)
        {
            time.Advance(TimeSpan.FromDays(1));
            await WaitAsync(clock);
        }

        await clock.StopAsync(Stop);
        Assert.Equal((EscalationLevel.Blue, new DateOnly(2026, 12, 9)), (Now.Escalation, bearings.Now.Today));
    }

    [Fact]
    public async Task Time_OverEvidenceThatExpires_IsToldOnceAndEndsTheReminderToJudgeIt()
    {
        var last = Samples.At(3).Today;
        await RecordAsync(_ => Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)));
        await RecordAsync(now => now!.Report(Samples.Progress, ""));
        foreach (var until in new DateOnly?[] { last, last, last, null, last.AddDays(90) })
            await RecordAsync(now => now!.AddEvidence("", Samples.Document with { ValidUntil = until }, 4096, Samples.At(0)));
        await RecordAsync(now => now!.JudgeEvidence("", 1, isAccepted: true, "", "reviewer", Samples.At(0)));
        await RecordAsync(now => now!.JudgeEvidence("", 2, isAccepted: false, "看不清", "reviewer", Samples.At(0)));
        using var clock = new EscalationClock(board, periods, bearings, options, time, NullLogger<EscalationClock>.Instance);
        await clock.StartAsync(Stop);

        for (var day = 0; day < 10; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await WaitAsync(clock);
        }

        await clock.StopAsync(Stop);
        Assert.Equal([true, false, true, false, false], Now.Course.Evidence.Select(e => e.ExpireTime is not null));
        Assert.Equal(11, Now.Revision);
        Assert.Equal(last.AddDays(1), Samples.Weekends.DayOf(Now.Course.Evidence[0].ExpireTime!.Value));
    }

    [Fact]
    public void Expired_EvidenceThatSomebodyWasRemindedToJudge_EndsTheReminder()
    {
        var draft = Samples.Opened.Take(c => c.Report(Samples.Progress, "")).Accepted().Take(c => c.AddEvidence("", Samples.Document with { ValidUntil = Samples.At(1).Today }, 4096, Samples.At(0)))
            .Take(c => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", Samples.At(0))).Take(c => c.Remind("", party: null, "请认定", Samples.At(0)));
        Assert.Equal((Party.CityReviewer, true), (draft.Course.Reminders[^1].Party, draft.Course.Reminders[^1].IsOpen));

        var expired = draft.Take(c => c.Expired(Samples.At(2).Today)!, Samples.Day.AddDays(2).AddHours(-8.75)); // a quarter past midnight in China, the day before in UTC

        Assert.False(expired.Course.Reminders[^1].IsOpen);
        Assert.Null(expired.Expired(Samples.At(2).Today));
        Assert.Null((draft with { State = CommitmentState.StruckOff }).Expired(Samples.At(2).Today));
    }

    [Fact]
    public async Task Replay_OfWhatWasRecorded_StandsAsItStood()
    {
        await RecordAsync(_ => Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)));
        await RecordAsync(now => now!.Dispatch("", "请办理", Samples.At(0)));
        await RecordAsync(now => now!.Acknowledge("", ""));
        await RecordAsync(now => now!.RequestExtension("", Samples.Plan.DueDate.AddDays(9), "论证未完", Samples.At(0)));
        var before = System.Text.Json.JsonSerializer.Serialize(Now);
        await opened.DisposeAsync();

        var (again, replayed, _) = Open();
        await using var closing = again;

        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(replayed.Find(Samples.Name).Value));
    }

    public async ValueTask DisposeAsync()
    {
        await opened.DisposeAsync();
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private (OpenedLedger Opened, CommitmentBoard Board, PeriodBoard Periods) Open()
    {
        var file = Options.Create(new LedgerOptions { Path = Path.Combine(folder.FullName, "ledger.db") });
        var ledger = new OpenedLedger(file, time, services.GetRequiredService<IMeterFactory>());
        var recording = new ReportingLedger(ledger, time, NullLogger<ReportingLedger>.Instance);
        var (folded, windows) = (new CommitmentBoard(recording), new PeriodBoard(recording));
        recording.Open([folded, windows]);
        return (ledger, folded, windows);
    }

    private Commitment Now => board.Find(Samples.Name).Value;

    private async Task RecordAsync(Func<Commitment?, Result<CommitmentEvent>> step) =>
        _ = (await board.RecordAsync(Samples.Name, step, "someone", request: null, Stop)).Value;

    /// <summary>Until the clock has done what the day asks for: nothing is due any more.</summary>
    private async Task WaitAsync(EscalationClock clock)
    {
        var at = bearings.Now;
        while (Now.Due(periods.Begun(Samples.Name.Parent, at), at) is not null || Now.Expired(at.Today) is not null)
        {
            Assert.False(clock.ExecuteTask!.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(1), Stop);
            time.Advance(options.Value.EscalationInterval);
        }
    }
}
