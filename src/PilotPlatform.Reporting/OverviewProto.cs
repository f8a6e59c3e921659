using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Overviews as messages.</summary>
public static class OverviewProto
{
    /// <param name="cells">The figures.</param>
    /// <param name="programme">The programme.</param>
    /// <param name="position">Position of the ledger that it shows.</param>
    /// <param name="words">What it says of itself.</param>
    /// <param name="lampRule">The rule that lamps were read by.</param>
    public static Overview ToOverview(this OverviewTable cells, ProgrammeName programme, long position, OverviewFile words, string lampRule)
    {
        var picture = cells.Picture;
        return new Overview
        {
            Name = $"{programme}/overview",
            Total = Figures(cells.Total),
            Cities = { cells.ByCity.Select(c => Row(programme.City(c.City), c.Totals)) },
            Chapters = { cells.ByChapter.OrderBy(c => c.Chapter).Select(c => Row(programme.Chapter(c.Chapter), c.Totals)) },
            Provinces = { picture.Facts.Provinces.Join(cells.ByProvince, p => p.Id, p => p.Province, (_, p) => Row(programme.Province(p.Province), p.Totals), StringComparer.Ordinal) },
            Forces =
            {
                cells.ByForce.OrderBy(f => f.Force is null).ThenBy(f => f.Force)
                    .Select(f => new Overview.Types.ForceRow { Force = (PolicyForce)((int?)f.Force + 1 ?? 0), Figures = Figures(f.Totals) }),
            },
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
