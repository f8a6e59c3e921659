using System.Collections.Immutable;

namespace PilotPlatform.Domain.Documents.Pages;

/// <summary>Takes the rows of tables and puts the halves of one that a page break has cut together.</summary>
internal sealed class RowReader
{
    /// <summary>What the column of numbers is called.</summary>
    public const string HeadOfNumbers = "序号";

    private ImmutableArray<string>? open;
    private bool beginsPage;

    /// <summary>The next row with words is the first of its page.</summary>
    public void BeginPage() => beginsPage = true;

    public void Add(ImmutableArray<string> row, ImmutableArray<DocumentPart>.Builder parts)
    {
        if (IsHead(row))
        {
            // A head between the halves of a row goes before the row: it is no part of it.
            parts.Add(new DocumentPart.Row(row));
            return;
        }

        if (beginsPage && open is { } before && AreHalves(before, row))
            open = [.. before.Zip(row, (upper, lower) => LineReader.Join([upper, lower]))];
        else
        {
            Flush(parts);
            open = row;
        }

        beginsPage = false;
    }

    public void Flush(ImmutableArray<DocumentPart>.Builder parts)
    {
        if (open is { } row)
            parts.Add(new DocumentPart.Row(row));
        open = null;
    }

    private static bool IsHead(ImmutableArray<string> row) => row.Length > 1 && row[0].Replace(" ", "", StringComparison.Ordinal) == HeadOfNumbers;

    /// <summary>Each whole row has a number: where one of two has none, they are one.</summary>
    private static bool AreHalves(ImmutableArray<string> upper, ImmutableArray<string> lower) =>
        upper.Length > 1 && upper.Length == lower.Length && (upper[0].Length == 0 || lower[0].Length == 0);
}
