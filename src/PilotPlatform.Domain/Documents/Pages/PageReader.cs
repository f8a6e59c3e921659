using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>
/// Reads pages as parts of a document: tables row by row, also where a row is cut by a page break, and all other lines as paragraphs.
/// Tables are told by their ruled lines; where no page has any, by the columns below their heads.
/// </summary>
public static class PageReader
{
    /// <summary>Number, text and scope.</summary>
    private const int LeastColumns = 3;

    /// <returns>The parts; refused if no table can be told, or if its rows cannot be told apart for certain.</returns>
    public static Result<ImmutableArray<DocumentPart>> Read(IEnumerable<PageContent> pages)
    {
        ImmutableArray<PageContent> all = [.. pages];
        var ruled = Ruled(all);
        return ruled.Any(page => page.OfType<PageItem.Row>().Any(row => row.Cells.Length >= LeastColumns))
            ? Parts(ruled)
            : ColumnPages.Read(all).Then<ImmutableArray<DocumentPart>>(items => Parts(items));
    }

    private static ImmutableArray<ImmutableArray<PageItem>> Ruled(ImmutableArray<PageContent> pages)
    {
        ImmutableArray<(PageContent Page, ImmutableArray<Table> Tables, ImmutableArray<TextLine> Lines)> all =
            [.. pages.Select(p => (Page: p, Tables: TableReader.Tables(p))).Select(p => (p.Page, p.Tables, LineReader.Lines(p.Page.Glyphs.Where(g => !p.Tables.Any(t => t.Holds(g))))))];
        var furniture = new Furniture(all.Select(p => (p.Page, p.Lines)));
        return [.. all.Select(p => Items(p.Tables, p.Lines.Where(l => !furniture.Holds(p.Page, l))).ToImmutableArray())];
    }

    private static IEnumerable<PageItem> Items(ImmutableArray<Table> onPage, IEnumerable<TextLine> lines)
    {
        var tables = new Queue<Table>(onPage);
        foreach (var line in lines)
        {
            while (tables.TryPeek(out var table) && table.Top > line.Baseline)
                foreach (var row in tables.Dequeue().Rows)
                    yield return new PageItem.Row(row);
            yield return new PageItem.Line(line);
        }

        foreach (var row in tables.SelectMany(t => t.Rows))
            yield return new PageItem.Row(row);
    }

    private static ImmutableArray<DocumentPart> Parts(ImmutableArray<ImmutableArray<PageItem>> pages)
    {
        var paragraphs = new ParagraphReader(pages.SelectMany(p => p).OfType<PageItem.Line>().Select(l => l.Text));
        var rows = new RowReader();
        var parts = ImmutableArray.CreateBuilder<DocumentPart>();
        foreach (var page in pages)
        {
            rows.BeginPage();
            paragraphs.BeginPage();
            foreach (var item in page)
            {
                if (item is PageItem.Row row)
                {
                    paragraphs.Flush(parts);
                    rows.Add(row.Cells, parts);
                }
                else if (item is PageItem.Line line)
                {
                    rows.Flush(parts);
                    paragraphs.Add(line.Text, parts);
                }
            }
        }

        rows.Flush(parts);
        paragraphs.Flush(parts);
        return parts.ToImmutable();
    }
}
