using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting;

/// <summary>Makes the overview of a programme, and gives it again until the ledger, the scope or the day has moved.</summary>
internal sealed class OverviewKeeper(CommitmentBoard board, ReportingLedger ledger, ReachKeeper reach, Bearings bearings, IOptions<ReportingOptions> options)
{
    private readonly OverviewFile words = OverviewFile.Load(options.Value.Overview);
    private readonly Making all = new();
    private readonly Making published = new();

    /// <param name="programme">The programme.</param>
    /// <param name="seesAll">Whether lamps are read from every report, or from those that are published.</param>
    /// <exception cref="FaultException">The scope has not been read yet, or the programme is not the one that is served.</exception>
    public Overview Of(ProgrammeName programme, bool seesAll)
    {
        var making = seesAll ? all : published;
        var (picture, at, position) = (reach.Current, bearings.Now, ledger.Position);
        if (picture.Programme != programme.ToString())
            throw new FaultException(Fault.Missing($"{programme}/overview"));
        if (Volatile.Read(ref making.Last) is { } kept && kept.IsOf(position, at.Today, picture))
            return kept.Overview;

        lock (making.Turn)
        {
            if (making.Table is not { } table || !ReferenceEquals(table.Picture, picture) || table.Day != at.Today)
                making.Table = table = new OverviewTable(picture, at.Today, commitment => bearings.Read(seesAll ? commitment : commitment.Published(), at)?.Lamp);
            var (shown, commitments) = board.Standing(programme);
            table.Refresh(commitments);
            var made = table.ToOverview(programme, shown, words, bearings.Lamps.Name);
            Volatile.Write(ref making.Last, new Kept(shown, at.Today, picture, made));
            return made;
        }
    }

    private sealed class Making
    {
        public readonly Lock Turn = new();
        public OverviewTable? Table;
        public Kept? Last;
    }

    private sealed record Kept(long Position, DateOnly Day, ReachPicture Picture, Overview Overview)
    {
        public bool IsOf(long position, DateOnly day, ReachPicture picture) => Position == position && Day == day && ReferenceEquals(Picture, picture);
    }
}
