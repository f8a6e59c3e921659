using System.Collections.Frozen;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>A row of a form as it was handed back.</summary>
/// <param name="Number">Its number in the sheet, from 1.</param>
/// <param name="Values">What its cells say, by the keys of their columns.</param>
/// <param name="Strange">What cells hold that is neither text nor number, by the keys of their columns.</param>
public sealed record FormRow(int Number, FrozenDictionary<string, string> Values, FrozenDictionary<string, string> Strange)
{
    /// <summary>What the cell of a column says; empty for nothing.</summary>
    public string this[string column] => Values.GetValueOrDefault(column, "");

    /// <summary>Id of the commitment.</summary>
    public string Commitment => this[ProgressFormColumns.Commitment];

    /// <summary>The commitment as it was when the form was given out.</summary>
    public string Etag => this[ProgressFormColumns.Etag];

    public string Percent => this[ProgressFormColumns.Percent];

    public string Narrative => this[ProgressFormColumns.Narrative];

    /// <summary>A problem; empty for none.</summary>
    public string Problem => this[ProgressFormColumns.Problem];

    /// <summary>Who has to coordinate it, in words.</summary>
    public string Level => this[ProgressFormColumns.ProblemLevel];

    public bool IsBlank => Percent.Length + Narrative.Length + Problem.Length + Level.Length == 0 && !Strange.Keys.Any(ProgressFormColumns.IsInput);

    /// <summary>The name of its cell in a column, such as <c>K5</c>.</summary>
    public string CellOf(string column) => WorkbookSheet.Cell(ProgressFormColumns.All.IndexOf(column), Number);
}
