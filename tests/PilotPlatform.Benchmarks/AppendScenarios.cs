using System.Diagnostics;
using System.Globalization;
using System.Text;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Benchmarks;

/// <summary>
/// Durable appends of 64 callers that each wait for theirs, against a bare group-commit loop that writes rows of the same bytes to the same
/// store. A sync time is what a caller of the bare loop waits, as the median: its row, the sync, and the turn before it.
/// </summary>
internal static class AppendScenarios
{
    private const int Callers = 64;
    private const int AppendsEach = 500;

    /// <summary>Commitments of each caller, in turn: together about as many as the matrix has cells that apply.</summary>
    private const int CommitmentsEach = 15;
    private const int Pairs = 5;

    private static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly byte[] Payload = EventCodec.Commitments.Encode(
        new CommitmentEvent.ProgressReported(1, new Progress("2026-11", "实施方案已印发，首批企业正在办理。", 30, [], []))).Payload;

    private static readonly Lazy<Task<(Measured Rate, Measured Late)>> Sqlite = new(SqliteAsync);
    private static readonly Lazy<Task<(Measured Rate, Measured Late)>> Postgres = new(PostgresAsync);

    public static IEnumerable<Scenario> All =>
    [
        new("ledger/append-sqlite", "appends a second of 64 callers, each durable, against a bare group-commit loop of the same bytes", 0.5, AtMost: false, async () => (await Sqlite.Value).Rate),
        new("ledger/append-sqlite-p99", "99th percentile of an append among 64 callers, in times of a sync", 3, AtMost: true, async () => (await Sqlite.Value).Late),
        new("ledger/append-postgres", "the same on PostgreSQL", 0.5, AtMost: false, async () => (await Postgres.Value).Rate),
        new("ledger/append-postgres-p99", "the same on PostgreSQL", 3, AtMost: true, async () => (await Postgres.Value).Late),
    ];

    private static Task<(Measured Rate, Measured Late)> SqliteAsync() => MeasureAsync(() =>
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-append-");
        return (new SqliteLoop(Path.Combine(folder.FullName, "bare.db"), Row()), new LedgerOptions { Path = Path.Combine(folder.FullName, "ledger.db") }, () => folder.Delete(recursive: true));
    });

    private static async Task<(Measured Rate, Measured Late)> PostgresAsync()
    {
        using var server = new LocalPostgres();
        var databases = 0;
        return await MeasureAsync(() =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"append-{++databases}");
            server.CreateDatabase(name);
            var database = server.ConnectionTo(name);
            return (new PostgresLoop(database, Row()), new LedgerOptions { Database = database }, () => { });
        });
    }

    /// <summary>The median of pairs, the bare loop and the ledger in turn; the first pair, which is compiled while it runs, does not count.</summary>
    private static async Task<(Measured Rate, Measured Late)> MeasureAsync(Func<(BareLoop Bare, LedgerOptions Ledger, Action Remove)> place)
    {
        var (ratios, late, rates, syncs, bareLate) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var pair = 0; pair <= Pairs; pair++)
        {
            var (bare, options, remove) = place();
            Run alone;
            using (bare)
                alone = await RunAsync((_, _) => bare.AppendAsync());
            Run ours;
            await using (var ledger = EntryLedger.Open(options, TimeProvider.System, _ => { }))
                ours = await RunAsync((caller, i) => ledger.AppendAsync(DraftOf(caller, i), CancellationToken.None));
            remove();
            if (pair == 0)
                continue;

            syncs.Add(alone.Percentile(50));
            rates.Add(ours.Rate);
            ratios.Add(ours.Rate / alone.Rate);
            bareLate.Add(alone.Percentile(99) / alone.Percentile(50));
            late.Add(ours.Percentile(99) / alone.Percentile(50));
        }

        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"median of {Pairs} pairs, from {ratios.Min():0.00} to {ratios.Max():0.00} and {late.Min():0.0} to {late.Max():0.0}; {Load.Median(rates):0} appends a second; a sync {Load.Median(syncs):0.00} ms; the bare loop's own p99 {Load.Median(bareLate):0.0} syncs");
        return (new Measured(Load.Median(ratios), figures), new Measured(Load.Median(late), figures));
    }

    private static async Task<Run> RunAsync(Func<int, int, Task> append)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var own = new double[AppendsEach];
            for (var i = 0; i < AppendsEach; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await append(caller, i);
                own[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            return own;
        })));
        return new Run([.. times.SelectMany(t => t).Order()], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>A report on one of the caller's commitments, under a request id as clients make them.</summary>
    private static Draft DraftOf(int caller, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"programmes/nine-cities/commitments/{(caller * CommitmentsEach) + (number % CommitmentsEach)}-dalian"), number / CommitmentsEach, "ProgressReported", Payload, "reporter", Day,
        new RequestKey(Guid.CreateVersion7().ToString(), new string('a', 64)));

    /// <summary>As many bytes as the columns of such an entry have.</summary>
    private static byte[] Row()
    {
        var draft = DraftOf(Callers - 1, AppendsEach - 1);
        var texts = draft.Stream + draft.Kind + draft.Author + HashChain.Canonical(draft.RecordedAt) + draft.Request!.Id + draft.Request.Digest;
        return [.. Encoding.UTF8.GetBytes(texts), .. Payload, .. HashChain.Start.ToArray(), .. BitConverter.GetBytes(1)];
    }

    /// <summary>Milliseconds of each append, the shortest first, and seconds of all together.</summary>
    private sealed record Run(double[] Times, double Total)
    {
        public double Rate => Times.Length / Total;

        public double Percentile(int percent) => Times[Times.Length * percent / 100];
    }
}
