using System.Diagnostics;
using System.Globalization;
using System.Text;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Ledger;

namespace PilotPlatform.Benchmarks;

/// <summary>
/// Durable writes of 64 callers that each wait for theirs, against a bare group-commit loop that writes rows of the same bytes to the same
/// store. A sync time is what a caller of the bare loop waits, as the median: its row, the sync, and the turn before it.
/// </summary>
/// <param name="row">As many bytes as the columns of an entry have, in the mean.</param>
/// <param name="open">Opens what is measured over an empty ledger; what it gives writes once for a caller, the how-manieth time it is told.</param>
internal sealed class DurableWrites(byte[] row, Func<LedgerOptions, Task<(IAsyncDisposable Opened, Func<int, int, Task> Write)>> open)
{
    public const int Callers = 64;
    public const int WritesEach = 500;

    /// <summary>Commitments of each caller, in turn: together about as many as the matrix has cells that apply.</summary>
    public const int CommitmentsEach = 15;

    private const int Pairs = 5;

    /// <summary>Pairs before those that count: a command costs three times the CPU in the first, and the same from about the fourth on.</summary>
    private const int WarmUps = 3;

    public static DateTimeOffset Day { get; } = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>The figures of one kind of writes, on both stores.</summary>
    public static IEnumerable<Scenario> On(string name, string what, DurableWrites writes)
    {
        var (sqlite, postgres) = (new Lazy<Task<(Measured Rate, Measured Late)>>(writes.OnSqliteAsync), new Lazy<Task<(Measured Rate, Measured Late)>>(writes.OnPostgresAsync));
        return
        [
            new($"ledger/{name}-sqlite", $"{what} a second of {Callers} callers, each durable, against a bare group-commit loop of the same bytes", 0.5, AtMost: false, async () => (await sqlite.Value).Rate),
            new($"ledger/{name}-sqlite-p99", "99th percentile of what one of them waits, in times of a sync", 3, AtMost: true, async () => (await sqlite.Value).Late),
            new($"ledger/{name}-postgres", "the same on PostgreSQL", 0.5, AtMost: false, async () => (await postgres.Value).Rate),
            new($"ledger/{name}-postgres-p99", "the same on PostgreSQL", 3, AtMost: true, async () => (await postgres.Value).Late),
        ];
    }

    /// <summary>A row of the bytes of an entry with such a payload.</summary>
    public static byte[] RowOf(Draft draft)
    {
        var texts = draft.Stream + draft.Kind + draft.Author + HashChain.Canonical(draft.RecordedAt) + draft.Request!.Id + draft.Request.Digest;
        return [.. Encoding.UTF8.GetBytes(texts), .. draft.Payload.Span, .. HashChain.Start.Span, .. BitConverter.GetBytes(1)];
    }

    /// <summary>A request id as clients make them, and a digest.</summary>
    public static RequestKey NewRequest() => new(Guid.CreateVersion7().ToString(), new string('a', 64));

    private Task<(Measured Rate, Measured Late)> OnSqliteAsync() => MeasureAsync(() =>
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-append-");
        return (new SqliteLoop(Path.Combine(folder.FullName, "bare.db"), row), new LedgerOptions { Path = Path.Combine(folder.FullName, "ledger.db") }, () => folder.Delete(recursive: true));
    });

    private async Task<(Measured Rate, Measured Late)> OnPostgresAsync()
    {
        using var server = new LocalPostgres();
        var databases = 0;
        return await MeasureAsync(() =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"append-{++databases}");
            server.CreateDatabase(name);
            var database = server.ConnectionTo(name);
            return (new PostgresLoop(database, row), new LedgerOptions { Database = database }, () => { });
        });
    }

    /// <summary>The median of pairs, the bare loop and what is measured in turn; the first ones, which are compiled while they run, do not count.</summary>
    private async Task<(Measured Rate, Measured Late)> MeasureAsync(Func<(BareLoop Bare, LedgerOptions Ledger, Action Remove)> place)
    {
        var (ratios, late, rates, syncs, bareLate) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var pair = -WarmUps; pair < Pairs; pair++)
        {
            var (bare, options, remove) = place();
            Run alone;
            using (bare)
                alone = await RunAsync((_, _) => bare.AppendAsync());
            var (opened, write) = await open(options);
            Run ours;
            await using (opened)
                ours = await RunAsync(write);
            remove();
            if (pair < 0)
                continue;

            syncs.Add(alone.Percentile(50));
            rates.Add(ours.Rate);
            ratios.Add(ours.Rate / alone.Rate);
            bareLate.Add(alone.Percentile(99) / alone.Percentile(50));
            late.Add(ours.Percentile(99) / alone.Percentile(50));
        }

        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"median of {Pairs} pairs, from {ratios.Min():0.00} to {ratios.Max():0.00} and {late.Min():0.0} to {late.Max():0.0}; {Load.Median(rates):0} a second; a sync {Load.Median(syncs):0.00} ms; the bare loop's own p99 {Load.Median(bareLate):0.0} syncs");
        return (new Measured(Load.Median(ratios), figures), new Measured(Load.Median(late), figures));
    }

    private static async Task<Run> RunAsync(Func<int, int, Task> write)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var own = new double[WritesEach];
            for (var i = 0; i < WritesEach; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await write(caller, i);
                own[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            return own;
        })));
        return new Run([.. times.SelectMany(t => t).Order()], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Milliseconds of each write, the shortest first, and seconds of all together.</summary>
    private sealed record Run(double[] Times, double Total)
    {
        public double Rate => Times.Length / Total;

        public double Percentile(int percent) => Times[Times.Length * percent / 100];
    }
}
