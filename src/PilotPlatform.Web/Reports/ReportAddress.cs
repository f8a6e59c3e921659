using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Workbench;
using Date = Google.Type.Date;

namespace PilotPlatform.Web.Reports;

/// <summary>A report as the page asks for it: a form fills it in, and its address is that of a file.</summary>
/// <param name="City">Id of a city; none for all.</param>
/// <param name="Province">Id of a province; none for all.</param>
/// <param name="Task">Number of a task.</param>
/// <param name="Period">The period.</param>
/// <param name="Other">The earlier period of a comparison.</param>
/// <param name="Periods">How many periods a trend shows.</param>
/// <param name="DocumentNumber">The number that a Word document bears.</param>
/// <param name="Addressee">To whom it goes.</param>
/// <param name="Signatory">Who signs.</param>
/// <param name="Format">The form of the file.</param>
/// <param name="Position">The last position of the ledger that is read; none for all of it.</param>
/// <param name="Day">The day that it is read for; none for today.</param>
/// <param name="Made">Not empty for a report that has been waited for: its file is sent however long that takes.</param>
public sealed record ReportAddress(
    [property: FromQuery(Name = "city")] string? City,
    [property: FromQuery(Name = "province")] string? Province,
    [property: FromQuery(Name = "pilot_task")] string? Task,
    [property: FromQuery(Name = "period")] string? Period,
    [property: FromQuery(Name = "other_period")] string? Other,
    [property: FromQuery(Name = "period_count")] string? Periods,
    [property: FromQuery(Name = "document_number")] string? DocumentNumber,
    [property: FromQuery(Name = "addressee")] string? Addressee,
    [property: FromQuery(Name = "signatory")] string? Signatory,
    [property: FromQuery(Name = "format")] string? Format,
    [property: FromQuery(Name = "ledger_position")] string? Position,
    [property: FromQuery(Name = "read_date")] string? Day,
    [property: FromQuery(Name = "made")] string? Made)
{
    /// <summary>What was asked for, by the names of the fields.</summary>
    public IReadOnlyDictionary<string, string> Values => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["city"] = City,
        ["province"] = Province,
        ["pilot_task"] = Task,
        ["period"] = Period,
        ["other_period"] = Other,
        ["period_count"] = Periods,
        ["document_number"] = DocumentNumber,
        ["addressee"] = Addressee,
        ["signatory"] = Signatory,
        ["format"] = Format,
        ["ledger_position"] = Position,
        ["read_date"] = Day,
        ["made"] = Made,
    }.ToDictionary(v => v.Key, v => v.Value?.Trim() ?? "", StringComparer.Ordinal);

    /// <summary>The same report of a moment.</summary>
    public ReportAddress At(long position, Date day) => this with { Position = position.ToString(CultureInfo.InvariantCulture), Day = day.Iso() };

    /// <summary>Whether it is made as of now: of no moment, and of no period that is over.</summary>
    public bool IsOfNow(DateOnly today) => string.IsNullOrWhiteSpace(Position) && string.IsNullOrWhiteSpace(Day)
        && !(Domain.Reporting.Period.Parse("period", Period?.Trim() ?? "") is { Fault: null, Value: var period } && period.LastDay < today);

    /// <summary>Name of its file: which report, and of what it was asked for.</summary>
    public string FileName(string report, Report.Types.Format format)
    {
        string[] parts = [report, .. new[] { City, Province, Task, Period, Other, Day }.Select(part => part?.Trim() ?? "").Where(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))];
        return $"{string.Join('-', parts)}.{format.ToString().ToLowerInvariant()}";
    }

    /// <summary>The query that asks for it.</summary>
    public QueryString Query => QueryString.Create(Values.Where(v => v.Value.Length > 0).Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)));

    public ExportReportRequest ToRequest(string programme, string report, bool english) => new()
    {
        Name = $"{programme}/reports/{report}",
        Format = Reading.AddressValues.Named<Report.Types.Format>(Format) ?? Report.Types.Format.Unspecified,
        Query = new ReportQuery
        {
            City = Named(programme, "cities", City),
            Province = Named(programme, "provinces", Province),
            PilotTask = Named(programme, "pilotTasks", Task),
            Period = Period?.Trim() ?? "",
            OtherPeriod = Other?.Trim() ?? "",
            PeriodCount = string.IsNullOrWhiteSpace(Periods) ? 0 : (int)NumberOf(Periods, int.MaxValue),
            DocumentNumber = DocumentNumber?.Trim() ?? "",
            Addressee = Addressee?.Trim() ?? "",
            Signatory = Signatory?.Trim() ?? "",
            LanguageCode = english ? "en" : "zh",
            Basis = BasisOf(),
        },
    };

    private ReportBasis? BasisOf()
    {
        var basis = new ReportBasis();
        if (!string.IsNullOrWhiteSpace(Position))
            basis.LedgerPosition = NumberOf(Position, long.MaxValue);
        if (!string.IsNullOrWhiteSpace(Day))
            basis.ReadDate = Posted.ParseDay(Day.Trim()) ?? new Date();
        return basis.HasLedgerPosition || basis.ReadDate is not null ? basis : null;
    }

    /// <summary>A number; one below all that there are, which the service refuses, for what is none.</summary>
    private static long NumberOf(string text, long most) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most ? number : -1;

    private static string Named(string programme, string collection, string? id) => string.IsNullOrWhiteSpace(id) ? "" : $"{programme}/{collection}/{id.Trim()}";
}
