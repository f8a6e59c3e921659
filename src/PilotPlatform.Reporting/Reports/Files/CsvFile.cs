using System.Globalization;
using System.Text;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Reports as comma-separated values in UTF-8 with a byte order mark, which spreadsheets need to read Chinese.</summary>
public static class CsvFile
{
    private const string LineEnd = "\r\n";

    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>
    /// The tables, one behind the other; where there are several, each under its heading, with the sentences of those that have no rows. Behind them stands
    /// what the report is, and what it was made from.
    /// </summary>
    public static byte[] Write(ReportDocument document, ReportWords words)
    {
        var text = new StringBuilder();
        foreach (var (index, section) in document.Sections.Index())
        {
            if (document.Sections.Length > 1)
                text.Append(index > 0 ? LineEnd : "").Append(Quoted(section.Heading)).Append(LineEnd);
            if (section.Table is { } table)
                Append(text, table);
            else
                Lines(text, section.Paragraphs);
        }

        Lines(text.Append(LineEnd), [words["basis.heading"], document.Title, .. document.Basis]);
        return [.. WithMark.GetPreamble(), .. WithMark.GetBytes(text.ToString())];
    }

    private static void Lines(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            text.Append(Quoted(line)).Append(LineEnd);
    }

    private static void Append(StringBuilder text, ReportTable table)
    {
        text.AppendJoin(',', table.Columns.Select(c => Quoted(c.Title))).Append(LineEnd);
        foreach (var row in table.Rows)
        {
            foreach (var (column, value) in row.Index())
                text.Append(column > 0 ? "," : "").Append(Print(value, table.Columns[column].Type));
            text.Append(LineEnd);
        }
    }

    private static string Print(ReportValue value, ColumnType type) => (value, type) switch
    {
        ({ Text: { } words }, _) => Quoted(words),
        ({ Number: null }, _) => "",
        ({ Day: { } day }, ColumnType.Date) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ({ Number: { } rate }, ColumnType.Rate) => (rate / 10_000m).ToString("0.0000", CultureInfo.InvariantCulture),
        ({ Number: { } points }, ColumnType.Points) => (points / 100m).ToString("0.00", CultureInfo.InvariantCulture),
        ({ Number: { } number }, _) => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static string Quoted(string text)
    {
        var safe = text.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
