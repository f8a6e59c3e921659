using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Overviews as messages.</summary>
public static class OverviewProto
{
    private const int NoForce = -1;

    /// <param name="cells">The figures.</param>
    /// <param name="programme">The programme.</param>
    /// <param name="position">Position of the ledger that it shows.</param>
    /// <param name="words">What it says of itself.</param>
    /// <param name="lampRule">The rule that lamps were read by.</param>
    public static Overview ToOverview(this OverviewTable cells, ProgrammeName programme, long position, OverviewFile words, string lampRule)
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
            LampRule = lampRule,
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
}
