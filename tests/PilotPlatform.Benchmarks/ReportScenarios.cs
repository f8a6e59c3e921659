using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using PilotPlatform.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;
using ReachState = PilotPlatform.Domain.Scope.ReachState;

namespace PilotPlatform.Benchmarks;

/// <summary>Reports and figures in this process: the work itself, without the wire.</summary>
internal static class ReportScenarios
{
    private const int Cities = 9;
    private const int ManyTasks = 1112;
    private const int Tasks = 159;
    private const int Entries = 1_000_000;
    private const int Reads = 2000;

    /// <summary>Reads that are not counted, by which the code is compiled to its end, as other scenarios have a round that is not.</summary>
    private const int ReadsBefore = 300;

    private static readonly ProgrammeName Programme = new("nine-cities");

    private static readonly DateTimeOffset Opened = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly PilotPlatform.Domain.Reporting.Basis OpenedOn = new($"{Programme}/editions/0123456789abcdef", "ruleSets/0123456789abcdef", 0, "适用", []);

    private static readonly ReportingOptions Shipped = new();

    public static IEnumerable<Scenario> All =>
    [
        new("reports/xlsx", "seconds to compose a ledger of 10,008 rows and write it as a workbook", 1, AtMost: true, () => Task.FromResult(Workbook())),
        new("reports/overview", "milliseconds, p99, of an overview behind each new entry on top of 1,000,000", 2, AtMost: true, () => Task.FromResult(Overview())),
    ];

    private static Measured Workbook()
    {
        var facts = Facts(ManyTasks);
        var lamps = LampRuleFile.Load(Shipped.Lamps);
        var source = new ReportSource(
            Programme, facts, Reach(facts), OpenedOn.Edition, OpenedOn.RuleSet, 0, lamps.Rule, lamps.Name, CalendarFile.Load(Shipped.Calendar), new TimeLimits(), "calendars/0123456789abcdef");
        var standing = new Standing(Entries, new DateOnly(2026, 11, 25), Names(facts).ToFrozenDictionary(n => (n.TaskNumber, n.City), n => Reported(Commit(n), n, 2)));
        var query = new ReportQuery(ReportKind.Ledger, null, null, null, null, null, 6, IsEnglish: false, Letterhead.Empty);
        var words = new ReportWordsFile(Options.Create(Shipped)).Chinese;
        var (times, bytes, rows) = (new List<double>(), 0, 0);
        for (var round = 0; round < 6; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var report = ReportComposer.Compose(new ReportContext(query, source, standing, [], _ => true, words));
            bytes = WorkbookFile.Write(report, words).Length;
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            rows = report.RowCount;
        }

        return new Measured(Load.Median(times.Skip(1)), string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {bytes / 1e6:0.0} MB; the first, cold, {times[0]:0.00} s"));
    }

    /// <summary>The entries are handed to the board as the ledger hands them, and each read is made behind one more.</summary>
    private static Measured Overview()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var opened = new OpenedLedger(Options.Create(new LedgerOptions()), TimeProvider.System, services.GetRequiredService<IMeterFactory>());
        var board = new CommitmentBoard(new ReportingLedger(opened, TimeProvider.System, NullLogger<ReportingLedger>.Instance));
        var facts = Facts(Tasks);
        var names = Names(facts);
        var revisions = new int[names.Length];
        var position = 0L;
        for (; position < Entries; position++)
            Write();

        var (lamps, calendar, day) = (LampRuleFile.Load(Shipped.Lamps), CalendarFile.Load(Shipped.Calendar), new DateOnly(2026, 11, 25));
        var words = OverviewFile.Load(Shipped.Overview);
        var picture = new ReachPicture(
            Programme.ToString(), OpenedOn.Edition, OpenedOn.RuleSet, 0, [.. facts.Cities.Select(c => c.Id)], Reach(facts), facts.Tasks.ToFrozenDictionary(t => t.Number, t => t.Chapter),
            FrozenDictionary<string, EditionMap>.Empty) { Facts = facts };
        var table = new OverviewTable(picture, day, c => lamps.Rule.Read(c, calendar, day)?.Lamp);
        var times = new List<double>(ReadsBefore + Reads);
        var committed = 0;
        for (var read = 0; read < ReadsBefore + Reads; read++, position++)
        {
            Write();
            var started = Stopwatch.GetTimestamp();
            var (shown, commitments) = board.Standing(Programme);
            table.Refresh(commitments);
            committed = table.ToOverview(Programme, shown, words, lamps.Name).Total.CommittedCount;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var ordered = times.Skip(ReadsBefore).Order().ToArray();
        return new Measured(
            ordered[ordered.Length * 99 / 100],
            string.Create(CultureInfo.InvariantCulture, $"{Reads} reads over {committed} commitments, median {Load.Median(ordered):0.000}, most {ordered[^1]:0.00}, the first of a day {times[0]:0.0} ms"));

        void Write()
        {
            var at = (int)(position % names.Length);
            CommitmentEvent happened = revisions[at] == 0
                ? new CommitmentEvent.Opened(PlanOf(), OpenedOn)
                : new CommitmentEvent.ProgressReported(revisions[at], ProgressOf(revisions[at]));
            var (kind, payload) = EventCodec.Commitments.Encode(happened);
            board.Apply(new LedgerEntry(position + 1, names[at].ToString(), ++revisions[at], kind, payload, "benchmark", Opened.AddSeconds(position), Request: null, default));
        }
    }

    private static CatalogueFacts Facts(int tasks) => new(
        [.. Enumerable.Range(1, tasks).Select(n => new TaskFacts(n, ((n - 1) % 15) + 1, $"支持试点城市探索开展第{n}项服务业扩大开放业务，完善配套监管措施，推动制度型开放。", "", null))],
        [.. Enumerable.Range(1, 15).Select(n => new ChapterFacts(n, $"第{n}章", ""))],
        [.. Enumerable.Range(0, Cities).Select(c => new CityFacts($"city-{(char)('a' + c)}", $"城市{c}", "", "province"))],
        [new ProvinceFacts("province", "省", "")]);

    private static FrozenDictionary<int, ImmutableArray<ReachState>> Reach(CatalogueFacts facts) =>
        facts.Tasks.ToFrozenDictionary(t => t.Number, _ => Enumerable.Repeat(ReachState.Applies, Cities).ToImmutableArray());

    private static CommitmentName[] Names(CatalogueFacts facts) => [.. facts.Tasks.SelectMany(t => facts.Cities.Select(c => new CommitmentName(Programme, t.Number, c.Id)))];

    private static Plan PlanOf() => new("市商务局", ["市发展改革委"], new DateOnly(2026, 12, 31), [new Milestone("方案印发", new DateOnly(2026, 6, 30), null)], ["实施方案"]);

    private static Progress ProgressOf(int number) => new("2026-11", "实施方案已印发，相关业务稳步推进。", number % 100, [], []);

    private static Commitment Commit(CommitmentName name) =>
        Commitment.Fold(null, name, new Recorded(new CommitmentEvent.Opened(PlanOf(), OpenedOn), "benchmark", Opened, 1));

    private static Commitment Reported(Commitment commitment, CommitmentName name, int count) => Enumerable.Range(1, count).Aggregate(
        commitment, (now, n) => Commitment.Fold(now, name, new Recorded(new CommitmentEvent.ProgressReported(n, ProgressOf(n * 20)), "benchmark", Opened.AddDays(n), n + 1)));
}
