using System.Collections.Immutable;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>How wide the columns of a table in a Word document are: as its columns ask for, but never so narrow that a number, a day or a short name breaks.</summary>
public static class WordColumns
{
    /// <summary>A letter or a digit, in parts of a Chinese character, and what faces that stand in for others are wider.</summary>
    private const double Letter = 0.68;
    private const double Wider = 1.08;

    /// <summary>A text of at most so many Chinese characters stays on a line; a longer one may break behind two.</summary>
    private const int MostOfAName = 3;
    private const int FewestOfALine = 2;

    /// <summary>A word of more letters than that may break.</summary>
    private const int MostOfAWord = 12;

    /// <summary>Characters from here on are as wide as they are high.</summary>
    private const char FirstWide = '\u2e80';

    /// <param name="table">The table.</param>
    /// <param name="printed">Its values as they are printed, row by row.</param>
    /// <param name="across">How wide they are together.</param>
    /// <param name="character">How wide a Chinese character is, in the same measure.</param>
    /// <param name="beside">Space beside the text of a cell.</param>
    public static ImmutableArray<int> WidthsOf(ReportTable table, IReadOnlyCollection<string[]> printed, int across, int character, int beside)
    {
        var least = LeastOf(table, printed, character, beside);
        var fixedTo = new bool[least.Length];
        while (true)
        {
            var open = Enumerable.Range(0, least.Length).Where(i => !fixedTo[i]).ToArray();
            var left = across - Enumerable.Range(0, least.Length).Where(i => fixedTo[i]).Sum(i => least[i]);
            var asked = open.Sum(i => table.Columns[i].Width);
            int Share(int i) => table.Columns[i].Width * left / asked;
            if (open.Length == 0 || left <= 0)
                return [.. least.Select(width => (int)((long)width * across / least.Sum()))];
            if (open.Where(i => Share(i) < least[i]).ToArray() is not { Length: > 0 } narrow)
                return [.. least.Select((width, i) => fixedTo[i] ? width : Share(i))];
            foreach (var i in narrow)
                fixedTo[i] = true;
        }
    }

    /// <summary>How wide each column has to be so that nothing breaks in it that is not to.</summary>
    public static int[] LeastOf(ReportTable table, IReadOnlyCollection<string[]> printed, int character, int beside) =>
        [.. table.Columns.Select((column, i) => beside + (int)Math.Ceiling(character * Wider * printed.Select(row => Needs(row[i])).Append(Needs(column.Title)).Max()))];

    /// <summary>The longest part of a text that is not to break, in Chinese characters.</summary>
    private static double Needs(string text)
    {
        var (longest, run, wide) = (0, 0, 0);
        foreach (var letter in text)
        {
            wide += letter >= FirstWide ? 1 : 0;
            run = letter >= FirstWide || letter is ' ' or '\n' or '-' or '/' ? 0 : run + (letter == '%' ? 2 : 1); // a percent sign is as wide as two
            longest = Math.Max(longest, run);
        }

        // The mark behind which a part ends stands on its line.
        return Math.Max((Math.Min(longest, MostOfAWord) + (text.Contains('-', StringComparison.Ordinal) ? 1 : 0)) * Letter, wide <= MostOfAName ? wide : FewestOfALine);
    }
}
