using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Benchmarks;

/// <summary>
/// Commands on commitments, each decided on what stands, recorded and folded, as the service does it behind the wire: a report for a month, its return
/// by the city, the supplement, and its acceptance by city and province; then the next month.
/// </summary>
internal static class CommandScenarios
{
    private static readonly ProgrammeName Programme = new("nine-cities");
    private static readonly Moment At = new(DurableWrites.Day, CalendarFile.Load(new ReportingOptions().Calendar), new TimeLimits());

    /// <summary>What the commands of one month record.</summary>
    private static readonly CommitmentEvent[] Month =
    [
        new CommitmentEvent.ProgressReported(1, ProgressOf(1)), new CommitmentEvent.ReportReturned(1, ReviewLevel.City, "请补充首批企业名单。", new DateOnly(2026, 12, 1)),
        new CommitmentEvent.ReportSupplemented(1, ProgressOf(1)), new CommitmentEvent.ReportAccepted(1, ReviewLevel.City, "同意"), new CommitmentEvent.ReportAccepted(1, ReviewLevel.Province, "同意"),
    ];

    public static IEnumerable<Scenario> All => DurableWrites.On("command", "commands", new DurableWrites(MeanRow(), OpenAsync));

    private static async Task<(IAsyncDisposable Opened, Func<int, int, Task> Write)> OpenAsync(LedgerOptions options)
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton(Options.Create(options)).AddSingleton<OpenedLedger>().BuildServiceProvider();
        var opened = services.GetRequiredService<OpenedLedger>();
        var recording = new ReportingLedger(opened, TimeProvider.System, NullLogger<ReportingLedger>.Instance);
        var (board, periods) = (new CommitmentBoard(recording), new PeriodBoard(recording));
        recording.Open([board, periods]);
        await Task.WhenAll(Enumerable.Range(0, DurableWrites.Callers * DurableWrites.CommitmentsEach).Select(n => TakeAsync(board, NameOf(n), _ => Opening)));
        return (services, (caller, number) =>
        {
            var (own, step) = (number % DurableWrites.CommitmentsEach, number / DurableWrites.CommitmentsEach);
            var progress = ProgressOf(step / Month.Length + 1);
            return TakeAsync(
                board, NameOf((caller * DurableWrites.CommitmentsEach) + own), current => Decide(current!, step, progress, periods), step % Month.Length == 0 ? () => periods.Standing(Programme, progress.Period) : null);
        });
    }

    private static Result<CommitmentEvent> Decide(Commitment commitment, int step, Progress progress, PeriodBoard periods)
    {
        var (serial, etag) = (step / Month.Length + 1, commitment.Etag);
        return (step % Month.Length) switch
        {
            0 => periods.PeriodOf(Programme, progress).Then(period => commitment.Report(progress, etag, period, At)),
            1 => commitment.ReturnReport(etag, serial, ReviewLevel.City, "请补充首批企业名单。", At),
            2 => commitment.SupplementReport(etag, serial, progress),
            3 => commitment.AcceptReport(etag, serial, ReviewLevel.City, "同意", "reviewer"),
            _ => commitment.AcceptReport(etag, serial, ReviewLevel.Province, "同意", "reviewer"),
        };
    }

    private static async Task TakeAsync(CommitmentBoard board, CommitmentName name, Func<Commitment?, Result<CommitmentEvent>> decide, Func<IReadOnlyList<StreamRevision>>? restsOn = null) =>
        _ = (await board.RecordAsync(name, decide, "reporter", DurableWrites.NewRequest(), CancellationToken.None, restsOn)).Value;

    private static CommitmentEvent Opening => new CommitmentEvent.Opened(
        new Plan("市商务局", ["市发展改革委"], new DateOnly(2027, 6, 30), [], ["实施方案"]), new Basis($"{Programme}/editions/0123456789abcdef", "ruleSets/0123456789abcdef", 0, "适用", []));

    private static Progress ProgressOf(int month) => new(string.Create(CultureInfo.InvariantCulture, $"2026-{month:00}"), "实施方案已印发，首批企业正在办理。", month * 5, [], []);

    private static CommitmentName NameOf(int number) => new(Programme, number + 1, "dalian");

    /// <summary>A row as long as the entries of a month are in the mean.</summary>
    private static byte[] MeanRow()
    {
        var rows = Month.Select(happened =>
        {
            var (kind, payload) = EventCodec.Commitments.Encode(happened);
            return DurableWrites.RowOf(new Draft(NameOf(500).ToString(), 1, kind, payload, "reporter", DurableWrites.Day, DurableWrites.NewRequest())).Length;
        });
        return new byte[(int)rows.Average()];
    }
}
