using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>The columns of the form that is filled in and handed back, by their keys.</summary>
public static class ProgressFormColumns
{
    public const string Commitment = "commitment";
    public const string Etag = "etag";
    public const string Period = "period";
    public const string Percent = "progress_percent";
    public const string Narrative = "progress_narrative";
    public const string Problem = "progress_problem";
    public const string ProblemLevel = "progress_problem_level";

    /// <summary>Rows above the first commitment: the keys, hidden, and the titles.</summary>
    public const int HeadRows = 2;

    /// <summary>All, in their order.</summary>
    public static readonly ImmutableArray<string> All =
        [Commitment, Etag, Period, "number", "task", "lead_unit", "due_date", "state", "before_percent", "report_state", Percent, Narrative, Problem, ProblemLevel];

    /// <summary>What people read over them.</summary>
    public static ImmutableArray<string> TitlesIn(ReportWords words) => [.. All.Select(key => words[$"column.{key}"])];

    /// <summary>Whether a column is one to be filled in.</summary>
    public static bool IsInput(string key) => key is Percent or Narrative or Problem or ProblemLevel;
}
