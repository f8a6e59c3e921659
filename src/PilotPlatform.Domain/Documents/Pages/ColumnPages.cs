using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>
/// Reads tables that have no ruled lines by their columns: below a head that names three of them, words belong to the column they stand
/// in, and lines that run across are chapters, or end the table.
/// </summary>
internal static partial class ColumnPages
{
    /// <summary>Within so many sizes of another line a line is no page number: it is a cell beside the others.</summary>
    private const double Alone = 1.3;

    /// <summary>What a page shows from the top; of a page with a table the lines above it, and those from the head or the top of the page on.</summary>
    private sealed record Stretch(PageContent Page, ImmutableArray<GlyphLine> Before, GlyphLine? Head, ColumnHead? Columns, ImmutableArray<GlyphLine> Below);

    public static Result<ImmutableArray<ImmutableArray<PageItem>>> Read(ImmutableArray<PageContent> pages)
    {
        var stretches = Stretches(pages);
        var grids = new List<(ColumnHead Head, ColumnGrid Grid)>();
        foreach (var head in stretches.Select(s => s.Columns).OfType<ColumnHead>())
        {
            if (grids.Any(g => g.Head.IsLike(head)))
                continue;
            if (ColumnGrid.Below(head, [.. stretches.Where(s => s.Columns is { } other && other.IsLike(head)).SelectMany(s => s.Below)]) is not { } grid)
                return Refused("below the head of a table without ruled lines its columns do not stand apart");
            grids.Add((head, grid));
        }

        if (grids.Count == 0)
            return Refused($"no page has a table: neither one with ruled lines nor a head in one line whose first of three columns is {RowReader.HeadOfNumbers}");

        var blocks = new List<(int Page, PageBlock Block)>();
        var isOpen = false;
        foreach (var (stretch, page) in stretches.Select((s, i) => (s, i)))
        {
            var continues = isOpen;
            isOpen = stretch.Columns is not null && (isOpen || stretch.Head is not null);
            blocks.AddRange(stretch.Before.Select(l => (page, (PageBlock)new PageBlock.Outside(l.Text))));
            if (!isOpen)
                blocks.AddRange(stretch.Below.Select(l => (page, (PageBlock)new PageBlock.Outside(l.Text))));
            else
                blocks.AddRange(Blocks(stretch, grids.First(g => g.Head.IsLike(stretch.Columns!)).Grid, continues, out isOpen).Select(b => (page, b)));
        }

        return ColumnRows.Read([.. blocks.Select(b => b.Block)]).Then<ImmutableArray<ImmutableArray<PageItem>>>(items =>
            pages.Select((_, page) => blocks.Zip(items).Where(b => b.First.Page == page).SelectMany(b => b.Second).ToImmutableArray()).ToImmutableArray());
    }

    private static ImmutableArray<Stretch> Stretches(ImmutableArray<PageContent> pages)
    {
        ImmutableArray<(PageContent Page, ImmutableArray<GlyphLine> Lines)> all = [.. pages.Select(p => (p, LineReader.GlyphLines(p.Glyphs)))];
        var furniture = new Furniture(all.Select(p => (p.Page, p.Lines.Select(l => l.Text).ToImmutableArray())));
        var stretches = ImmutableArray.CreateBuilder<Stretch>();
        ColumnHead? columns = null;
        foreach (var (page, lines) in all)
        {
            ImmutableArray<GlyphLine> own = [.. lines.Where((l, i) => !(furniture.Holds(page, l.Text) && IsAlone(lines, i) && ColumnHead.Of(l) is null))];
            var at = own.Select((line, i) => (Columns: ColumnHead.Of(line), Place: i)).FirstOrDefault(h => h.Columns is not null, (null, -1));
            columns = at.Columns ?? columns;
            stretches.Add(at.Columns is null
                ? new Stretch(page, [], null, columns, own)
                : new Stretch(page, own[..at.Place], own[at.Place], columns, own[(at.Place + 1)..]));
        }

        return stretches.ToImmutable();
    }

    private static bool IsAlone(ImmutableArray<GlyphLine> lines, int at) =>
        (at == 0 || lines[at - 1].Text.Baseline - lines[at].Text.Baseline > Alone * lines[at].Text.Size)
        && (at == lines.Length - 1 || lines[at].Text.Baseline - lines[at + 1].Text.Baseline > Alone * lines[at].Text.Size);

    /// <summary>The head, chapters and what stands between them, until a line across the columns is no chapter.</summary>
    private static List<PageBlock> Blocks(Stretch stretch, ColumnGrid grid, bool continues, out bool isOpen)
    {
        var blocks = new List<PageBlock>();
        var lines = stretch.Below;
        var at = 0;
        isOpen = true;
        if (stretch.Head is { } head)
            blocks.Add(new PageBlock.Across([RowReader.HeadOfNumbers, .. Cells(grid, head, stretch.Columns!.Lefts[ColumnGrid.Texts])]));
        while (at < lines.Length && isOpen)
        {
            var end = at;
            if (grid.IsAcross(lines[at]))
            {
                do
                    end++;
                while (end < lines.Length && grid.IsAcross(lines[end]) && !Chapter().IsMatch(lines[end].Text.Text));
                var words = LineReader.Join(lines[at..end].Select(l => l.Text.Text));
                isOpen = Chapter().IsMatch(words);
                blocks.AddRange(isOpen ? [new PageBlock.Across([words])] : lines[at..].Select(l => new PageBlock.Outside(l.Text)));
            }
            else
            {
                while (end < lines.Length && !grid.IsAcross(lines[end]))
                    end++;
                var columns = lines[at..end].SelectMany(l => l.All).ToLookup(grid.ColumnOf);
                blocks.Add(new PageBlock.Band(
                    stretch.Page, continues && at == 0, end == lines.Length, [.. Enumerable.Range(0, ColumnGrid.Scopes + 1).Select(c => LineReader.Lines(columns[c]))]));
            }

            at = end;
        }

        return blocks;
    }

    /// <summary>The names behind that of the numbers, which may itself reach over the gutter.</summary>
    private static IEnumerable<string> Cells(ColumnGrid grid, GlyphLine head, double begin)
    {
        var columns = head.All.Where(g => g.Left >= begin).ToLookup(grid.ColumnOf);
        return new[] { ColumnGrid.Texts, ColumnGrid.Scopes }.Select(c => LineReader.Join(LineReader.Lines(columns[c]).Select(l => l.Text)));
    }

    private static Fault Refused(string problem) => Fault.Invalid("document", $"{problem}; import the document as DOCX or text");

    [GeneratedRegex("^[一二三四五六七八九十〇]{1,3}、", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chapter();
}
