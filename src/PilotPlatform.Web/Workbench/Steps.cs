using System.Globalization;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Reading;
using static PilotPlatform.Web.Workbench.StepField;
using Step = PilotPlatform.Contracts.Reporting.V1.WorkflowStep;

namespace PilotPlatform.Web.Workbench;

/// <summary>The steps on a commitment, its reports, its problems and its evidence, each as a form.</summary>
public static class Steps
{
    /// <summary>Problems that a report has places for, unless it has as many.</summary>
    public const int FewProblems = 3;

    /// <summary>Problems that a report may have.</summary>
    public const int MostProblems = 20;

    /// <summary>What stands between the title of a document and where it is found.</summary>
    private static readonly char[] BeforeReference = ['；', ';'];

    private static readonly StepField Period = new("period", FieldKind.Period);
    private static readonly StepField Problem = Optional("problem", FieldKind.Paragraph);
    private static readonly StepField ProblemLevel = Of<ProgressReport.Types.Problem.Types.Level>("problem_level", "ProblemLevel") with { IsRequired = false };

    private static readonly StepField NewDueDate = Optional("new_due_date", FieldKind.Day) with { WhenKey = "OptionalDueDate" };

    /// <summary>What a report says, with places for so many problems.</summary>
    public static IReadOnlyList<StepField> Progress(int problems) =>
    [
        Period, new("narrative", FieldKind.Paragraph), new("progress_percent", FieldKind.Number),
        .. Enumerable.Range(1, problems).SelectMany(ordinal => new[] { Problem.Again(ordinal), ProblemLevel.Again(ordinal) }),
        Optional("documents", FieldKind.Lines),
    ];

    /// <summary>Steps on the commitment itself, in the order of its course.</summary>
    public static IReadOnlyList<StepForm> OnCommitment { get; } =
    [
        new(Step.Decompose, Right.PlanCommitment, [new("lead_unit", FieldKind.Line), new("cooperating_units", FieldKind.Lines, IsRequired: false), new("due_date", FieldKind.Day), new("milestones", FieldKind.Lines, IsRequired: false), new("deliverables", FieldKind.Lines, IsRequired: false)],
            (c, f, stop) => c.Workflow.DecomposeCommitmentAsync(new() { Name = f.Name, Commitment = PlanOf(f), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Dispatch, Right.DispatchCommitment, [new("instruction", FieldKind.Paragraph, IsRequired: false)],
            (c, f, stop) => c.Workflow.DispatchCommitmentAsync(new() { Name = f.Name, Instruction = f["instruction"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Acknowledge, Right.AcknowledgeCommitment, [Note],
            (c, f, stop) => c.Workflow.AcknowledgeCommitmentAsync(new() { Name = f.Name, Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Decline, Right.AcknowledgeCommitment, [Reason],
            (c, f, stop) => c.Workflow.DeclineCommitmentAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.ReportProgress, Right.ReportProgress, Progress(FewProblems),
            (c, f, stop) => c.Reporting.CreateProgressReportAsync(new() { Parent = f.Name, ProgressReport = ReportOf(f, []), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.ReachMilestone, Right.ReportProgress, [new("milestone", FieldKind.Choice), new("reached_date", FieldKind.Day)],
            (c, f, stop) => c.Workflow.ReachMilestoneAsync(new() { Name = f.Name, Milestone = f.Number("milestone") ?? 0, ReachedDate = f.Day("reached_date"), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.CorrectMilestone, Right.ReportProgress, [new("milestone", FieldKind.Choice), Optional("reached_date", FieldKind.Day) with { WhenKey = "OptionalReachedDate" }, Reason],
            (c, f, stop) => c.Workflow.CorrectMilestoneAsync(new() { Name = f.Name, Milestone = f.Number("milestone") ?? 0, ReachedDate = f.Day("reached_date"), Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.RequestExtension, Right.RequestExtension, [new("new_due_date", FieldKind.Day), Reason],
            (c, f, stop) => c.Workflow.RequestExtensionAsync(new() { Name = f.Name, NewDueDate = f.Day("new_due_date"), Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.GrantExtension, Right.DecideExtension, [Note],
            (c, f, stop) => c.Workflow.GrantExtensionAsync(new() { Name = f.Name, Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.DenyExtension, Right.DecideExtension, [Reason],
            (c, f, stop) => c.Workflow.DenyExtensionAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Remind, Right.Remind, [Of<Party>("party", "Party"), new("text", FieldKind.Paragraph)],
            (c, f, stop) => c.Workflow.RemindCommitmentAsync(new() { Name = f.Name, Party = f.Choice<Party>("party"), Text = f["text"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Escalate, Right.Escalate, [Of<Party>("party", "Party"), Of<EscalationLevel>("level", "Escalation"), new("text", FieldKind.Paragraph, IsRequired: false)],
            (c, f, stop) => c.Workflow.EscalateCommitmentAsync(new() { Name = f.Name, Party = f.Choice<Party>("party"), Level = f.Choice<EscalationLevel>("level"), Text = f["text"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.RequestClosure, Right.RequestClosure, [Of<ClosureOutcome>("outcome", "Outcome-"), new("statement", FieldKind.Paragraph)],
            (c, f, stop) => c.Workflow.RequestClosureAsync(new() { Name = f.Name, Outcome = f.Choice<ClosureOutcome>("outcome"), Statement = f["statement"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.ConfirmClosure, Right.DecideClosure, [Note],
            (c, f, stop) => c.Workflow.ConfirmClosureAsync(new() { Name = f.Name, Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.RefuseClosure, Right.DecideClosure, [Reason],
            (c, f, stop) => c.Workflow.RefuseClosureAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.StrikeOff, Right.DecideClosure, [Note],
            (c, f, stop) => c.Workflow.StrikeOffCommitmentAsync(new() { Name = f.Name, Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Reopen, Right.DecideClosure, [Reason, NewDueDate],
            (c, f, stop) => c.Workflow.ReopenCommitmentAsync(new() { Name = f.Name, Reason = f["reason"], NewDueDate = f.Day("new_due_date"), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Postpone, Right.ChangeCourse, [Reason, new("until_date", FieldKind.Day, IsRequired: false)],
            (c, f, stop) => c.Workflow.PostponeCommitmentAsync(new() { Name = f.Name, Reason = f["reason"], UntilDate = f.Day("until_date"), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Resume, Right.ChangeCourse, [Note, NewDueDate],
            (c, f, stop) => c.Workflow.ResumeCommitmentAsync(new() { Name = f.Name, Note = f["note"], NewDueDate = f.Day("new_due_date"), RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.Merge, Right.ChangeCourse, [new("into", FieldKind.Line), Reason],
            (c, f, stop) => c.Workflow.MergeCommitmentAsync(new() { Name = f.Name, Into = BesideOf(f.Name, f["into"]), Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
    ];

    /// <summary>Steps on one of its reports.</summary>
    public static IReadOnlyList<StepForm> OnReport { get; } =
    [
        new(Step.AcceptReport, Right.ReviewForCity, [new("level", FieldKind.Kept), Note],
            (c, f, stop) => c.Workflow.AcceptProgressReportAsync(new() { Name = f.Name, Level = f.Choice<ReviewLevel>("level"), Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.ReturnReport, Right.ReviewForCity, [new("level", FieldKind.Kept), Reason],
            (c, f, stop) => c.Workflow.ReturnProgressReportAsync(new() { Name = f.Name, Level = f.Choice<ReviewLevel>("level"), Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync),
        new(Step.SupplementReport, Right.ReportProgress, Progress(FewProblems), SupplementAsync),
    ];

    /// <summary>The step on one of its problems.</summary>
    public static StepForm OnProblem { get; } = new(Step.AnswerProblem, Right.AnswerProblem, [new("answer", FieldKind.Paragraph)],
        (c, f, stop) => c.Workflow.AnswerProblemAsync(new() { Name = f.Name, Answer = f["answer"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    /// <summary>The right that answering a problem takes, by who has to coordinate it.</summary>
    public static Right RightToAnswer(Problem problem) => Domain.Reporting.CourseSteps.RightToAnswer((Domain.Reporting.ProblemLevel)((int)problem.Level - 1));

    /// <summary>Handing in a document of evidence.</summary>
    public static StepForm AddEvidence { get; } = new(
        Step.AddEvidence, Right.ReportProgress, [new("title", FieldKind.Line), Optional("reference", FieldKind.Line), Optional("valid_until_date", FieldKind.Day), new("file", FieldKind.File)], EvidenceUpload.SendAsync);

    /// <summary>Opening a commitment, which is on none yet.</summary>
    public static StepForm Open { get; } = new("OpenCommitment", Right.PlanCommitment, [PilotTask, City, new("lead_unit", FieldKind.Line), new("due_date", FieldKind.Day)], OpenAsync);

    /// <summary>Judging a document of evidence.</summary>
    public static StepForm OnEvidence { get; } = new(Step.JudgeEvidence, Right.ReviewForCity, [new("judgement", FieldKind.Choice, Choices: [("Accept", "EvidenceAccept"), ("Reject", "EvidenceReject")]), new StepField("reason", FieldKind.Paragraph, IsRequired: false) { WhenKey = "OptionalIfAccepted" }],
        (c, f, stop) => f["judgement"] == "Accept"
            ? c.Evidence.AcceptEvidenceAsync(new() { Name = f.Name, Note = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync
            : c.Evidence.RejectEvidenceAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    /// <summary>The same to who handed it in, and can only take it back.</summary>
    public static StepForm OnOwnEvidence { get; } = OnEvidence with { Fields = [new("judgement", FieldKind.Choice, Choices: [("Reject", "EvidenceReject")]), Reason] };

    /// <summary>Every form that is on a commitment or on a part of one.</summary>
    public static IEnumerable<StepForm> All => [.. OnCommitment, .. OnReport, OnProblem, AddEvidence, OnEvidence];

    public static StepForm? Find(string id) => All.FirstOrDefault(s => s.Id == id);

    private static async Task<Taken> OpenAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        var commitment = new Commitment { PilotTask = form.PilotTask, City = form.City, LeadUnit = form["lead_unit"], DueDate = form.Day("due_date") };
        var opened = await clients.Reporting.CreateCommitmentAsync(new() { Parent = form.Programme, RequestId = form.RequestId, Commitment = commitment }, cancellationToken: stop);
        return new Taken($"/commitments/{ResourceIds.IdOf(opened.Name)}");
    }

    /// <summary>Another commitment as people call it: by its id, or by the number of its task where it is of the same city.</summary>
    private static string BesideOf(string name, string other)
    {
        var start = name.LastIndexOf('/') + 1;
        return name[..start] + (other.Length > 0 && other.All(char.IsAsciiDigit) && name[start..].Split('-', 2) is [_, var city] ? $"{other}-{city}" : other);
    }

    private static Commitment PlanOf(Posted form) => new()
    {
        LeadUnit = form["lead_unit"],
        CooperatingUnits = { form.Lines("cooperating_units") },
        DueDate = form.Day("due_date"),
        Deliverables = { form.Lines("deliverables") },
        Milestones = { form.Lines("milestones").Select(line => line.Split(' ', 2)).Select(parts => new Commitment.Types.Milestone { DueDate = Posted.ParseDay(parts[0]), Title = parts[^1] }) },
    };

    /// <summary>Sends a report again. The form has no place for all that its evidence holds: what has the line that it was given keeps the rest.</summary>
    private static async Task SupplementAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        var given = await clients.Reporting.GetProgressReportAsync(new() { Name = form.Name }, cancellationToken: stop);
        await clients.Workflow.SupplementProgressReportAsync(new() { Name = form.Name, ProgressReport = ReportOf(form, given.Evidence), RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop);
    }

    private static ProgressReport ReportOf(Posted form, IEnumerable<ProgressReport.Types.Evidence> given)
    {
        var report = new ProgressReport { Period = form["period"], Narrative = form["narrative"] };
        if (form.Number("progress_percent") is { } percent)
            report.ProgressPercent = percent;
        report.Problems.Add(ProblemsOf(form).Select(at => new ProgressReport.Types.Problem
        {
            Description = form[Problem.Again(at).Name], Level = form.Choice<ProgressReport.Types.Problem.Types.Level>(ProblemLevel.Again(at).Name),
        }));
        report.Evidence.Add(EvidenceOf(form, [.. given]));
        return report;
    }

    private static IEnumerable<ProgressReport.Types.Evidence> EvidenceOf(Posted form, List<ProgressReport.Types.Evidence> given)
    {
        foreach (var line in form.Lines("documents"))
        {
            var kept = given.Find(evidence => LineOf(evidence) == line);
            if (kept is not null)
                given.Remove(kept);
            var parts = line.Split(BeforeReference, 2, StringSplitOptions.TrimEntries);
            yield return kept ?? new() { Title = parts[0], Reference = parts.ElementAtOrDefault(1) ?? "" };
        }
    }

    /// <summary>Evidence on the line that the form has for it.</summary>
    private static string LineOf(ProgressReport.Types.Evidence evidence) =>
        string.Join(' ', (evidence.Reference.Length > 0 ? $"{evidence.Title}{BeforeReference[0]}{evidence.Reference}" : evidence.Title).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The places in which a problem was written.</summary>
    private static IEnumerable<int> ProblemsOf(Posted form) => Enumerable.Range(1, MostProblems).Where(ordinal => form[Problem.Again(ordinal).Name].Length > 0);

    /// <summary>The field of a problem that a refusal counts from 0.</summary>
    /// <param name="form">What was posted.</param>
    /// <param name="index">Which of the problems that were written.</param>
    /// <param name="isLevel">Whether it is about who has to coordinate it.</param>
    public static string FieldOfProblem(Posted form, int index, bool isLevel) => (isLevel ? ProblemLevel : Problem).Again(ProblemsOf(form).ElementAtOrDefault(index) is > 0 and var at ? at : 1).Name;

    /// <summary>A report as the fields of its form hold it.</summary>
    public static IReadOnlyDictionary<string, string> Known(ProgressReport report)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["period"] = report.Period,
            ["narrative"] = report.Narrative,
            ["progress_percent"] = report.ProgressPercent.ToString(CultureInfo.InvariantCulture),
            ["documents"] = string.Join('\n', report.Evidence.Select(LineOf)),
        };
        foreach (var (at, problem) in report.Problems.Index())
            (known[Problem.Again(at + 1).Name], known[ProblemLevel.Again(at + 1).Name]) = (problem.Description, problem.Level.ToString());
        return known;
    }
}
