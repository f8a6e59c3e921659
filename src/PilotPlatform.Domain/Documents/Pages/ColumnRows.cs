using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>What stands on pages with tables by columns, before rows are told apart.</summary>
internal abstract record PageBlock
{
    private PageBlock()
    {
    }

    public sealed record Outside(TextLine Line) : PageBlock;

    /// <summary>A head or a chapter.</summary>
    public sealed record Across(ImmutableArray<string> Cells) : PageBlock;

    /// <summary>Lines of each column, with no line across between them.</summary>
    /// <param name="Page">The page.</param>
    /// <param name="IsContinued">True if it may begin with the rest of a row of the page before.</param>
    /// <param name="IsCut">True if it may end with a row that goes on overleaf.</param>
    /// <param name="Columns">Their lines from the top.</param>
    public sealed record Band(PageContent Page, bool IsContinued, bool IsCut, ImmutableArray<ImmutableArray<TextLine>> Columns) : PageBlock;
}

/// <summary>A line in its column.</summary>
internal sealed record CellLine(int Column, TextLine Text)
{
    public double Top => Text.Baseline + Text.Size;

    public double Bottom => Text.Baseline;
}

/// <summary>Lines that overlap in height, column by column: a row, or several that nothing keeps apart.</summary>
/// <param name="Page">Number of the page.</param>
/// <param name="MayContinue">True if it can be the rest of a row of the page before.</param>
/// <param name="MayGoOn">True if it can go on overleaf.</param>
/// <param name="Lines">Its lines from the top.</param>
internal sealed record RowGroup(int Page, bool MayContinue, bool MayGoOn, ImmutableArray<CellLine> Lines)
{
    public ImmutableArray<CellLine> Numbers { get; } = [.. Lines.Where(l => l.Column == ColumnGrid.Numbers)];
}

/// <summary>
/// Tells the rows of tables apart that have no ruled lines. Within a cell lines stand at one distance; a wider one, or a level line, ends
/// the cell, and cells that overlap in height are a row. Where rows stand as close as their lines, the numbers tell them apart, if they fit
/// the heads of the rows or their middles all through and not both. What is not certain is refused.
/// </summary>
internal static class ColumnRows
{
    /// <summary>Lines farther apart than so many times their distance in a cell are of two cells.</summary>
    private const double Apart = 1.2;

    /// <summary>Lines of a cell lie at least this share of their size apart, and this share of all distances is that of some cells.</summary>
    private const double Closest = 0.9;
    private const double Common = 0.02;

    /// <summary>For each block the items that it becomes.</summary>
    public static Result<ImmutableArray<ImmutableArray<PageItem>>> Read(ImmutableArray<PageBlock> blocks)
    {
        var distance = Distance(blocks.OfType<PageBlock.Band>());
        ImmutableArray<ImmutableArray<RowGroup>> groups = [.. blocks.Select(b => b is PageBlock.Band band ? Groups(band, distance) : [])];
        var cutter = RowCutter.For([.. groups.SelectMany(g => g)]);
        if (cutter.Fault is { } uncertain)
            return uncertain;

        var items = ImmutableArray.CreateBuilder<ImmutableArray<PageItem>>();
        foreach (var (block, own) in blocks.Zip(groups))
        {
            var rows = ImmutableArray.CreateBuilder<PageItem>();
            if (block is PageBlock.Outside outside)
                rows.Add(new PageItem.Line(outside.Line));
            else if (block is PageBlock.Across across)
                rows.Add(new PageItem.Row(across.Cells));
            foreach (var group in own)
            {
                var cut = cutter.Value.Rows(group);
                if (cut.Fault is { } fault)
                    return fault;
                rows.AddRange(cut.Value.Select(cells => new PageItem.Row(cells)));
            }

            items.Add(rows.ToImmutable());
        }

        return items.ToImmutable();
    }

    /// <summary>The distance of lines within cells, in sizes: the least that is no exception.</summary>
    private static double Distance(IEnumerable<PageBlock.Band> bands)
    {
        ImmutableArray<double> all =
        [
            .. bands.SelectMany(b => b.Columns.Skip(ColumnGrid.Texts)).SelectMany(lines => lines.Zip(lines.Skip(1)))
                .Select(pair => (pair.First.Baseline - pair.Second.Baseline) / pair.Second.Size).Where(distance => distance > Closest).Order(),
        ];
        return all.IsEmpty ? 0 : all[(int)(all.Length * Common)];
    }

    private static ImmutableArray<RowGroup> Groups(PageBlock.Band band, double distance)
    {
        var cells = band.Columns.SelectMany((lines, column) => Cells(band.Page, column, lines, distance)).OrderByDescending(c => c[0].Top);
        var groups = new List<List<CellLine>>();
        var bottom = 0.0;
        foreach (var cell in cells)
        {
            if (groups.Count > 0 && cell[0].Top - bottom > cell[0].Text.Size / 10)
                groups[^1].AddRange(cell);
            else
                groups.Add([.. cell]);
            bottom = groups[^1].Min(l => l.Bottom);
        }

        return [.. groups.Select((lines, i) => new RowGroup(
            band.Page.Number, band.IsContinued && i == 0, band.IsCut && i == groups.Count - 1, [.. lines.OrderByDescending(l => l.Text.Baseline).ThenBy(l => l.Column)]))];
    }

    /// <summary>Numbers stand in one line each; the lines of other columns are a cell as long as they stand close.</summary>
    private static IEnumerable<ImmutableArray<CellLine>> Cells(PageContent page, int column, ImmutableArray<TextLine> lines, double distance)
    {
        var open = ImmutableArray.CreateBuilder<CellLine>();
        foreach (var line in lines)
        {
            if (open.Count > 0 && (column == ColumnGrid.Numbers || IsBorder(page, open[^1].Text, line, distance)))
            {
                yield return open.ToImmutable();
                open.Clear();
            }

            open.Add(new CellLine(column, line));
        }

        if (open.Count > 0)
            yield return open.ToImmutable();
    }

    private static bool IsBorder(PageContent page, TextLine above, TextLine below, double distance) =>
        above.Baseline - below.Baseline > distance * Apart * below.Size
        || page.LevelRules.Any(r => r.At < above.Baseline && r.At > below.Baseline && r.Covers((below.Left + below.Right) / 2));
}
