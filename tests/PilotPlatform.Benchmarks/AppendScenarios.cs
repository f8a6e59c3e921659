using System.Globalization;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Benchmarks;

/// <summary>Appends to the ledger itself: reports on commitments, with nothing to decide.</summary>
internal static class AppendScenarios
{
    private static readonly byte[] Payload = EventCodec.Commitments.Encode(
        new CommitmentEvent.ProgressReported(1, new Progress("2026-11", "实施方案已印发，首批企业正在办理。", 30, [], []))).Payload;

    private static readonly DurableWrites Appends = new(DurableWrites.RowOf(DraftOf(DurableWrites.Callers - 1, DurableWrites.WritesEach - 1)), options =>
    {
        var ledger = EntryLedger.Open(options, TimeProvider.System, _ => { });
        return Task.FromResult<(IAsyncDisposable, Func<int, int, Task>)>((ledger, (caller, i) => ledger.AppendAsync(DraftOf(caller, i), CancellationToken.None)));
    });

    public static IEnumerable<Scenario> All => DurableWrites.On("append", "appends", Appends);

    /// <summary>A report on one of the caller's commitments.</summary>
    private static Draft DraftOf(int caller, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"programmes/nine-cities/commitments/{(caller * DurableWrites.CommitmentsEach) + (number % DurableWrites.CommitmentsEach)}-dalian"),
        number / DurableWrites.CommitmentsEach, "ProgressReported", Payload, "reporter", DurableWrites.Day, DurableWrites.NewRequest());
}
