using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>What a report is composed from.</summary>
/// <param name="Query">What is wanted.</param>
/// <param name="Source">What it is made by.</param>
/// <param name="Now">How the commitments stand.</param>
/// <param name="Periods">How they stood at the ends of the query's periods, oldest first.</param>
/// <param name="Sees">Whether the reader sees what is not published of a city, by its id.</param>
/// <param name="Words">The language it speaks.</param>
public sealed record ReportContext(
    ReportQuery Query, ReportSource Source, Standing Now, ImmutableArray<PeriodStanding> Periods, Func<string, bool> Sees, ReportWords Words)
{
    /// <summary>The cells that the report is about.</summary>
    public ImmutableArray<ReportCell> Cells { get; } = ReportCells.Of(Source, Query, Now, Sees);

    /// <summary>Every commitment: in its cell, also where the task does not apply any more, as when an act was revoked, and beside the cells of the edition.</summary>
    public IEnumerable<ReportCell> Committed => Cells.Where(c => c.Commitment is not null).Concat(Beside);

    private ImmutableArray<ReportCell> Beside { get; } = ReportCells.Beside(Source, Query, Now, Sees);

    /// <summary>已建账: the cells that apply and have a commitment. What is counted is counted of these, everywhere.</summary>
    public IEnumerable<ReportCell> Counted => Listed.Where(c => !c.IsJoined);

    /// <summary>The same, and every commitment beside one of them that stands for the same task: what is late or lit is listed of these.</summary>
    public IEnumerable<ReportCell> Listed => Committed.Where(c => c.Reach == Scope.ReachState.Applies);

    /// <summary>Where the report is about, in words; empty for the whole programme.</summary>
    public string Place => Query switch
    {
        { City: { } city } => CityOf(Source.Facts.Cities.First(c => c.Id == city)),
        { Province: { } province } => ProvinceOf(Source.Facts.Provinces.First(p => p.Id == province)),
        _ => "",
    };

    /// <summary>The place as it stands in a title or a sentence; empty for the whole programme.</summary>
    public string Located => Place.Length == 0 ? "" : Words.Say("place", ("place", Place));

    public string CityOf(CityFacts city) => Words.Pick(city.Name, city.English);

    public string ProvinceOf(ProvinceFacts province) => Words.Pick(province.Name, province.English);

    /// <summary>The chapter of a task; of one that another edition has, whose chapters may be others, what they are called here.</summary>
    public string ChapterOf(TaskFacts task) => Source.Facts.Chapters.FirstOrDefault(c => c.Number == task.Chapter) is { } chapter ? Words.Pick(chapter.Title, chapter.English) : "";

    public string TextOf(TaskFacts task) => Words.Pick(task.Text, task.English);

    public string ForceOf(TaskFacts task) => task.Force is { } force ? Words.Of(force) : Words["force.none"];

    /// <summary>Who has to act on a commitment; nobody as far as the reader is concerned where that is not published.</summary>
    public IEnumerable<Wait> WaitsOf(ReportCell cell) =>
        cell.Commitment is { } commitment && Sees(cell.City.Id) ? Waiting.On(commitment, new Moment(Source.Calendar.EndOf(cell.Day), Source.Calendar, Source.Limits)) : [];
}

/// <summary>A column of a table that is being made of rows of a kind.</summary>
internal sealed record Column<T>(string Key, ColumnType Type, int Width, Func<T, ReportValue> Read)
{
    /// <summary>Its title, where that is not found by its key.</summary>
    public string? Title { get; init; }
}

internal static class ReportTables
{
    public static ReportTable Table<T>(this ReportWords words, string key, IEnumerable<T> rows, params Column<T>[] columns) => new(
        key,
        [.. columns.Select(c => new ReportColumn(c.Key, c.Title ?? words[$"column.{c.Key}"], c.Type, c.Width))],
        [.. rows.Select(row => columns.Select(c => c.Read(row)).ToImmutableArray())]);
}
