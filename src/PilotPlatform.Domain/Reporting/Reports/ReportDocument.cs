using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>The reports that can be made.</summary>
public enum ReportKind
{
    /// <summary>台账</summary>
    Ledger,

    /// <summary>落实推进情况表</summary>
    ProgressTable,

    /// <summary>月报, 季报</summary>
    Periodic,

    /// <summary>督查专报</summary>
    Supervision,

    /// <summary>The cities side by side on one task.</summary>
    Task,

    /// <summary>落地实施率 by city, chapter, province and force.</summary>
    Rates,

    /// <summary>Overdue, and waiting on whom.</summary>
    Waiting,

    /// <summary>Figures over several periods.</summary>
    Trend,

    /// <summary>Two periods side by side.</summary>
    Comparison,

    /// <summary>填报表: what a city fills in for a period and hands back.</summary>
    ProgressForm,
}

/// <summary>How the values of a column are read.</summary>
public enum ColumnType
{
    Text,

    /// <summary>A count.</summary>
    Number,

    /// <summary>A whole number of percent.</summary>
    Percent,

    /// <summary>A ratio in basis points.</summary>
    Rate,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A difference of two ratios, in hundredths of a percentage point.</summary>
    Points,
}

/// <summary>What stands in a cell: nothing, a text, or a number that the type of its column gives a meaning.</summary>
public readonly record struct ReportValue(string? Text, long? Number)
{
    public static implicit operator ReportValue(string? text) => text is { Length: > 0 } ? new(text, Number: null) : default;

    public static implicit operator ReportValue(int? number) => new(Text: null, number);

    public static implicit operator ReportValue(DateOnly? day) => new(Text: null, day?.DayNumber);

    /// <summary>The day of a value in a column of days.</summary>
    public DateOnly? Day => Number is { } number ? DateOnly.FromDayNumber((int)number) : null;
}

/// <summary>A column of a table.</summary>
/// <param name="Key">What programs know it by.</param>
/// <param name="Title">What people read over it.</param>
/// <param name="Type">How its values are read.</param>
/// <param name="Width">How wide it is, in characters.</param>
public sealed record ReportColumn(string Key, string Title, ColumnType Type, int Width);

public sealed record ReportTable(string Key, ImmutableArray<ReportColumn> Columns, ImmutableArray<ImmutableArray<ReportValue>> Rows);

/// <summary>A series of a chart: a value for each category, null where there is none.</summary>
public sealed record ChartSeries(string Name, ImmutableArray<int?> Values);

/// <summary>A chart of ratios in basis points: columns, or lines where the categories are periods.</summary>
public sealed record ReportChart(string Title, bool IsLine, ImmutableArray<string> Categories, ImmutableArray<ChartSeries> Series);

/// <summary>A section of a report.</summary>
/// <param name="Heading">Its heading, without its numeral.</param>
/// <param name="Paragraphs">Its sentences.</param>
/// <param name="Table">Its table; null for none.</param>
/// <param name="Chart">Its chart; null for none.</param>
public sealed record ReportSection(string Heading, ImmutableArray<string> Paragraphs, ReportTable? Table = null, ReportChart? Chart = null)
{
    /// <summary>The heading over it and those that follow it under the same one; null if it stands by itself.</summary>
    public string? Part { get; init; }
}

/// <summary>A report, whatever form it is given out in.</summary>
/// <param name="Kind">Which report it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="Number">The place of its document number (文号).</param>
/// <param name="Addressee">To whom it goes (主送).</param>
/// <param name="Signature">Who signs (落款).</param>
/// <param name="DateLine">The day it bears.</param>
/// <param name="Basis">What it was made from, line by line.</param>
/// <param name="Sections">What it says.</param>
public sealed record ReportDocument(
    ReportKind Kind, string Title, string Number, string Addressee, string Signature, string DateLine, ImmutableArray<string> Basis, ImmutableArray<ReportSection> Sections)
{
    /// <summary>How many rows its tables have together.</summary>
    public int RowCount => Sections.Sum(s => s.Table?.Rows.Length ?? 0);
}
