using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting.Reports;

/// <summary>A position of the ledger, and the day it is read for.</summary>
internal sealed record ReadMoment(long Position, DateOnly Day);

/// <summary>
/// Reads how all commitments stood at positions of the ledger: histories are read again only of those that have changed since, each once for all
/// positions, and what was read is kept for the next report.
/// </summary>
internal sealed class StandingReader(CommitmentBoard board, ReportingLedger ledger, Bearings bearings, IOptions<ReportingOptions> options)
{
    private const int ToldEvery = 100;
    private const int ValuesOfACommitment = 10;
    private const int MostDays = 4096;

    private readonly Shelf<(ProgrammeName Programme, long Position), ImmutableArray<Commitment>> read = new(
        options.Value.ReportValuesKept, commitments => (long)commitments.Length * ValuesOfACommitment);
    private readonly Shelf<DateOnly, long> ends = new(MostDays);

    /// <param name="programme">The programme.</param>
    /// <param name="positions">The positions.</param>
    /// <param name="told">Told how many histories have been read, and how many have to be.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<ImmutableArray<Commitment>>> ReadAsync(
        ProgrammeName programme, IReadOnlyList<long> positions, Func<int, int, Task> told, CancellationToken cancellation)
    {
        var found = new Dictionary<long, ImmutableArray<Commitment>> { [0] = [] };
        foreach (var position in positions.Distinct().Where(p => p > 0))
            if (read.TryFind((programme, position), out var known))
                found.Add(position, known);
        var missing = positions.Distinct().Where(p => !found.ContainsKey(p)).Order().ToArray();
        if (missing.Length > 0)
            foreach (var (position, commitments) in missing.Zip(await UnfoldAsync(programme, missing, told, cancellation)))
                found[position] = read.Keep((programme, position), commitments);
        return [.. positions.Select(p => found[p])];
    }

    /// <summary>Position of the last entry that was recorded by the end of a day; 0 if there is none.</summary>
    public async Task<long> PositionAsync(DateOnly day, WorkCalendar calendar, CancellationToken cancellation)
    {
        if (ends.TryFind(day, out var known))
            return known;
        var (low, high) = (0L, ledger.Position);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var entry = await ledger.EntryAsync(middle, cancellation);
            (low, high) = calendar.DayOf(entry.RecordedAt) <= day ? (middle, high) : (low, middle - 1);
        }

        return day.AddDays(1) < bearings.Now.Today ? ends.Keep(day, low) : low; // yesterday's last entries may still be on their way
    }

    private async Task<ImmutableArray<Commitment>[]> UnfoldAsync(ProgrammeName programme, long[] positions, Func<int, int, Task> told, CancellationToken cancellation)
    {
        var (_, now) = board.AtOnce(programme);
        var moved = now.Where(c => c.Position > positions[0]).ToArray();
        var found = positions.Select(_ => now.Where(c => c.Position <= positions[0]).ToList()).ToArray();
        foreach (var (index, commitment) in moved.Index())
        {
            if (index % ToldEvery == 0)
                await told(index, moved.Length);
            await UnfoldAsync(commitment.Name, positions, found, cancellation);
        }

        return [.. found.Select(commitments => commitments.ToImmutableArray())];
    }

    private async Task UnfoldAsync(CommitmentName name, long[] positions, List<Commitment>[] found, CancellationToken cancellation)
    {
        var history = await ledger.HistoryAsync(name.ToString(), cancellation);
        var (next, standing) = (0, (Commitment?)null);
        foreach (var (index, position) in positions.Index())
        {
            for (; next < history.Count && history[next].Position <= position; next++)
                standing = Commitment.Fold(standing, name, CommitmentBoard.ToRecorded(history[next]));
            if (standing is not null)
                found[index].Add(standing);
        }
    }
}
