using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>
/// Takes lines outside tables and puts them together to paragraphs: a line begins one if it is indented, set in another size,
/// numbered, or if the line before it ends early.
/// </summary>
internal sealed partial class ParagraphReader
{
    /// <summary>Widths of a character by which a line may end early since the next word or mark would not fit.</summary>
    private const double Ragged = 2.2;

    private const double Indent = 0.8;
    private const double OtherSize = 0.6;

    /// <summary>Lines of a paragraph lie closer together than this many sizes.</summary>
    private const double Apart = 2.6;

    /// <summary>A line so much larger than most is a title; its lines are centred, and belong together.</summary>
    private const double Large = 1.2;

    private readonly double left;
    private readonly double right;
    private readonly double size;
    private readonly List<string> open = [];
    private TextLine? last;
    private bool beginsPage;

    public ParagraphReader(IEnumerable<TextLine> lines)
    {
        ImmutableArray<TextLine> all = [.. lines];
        left = all.Select(l => l.Left).DefaultIfEmpty().Min();
        right = all.Select(l => l.Right).DefaultIfEmpty().Max();
        size = all.GroupBy(l => Math.Round(l.Size, 1)).OrderByDescending(g => g.Sum(l => l.Text.Length)).Select(g => g.Key).FirstOrDefault();
    }

    /// <summary>The next line does not lie below the last one.</summary>
    public void BeginPage() => beginsPage = true;

    public void Add(TextLine line, ImmutableArray<DocumentPart>.Builder parts)
    {
        if (last is not null && Begins(last, line))
            Flush(parts);
        open.Add(line.Text);
        (last, beginsPage) = (line, false);
    }

    public void Flush(ImmutableArray<DocumentPart>.Builder parts)
    {
        if (open.Count > 0)
            parts.Add(new DocumentPart.Paragraph(LineReader.Join(open)));
        open.Clear();
        last = null;
    }

    private bool Begins(TextLine before, TextLine line)
    {
        if (Math.Abs(before.Size - line.Size) > OtherSize || Numbered().IsMatch(line.Text))
            return true;
        if (!beginsPage && before.Baseline - line.Baseline > Apart * line.Size)
            return true;
        if (line.Size > Large * size)
            return false;
        return line.Left > left + (Indent * line.Size) || before.Right < right - (Ragged * before.Size);
    }

    [GeneratedRegex(@"^([一二三四五六七八九十〇]{1,3}、|[(（][一二三四五六七八九十〇]{1,3}[)）]|附\s*件|注\s*[：:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();
}
