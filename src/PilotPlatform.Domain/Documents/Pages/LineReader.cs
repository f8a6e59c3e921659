using System.Collections.Immutable;
using System.Text;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>Puts glyphs together to lines, from the top, and lines to running text.</summary>
internal static class LineReader
{
    /// <summary>Glyphs whose baselines differ by less than this share of their size stand in one line.</summary>
    private const double SameLine = 0.45;

    /// <summary>Raised characters are smaller than this share of those beside them, and no further from their baseline than this share of their size.</summary>
    private const double Small = 0.9;
    private const double Hanging = 0.6;

    private const int LongestWord = 40;

    /// <summary>A gap wider than this share of the size is a space.</summary>
    private const double Space = 0.25;

    public static ImmutableArray<TextLine> Lines(IEnumerable<Glyph> glyphs) => [.. GlyphLines(glyphs).Select(l => l.Text)];

    /// <summary>Lines with their characters.</summary>
    public static ImmutableArray<GlyphLine> GlyphLines(IEnumerable<Glyph> glyphs)
    {
        var lines = new List<List<Glyph>>();
        foreach (var glyph in glyphs.OrderByDescending(g => g.Baseline).ThenBy(g => g.Left))
        {
            if (lines.Count > 0 && lines[^1][0].Baseline - glyph.Baseline < SameLine * Math.Max(1, Math.Min(glyph.Size, lines[^1][0].Size)))
                lines[^1].Add(glyph);
            else
                lines.Add([glyph]);
        }

        return [.. Raised(lines).Select(Line).OfType<GlyphLine>()];
    }

    /// <summary>Lines with the small characters that are raised above them or set below them (m², CO₂), which would be lines of their own.</summary>
    private static List<List<Glyph>> Raised(List<List<Glyph>> lines)
    {
        var whole = new List<List<Glyph>>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i + 1 < lines.Count && Hangs(lines[i], lines[i + 1]))
                lines[i + 1].AddRange(lines[i]);
            else if (whole.Count > 0 && Hangs(lines[i], whole[^1]))
                whole[^1].AddRange(lines[i]);
            else
                whole.Add(lines[i]);
        }

        return whole;
    }

    private static bool Hangs(List<Glyph> small, List<Glyph> line)
    {
        var size = line.Max(g => g.Size);
        var (left, right) = (line.Min(g => g.Left) - size, line.Max(g => g.Right) + size);
        return small.TrueForAll(g => g.Size < Small * size && g.Middle > left && g.Middle < right) && Math.Abs(small[0].Baseline - line[0].Baseline) < Hanging * size;
    }

    /// <summary>
    /// Lines one after the other, with a space between Latin words and none between Chinese ones. A Latin word at the end of a line
    /// that has a space on its one side has one on the other too, which the end of the line took.
    /// </summary>
    public static string Join(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Where(l => l.Length > 0))
        {
            var before = text.ToString(Math.Max(0, text.Length - LongestWord), Math.Min(text.Length, LongestWord));
            if (before.Length > 0 && (IsWord(before[^1]) && IsWord(line[0]) || IsSpaced(before.Reverse()) || IsSpaced(line)))
                text.Append(' ');
            text.Append(line);
        }

        return text.ToString();
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character);

    /// <summary>True if characters begin with a Latin word and a space behind it.</summary>
    private static bool IsSpaced(IEnumerable<char> characters)
    {
        var word = 0;
        foreach (var character in characters.Take(LongestWord))
        {
            if (!IsWord(character))
                return word > 0 && character == ' ';
            word++;
        }

        return false;
    }

    private static GlyphLine? Line(List<Glyph> glyphs)
    {
        ImmutableArray<Glyph> shown = [.. glyphs.Where(g => !string.IsNullOrWhiteSpace(g.Text)).OrderBy(g => g.Left)];
        if (shown.IsEmpty)
            return null;

        ImmutableArray<double> spaces = [.. glyphs.Where(g => string.IsNullOrWhiteSpace(g.Text)).Select(g => g.Middle).Order()];
        var text = new StringBuilder(shown[0].Text);
        for (var i = 1; i < shown.Length; i++)
        {
            var (before, glyph) = (shown[i - 1], shown[i]);
            if (glyph.Left - before.Right > Space * glyph.Size || HasBetween(spaces, before.Middle, glyph.Middle))
                text.Append(' ');
            text.Append(glyph.Text);
        }

        if (HasBetween(spaces, shown[^1].Middle, double.MaxValue))
            text.Append(' ');
        return new GlyphLine(new TextLine(text.ToString(), shown[0].Left, shown.Max(g => g.Right), shown[0].Baseline, shown.Max(g => g.Size)), shown, [.. glyphs]);
    }

    private static bool HasBetween(ImmutableArray<double> places, double from, double to)
    {
        var at = places.BinarySearch(from);
        at = at < 0 ? ~at : at;
        return at < places.Length && places[at] < to;
    }
}
