using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>
/// Reads pages as parts of a document: ruled tables row by row, also where a row is cut by a page break; all other lines as
/// paragraphs. Page numbers and running heads are no words of the document.
/// </summary>
public static partial class PageReader
{
    /// <summary>Share of the page above and below in which page numbers and running heads stand.</summary>
    private const double Margin = 0.1;

    /// <summary>On so many pages a line has to stand at the same place to be a running head.</summary>
    private const int Repeats = 3;

    public static ImmutableArray<DocumentPart> Read(IEnumerable<PageContent> pages)
    {
        ImmutableArray<(PageContent Page, ImmutableArray<Table> Tables, ImmutableArray<TextLine> Lines)> all =
            [.. pages.Select(p => (Page: p, Tables: TableReader.Tables(p))).Select(p => (p.Page, p.Tables, LineReader.Lines(p.Page.Glyphs.Where(g => !p.Tables.Any(t => t.Holds(g))))))];
        var heads = RunningHeads(all.Select(p => (p.Page, p.Lines)));
        ImmutableArray<ImmutableArray<TextLine>> lines = [.. all.Select(p => p.Lines.Where(l => !IsFurniture(p.Page, l, heads)).ToImmutableArray())];

        var paragraphs = new ParagraphReader(lines.SelectMany(l => l));
        var rows = new RowReader();
        var parts = ImmutableArray.CreateBuilder<DocumentPart>();
        foreach (var (page, own) in all.Zip(lines))
        {
            rows.BeginPage();
            paragraphs.BeginPage();
            var tables = new Queue<Table>(page.Tables);
            foreach (var line in own)
            {
                while (tables.TryPeek(out var table) && table.Top > line.Baseline)
                    Add(tables.Dequeue());
                rows.Flush(parts);
                paragraphs.Add(line, parts);
            }

            foreach (var table in tables)
                Add(table);
        }

        rows.Flush(parts);
        paragraphs.Flush(parts);
        return parts.ToImmutable();

        void Add(Table table)
        {
            paragraphs.Flush(parts);
            foreach (var row in table.Rows)
                rows.Add(row, parts);
        }
    }

    private static ImmutableHashSet<(string, int)> RunningHeads(IEnumerable<(PageContent Page, ImmutableArray<TextLine> Lines)> pages) =>
    [
        .. pages.SelectMany(p => p.Lines.Where(l => IsInMargin(p.Page, l)).Select(Head).Distinct()).CountBy(head => head)
            .Where(c => c.Value >= Repeats).Select(c => c.Key),
    ];

    private static bool IsFurniture(PageContent page, TextLine line, ImmutableHashSet<(string, int)> heads) =>
        IsInMargin(page, line) && (PageNumber().IsMatch(line.Text) || heads.Contains(Head(line)));

    private static bool IsInMargin(PageContent page, TextLine line) =>
        line.Baseline < page.Height * Margin || line.Baseline > page.Height * (1 - Margin);

    /// <summary>A line without its digits, at its height to the point.</summary>
    private static (string Words, int Height) Head(TextLine line) =>
        (string.Concat(line.Text.Where(c => !char.IsDigit(c) && !char.IsWhiteSpace(c))), (int)Math.Round(line.Baseline));

    [GeneratedRegex(@"^[\s\-—–―·•/第页]*[0-9]{1,4}[\s\-—–―·•/第页]*([0-9]{1,4}\s*页?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageNumber();
}
