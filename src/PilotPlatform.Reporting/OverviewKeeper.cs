using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Makes the overview of a programme, and gives it again until the ledger, the scope or the day has moved.</summary>
internal sealed class OverviewKeeper(CommitmentBoard board, ReportingLedger ledger, ReachKeeper reach, Bearings bearings, IOptions<ReportingOptions> options)
{
    private const int NoForce = -1;

    private readonly OverviewFile words = OverviewFile.Load(options.Value.Overview);
    private readonly Lock making = new();
    private OverviewTable? table;
    private Kept? last;

    /// <exception cref="FaultException">The scope has not been read yet, or the programme is not the one that is served.</exception>
    public Overview Of(ProgrammeName programme)
    {
        var (picture, at, position) = (reach.Current, bearings.Now, ledger.Position);
        if (picture.Programme != programme.ToString())
            throw new FaultException(Fault.Missing($"{programme}/overview"));
        if (Volatile.Read(ref last) is { } kept && kept.IsOf(position, at.Today, picture))
            return kept.Overview;

        lock (making)
        {
            if (table is null || !ReferenceEquals(table.Picture, picture) || table.Day != at.Today)
                table = new OverviewTable(picture, at.Today, commitment => bearings.Read(commitment, at)?.Lamp);
            var (shown, commitments) = board.Standing(programme);
            table.Refresh(commitments);
            var made = Make(programme, table, shown);
            Volatile.Write(ref last, new Kept(shown, at.Today, picture, made));
            return made;
        }
    }

    private Overview Make(ProgrammeName programme, OverviewTable cells, long position)
    {
        var (picture, facts) = (cells.Picture, cells.Picture.Facts);
        var (cities, chapters, provinces) = (cells.By((_, city) => city.Id), cells.By((task, _) => task.Chapter), cells.By((_, city) => city.Province));
        var forces = cells.By((task, _) => (int?)task.Force ?? NoForce);
        return new Overview
        {
            Name = $"{programme}/overview",
            Total = Figures(cells.Total()),
            Cities = { facts.Cities.Select(city => Row(programme.City(city.Id), cities[city.Id])) },
            Chapters = { chapters.OrderBy(c => c.Key).Select(chapter => Row(programme.Chapter(chapter.Key), chapter.Value)) },
            Provinces = { facts.Provinces.Where(p => provinces.ContainsKey(p.Id)).Select(province => Row(programme.Province(province.Id), provinces[province.Id])) },
            Forces = { cells.Forces().Select(force => new Overview.Types.ForceRow { Force = (PolicyForce)((int?)force + 1 ?? 0), Figures = Figures(forces[(int?)force ?? NoForce]) }) },
            ChineseDefinition = words.Definition.Chinese,
            EnglishDefinition = words.Definition.English,
            Edition = picture.Edition,
            RuleSet = picture.RuleSet,
            ActsPosition = picture.ActsPosition,
            LampRule = bearings.Lamps.Name,
            LedgerPosition = position,
            ReadDate = cells.Day.ToProto(),
        };
    }

    private static Overview.Types.Row Row(string subject, Core.OverviewTotals totals) => new() { Subject = subject, Figures = Figures(totals) };

    private static Overview.Types.Figures Figures(Core.OverviewTotals totals)
    {
        var message = new Overview.Types.Figures
        {
            ApplyingCount = totals.Applying,
            UndeterminedCount = totals.Undetermined,
            CommittedCount = totals.Committed,
            ImplementedCount = totals.Implemented,
            OverdueCount = totals.Overdue,
            States = { totals.ByState.Select((count, i) => new Overview.Types.StateCount { State = (Commitment.Types.State)(i + 1), CommitmentCount = count }).Where(c => c.CommitmentCount > 0) },
            Lamps = { totals.ByLamp.Select((count, i) => new Overview.Types.LampCount { Lamp = (Commitment.Types.Lamp)(i + 1), CommitmentCount = count }).Where(c => c.CommitmentCount > 0) },
        };
        if (totals.RateBasisPoints is { } rate)
            message.ImplementationRateBasisPoints = rate;
        return message;
    }

    private sealed record Kept(long Position, DateOnly Day, ReachPicture Picture, Overview Overview)
    {
        public bool IsOf(long position, DateOnly day, ReachPicture picture) => Position == position && Day == day && ReferenceEquals(Picture, picture);
    }
}
