using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents;

/// <summary>Kinds of blocks that a document consists of.</summary>
public enum BlockKind
{
    Title,
    SectionHeading,
    Paragraph,
    AnnexReference,
    AnnexTitle,
    ChapterTitle,
    Row,
    Note,
}

/// <summary>A block of the document; a row has its cells: number, text, scope.</summary>
public sealed record Block(BlockKind Kind, Passage Passage, ImmutableArray<Passage> Cells);

/// <summary>A document taken apart into blocks, with the defects of its layout.</summary>
public sealed record Layout(SourceText Source, ImmutableArray<Block> Blocks, ImmutableArray<SourceDefect> Defects);

/// <summary>
/// Reads the layout of a document extracted as text: <c>##</c> title, <c>###</c> sections, <c>&lt;b&gt;</c> chapters,
/// rows with tabs. Joins paragraphs that a page break has cut, and names every line that it cannot place.
/// </summary>
public static partial class TextLayout
{
    private const string ChapterOpen = "<b>";
    private const string ChapterClose = "</b>";

    /// <summary>What the columns are called.</summary>
    private static readonly ImmutableArray<string> ColumnNames = ["序号", "任务内容", "适用范围"];

    private static readonly char[] SentenceEnds = ['。', '！', '？', '；', '：', '.', '”'];

    /// <summary>Whether words end where a sentence may.</summary>
    public static bool EndsSentence(string words) => words.Length > 0 && SentenceEnds.Contains(words[^1]);

    public static Result<Layout> Read(SourceText source)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        var defects = ImmutableArray.CreateBuilder<SourceDefect>();
        var unplaced = ImmutableArray.CreateBuilder<Violation>();
        var (referred, annexBegun, annexTitled) = (false, false, false);
        var heads = 0;
        var lastHead = 0;

        foreach (var (number, span) in source.Lines())
        {
            var line = Trim(source, span);
            var text = source.Content[line.Start..line.End];
            var last = blocks.Count > 0 ? blocks[^1] : null;

            if (text.Length == 0)
                continue;
            else if (text.StartsWith("### ", StringComparison.Ordinal))
                Add(BlockKind.SectionHeading, line with { Start = line.Start + 4 });
            else if (text.StartsWith("## ", StringComparison.Ordinal))
                Add(BlockKind.Title, line with { Start = line.Start + 3 });
            else if (text.StartsWith(ChapterOpen, StringComparison.Ordinal) && text.EndsWith(ChapterClose, StringComparison.Ordinal))
                Add(BlockKind.ChapterTitle, new Span(line.Start + ChapterOpen.Length, line.End - ChapterClose.Length));
            else if (IsHead(text))
            {
                lastHead = line.Start;
                foreach (var (cell, name) in Beside(Cells(source, line)))
                    unplaced.Add(new Violation($"line {number}", $"the head of the table says {Head(cell)} where '{name}' is due; what holds of all tasks belongs into the note"));
                if (heads++ > 0)
                    defects.Add(Defect(DefectKind.RepeatedHead, line));
            }
            else if (text.Contains('\t', StringComparison.Ordinal))
            {
                var cells = Cells(source, line);
                if (cells.Length == 3 && char.IsAsciiDigit(text[0]))
                    blocks.Add(new Block(BlockKind.Row, source.Cut(line), cells));
                else if (cells.Length == 3)
                    unplaced.Add(new Violation($"line {number}", $"'{cells[0].Verbatim}' is not the number of a task"));
                else
                    unplaced.Add(new Violation($"line {number}", $"a row has a number, a text and a scope; this one has {cells.Length} cells: {Head(text)}"));
            }
            else if (text.StartsWith("注：", StringComparison.Ordinal) || text.StartsWith("注:", StringComparison.Ordinal))
            {
                if (last?.Kind == BlockKind.Note) // a note of several paragraphs
                    blocks[^1] = last with { Passage = source.Cut(new Span(last.Passage.Span.Start, line.End)) };
                else
                    Add(BlockKind.Note, line);
            }
            else if (!annexBegun && Reference().IsMatch(text))
            {
                referred = true;
                Add(BlockKind.AnnexReference, line);
            }
            else if (!annexBegun && IsAnnexHead(text))
            {
                annexBegun = true;
                if (text.Any(char.IsWhiteSpace))
                    defects.Add(Defect(DefectKind.StraySpace, line));
            }
            else if (annexBegun && !annexTitled && heads == 0 && last is { Kind: not (BlockKind.Row or BlockKind.ChapterTitle) })
            {
                annexTitled = true;
                Add(BlockKind.AnnexTitle, line);
            }
            else if (last is { Kind: BlockKind.Paragraph or BlockKind.Note } && !(referred && !annexBegun) && !Date().IsMatch(text) && last.Passage.Span.End > lastHead && !EndsSentence(last.Passage.Verbatim))
            {
                defects.Add(Defect(DefectKind.CutParagraph, new Span(last.Passage.Span.End - 1, line.Start + 1)));
                blocks[^1] = last with { Passage = source.Cut(new Span(last.Passage.Span.Start, line.End)) };
            }
            else if (!annexBegun && last is not null)
                Add(BlockKind.Paragraph, line);
            else
                unplaced.Add(new Violation($"line {number}", $"neither a heading nor a row nor a note: {Head(text)}"));
        }

        return unplaced.Count > 0
            ? Fault.DoesNotReconcile("the document", unplaced.ToImmutable())
            : new Layout(source, blocks.ToImmutable(), defects.ToImmutable());

        void Add(BlockKind kind, Span span) => blocks.Add(new Block(kind, source.Cut(Trim(source, span)), []));

        SourceDefect Defect(DefectKind kind, Span span)
        {
            var cut = source.Cut(span);
            return new SourceDefect(kind, cut.Verbatim, span, cut.StartLine, cut.EndLine);
        }
    }

    /// <summary>Cells of the head that say more than what their column is called, which is of no task and would be lost.</summary>
    private static IEnumerable<(string Cell, string Name)> Beside(ImmutableArray<Passage> head) => head
        .Select((cell, i) => (Cell: cell.Normalized, Name: i < ColumnNames.Length ? ColumnNames[i] : ""))
        .Where(c => string.Concat(c.Cell.Where(letter => letter != ' ')) != c.Name);

    /// <summary>Whether a line is a date and nothing else.</summary>
    public static bool IsDate(string text) => Date().IsMatch(text);

    /// <summary>Whether a line is the head of an annex, with its number or without.</summary>
    public static bool IsAnnexHead(string text) => Annex().IsMatch(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

    /// <summary>Whether a line is the head of the table; writers set its words apart (序 号).</summary>
    private static bool IsHead(string text) =>
        text.IndexOf('\t', StringComparison.Ordinal) is var end and > 1 && string.Concat(text[..end].Where(c => !char.IsWhiteSpace(c))) == ColumnNames[0];

    private static ImmutableArray<Passage> Cells(SourceText source, Span line)
    {
        var cells = ImmutableArray.CreateBuilder<Passage>();
        for (var start = line.Start; start <= line.End;)
        {
            var tab = source.Content.IndexOf('\t', start, line.End - start);
            var end = tab < 0 ? line.End : tab;
            cells.Add(source.Cut(Trim(source, new Span(start, end))));
            start = end + 1;
        }

        return cells.ToImmutable();
    }

    private static Span Trim(SourceText source, Span span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && char.IsWhiteSpace(source.Content[start]))
            start++;
        while (end > start && char.IsWhiteSpace(source.Content[end - 1]))
            end--;
        return new Span(start, end);
    }

    private static string Head(string text) => text.Length > 40 ? $"'{text[..40]}…'" : $"'{text}'";

    [GeneratedRegex("^附件[0-9０-９一二三四五六七八九十]{0,2}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Annex();

    [GeneratedRegex("^附件[0-9０-９一二三四五六七八九十]{0,2}[：:]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    /// <summary>The date below a document, which goes on with no sentence.</summary>
    [GeneratedRegex("^[0-9０-９〇○一二三四五六七八九]{4}年[0-9０-９一二三四五六七八九十]{1,2}月[0-9０-９一二三四五六七八九十]{1,3}日$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
