using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>The head of a table without ruled lines: where the names of its three columns stand.</summary>
internal sealed record ColumnHead(ImmutableArray<double> Middles, ImmutableArray<double> Lefts)
{
    private const int Columns = 3;

    /// <summary>Heads whose columns begin within so many points are heads of the same columns.</summary>
    private const double SamePlace = 3;

    /// <summary>The head that a line is, cut at its two widest gaps; null if it is none.</summary>
    public static ColumnHead? Of(GlyphLine line)
    {
        if (!line.Squeezed.StartsWith(RowReader.HeadOfNumbers, StringComparison.Ordinal))
            return null;

        var cuts = Enumerable.Range(1, line.Shown.Length - 1)
            .Where(i => line.Shown[i].Left - line.Shown[i - 1].Right > line.Text.Size / 2)
            .OrderByDescending(i => line.Shown[i].Left - line.Shown[i - 1].Right).Take(Columns - 1).Order().ToImmutableArray();
        if (cuts.Length < Columns - 1)
            return null;

        ImmutableArray<ImmutableArray<Glyph>> names = [line.Shown[..cuts[0]], line.Shown[cuts[0]..cuts[1]], line.Shown[cuts[1]..]];
        return string.Concat(names[0].Select(g => g.Text)) == RowReader.HeadOfNumbers
            ? new ColumnHead([.. names.Select(n => (n[0].Left + n.Max(g => g.Right)) / 2)], [.. names.Select(n => n[0].Left)])
            : null;
    }

    public bool IsLike(ColumnHead other) => Lefts.Zip(other.Lefts).All(pair => Math.Abs(pair.First - pair.Second) <= SamePlace);
}

/// <summary>Three columns, told apart by the middles of the gutters between them.</summary>
/// <param name="First">Between numbers and texts.</param>
/// <param name="Second">Between texts and scopes.</param>
internal sealed record ColumnGrid(double First, double Second)
{
    public const int Numbers = 0;
    public const int Texts = 1;
    public const int Scopes = 2;

    /// <summary>Of the lines below a head at most this share are chapters and notes, which run across the columns.</summary>
    private const double MostAcross = 0.3;

    /// <summary>The narrowest gutter, in points.</summary>
    private const int Narrowest = 2;

    /// <summary>A number stands at most so many sizes from the middle of its column's name.</summary>
    private const double WidestNumber = 3;

    /// <summary>Nearly all numbers end before the place where this share of them ends, and nearly all texts begin behind the one where the rest begins.</summary>
    private const double Nearly = 0.95;

    /// <summary>The grid below a head; null if nothing stands apart there.</summary>
    public static ColumnGrid? Below(ColumnHead head, ImmutableArray<GlyphLine> lines) =>
        BehindNumbers(lines, head.Middles[0]) is { } first && Gutter(lines, head.Middles[1], head.Middles[2]) is { } second
            ? new ColumnGrid(first, second)
            : null;

    public int ColumnOf(Glyph glyph) => glyph.Middle < First ? Numbers : glyph.Middle < Second ? Texts : Scopes;

    /// <summary>True for a line that stands in no column: it runs over a gutter, or has words where numbers are.</summary>
    public bool IsAcross(GlyphLine line) =>
        line.Crosses(First) || line.Crosses(Second) || line.Shown.Any(g => ColumnOf(g) == Numbers && !g.Text.All(char.IsAsciiDigit));

    /// <summary>Between where numbers end and texts begin: the name of a column may stand over the middle of it, where short texts do not reach.</summary>
    private static double? BehindNumbers(ImmutableArray<GlyphLine> lines, double middle)
    {
        ImmutableArray<(GlyphLine Line, int Digits)> heads = [.. lines.Select(line => (line, line.Shown.TakeWhile(g => g.Text.All(char.IsAsciiDigit)).Count()))];
        ImmutableArray<double> ends =
        [
            .. heads.Where(h => h.Digits > 0 && Math.Abs(h.Line.Shown[0].Left - middle) < WidestNumber * h.Line.Text.Size)
                .Where(h => h.Digits == h.Line.Shown.Length || h.Line.Shown[h.Digits].Left - h.Line.Shown[h.Digits - 1].Right > h.Line.Text.Size / 2)
                .Select(h => h.Line.Shown[h.Digits - 1].Right).Order(),
        ];
        var end = ends.IsEmpty ? middle : ends[(int)(ends.Length * Nearly)];
        ImmutableArray<double> begins =
        [
            .. heads.Select(h => h.Line.Shown[0].Left >= end ? h.Line.Shown[0].Left : h.Digits > 0 && h.Digits < h.Line.Shown.Length ? h.Line.Shown[h.Digits].Left : 0)
                .Where(begin => begin >= end).Order(),
        ];
        return begins.IsEmpty || begins[(int)(begins.Length * (1 - Nearly))] is var begin && begin - end < Narrowest ? null : (end + begin) / 2;
    }

    /// <summary>The leftmost strip over which the fewest lines run: a later one may be room that is left behind short scopes.</summary>
    private static double? Gutter(ImmutableArray<GlyphLine> lines, double from, double to)
    {
        var crossing = new int[Math.Clamp((int)(to - from), 0, 10_000)];
        foreach (var line in lines)
            for (var i = 0; i < crossing.Length; i++)
                if (line.Crosses(from + i + 0.5))
                    crossing[i]++;
        var fewest = crossing.DefaultIfEmpty(int.MaxValue).Min();
        if (fewest > lines.Length * MostAcross)
            return null;

        for (var start = 0; start < crossing.Length; start++)
        {
            var end = start;
            while (end < crossing.Length && crossing[end] == fewest)
                end++;
            if (end - start >= Narrowest)
                return from + ((start + end) / 2.0);
            start = end;
        }

        return null;
    }
}
