using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Values of the core as messages, and messages as values of the core.</summary>
internal static class ReportingProto
{
    /// <summary>The name that the commitment of a request gets: one task in one city.</summary>
    public static Result<CommitmentName> NameOf(CreateCommitmentRequest request)
    {
        if (request.Commitment is null)
            return Fault.Invalid("commitment", "must be given");

        var parent = ProgrammeName.Parse("parent", request.Parent);
        var task = PilotTaskName.Parse("commitment.pilot_task", request.Commitment.PilotTask).Then<PilotTaskName>(t =>
            parent.Fault is not null || t.Parent == parent.Value ? t : Fault.Invalid("commitment.pilot_task", $"'{t}' is not of '{parent.Value}'"));
        var city = ChildName.Parse("commitment.city", request.Commitment.City, "cities").Then<ChildName>(c =>
            parent.Fault is not null || c.Parent == parent.Value ? c : Fault.Invalid("commitment.city", $"'{request.Commitment.City}' is not of '{parent.Value}'"));
        return parent.Besides(task.Fault, city.Fault).Then<CommitmentName>(programme => new CommitmentName(programme, task.Value.Number, city.Value.Id));
    }

    /// <param name="commitment">A commitment as it was sent; absent is empty.</param>
    /// <param name="days">What its days are held against.</param>
    public static Result<Core.Plan> ToPlan(this Commitment? commitment, Core.PlanDays days)
    {
        commitment ??= new Commitment();
        var due = Dates.Parse("commitment.due_date", commitment.DueDate);
        var steps = commitment.Milestones.Select((step, i) => (step.Title, Due: Dates.Parse($"commitment.milestones[{i}].due_date", step.DueDate))).ToArray();
        var plan = new Core.Plan(
            commitment.LeadUnit,
            [.. commitment.CooperatingUnits],
            due.IsOk ? due.Value : DateOnly.MaxValue,
            [.. steps.Select(s => new Core.Milestone(s.Title, s.Due.IsOk ? s.Due.Value : days.FirstDay, ReachedDate: null))],
            [.. commitment.Deliverables]);
        return Core.Limits.Check(plan, due.IsOk ? days : days with { Latest = null }).Besides([due.Fault, .. steps.Select(s => s.Due.Fault)]);
    }

    public static Result<Core.Progress> ToProgress(this ProgressReport? report)
    {
        if (report is null)
            return Fault.Invalid("progress_report", "must be given");
        var levels = report.Problems.Select((p, i) => Enums.Parse<Core.ProblemLevel>($"progress_report.problems[{i}].level", (int)p.Level)).ToArray();
        var number = report.HasProgressPercent ? null : Fault.Invalid("progress_report.progress_percent", "must be given: a report that says no number is not a report of 0");
        var progress = new Core.Progress(
            report.Period,
            report.Narrative,
            report.ProgressPercent,
            [.. report.Problems.Zip(levels, (p, level) => new Core.Problem(p.Description, level.IsOk ? level.Value : default))],
            [.. report.Evidence.Select(e => new Core.Evidence(e.Title, e.Reference, e.ContentSha256))]);
        return Core.Limits.Check(progress).Besides([number, .. levels.Select(l => l.Fault)]);
    }

    public static Commitment ToProto(this Core.Commitment commitment, Core.WorkCalendar calendar)
    {
        var message = new Commitment
        {
            Name = commitment.Name.ToString(),
            PilotTask = commitment.TaskNumber is { } task ? new PilotTaskName(commitment.Name.Parent, task).ToString() : "",
            Edition = commitment.Edition,
            City = commitment.Name.Parent.City(commitment.Name.City),
            LeadUnit = commitment.Plan.LeadUnit,
            CooperatingUnits = { commitment.Plan.CooperatingUnits },
            DueDate = commitment.Plan.DueDate.ToProto(),
            Milestones = { commitment.Plan.Milestones.Select(m => new Commitment.Types.Milestone { Title = m.Title, DueDate = m.DueDate.ToProto(), ReachedDate = m.ReachedDate?.ToProto() }) },
            Deliverables = { commitment.Plan.Deliverables },
            State = (Commitment.Types.State)((int)commitment.State + 1),
            Basis = commitment.Basis.ToProto(),
            StateTime = commitment.StateTime.ToTimestamp(),
            MergedInto = commitment.Course.MergedInto ?? "",
            BasisWithdrawn = !commitment.IsFounded,
            CurrentBasis = commitment.Course.Basis?.Basis.ToProto(),
            EvidenceCount = commitment.Course.Evidence.Count,
            OpenProblemCount = commitment.Course.Problems.Count(p => p.IsOpen),
            Author = commitment.Author,
            CreateTime = commitment.CreateTime.ToTimestamp(),
            UpdateTime = commitment.UpdateTime.ToTimestamp(),
            Etag = commitment.Etag,
            LedgerPosition = commitment.Position,
        };
        if (commitment.Latest(calendar) is { } latest)
        {
            message.ProgressPercent = latest.Progress.Percent;
            message.LastReportTime = commitment.Reports.Max(r => r.ToldTime).ToTimestamp();
        }

        return message;
    }

    public static Basis ToProto(this Core.Basis basis) => new()
    {
        Edition = basis.Edition,
        RuleSet = basis.RuleSet,
        ActsPosition = basis.ActsPosition,
        Reason = basis.Reason,
        Quotes = { basis.Quotes },
    };

    public static ProgressReport ToProto(this Core.ProgressReport report) => new()
    {
        Name = report.Name.ToString(),
        Period = report.Progress.Period,
        Narrative = report.Progress.Narrative,
        ProgressPercent = report.Progress.Percent,
        Problems =
        {
            report.Progress.Problems.Select(p => new ProgressReport.Types.Problem
            {
                Description = p.Description,
                Level = (ProgressReport.Types.Problem.Types.Level)((int)p.Level + 1),
            }),
        },
        Evidence =
        {
            report.Progress.Evidence.Select(e => new ProgressReport.Types.Evidence { Title = e.Title, Reference = e.Reference, ContentSha256 = e.ContentSha256 }),
        },
        State = (ProgressReport.Types.State)((int)report.State + 1),
        ReturnCount = report.ReturnCount,
        Author = report.Author,
        Writer = report.Writer,
        CreateTime = report.CreateTime.ToTimestamp(),
        LedgerPosition = report.Position,
    };

    public static ProgressReport.Types.Problem.Types.Level ToProto(this Core.ProblemLevel level) => (ProgressReport.Types.Problem.Types.Level)((int)level + 1);
}
