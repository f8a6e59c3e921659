using System.Collections.Immutable;
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
        var task = PilotTaskName.Parse("commitment.pilot_task", request.Commitment.PilotTask);
        var city = ChildName.Parse("commitment.city", request.Commitment.City, "cities");
        if ((parent.Fault ?? task.Fault ?? city.Fault) is { } fault)
            return fault;
        if (task.Value.Parent != parent.Value)
            return Fault.Invalid("commitment.pilot_task", $"'{task.Value}' is not of '{parent.Value}'");
        return city.Value.Parent != parent.Value
            ? Fault.Invalid("commitment.city", $"'{request.Commitment.City}' is not of '{parent.Value}'")
            : new CommitmentName(parent.Value, task.Value.Number, city.Value.Id);
    }

    public static Result<Core.Plan> ToPlan(this Commitment commitment)
    {
        if (Dates.Parse("commitment.due_date", commitment.DueDate) is { Fault: { } missing })
            return missing;

        var milestones = ImmutableArray.CreateBuilder<Core.Milestone>();
        foreach (var (step, i) in commitment.Milestones.Select((step, i) => (step, i)))
        {
            var due = Dates.Parse($"commitment.milestones[{i}].due_date", step.DueDate);
            if (due.Fault is { } fault)
                return fault;
            milestones.Add(new Core.Milestone(step.Title, due.Value, ReachedDate: null));
        }

        return Core.Limits.Check(new Core.Plan(
            commitment.LeadUnit,
            [.. commitment.CooperatingUnits],
            Dates.Parse("commitment.due_date", commitment.DueDate).Value,
            milestones.ToImmutable(),
            [.. commitment.Deliverables]));
    }

    public static Result<Core.Progress> ToProgress(this ProgressReport? report)
    {
        if (report is null)
            return Fault.Invalid("progress_report", "must be given");
        if (!report.HasProgressPercent)
            return Fault.Invalid("progress_report.progress_percent", "must be given: a report that says no number is not a report of 0");
        if (report.Problems.FirstOrDefault(p => ToLevel(p.Level) is null) is { } problem)
            return Fault.Invalid($"progress_report.problems[{report.Problems.IndexOf(problem)}].level", "must say who has to coordinate it");

        return new Core.Progress(
            report.Period,
            report.Narrative,
            report.ProgressPercent,
            [.. report.Problems.Select(p => new Core.Problem(p.Description, ToLevel(p.Level)!.Value))],
            [.. report.Evidence.Select(e => new Core.Evidence(e.Title, e.Reference, e.ContentSha256))]);
    }

    public static Commitment ToProto(this Core.Commitment commitment)
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
        if (commitment.Reports is [.., var last])
        {
            message.ProgressPercent = last.Progress.Percent;
            message.LastReportTime = last.CreateTime.ToTimestamp();
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
        CreateTime = report.CreateTime.ToTimestamp(),
        LedgerPosition = report.Position,
    };

    public static ProgressReport.Types.Problem.Types.Level ToProto(this Core.ProblemLevel level) => (ProgressReport.Types.Problem.Types.Level)((int)level + 1);

    private static Core.ProblemLevel? ToLevel(ProgressReport.Types.Problem.Types.Level level) => level switch
    {
        ProgressReport.Types.Problem.Types.Level.City => Core.ProblemLevel.City,
        ProgressReport.Types.Problem.Types.Level.Province => Core.ProblemLevel.Province,
        ProgressReport.Types.Problem.Types.Level.Ministry => Core.ProblemLevel.Ministry,
        _ => null,
    };
}
