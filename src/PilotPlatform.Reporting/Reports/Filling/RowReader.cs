using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>Reads what people wrote in a row, and names every cell that it cannot take.</summary>
internal sealed class RowReader(ReportWordsFile words)
{
    private const string Report = "progress_report";

    public static RowProblem At(FormRow row, string column, Fault fault) => new(column, column.Length == 0 ? "" : row.CellOf(column), fault);

    /// <summary>The progress that a row says, and what it says wrongly. An answer to a return keeps what the form has no place for.</summary>
    public (Progress? Progress, ImmutableArray<RowProblem> Problems) Read(FormRow row, string period, Progress? answered)
    {
        var found = ImmutableArray.CreateBuilder<RowProblem>();
        found.AddRange(row.Strange.OrderBy(s => ProgressFormColumns.All.IndexOf(s.Key)).Select(s => At(row, s.Key, Fault.Invalid(s.Key, $"holds {s.Value}, neither text nor number"))));
        if (!int.TryParse(row.Percent.TrimEnd('%', '％', ' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent) && !row.Strange.ContainsKey(ProgressFormColumns.Percent))
            found.Add(At(row, ProgressFormColumns.Percent, Fault.Invalid(
                $"{Report}.progress_percent", row.Percent.Length == 0 ? "must be given" : $"'{row.Percent}' is not a whole number of percent")));
        var level = LevelOf(row.Level);
        if (row.Level.Length > 0 && row.Problem.Length == 0)
            found.Add(At(row, ProgressFormColumns.Problem, Fault.Invalid($"{Report}.problems[0].description", "must be given where a level is")));
        else if (row.Problem.Length > 0 && level is null)
            found.Add(At(row, ProgressFormColumns.ProblemLevel, Fault.Invalid(
                $"{Report}.problems[0].level", $"'{row.Level}' is none of {string.Join(", ", Enum.GetValues<ProblemLevel>().Select(l => words.Chinese.Of(l)))}")));

        ImmutableArray<Problem> problems = answered?.Problems.Skip(1).ToImmutableArray() ?? [];
        if (row.Problem.Length > 0)
            problems = problems.Insert(0, new Problem(row.Problem, level ?? ProblemLevel.City));
        var progress = new Progress(period, row.Narrative, percent, problems, answered?.Evidence ?? []);
        if (progress.Check().Fault is { } limits)
        {
            IEnumerable<Fault> faults = limits.Violations.IsDefaultOrEmpty ? [limits] : limits.Violations.Select(v => Fault.Invalid(v.Subject, v.Problem));
            found.AddRange(faults.Select(f => At(row, ColumnOf(f.Subject), f)).Where(p => !found.Any(f => f.Column == p.Column)));
        }

        return (found.Count == 0 ? progress : null, found.ToImmutable());
    }

    /// <summary>Cells that are not to be filled in and do not say any more what they said, as after a part of the table was sorted.</summary>
    /// <param name="row">The row.</param>
    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="tasks">What it stands for: in its own edition and, until it is carried over, in the one that reports are made by. The form has one or the other, by when it was given out.</param>
    public IEnumerable<RowProblem> Moved(FormRow row, Commitment commitment, ImmutableArray<TaskFacts> tasks)
    {
        if (row.Etag != commitment.Etag)
            yield break;
        (string, string[])[] columns =
        [
            ("number", [.. tasks.Select(t => t.Number.ToString(CultureInfo.InvariantCulture))]),
            ("task", [.. tasks.SelectMany(t => new[] { AsRead(t.Text), AsRead(words.English.Pick(t.Text, t.English)) })]),
            ("lead_unit", [AsRead(commitment.Plan.LeadUnit)]),
            ("due_date", [WorkbookSheet.NumberOf(commitment.Plan.DueDate)]),
            ("state", [words.Chinese.Of(commitment.State), words.English.Of(commitment.State), words.Chinese.StateOf(commitment), words.English.StateOf(commitment)]),
            .. Period.Parse("period", row[ProgressFormColumns.Period]) is { IsOk: true } period ? Reported(commitment, period.Value) : [],
        ];
        foreach (var (column, given) in columns)
            if (!given.Contains(row[column], StringComparer.Ordinal))
                yield return At(row, column, Fault.Invalid(column, $"'{row[column]}' is not what was given out; the column is not to be filled in"));
    }

    /// <summary>What stands beside the places to be filled in, of the report before and of that of the period.</summary>
    private (string, string[])[] Reported(Commitment commitment, Period period)
    {
        var (before, report) = (commitment.ReportOf(period.Before(1).ToString()), commitment.ReportOf(period.ToString()));
        return
        [
            ("before_percent", [before?.Progress.Percent.ToString(CultureInfo.InvariantCulture) ?? ""]),
            ("report_state", report is null ? [words.Chinese["report.none"], words.English["report.none"]] : [words.Chinese.Of(report.State), words.English.Of(report.State)]),
        ];
    }

    /// <summary>A text as it comes back from a cell.</summary>
    private static string AsRead(string text) => XmlWords.Clean(text).ReplaceLineEndings("\n").Trim();

    /// <summary>A level in the language that the form speaks.</summary>
    public string WordOf(ProblemLevel level, string spoken) => words.English.Of(level) == spoken ? spoken : words.Chinese.Of(level);

    private ProblemLevel? LevelOf(string word) =>
        Enum.GetValues<ProblemLevel>().Where(level => words.Chinese.Of(level) == word || words.English.Of(level) == word).Select(level => (ProblemLevel?)level).FirstOrDefault();

    private static string ColumnOf(string field) => field switch
    {
        $"{Report}.progress_percent" => ProgressFormColumns.Percent,
        $"{Report}.narrative" => ProgressFormColumns.Narrative,
        $"{Report}.problems[0].description" => ProgressFormColumns.Problem,
        _ => "",
    };
}
