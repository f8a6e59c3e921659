using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>Reports of figures: 落地实施率 by everything, its course over periods, and two periods side by side.</summary>
internal static class RateReports
{
    private sealed record At(Period Period, ImmutableArray<ReportCell> Cells, OverviewTotals Totals);

    private sealed record Pair(string Subject, OverviewTotals Before, OverviewTotals Now)
    {
        public int? Change => Now.RateBasisPoints - Before.RateBasisPoints;
    }

    public static IEnumerable<ReportSection> Rates(ReportContext context)
    {
        yield return context.FigureSection("city", context.ByCity(context.Cells), isDrawn: true) with { Paragraphs = [.. context.Summary(), context.Words["definition"]] };
        foreach (var section in context.Breakdown())
            yield return section;
    }

    public static IEnumerable<ReportSection> Trend(ReportContext context)
    {
        var (words, periods) = (context.Words, Periods(context));
        yield return new(
            words["section.trend"],
            [words["trend.lead"], words["definition"]],
            words.Table(
                "trend", periods,
                new("period", ColumnType.Text, 16, p => words.Of(p.Period)),
                new("applying", ColumnType.Number, 8, p => p.Totals.Applying),
                new("committed", ColumnType.Number, 8, p => p.Totals.Committed),
                new("implemented", ColumnType.Number, 8, p => p.Totals.Implemented),
                new("rate", ColumnType.Rate, 10, p => p.Totals.RateBasisPoints),
                new("overdue", ColumnType.Number, 8, p => p.Totals.Overdue),
                new("red", ColumnType.Number, 6, p => p.Totals.ByLamp[(int)Lamp.Red]),
                new("reported", ColumnType.Number, 10, p => p.Cells.Count(c => c.Reach == Scope.ReachState.Applies && c.ReportOf(p.Period) is not null))),
            new ReportChart(words["chart.trend"], IsLine: true, [.. periods.Select(p => words.Of(p.Period))], [new ChartSeries(words["column.rate"], [.. periods.Select(p => p.Totals.RateBasisPoints)])]));

        var byCity = context.ByCity(context.Cells).Select(r => r.Subject).ToArray();
        var rates = periods.ToDictionary(p => p.Period, p => context.ByCity(p.Cells).ToDictionary(r => r.Subject, r => r.Totals.RateBasisPoints, StringComparer.Ordinal));
        yield return new(words["section.trendByCity"], [], words.Table(
            "trendByCity", byCity,
            [
                new Column<string>("city", ColumnType.Text, 12, city => city),
                .. periods.Select(p => new Column<string>(p.Period.ToString(), ColumnType.Rate, 10, city => rates[p.Period].GetValueOrDefault(city)) { Title = words.Of(p.Period) }),
            ]));
    }

    public static IEnumerable<ReportSection> Comparison(ReportContext context)
    {
        var (words, of) = (context.Words, new CellColumns(context));
        if (Periods(context) is not [var before, var now])
            yield break;
        yield return Pairs("city", context.ByCity) with { Paragraphs = [words.Say("comparison.lead", ("before", words.Of(before.Period)), ("now", words.Of(now.Period))), words["definition"]] };
        yield return Pairs("chapter", context.ByChapter) with { Part = words["part.breakdown"] };
        yield return Pairs("province", context.ByProvince) with { Part = words["part.breakdown"] };
        yield return Pairs("force", context.ByForce) with { Part = words["part.breakdown"] };

        var moved = before.Cells.Zip(now.Cells).Where(pair => pair.First.Commitment?.State != pair.Second.Commitment?.State || pair.First.Lamp?.Lamp != pair.Second.Lamp?.Lamp).ToArray();
        yield return new(words["section.moved"], [words.Say("moved.lead", ("count", moved.Length))], moved.Length == 0 ? null : words.Table(
            "moved", moved,
            new("number", ColumnType.Number, 6, p => p.Second.Task.Number),
            new("city", ColumnType.Text, 10, p => of.City.Read(p.Second)),
            new("task", ColumnType.Text, 40, p => of.Task.Read(p.Second)),
            new("state_before", ColumnType.Text, 12, p => of.State.Read(p.First)),
            new("state_now", ColumnType.Text, 12, p => of.State.Read(p.Second)),
            new("percent_before", ColumnType.Percent, 8, p => of.Percent.Read(p.First)),
            new("percent_now", ColumnType.Percent, 8, p => of.Percent.Read(p.Second)),
            new("lamp_before", ColumnType.Text, 6, p => of.Lamp.Read(p.First)),
            new("lamp_now", ColumnType.Text, 6, p => of.Lamp.Read(p.Second))));

        ReportSection Pairs(string key, Func<IReadOnlyCollection<ReportCell>, ImmutableArray<FigureRow>> by) => new(words[$"section.{key}"], [], words.Table(
            key, by(before.Cells).Zip(by(now.Cells), (then, later) => new Pair(later.Subject, then.Totals, later.Totals)).Append(new Pair(words["total"], before.Totals, now.Totals)),
            new("subject", ColumnType.Text, 24, p => p.Subject) { Title = words[$"subject.{key}"] },
            new("applying", ColumnType.Number, 8, p => p.Now.Applying),
            new("implemented_before", ColumnType.Number, 8, p => p.Before.Implemented),
            new("implemented_now", ColumnType.Number, 8, p => p.Now.Implemented),
            new("rate_before", ColumnType.Rate, 10, p => p.Before.RateBasisPoints),
            new("rate_now", ColumnType.Rate, 10, p => p.Now.RateBasisPoints),
            new("rate_change", ColumnType.Points, 10, p => p.Change),
            new("overdue_before", ColumnType.Number, 8, p => p.Before.Overdue),
            new("overdue_now", ColumnType.Number, 8, p => p.Now.Overdue)));
    }

    private static ImmutableArray<At> Periods(ReportContext context) =>
    [
        .. context.Periods.Select(p => (p.Period, Cells: ReportCells.Of(context.Source, context.Query, p.Standing, context.Sees))).Select(p => new At(p.Period, p.Cells, p.Cells.Totals())),
    ];
}
