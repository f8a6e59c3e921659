using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>A ruled table on a page: how far it reaches, and its rows from the top.</summary>
internal sealed record Table(double Top, double Bottom, double Left, double Right, ImmutableArray<ImmutableArray<string>> Rows)
{
    public bool Holds(Glyph glyph) =>
        glyph.Baseline >= Bottom - Rule.Tolerance && glyph.Baseline <= Top + Rule.Tolerance && glyph.Middle >= Left && glyph.Middle <= Right;
}

/// <summary>Reads tables by their ruled lines: a cell is what lines enclose, whatever the places of its words.</summary>
internal static class TableReader
{
    /// <summary>Level lines closer than this, in points, are the two edges of one border.</summary>
    private const double ThinnestRow = 4;

    public static ImmutableArray<Table> Tables(PageContent page) => [.. Regions(page).Select(region => Read(page, region)).OfType<Table>()];

    /// <summary>Heights over which upright lines run, those that touch as one, from the top.</summary>
    private static IEnumerable<(double Top, double Bottom)> Regions(PageContent page)
    {
        (double Top, double Bottom)? open = null;
        foreach (var rule in page.UprightRules.OrderByDescending(r => r.To))
        {
            if (open is { } region && rule.To >= region.Bottom - ThinnestRow)
                open = (region.Top, Math.Min(region.Bottom, rule.From));
            else
            {
                if (open is { } done)
                    yield return done;
                open = (rule.To, rule.From);
            }
        }

        if (open is { } last)
            yield return last;
    }

    private static Table? Read(PageContent page, (double Top, double Bottom) region)
    {
        ImmutableArray<Rule> upright = [.. page.UprightRules.Where(r => r.To <= region.Top + Rule.Tolerance && r.From >= region.Bottom - Rule.Tolerance)];
        var (left, right) = (upright.Min(r => r.At), upright.Max(r => r.At));
        if (right - left < ThinnestRow)
            return null;

        ImmutableArray<Rule> level = [.. page.LevelRules.Where(r => r.At <= region.Top + ThinnestRow && r.At >= region.Bottom - ThinnestRow)];
        var heights = Cluster(level.Select(r => r.At)).Where(at => Width(level, at, left, right) > (right - left) / 2);
        var edges = Cluster(heights.Prepend(region.Top).Append(region.Bottom)).OrderDescending().ToImmutableArray();
        if (edges.Length < 2)
            return null;

        var table = new Table(region.Top, region.Bottom, left, right, []);
        var bands = Enumerable.Range(0, edges.Length - 1).Select(_ => new List<Glyph>()).ToArray();
        foreach (var glyph in page.Glyphs.Where(table.Holds))
        {
            // A baseline lies a little above the line below it: a third of the size up is inside the row for certain.
            var height = glyph.Baseline + (glyph.Size / 3);
            var band = 0;
            while (band < bands.Length - 1 && height < edges[band + 1])
                band++;
            bands[band].Add(glyph);
        }

        return table with { Rows = [.. bands.Select((glyphs, i) => Row(glyphs, upright, edges[i], edges[i + 1])).Where(r => r.Any(c => c.Length > 0))] };
    }

    private static ImmutableArray<string> Row(List<Glyph> glyphs, ImmutableArray<Rule> upright, double top, double bottom)
    {
        var columns = Cluster(upright.Where(r => r.Covers((top + bottom) / 2)).Select(r => r.At));
        if (columns.Length < 2)
            return [LineReader.Join(LineReader.Lines(glyphs).Select(l => l.Text))];

        var cells = glyphs.ToLookup(g => Math.Clamp(columns.Count(c => c <= g.Middle) - 1, 0, columns.Length - 2));
        return [.. Enumerable.Range(0, columns.Length - 1).Select(i => LineReader.Join(LineReader.Lines(cells[i]).Select(l => l.Text)))];
    }

    /// <summary>How much of a width is ruled at a height.</summary>
    private static double Width(ImmutableArray<Rule> level, double at, double left, double right)
    {
        var (ruled, reached) = (0.0, left);
        foreach (var rule in level.Where(r => Math.Abs(r.At - at) < ThinnestRow).OrderBy(r => r.From))
        {
            var from = Math.Max(rule.From, reached);
            var to = Math.Min(rule.To, right);
            if (to <= from)
                continue;
            ruled += to - from;
            reached = to;
        }

        return ruled;
    }

    /// <summary>Places in their order, those that lie together as the first of them.</summary>
    private static ImmutableArray<double> Cluster(IEnumerable<double> places)
    {
        var clusters = ImmutableArray.CreateBuilder<double>();
        foreach (var place in places.Order())
            if (clusters.Count == 0 || place - clusters[^1] > ThinnestRow)
                clusters.Add(place);
        return clusters.ToImmutable();
    }
}
