using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>
/// The ledger of tasks as it is printed: what belongs together stands in one column, and between the rows stands their chapter, with the city if that is the same in
/// all of them, so that there is room for the texts of the tasks.
/// </summary>
internal static class LedgerOnPaper
{
    /// <summary>The table, and for each of its rows what stands over it; null for nothing.</summary>
    public static (ReportTable Table, ImmutableArray<string?> Bands) Of(ReportTable ledger, ReportWords words)
    {
        var at = ledger.Columns.Index().ToDictionary(column => column.Item.Key, column => column.Index, StringComparer.Ordinal);
        ImmutableArray<ReportColumn> columns = [Own("number", 5), Own("city", 9), Own("task", 106), Joined("units", 24), Joined("standing", 18), Joined("course", 26), Own("open_problems", 20)];
        var table = new ReportTable(ledger.Key, columns, [.. ledger.Rows.Select(Printed)]);
        var city = table.Rows.Select(row => row[1].Text).Distinct(StringComparer.Ordinal).ToArray() is [var only] ? only : null;
        string[] chapters = [.. ledger.Rows.Select(row => Text(row, "chapter") ?? words["none"]).Select(chapter => city is null ? chapter : words.Say("paper.band", ("city", city), ("chapter", chapter)))];
        return (city is null ? table : Without(table, 1), [.. chapters.Select((chapter, i) => i > 0 && chapters[i - 1] == chapter ? null : chapter)]);

        ImmutableArray<ReportValue> Printed(ImmutableArray<ReportValue> row) =>
        [
            row[at["number"]],
            row[at["city"]],
            words.Say("paper.task", ("task", Text(row, "task") ?? ""), ("force", Text(row, "force") ?? words["none"])),
            Text(row, "lead_unit") + Say("cooperating", Text(row, "cooperating_units")),
            Parts('\n', Parts(' ', Day(row, "due_date"), Say("overdue", Number(row, "overdue_days"))), Parts(' ', Text(row, "state"), Say("percent", Number(row, "percent")), Text(row, "lamp"))),
            Parts('\n', Parts(' ', Say("reported", Day(row, "last_report")), Say("milestones", Text(row, "milestones"))), Text(row, "waiting_on")),
            row[at["open_problems"]],
        ];

        ReportColumn Own(string key, int width) => ledger.Columns[at[key]] with { Width = width };
        ReportColumn Joined(string key, int width) => new(key, words[$"paper.column.{key}"], ColumnType.Text, width);
        string? Say(string key, string? value) => value is null ? null : words.Say($"paper.{key}", ("value", value));
        string? Text(ImmutableArray<ReportValue> row, string key) => row[at[key]].Text;
        string? Number(ImmutableArray<ReportValue> row, string key) => row[at[key]].Number?.ToString(CultureInfo.InvariantCulture);
        string? Day(ImmutableArray<ReportValue> row, string key) => row[at[key]].Day is { } day ? WordTable.Print(day) : null;
    }

    private static string Parts(char between, params IEnumerable<string?> parts) => string.Join(between, parts.Where(part => part is { Length: > 0 }));

    private static ReportTable Without(ReportTable table, int column) =>
        table with { Columns = table.Columns.RemoveAt(column), Rows = [.. table.Rows.Select(row => row.RemoveAt(column))] };
}
