namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>A row of a form as it was handed back.</summary>
/// <param name="Number">Its number in the sheet, from 1.</param>
/// <param name="Commitment">Id of the commitment.</param>
/// <param name="Etag">The commitment as it was when the form was given out.</param>
/// <param name="Percent">Progress.</param>
/// <param name="Narrative">What was done.</param>
/// <param name="Problem">A problem; empty for none.</param>
/// <param name="Level">Who has to coordinate it, in words.</param>
public sealed record FormRow(int Number, string Commitment, string Etag, string Percent, string Narrative, string Problem, string Level)
{
    public bool IsBlank => Percent.Length + Narrative.Length + Problem.Length + Level.Length == 0;
}
