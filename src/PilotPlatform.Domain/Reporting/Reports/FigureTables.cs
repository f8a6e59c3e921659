using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Structure;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>Figures of a part of the cells.</summary>
internal sealed record FigureRow(string Subject, OverviewTotals Totals);

/// <summary>Tables of figures: by city, chapter, province and force.</summary>
internal static class FigureTables
{
    public static ImmutableArray<FigureRow> ByCity(this ReportContext context, IReadOnlyCollection<ReportCell> cells) =>
        [.. context.Source.Facts.Cities.Select(city => new FigureRow(context.CityOf(city), cells.Where(c => c.City == city).Totals())).Where(IsPresent)];

    public static ImmutableArray<FigureRow> ByChapter(this ReportContext context, IReadOnlyCollection<ReportCell> cells) =>
        [.. context.Source.Facts.Chapters.Select(chapter => new FigureRow(
            context.Words.Pick(chapter.Title, chapter.English), cells.Where(c => c.Task.Chapter == chapter.Number).Totals())).Where(IsPresent)];

    public static ImmutableArray<FigureRow> ByProvince(this ReportContext context, IReadOnlyCollection<ReportCell> cells) =>
        [.. context.Source.Facts.Provinces.Select(province => new FigureRow(
            context.ProvinceOf(province), cells.Where(c => c.City.Province == province.Id).Totals())).Where(IsPresent)];

    public static ImmutableArray<FigureRow> ByForce(this ReportContext context, IReadOnlyCollection<ReportCell> cells) =>
        [.. Enum.GetValues<PolicyForce>().Cast<PolicyForce?>().Append(null).Select(force => new FigureRow(
            force is { } known ? context.Words.Of(known) : context.Words["force.none"], cells.Where(c => c.Task.Force == force).Totals())).Where(IsPresent)];

    /// <summary>The rows, and what they come to together.</summary>
    public static ReportTable Figures(this ReportContext context, string key, ImmutableArray<FigureRow> rows) => context.Words.Table(
        key,
        rows.Append(new FigureRow(context.Words["total"], context.Cells.Totals())),
        new("subject", ColumnType.Text, 20, r => r.Subject) { Title = context.Words[$"subject.{key}"] },
        new("applying", ColumnType.Number, 8, r => r.Totals.Applying),
        new("undetermined", ColumnType.Number, 8, r => r.Totals.Undetermined),
        new("committed", ColumnType.Number, 9, r => r.Totals.Committed),
        new("implemented", ColumnType.Number, 9, r => r.Totals.Implemented),
        new("rate", ColumnType.Rate, 10, r => r.Totals.RateBasisPoints),
        new("overdue", ColumnType.Number, 8, r => r.Totals.Overdue),
        new("green", ColumnType.Number, 6, r => r.Totals.ByLamp[(int)Lamp.Green]),
        new("blue", ColumnType.Number, 6, r => r.Totals.ByLamp[(int)Lamp.Blue]),
        new("yellow", ColumnType.Number, 6, r => r.Totals.ByLamp[(int)Lamp.Yellow]),
        new("red", ColumnType.Number, 6, r => r.Totals.ByLamp[(int)Lamp.Red]));

    public static ReportSection FigureSection(this ReportContext context, string key, ImmutableArray<FigureRow> rows, bool isDrawn = false) => new(
        context.Words[$"section.{key}"],
        [],
        context.Figures(key, rows),
        isDrawn && !rows.IsEmpty
            ? new ReportChart(
                context.Words[$"chart.{key}"], IsLine: false, [.. rows.Select(r => r.Subject)],
                [new ChartSeries(context.Words["column.rate"], [.. rows.Select(r => r.Totals.RateBasisPoints)])])
            : null);

    /// <summary>The figures by chapter, province and force, under one heading.</summary>
    public static IEnumerable<ReportSection> Breakdown(this ReportContext context) =>
    [
        context.FigureSection("chapter", context.ByChapter(context.Cells)) with { Part = context.Words["part.breakdown"] },
        context.FigureSection("province", context.ByProvince(context.Cells)) with { Part = context.Words["part.breakdown"] },
        context.FigureSection("force", context.ByForce(context.Cells)) with { Part = context.Words["part.breakdown"] },
    ];

    /// <summary>The figures of all cells in a sentence, and what they leave out.</summary>
    public static IEnumerable<string> Summary(this ReportContext context)
    {
        var (totals, all, joined) = (context.Cells.Totals(), context.Committed.Count(), context.Committed.Count(c => c.IsJoined));
        yield return Figures();
        if (all - joined > totals.Committed)
            yield return context.Words.Say("withdrawn", ("count", all - joined - totals.Committed));
        if (joined > 0)
            yield return context.Words.Say("joined", ("count", joined));

        string Figures() => context.Words.Say(
            "summary",
            ("day", context.Words.Day(context.Now.Day)), ("place", context.Located), ("applying", totals.Applying), ("committed", totals.Committed),
            ("implemented", totals.Implemented), ("rate", context.Words.Rate(totals.RateBasisPoints)), ("undetermined", totals.Undetermined),
            ("overdue", totals.Overdue), ("red", totals.ByLamp[(int)Lamp.Red]), ("yellow", totals.ByLamp[(int)Lamp.Yellow]), ("blue", totals.ByLamp[(int)Lamp.Blue]));
    }

    private static bool IsPresent(FigureRow row) => row.Totals.Applying + row.Totals.Undetermined > 0;
}
