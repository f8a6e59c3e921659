using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>办理反馈, 审核, 退回补正.</summary>
public static class ReportSteps
{
    /// <summary>
    /// Reports progress where the task reaches the city and the window of the period is open for it, once for a period; <paramref name="etag"/> is the commitment as the
    /// reporter knew it, empty for whatever it is now.
    /// </summary>
    public static Result<Happened> Report(this Commitment commitment, Progress progress, string etag, ReportingPeriod period, Moment at) =>
        commitment.Before(WorkflowStep.ReportProgress, etag).Then(_ => progress.Check()).Then<Happened>(p =>
            commitment.Unreportable(period, at) is { } refused ? refused : new Happened.ProgressReported(commitment.Reports.Count + 1, p));

    /// <summary>Accepts a report: the city what its unit reports, then the province what its city accepted; nobody what it wrote itself.</summary>
    public static Result<Happened> AcceptReport(this Commitment commitment, string etag, int serial, ReviewLevel level, string note, string author) =>
        commitment.Reviewable(WorkflowStep.AcceptReport, etag, serial, level).Then(report => Texts.Optional("note", note)
            .Then<Happened>(text => report.Writer == author
                ? commitment.Refuses("at a report of the same person", WorkflowStep.AcceptReport)
                : new Happened.ReportAccepted(serial, level, text)));

    /// <summary>Returns a report for supplement; the clock of its review stands until it is answered.</summary>
    public static Result<Happened> ReturnReport(this Commitment commitment, string etag, int serial, ReviewLevel level, string reason, Moment at) =>
        commitment.Reviewable(WorkflowStep.ReturnReport, etag, serial, level).Then(_ => Texts.Required("reason", reason))
            .Then<Happened>(text => new Happened.ReportReturned(serial, level, text, at.In(at.Limits.Supplement)));

    /// <summary>
    /// Answers a return with the report as it reads now; the city reviews it first, whoever returned it. Its period stays what it was, and a freeze of that
    /// does not bar the answer: the snapshot keeps what stood.
    /// </summary>
    public static Result<Happened> SupplementReport(this Commitment commitment, string etag, int serial, Progress progress) =>
        commitment.Before(WorkflowStep.SupplementReport, etag).Then(now => now.FindReport(serial)).Then<Progress>(report =>
        {
            if (report.State != ReportState.Returned)
                return commitment.Refuses($"at a report that is {report.State}", WorkflowStep.SupplementReport);
            var elsewhere = progress.Period == report.Progress.Period ? null : Fault.Invalid("progress_report.period", $"'{progress.Period}' is not the period of the report, {report.Progress.Period}");
            return Faults.All([elsewhere, (progress with { Period = report.Progress.Period }).Check().Fault]) is { } fault ? fault : progress;
        }).Then<Happened>(p => new Happened.ReportSupplemented(serial, p) { Level = ReviewLevel.City });

    /// <summary>Why a period takes no report of the commitment; null if it does.</summary>
    internal static Fault? Unreportable(this Commitment commitment, ReportingPeriod period, Moment at) =>
        commitment.Withdrawn() ?? at.Term.Precedes("progress_report.period", period.Name.Period) ?? period.Admits(commitment.Name.City, at.Today) ?? commitment.Reported(period);

    /// <summary>
    /// Why a period takes no other report: it has one. What was accepted can be reported anew, and is then reviewed anew, once the period was
    /// frozen and opened again.
    /// </summary>
    private static Fault? Reported(this Commitment commitment, ReportingPeriod period)
    {
        var wanted = period.Name.Period.ToString();
        if (commitment.ReportOf(wanted) is not { } earlier)
            return null;
        if (earlier.State == ReportState.Returned)
            return commitment.Refuses($"to supplement '{earlier.Name}', which was returned", WorkflowStep.ReportProgress);
        return earlier.State == ReportState.Accepted && period.Freezes is [.., { Reopening: not null } frozen] && earlier.Position <= frozen.AsOfPosition
            ? null
            : Fault.Reported(earlier.Name.ToString(), wanted);
    }

    /// <summary>A report that nobody has accepted yet; null if there is none.</summary>
    internal static ProgressReport? UnderReview(this Commitment commitment) => commitment.Reports.Find(r => r.State != ReportState.Accepted);

    private static Result<ProgressReport> Reviewable(this Commitment commitment, WorkflowStep step, string etag, int serial, ReviewLevel level) =>
        commitment.Before(step, etag).Then(now => now.FindReport(serial)).Then<ProgressReport>(report =>
            report.AwaitedReview == level ? report : commitment.Refuses($"at a report that is {report.State}", step));

    public static Result<ProgressReport> FindReport(this Commitment commitment, int serial) => serial <= commitment.Reports.Count
        ? commitment.Reports[serial - 1]
        : Fault.Missing(new ProgressReportName(commitment.Name, serial).ToString());
}
