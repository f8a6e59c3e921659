using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>办理反馈, 审核, 退回补正.</summary>
public static class ReportSteps
{
    /// <summary>Reports progress; <paramref name="etag"/> is the commitment as the reporter knew it, empty for whatever it is now.</summary>
    public static Result<Happened> Report(this Commitment commitment, Progress progress, string etag) =>
        commitment.Before(WorkflowStep.ReportProgress, etag).Then(_ => progress.Check())
            .Then<Happened>(p => new Happened.ProgressReported(commitment.Reports.Count + 1, p));

    /// <summary>Reports progress where the window of the period is open for the city.</summary>
    public static Result<Happened> Report(this Commitment commitment, Progress progress, string etag, ReportingPeriod period, Moment at) =>
        commitment.Report(progress, etag).Then<Happened>(reported => period.Admits(commitment.Name.City, at.Today) is { } closed ? closed : reported);

    /// <summary>Accepts a report: the city what its unit reports, then the province what its city accepted.</summary>
    public static Result<Happened> AcceptReport(this Commitment commitment, string etag, int serial, ReviewLevel level, string note) =>
        commitment.Reviewable(WorkflowStep.AcceptReport, etag, serial, level).Then(_ => Texts.Optional("note", note))
            .Then<Happened>(text => new Happened.ReportAccepted(serial, level, text));

    /// <summary>Returns a report for supplement; the clock of its review stands until it is answered.</summary>
    public static Result<Happened> ReturnReport(this Commitment commitment, string etag, int serial, ReviewLevel level, string reason, Moment at) =>
        commitment.Reviewable(WorkflowStep.ReturnReport, etag, serial, level).Then(_ => Texts.Required("reason", reason))
            .Then<Happened>(text => new Happened.ReportReturned(serial, level, text, at.In(at.Limits.Supplement)));

    /// <summary>Answers a return with the report as it reads now; it goes back to whoever returned it. Its period stays what it was.</summary>
    public static Result<Happened> SupplementReport(this Commitment commitment, string etag, int serial, Progress progress, ReportingPeriod period) =>
        commitment.Before(WorkflowStep.SupplementReport, etag).Then(now => now.FindReport(serial)).Then<Progress>(report =>
        {
            if (report.State != ReportState.Returned)
                return commitment.Refuses($"at a report that is {report.State}", WorkflowStep.SupplementReport);
            if (progress.Period != report.Progress.Period)
                return Fault.Invalid("progress_report.period", $"'{progress.Period}' is not the period of the report, {report.Progress.Period}");
            return period.IsFrozen ? Fault.PeriodFrozen(period.Name.ToString()) : progress.Check();
        }).Then<Happened>(p => new Happened.ReportSupplemented(serial, p));

    private static Result<ProgressReport> Reviewable(this Commitment commitment, WorkflowStep step, string etag, int serial, ReviewLevel level) =>
        commitment.Before(step, etag).Then(now => now.FindReport(serial)).Then<ProgressReport>(report =>
            report.AwaitedReview == level ? report : commitment.Refuses($"at a report that is {report.State}", step));

    public static Result<ProgressReport> FindReport(this Commitment commitment, int serial) => serial <= commitment.Reports.Count
        ? commitment.Reports[serial - 1]
        : Fault.Missing(new ProgressReportName(commitment.Name, serial).ToString());
}
