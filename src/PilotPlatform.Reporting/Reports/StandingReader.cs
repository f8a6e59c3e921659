using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports;

/// <summary>A position of the ledger, and the day it is read for.</summary>
internal sealed record ReadMoment(long Position, DateOnly Day);

/// <summary>Reads how all commitments stood at positions of the ledger: histories are read again only of those that have changed since.</summary>
internal sealed class StandingReader(CommitmentBoard board, ReportingLedger ledger)
{
    private const int ToldEvery = 100;

    /// <param name="programme">The programme.</param>
    /// <param name="moments">What is wanted.</param>
    /// <param name="taskOf">Number of the task that a commitment stands for; null for none.</param>
    /// <param name="told">Told how many histories have been read, and how many have to be.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ImmutableArray<Standing>> ReadAsync(
        ProgrammeName programme, IReadOnlyList<ReadMoment> moments, Func<Commitment, int?> taskOf, Func<int, int, Task> told, CancellationToken cancellation)
    {
        var earliest = moments.Min(m => m.Position);
        var (_, now) = board.AtOnce(programme);
        var moved = now.Where(c => c.Position > earliest).ToArray();
        var found = moments.Select(_ => now.Where(c => c.Position <= earliest).ToList()).ToArray();
        foreach (var (index, commitment) in moved.Index())
        {
            if (index % ToldEvery == 0)
                await told(index, moved.Length);
            await UnfoldAsync(commitment.Name, moments, found, cancellation);
        }

        return [.. moments.Zip(found, (moment, commitments) => new Standing(moment.Position, moment.Day, ByCell(commitments, taskOf)))];
    }

    /// <summary>Position of the last entry that was recorded by the end of a day; 0 if there is none.</summary>
    public async Task<long> PositionAsync(DateOnly day, WorkCalendar calendar, CancellationToken cancellation)
    {
        var (low, high) = (0L, ledger.Position);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var entry = await ledger.EntryAsync(middle, cancellation);
            (low, high) = calendar.DayOf(entry.RecordedAt) <= day ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private async Task UnfoldAsync(CommitmentName name, IReadOnlyList<ReadMoment> moments, List<Commitment>[] found, CancellationToken cancellation)
    {
        var history = await ledger.HistoryAsync(name.ToString(), cancellation);
        var (read, standing) = (0, (Commitment?)null);
        foreach (var (moment, index) in moments.Select((moment, index) => (moment, index)).OrderBy(m => m.moment.Position))
        {
            for (; read < history.Count && history[read].Position <= moment.Position; read++)
                standing = Commitment.Fold(standing, name, CommitmentBoard.ToRecorded(history[read]));
            if (standing is not null)
                found[index].Add(standing);
        }
    }

    /// <summary>What stands for each cell; where one commitment is over and another goes on, the one that goes on.</summary>
    private static FrozenDictionary<(int Task, string City), Commitment> ByCell(IEnumerable<Commitment> commitments, Func<Commitment, int?> taskOf) => commitments
        .Select(c => (Task: taskOf(c), Commitment: c)).Where(c => c.Task is not null)
        .GroupBy(c => (c.Task!.Value, c.Commitment.Name.City), c => c.Commitment)
        .ToFrozenDictionary(g => g.Key, g => g.OrderBy(c => c.IsOver).ThenBy(c => c.Name.ToString(), StringComparer.Ordinal).First());
}
