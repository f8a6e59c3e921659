using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Benchmarks;

/// <summary>The ledger of reporting in this process: a million entries of commitments in a SQLite file.</summary>
internal static class LedgerScenarios
{
    private const int Entries = 1_000_000;
    private const int Commitments = 954;
    private const int Behind = 20;

    private static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private static readonly Lazy<Task<DirectoryInfo>> Million = new(FillAsync);

    public static IEnumerable<Scenario> All =>
    [
        new("ledger/verify", "entries verified a second, of a million", 500_000, AtMost: false, VerifyAsync),
        new("ledger/start", "seconds to open a million entries, verify and fold them, without a snapshot", 20, AtMost: true, async () => (await StartAsync()).Time),
        new("ledger/start-snapshot", "seconds to open a million entries, verify them and start from a snapshot of all but the last 19,080", 3, AtMost: true, async () => (await OpenAsync()).Time),
        new("ledger/memory-snapshot", "bytes kept an entry when a million stand, started from a snapshot", 600, AtMost: true, async () => (await OpenAsync()).Memory),
        new("ledger/memory", "bytes kept an entry when a million are folded", 600, AtMost: true, async () => (await StartAsync()).Memory),
    ];

    private static async Task<Measured> VerifyAsync()
    {
        var options = new LedgerOptions { Path = PathIn(await Million.Value) };
        var best = 0.0;
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var verdict = await StoredLedger.VerifyAsync(options, [], known: null, progress: null, CancellationToken.None);
            best = Math.Max(best, verdict.Entries / Stopwatch.GetElapsedTime(started).TotalSeconds);
            if (verdict.Damage is { } damage)
                throw new InvalidOperationException($"The ledger is damaged at {damage.Position}.");
        }

        return new Measured(best, string.Create(CultureInfo.InvariantCulture, $"best of 3 rounds, {Environment.ProcessorCount} cores"));
    }

    private static async Task<(Measured Time, Measured Memory)> StartAsync()
    {
        var snapshot = PathIn(await Million.Value) + ".snapshot";
        File.Move(snapshot, snapshot + ".aside");
        try
        {
            return await OpenAsync();
        }
        finally
        {
            File.Move(snapshot + ".aside", snapshot);
        }
    }

    private static async Task<(Measured Time, Measured Memory)> OpenAsync()
    {
        var path = PathIn(await Million.Value);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var (opened, recording, board) = OpenBoard(path);
        await using var closing = opened;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(board);
        var figures = string.Create(
            CultureInfo.InvariantCulture, $"{recording.Position} entries of {board.All(_ => true).Count} commitments, started from {recording.StartedFrom}, {kept / 1e6:0} MB");
        return (new Measured(seconds, figures), new Measured((double)kept / recording.Position, figures));
    }

    private static (OpenedLedger Opened, ReportingLedger Recording, CommitmentBoard Board) OpenBoard(string path)
    {
        var opened = new OpenedLedger(Options.Create(new LedgerOptions { Path = path }), TimeProvider.System, Services.GetRequiredService<IMeterFactory>());
        var recording = new ReportingLedger(opened, TimeProvider.System, NullLogger<ReportingLedger>.Instance);
        var board = new CommitmentBoard(recording);
        recording.Open([board]);
        return (opened, recording, board);
    }

    /// <summary>Commitments that were opened, and reported on, checked and reviewed again and again; a snapshot in front of the last entries of each.</summary>
    private static async Task<DirectoryInfo> FillAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-million-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        await FillAsync(folder, count => (0, count - Behind));
        var (opened, recording, _) = OpenBoard(PathIn(folder));
        await using (opened)
            await recording.SnapshotAsync(CancellationToken.None);
        await FillAsync(folder, count => (count - Behind, count));
        return folder;
    }

    private static async Task FillAsync(DirectoryInfo folder, Func<int, (int From, int To)> part)
    {
        await using var ledger = EntryLedger.Open(PathIn(folder), database: null, _ => { });
        await Parallel.ForEachAsync(Enumerable.Range(0, Commitments), new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (commitment, cancellation) =>
        {
            var stream = new CommitmentName(new ProgrammeName("nine-cities"), (commitment / 9) + 1, $"city{(char)('a' + (commitment % 9))}").ToString();
            var count = (Entries / Commitments) + (commitment < Entries % Commitments ? 1 : 0);
            var (from, to) = part(count);
            for (var revision = from; revision < to; revision++)
            {
                var (kind, payload) = EventCodec.Commitments.Encode(EventAt(revision));
                await ledger.AppendAsync(
                    new Draft(stream, revision, kind, payload, "reporter-of-the-city", Day.AddMinutes(revision), new RequestKey($"{commitment:x8}-0000-7000-8000-{revision:x12}", new string('a', 64))), cancellation);
            }
        });
    }

    private static CommitmentEvent EventAt(int revision) => revision == 0
        ? new CommitmentEvent.Opened(
            new Plan("市商务局", ["市发展改革委"], new DateOnly(2027, 6, 30), [new Milestone("方案印发", new DateOnly(2027, 1, 31), ReachedDate: null)], ["实施方案"]),
            new Basis("programmes/nine-cities/editions/0123456789abcdef", "ruleSets/0123456789abcdef", 0, "适用范围含该市。", ["*"]))
        : (revision % 3) switch
        {
            1 => Reported((revision / 3) + 1),
            2 => new CommitmentEvent.ReportAccepted((revision / 3) + 1, ReviewLevel.City, ""),
            _ => new CommitmentEvent.ReportAccepted(revision / 3, ReviewLevel.Province, "同意"),
        };

    private static CommitmentEvent.ProgressReported Reported(int serial) => new(serial, new Progress("2026-11", "实施方案已印发，首批企业正在办理。", serial % 101, [], []));

    private static string PathIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "ledger.db");
}
