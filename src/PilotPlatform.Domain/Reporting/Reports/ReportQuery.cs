using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>What an office puts around a report; what is empty is left as a place to be filled in.</summary>
/// <param name="Number">The document number (文号).</param>
/// <param name="Addressee">To whom it goes (主送).</param>
/// <param name="Signatory">Who signs (落款).</param>
public sealed record Letterhead(string Number, string Addressee, string Signatory)
{
    public static readonly Letterhead Empty = new("", "", "");
}

/// <summary>Which report is wanted, of what.</summary>
/// <param name="Kind">Which report.</param>
/// <param name="City">Id of the city; null for all.</param>
/// <param name="Province">Id of the province; null for all.</param>
/// <param name="Task">Number of the task; null for all.</param>
/// <param name="Period">The period; of a comparison and a trend the later one.</param>
/// <param name="OtherPeriod">The earlier period of a comparison; null for the one before.</param>
/// <param name="PeriodCount">How many periods a trend shows.</param>
/// <param name="IsEnglish">Whether it speaks English.</param>
/// <param name="Letterhead">What stands above and below the text.</param>
public sealed record ReportQuery(ReportKind Kind, string? City, string? Province, int? Task, Period? Period, Period? OtherPeriod, int PeriodCount, bool IsEnglish, Letterhead Letterhead)
{
    public const int FewestPeriods = 2;
    public const int MostPeriods = 24;

    private const int MostOfALetterhead = 100;

    /// <summary>Whether it says what only those are told who work on the commitments.</summary>
    public bool IsInternal => IsInternalKind(Kind);

    public static bool IsInternalKind(ReportKind kind) => kind is ReportKind.Supervision or ReportKind.Waiting or ReportKind.ProgressForm;

    /// <summary>Whether it says how things stood in a period, so that it ends with that and counts what is reported for it later.</summary>
    public bool IsOfAPeriod => Kind is ReportKind.ProgressTable or ReportKind.Periodic or ReportKind.Trend or ReportKind.Comparison;

    /// <summary>The last day of the period that it is of, if that is over on a day; otherwise that day.</summary>
    public DateOnly LastDay(DateOnly day) => IsOfAPeriod && Period is { } period && period.LastDay < day ? period.LastDay : day;

    /// <summary>The fields that a report cannot be made without.</summary>
    public static ImmutableArray<string> RequiredBy(ReportKind kind) => kind switch
    {
        ReportKind.ProgressTable or ReportKind.ProgressForm => ["city", "period"],
        ReportKind.Periodic or ReportKind.Trend or ReportKind.Comparison => ["period"],
        ReportKind.Task => ["pilot_task"],
        _ => [],
    };

    /// <summary>The query, if it says what its report needs, and nothing that contradicts itself.</summary>
    public Result<ReportQuery> Check()
    {
        ImmutableArray<Violation> violations = [.. Violations()];
        return violations.IsEmpty ? this : Fault.Invalid(violations);
    }

    private IEnumerable<Violation> Violations()
    {
        if (City is not null && Province is not null)
            yield return new Violation("query.province", "is not given together with a city");
        foreach (var field in RequiredBy(Kind))
            if (field switch { "city" => City is null, "period" => Period is null, _ => Task is null })
                yield return new Violation($"query.{field}", "must be given for this report");
        if (Kind == ReportKind.Trend && PeriodCount is < FewestPeriods or > MostPeriods)
            yield return new Violation("query.period_count", $"{PeriodCount} is not between {FewestPeriods} and {MostPeriods}");
        foreach (var (field, text) in new[] { ("document_number", Letterhead.Number), ("addressee", Letterhead.Addressee), ("signatory", Letterhead.Signatory) })
            foreach (var violation in text.Length == 0 ? [] : Texts.Violations($"query.{field}", text, MostOfALetterhead))
                yield return violation;
        if (OtherPeriod is { } other && (other.Month is null != Period?.Month is null || other.FirstDay >= Period?.FirstDay))
            yield return new Violation("query.other_period", $"'{other}' is not an earlier period of the same length");
    }

    /// <summary>The periods at whose ends the report looks, oldest first; none for a report of one moment.</summary>
    public IEnumerable<Period> Periods => Kind switch
    {
        ReportKind.Comparison => [OtherPeriod ?? Period!.Value.Before(1), Period!.Value],
        ReportKind.Trend => Enumerable.Range(1, PeriodCount).Select(i => Period!.Value.Before(PeriodCount - i)),
        ReportKind.Periodic => [Period!.Value.Before(1)],
        _ => [],
    };
}
