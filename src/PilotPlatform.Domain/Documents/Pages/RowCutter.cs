using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>Cuts a group of lines into the rows that its numbers stand for.</summary>
internal sealed class RowCutter
{
    /// <summary>Baselines that differ by less than this share of the size are one height.</summary>
    private const double SameHeight = 0.3;

    private readonly Func<RowGroup, ImmutableArray<ImmutableArray<CellLine>>?> cut;

    private RowCutter(Func<RowGroup, ImmutableArray<ImmutableArray<CellLine>>?> cut) => this.cut = cut;

    /// <summary>The way in which all groups can be cut; refused if there is none, or two that differ.</summary>
    public static Result<RowCutter> For(ImmutableArray<RowGroup> groups)
    {
        if (groups.FirstOrDefault(g => g.Numbers.Length > 1) is not { } unsure)
            return new RowCutter(group => [group.Lines]);

        ImmutableArray<RowGroup> numbered = [.. groups.Where(g => g.Numbers.Length > 0)];
        var (heads, middles) = (numbered.All(g => AtHeads(g) is not null), numbered.All(g => AtMiddles(g) is not null));
        return (heads, middles) switch
        {
            (true, true) when !numbered.All(g => Same(AtHeads(g)!.Value, AtMiddles(g)!.Value)) => Uncertain(
                unsure, "their numbers fit the heads of the rows as well as their middles"),
            (true, _) => new RowCutter(AtHeads),
            (_, true) => new RowCutter(AtMiddles),
            _ => Uncertain(unsure, "their numbers fit neither the heads of the rows nor their middles"),
        };
    }

    /// <summary>The rows of a group, with their cells. The half of a row that has no number is a row of its own, with an empty one.</summary>
    public Result<ImmutableArray<ImmutableArray<string>>> Rows(RowGroup group)
    {
        if (group.Numbers.IsEmpty)
        {
            if (group.Lines.All(l => l.Column == ColumnGrid.Texts) && Transcription.IsHeading(Join(group.Lines)))
                return ImmutableArray.Create(ImmutableArray.Create(Join(group.Lines)));
            if (!group.MayContinue && !group.MayGoOn)
                return Fault.Invalid("document", $"page {group.Page}: '{Head(group)}' stands in a table without ruled lines and belongs to no number; import the document as DOCX or text");
        }

        return cut(group) is { } rows
            ? rows.Select(row => Enumerable.Range(0, ColumnGrid.Scopes + 1).Select(c => Join(row.Where(l => l.Column == c))).ToImmutableArray()).ToImmutableArray()
            : ImmutableArray.Create(Enumerable.Range(0, ColumnGrid.Scopes + 1).Select(c => Join(group.Lines.Where(l => l.Column == c))).ToImmutableArray());
    }

    /// <summary>Rows that begin at the line of their number, in each column.</summary>
    private static ImmutableArray<ImmutableArray<CellLine>>? AtHeads(RowGroup group)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<CellLine>>();
        for (var i = -1; i < group.Numbers.Length; i++)
        {
            var top = i < 0 ? double.MaxValue : group.Numbers[i].Text.Baseline + Tolerance(group.Numbers[i]);
            var bottom = i + 1 < group.Numbers.Length ? group.Numbers[i + 1].Text.Baseline + Tolerance(group.Numbers[i + 1]) : double.MinValue;
            ImmutableArray<CellLine> row = [.. group.Lines.Where(l => l.Text.Baseline <= top && l.Text.Baseline > bottom)];
            if (i < 0 && row.IsEmpty)
                continue;
            if (i < 0 ? !group.MayContinue : !BeginsWithAll(row, group.Numbers[i]))
                return null;
            rows.Add(row);
        }

        return rows.ToImmutable();
    }

    /// <summary>Rows that reach as far above their number as below it.</summary>
    private static ImmutableArray<ImmutableArray<CellLine>>? AtMiddles(RowGroup group)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<CellLine>>();
        var at = 0;
        foreach (var number in group.Numbers)
        {
            if (at >= group.Lines.Length || group.Lines[at].Text.Baseline < number.Text.Baseline - Tolerance(number))
                return null;
            var bottom = (2 * number.Text.Baseline) - group.Lines[at].Text.Baseline;
            var end = at;
            while (end < group.Lines.Length && group.Lines[end].Text.Baseline >= bottom - Tolerance(number))
                end++;
            if (Math.Abs(group.Lines[end - 1].Text.Baseline - bottom) > Tolerance(number))
                return null;
            rows.Add(group.Lines[at..end]);
            at = end;
        }

        return at == group.Lines.Length ? rows.ToImmutable() : null;
    }

    private static bool BeginsWithAll(ImmutableArray<CellLine> row, CellLine number) =>
        new[] { ColumnGrid.Texts, ColumnGrid.Scopes }.All(c => row.Any(l => l.Column == c && Math.Abs(l.Text.Baseline - number.Text.Baseline) <= Tolerance(number)));

    private static bool Same(ImmutableArray<ImmutableArray<CellLine>> one, ImmutableArray<ImmutableArray<CellLine>> other) =>
        one.Length == other.Length && one.Zip(other).All(pair => pair.First.SequenceEqual(pair.Second));

    private static double Tolerance(CellLine number) => SameHeight * number.Text.Size;

    private static string Join(IEnumerable<CellLine> lines) => LineReader.Join(lines.Select(l => l.Text.Text));

    private static string Head(RowGroup group) => Join(group.Lines) is var words && words.Length > 40 ? $"{words[..40]}…" : words;

    private static Fault Uncertain(RowGroup group, string why) => Fault.Invalid(
        "document", $"page {group.Page}: rows {group.Numbers[0].Text.Text} and {group.Numbers[1].Text.Text} of a table without ruled lines cannot be told apart, since {why}; import the document as DOCX or text");
}
