using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Reporting that starts from a snapshot stands as if it had folded every entry; one that cannot be used is left aside, and said.</summary>
public sealed class ProjectionSnapshotTests : IDisposable
{
    private static readonly ProgrammeName Programme = Samples.Name.Parent;
    private static readonly CommitmentName Other = Samples.Name with { City = "xi-an", Generation = 2 };
    private static readonly ChildName Entry = new(Programme, "entry");
    private static readonly ChildName Webhook = new(Programme, "webhook");
    private static readonly DateOnly Day = new(2026, 12, 1);
    private static readonly Progress Stuck = Samples.Progress with { Problems = [new Problem("缺少实施细则", ProblemLevel.Ministry)], Evidence = [new Evidence("批复", "approval.pdf", "")] };

    private static readonly (CommitmentName Name, Happened Event)[] Course =
    [
        .. new Happened[]
        {
            new Happened.Opened(Samples.Plan, Samples.Basis), new Happened.Decomposed(Samples.Plan with { Deliverables = [] }), new Happened.Dispatched("请\n办理", Day), new Happened.Acknowledged("签收"),
            new Happened.ProgressReported(1, Stuck), new Happened.ReportReturned(1, ReviewLevel.City, "缺材料", Day), new Happened.ReportSupplemented(1, Stuck with { Percent = 40 }),
            new Happened.ReportAccepted(1, ReviewLevel.City, ""), new Happened.ReportAccepted(1, ReviewLevel.Province, "同意"), new Happened.ProblemAnswered(1, "已协调"),
            new Happened.EvidenceAdded(1, Samples.Document), new Happened.EvidenceAdded(2, Samples.Document with { ValidUntil = Day }), new Happened.EvidenceJudged(1, IsAccepted: false, "看不清"),
            new Happened.ExtensionRequested(Day, "论证未完"), new Happened.ExtensionDenied("理由不足"), new Happened.ExtensionRequested(Day, "论证未完"), new Happened.ExtensionGranted(""),
            new Happened.Reminded(Party.LeadUnit, "请办理", Day), new Happened.Escalated(EscalationLevel.Blue, "", Day), new Happened.ProgressReported(2, Samples.Progress),
            new Happened.ClosureRequested(ClosureOutcome.Implemented, "已落地"), new Happened.ClosureRefused("未见实效"), new Happened.ClosureRequested(ClosureOutcome.Implemented, "已落地"),
            new Happened.ClosureConfirmed(""), new Happened.Reopened("出现反复"), new Happened.Postponed("政策调整", Day), new Happened.Resumed("", Day), new Happened.MilestoneReached(0, Day), new Happened.MilestoneCorrected(0, null, "误登"), new Happened.EvidenceExpired(2, Day),
            new Happened.BasisChanged(ReachState.AwaitsAct, Samples.Basis), new Happened.CarryOverProposed(Samples.Onward, "延续"), new Happened.CarryOverReturned("请核对"),
            new Happened.CarryOverProposed(Samples.Onward, "延续"), new Happened.CarryOverLapsed(Samples.Basis.Edition, WasGranted: false), new Happened.CarryOverProposed(Samples.Onward, ""), new Happened.CarryOverAccepted(Samples.Basis, "同意"), new Happened.StruckOff(""),
        }.Select(e => (Samples.Name, e)),
        .. new Happened[]
        {
            new Happened.Opened(Samples.Plan, Samples.Basis), new Happened.Dispatched("", Day), new Happened.Declined("非本单位职责"), new Happened.Merged(Samples.Name.ToString(), "同一事项"),
        }.Select(e => (Other, e)),
    ];

    private static readonly PeriodEvent[] Periods =
    [
        new PeriodEvent.WindowOpened(null, Day), new PeriodEvent.WindowClosed("xian", "已截止"), new PeriodEvent.WindowClosed("xi-an", "已截止"), new PeriodEvent.WindowOpened("Xi", null), new PeriodEvent.FreezeBegun(),
        new PeriodEvent.Frozen(3, [new FrozenRow("12-dalian", CommitmentState.InProgress, Lamp.Yellow, 1, ReportState.Accepted, 30), new FrozenRow("13-dalian", CommitmentState.NotStarted, null, null, null, null)]),
        new PeriodEvent.Reopened("补报"),
    ];

    private static readonly SubscriptionEvent[] Subscriptions =
    [
        new SubscriptionEvent.Created("https://example.org/", "台账", new ChangeFilter("dalian", null, ["dalian"], 12), 1), new SubscriptionEvent.SecretRotated(), new SubscriptionEvent.Sent(2),
        new SubscriptionEvent.GivenUp(10, 3, "timeout"), new SubscriptionEvent.GivenUp(9, 3, "timeout"), new SubscriptionEvent.GivenUp(11, 3, "timeout"), new SubscriptionEvent.Redelivered(10),
        new SubscriptionEvent.Discarded(9), new SubscriptionEvent.Suspended("timeout"), new SubscriptionEvent.Resumed(), new SubscriptionEvent.Deleted(),
    ];

    private readonly LedgerFile file = new();
    private readonly Heard heard = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task Open_FromASnapshotBehindAnyEntry_StandsAsIfEveryEntryWereFolded()
    {
        foreach (var step in Steps())
        {
            await using (var desk = await Desk.OpenAsync(this))
            {
                await step(desk);
                await desk.Ledger.SnapshotAsync(TestLedger.Cancellation);
            }

            await using var restored = await Desk.OpenAsync(this);
            var position = restored.Ledger.Position;
            Assert.Equal((position, true), (restored.Ledger.StartedFrom, position > 0));
            File.Delete(file.Path + ".snapshot");
            await restored.DisposeAsync();
            await using var folded = await Desk.OpenAsync(this);
            Assert.Equal((0, position), (folded.Ledger.StartedFrom, folded.Ledger.Position));
            folded.MustStandAs(restored);
        }

        Assert.Empty(heard.Warnings);
    }

    [Fact]
    public void Events_AboveForEachKind_AreAllThatThereAre()
    {
        Assert.Equal(EventCodec.Commitments.Names.Order(StringComparer.Ordinal), Course.Select(c => c.Event.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(EventCodec.Periods.Names.Order(StringComparer.Ordinal), Periods.Select(e => "Period" + e.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(EventCodec.Subscriptions.Names.Order(StringComparer.Ordinal), Subscriptions.Select(e => "Subscription" + e.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Open_FromASnapshot_FoldsWhatCameBehindIt()
    {
        await using (var desk = await Desk.OpenAsync(this))
        {
            await desk.TakeAsync(Course[0]);
            await desk.Ledger.SnapshotAsync(TestLedger.Cancellation);
            foreach (var step in Course[1..])
                await desk.TakeAsync(step);
        }

        await using var restored = await Desk.OpenAsync(this);

        Assert.Equal((1, Course.Length), (restored.Ledger.StartedFrom, restored.Ledger.Position));
        Assert.Equal(CommitmentState.StruckOff, restored.Commitments.Find(Samples.Name).Value.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("standing.v0\n")]
    [InlineData("no line end")]
    public async Task Open_SnapshotOfAnotherForm_IsLeftAsideAndSaid(string content)
    {
        await FillAsync();
        await using (var ledger = EntryLedger.Open(file.Options(), TimeProvider.System, _ => { }))
            await ledger.SnapshotAsync(() => 0, _ => System.Text.Encoding.UTF8.GetBytes(content), TestLedger.Cancellation);

        await using var desk = await Desk.OpenAsync(this);

        Assert.Equal((0, 2), (desk.Ledger.StartedFrom, desk.Ledger.Position));
        Assert.True(desk.Commitments.Find(Samples.Name).IsOk);
        Assert.Contains("folded anew", Assert.Single(heard.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(110)]
    [InlineData(400)]
    public async Task Open_SnapshotThatIsDamaged_IsLeftAsideAndSaid(int at)
    {
        await FillAsync();
        file.TamperWithSnapshot(bytes => bytes[at] ^= 1);

        await using var desk = await Desk.OpenAsync(this);

        Assert.Equal((0, 2), (desk.Ledger.StartedFrom, desk.Ledger.Position));
        Assert.Contains("folded anew", Assert.Single(heard.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SnapshotWriter_BehindSoManyEntries_StoresOneWithoutBeingAsked()
    {
        var options = file.Options();
        options.SnapshotEntries = 3;
        await using var desk = await Desk.OpenAsync(this);
        using var writer = new SnapshotWriter(desk.Ledger, Options.Create(options), new LoggerFactory([heard]).CreateLogger<SnapshotWriter>());
        await writer.StartAsync(TestLedger.Cancellation);

        foreach (var step in Course[..2])
            await desk.TakeAsync(step);
        Assert.False(File.Exists(file.Path + ".snapshot"));
        await desk.TakeAsync(Course[2]);

        Assert.True(SpinWait.SpinUntil(() => File.Exists(file.Path + ".snapshot"), TimeSpan.FromSeconds(10)));
        await writer.StopAsync(TestLedger.Cancellation);
    }

    public void Dispose()
    {
        services.Dispose();
        heard.Dispose();
        file.Dispose();
    }

    private async Task FillAsync()
    {
        await using var desk = await Desk.OpenAsync(this);
        foreach (var step in Course[..2])
            await desk.TakeAsync(step);
        await desk.Ledger.SnapshotAsync(TestLedger.Cancellation);
    }

    private static IEnumerable<Func<Desk, Task>> Steps() =>
    [
        .. Course.Select(step => (Func<Desk, Task>)(desk => desk.TakeAsync(step))),
        .. Periods.Select(happened => (Func<Desk, Task>)(desk => desk.Periods.RecordAsync(Samples.Untouched(Samples.Progress.Period).Name, _ => happened, "office", null, TestLedger.Cancellation))),
        .. Subscriptions.Select(happened => (Func<Desk, Task>)(desk => desk.Subscriptions.RecordAsync(Webhook, _ => happened, "office", null, TestLedger.Cancellation))),
        .. new RegisterEvent<Risk, RiskState>[]
        {
            new RegisterEvent<Risk, RiskState>.Entered(new Risk(12, "dalian", "风险", "说明", RiskLevel.High, "措施", "市商务局", Day)),
            new RegisterEvent<Risk, RiskState>.Amended(new Risk(12, "dalian", "风险", "说明", RiskLevel.Low, "措施", "市商务局", null)),
            new RegisterEvent<Risk, RiskState>.Moved(RiskState.Treated, "已处置"),
        }.Select(happened => (Func<Desk, Task>)(desk => desk.Risks.RecordAsync(Entry, _ => happened, "office", null, TestLedger.Cancellation))),
        desk => desk.Cases.RecordAsync(
            Entry, _ => new RegisterEvent<InnovationCase, CaseState>.Entered(new InnovationCase(12, "dalian", "案例", "摘要", "做法", "成效")), "reporter", null, TestLedger.Cancellation),
        desk => desk.Adjustments.RecordAsync(
            Entry, _ => new RegisterEvent<LawAdjustment, AdjustmentState>.Entered(new LawAdjustment(12, null, "条例", "第三条", "暂停实施", "国务院", "", Day)), "office", null, TestLedger.Cancellation),
    ];

    /// <summary>Reporting on the ledger of the test, from its projections down.</summary>
    private sealed class Desk(OpenedLedger opened, ReportingLedger ledger) : IAsyncDisposable
    {
        public ReportingLedger Ledger => ledger;

        public CommitmentBoard Commitments { get; } = new(ledger);

        public PeriodBoard Periods { get; } = new(ledger);

        public SubscriptionBoard Subscriptions { get; } = new(ledger);

        public RegisterBoard<Risk, RiskState> Risks { get; } = new(ledger, "Risk", Registers.Risks, r => (r.Task, r.City), _ => true);

        public RegisterBoard<InnovationCase, CaseState> Cases { get; } = new(ledger, "InnovationCase", Registers.Cases, c => (c.Task, c.City), _ => true);

        public RegisterBoard<LawAdjustment, AdjustmentState> Adjustments { get; } = new(ledger, "LawAdjustment", Registers.Adjustments, a => (a.Task, a.City), _ => true);

        public static async Task<Desk> OpenAsync(ProjectionSnapshotTests test)
        {
            var opened = new OpenedLedger(Options.Create(test.file.Options()), TimeProvider.System, test.services.GetRequiredService<IMeterFactory>());
            var desk = new Desk(opened, new ReportingLedger(opened, TimeProvider.System, new LoggerFactory([test.heard]).CreateLogger<ReportingLedger>()));
            await Task.Run(() => desk.Ledger.Open([desk.Commitments, desk.Periods, desk.Subscriptions, desk.Risks, desk.Cases, desk.Adjustments]));
            return desk;
        }

        public Task<Result<StepTaken>> TakeAsync((CommitmentName Name, Happened Event) step) => Commitments.RecordAsync(step.Name, _ => step.Event, "reporter", request: null, TestLedger.Cancellation);

        public void MustStandAs(Desk other)
        {
            Assert.Equivalent(Commitments.All(_ => true), other.Commitments.All(_ => true), strict: true);
            Assert.Equivalent(Subscriptions.All(Programme, _ => true), other.Subscriptions.All(Programme, _ => true), strict: true);
            Assert.Equivalent(Risks.All(Programme, _ => true), other.Risks.All(Programme, _ => true), strict: true);
            Assert.Equivalent(Cases.All(Programme, _ => true), other.Cases.All(Programme, _ => true), strict: true);
            Assert.Equivalent(Adjustments.All(Programme, _ => true), other.Adjustments.All(Programme, _ => true), strict: true);
            var (period, again) = (Periods.Find(Samples.Untouched(Samples.Progress.Period).Name), other.Periods.Find(Samples.Untouched(Samples.Progress.Period).Name));
            Assert.Equal(period.Cities.Select(c => c.Key), again.Cities.Select(c => c.Key));
            Assert.Equivalent(period with { Cities = ImmutableSortedDictionary<string, Window>.Empty }, again with { Cities = ImmutableSortedDictionary<string, Window>.Empty }, strict: true);
            Assert.Equivalent(period.Cities.Values, again.Cities.Values, strict: true);
            Assert.All(other.Commitments.All(_ => true).SelectMany(c => c.Reports, (c, r) => (c, r)), part => Assert.Same(part.c.Name, part.r.Name.Parent));
        }

        public ValueTask DisposeAsync() => opened.DisposeAsync();
    }

    /// <summary>What was said to whoever operates it.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        private ImmutableList<string> warnings = [];

        public IReadOnlyList<string> Warnings => warnings;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                ImmutableInterlocked.Update(ref warnings, w => w.Add(formatter(state, exception)));
        }

        public void Dispose()
        {
        }
    }
}
