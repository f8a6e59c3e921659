using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;
using V1 = PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Reporting;

/// <summary>Steps on commitments over gRPC.</summary>
internal sealed class WorkflowGrpc(CommitmentSteps steps, CommitmentBoard board, PeriodBoard periods, Cells cells, Bearings bearings) : WorkflowService.WorkflowServiceBase
{
    public override Task<V1.Commitment> DecomposeCommitment(DecomposeCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.PlanCommitment, request, request.RequestId, context,
        (c, at) => Etags.Of(request.Commitment?.Etag ?? "", request.Etag).Then(etag => request.Commitment.ToPlan(PlanDays.Of(c, at)).Then(plan => c.Decompose(etag, plan, at))));

    public override Task<V1.Commitment> DispatchCommitment(DispatchCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DispatchCommitment, request, request.RequestId, context, (c, at) => c.Dispatch(request.Etag, request.Instruction, at));

    public override Task<V1.Commitment> AcknowledgeCommitment(AcknowledgeCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.AcknowledgeCommitment, request, request.RequestId, context, (c, _) => c.Acknowledge(request.Etag, request.Note));

    public override Task<V1.Commitment> DeclineCommitment(DeclineCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.AcknowledgeCommitment, request, request.RequestId, context, (c, at) => c.Decline(request.Etag, request.Reason, at));

    public override Task<V1.Commitment> RequestExtension(RequestExtensionRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.RequestExtension, request, request.RequestId, context,
        (c, at) => Dates.Parse("new_due_date", request.NewDueDate).Telling(Texts.Required("reason", request.Reason).Fault).Then(day => c.RequestExtension(request.Etag, day, request.Reason, at)));

    public override Task<V1.Commitment> GrantExtension(GrantExtensionRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DecideExtension, request, request.RequestId, context, (c, _) => c.GrantExtension(request.Etag, request.Note, context.Author()));

    public override Task<V1.Commitment> DenyExtension(DenyExtensionRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DecideExtension, request, request.RequestId, context, (c, _) => c.DenyExtension(request.Etag, request.Reason));

    public override Task<V1.Commitment> RemindCommitment(RemindCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.Remind, request, request.RequestId, context,
        (c, at) => Enums.ParseMaybe<Domain.Reporting.Party>("party", (int)request.Party).Telling(Texts.Required("text", request.Text).Fault)
            .Then(party => Naming(c.Remind(request.Etag, party, request.Text, periods.Begun(c.Name.Parent, at), at), Waiting.Parties(c, at.Now))));

    public override Task<V1.Commitment> EscalateCommitment(EscalateCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.Escalate, request, request.RequestId, context,
        (c, at) => Enums.ParseMaybe<Domain.Reporting.Party>("party", (int)request.Party).Then(party =>
            Enums.Parse<Domain.Reporting.EscalationLevel>("level", (int)request.Level).Telling(Texts.Optional("text", request.Text).Fault)
                .Then(level => Naming(c.Escalate(request.Etag, level, party, request.Text, periods.Begun(c.Name.Parent, at), at), c.OpenInTheCity().Select(r => r.Party)))));

    public override Task<V1.Commitment> RequestClosure(RequestClosureRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.RequestClosure, request, request.RequestId, context,
        (c, at) => Enums.Parse<Domain.Reporting.ClosureOutcome>("outcome", (int)request.Outcome).Telling(Texts.Required("statement", request.Statement).Fault).Then(outcome => c.RequestClosure(request.Etag, outcome, request.Statement, at)));

    public override Task<V1.Commitment> ConfirmClosure(ConfirmClosureRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DecideClosure, request, request.RequestId, context, (c, at) => c.ConfirmClosure(request.Etag, request.Note, context.Author(), at));

    public override Task<V1.Commitment> RefuseClosure(RefuseClosureRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DecideClosure, request, request.RequestId, context, (c, _) => c.RefuseClosure(request.Etag, request.Reason));

    public override Task<V1.Commitment> StrikeOffCommitment(StrikeOffCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DecideClosure, request, request.RequestId, context, (c, _) => c.StrikeOff(request.Etag, request.Note));

    public override Task<V1.Commitment> ReopenCommitment(ReopenCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.DecideClosure, request, request.RequestId, context,
        (c, at) => Dates.ParseMaybe("new_due_date", request.NewDueDate).Telling(Texts.Required("reason", request.Reason).Fault).Then(due => c.Reopen(request.Etag, request.Reason, due, at, cells.HolderOf(c))),
        cells.RivalsOf);

    public override Task<V1.Commitment> PostponeCommitment(PostponeCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.ChangeCourse, request, request.RequestId, context,
        (c, at) => Dates.ParseMaybe("until_date", request.UntilDate).Telling(Texts.Required("reason", request.Reason).Fault).Then(until => c.Postpone(request.Etag, request.Reason, until, at)));

    public override Task<V1.Commitment> ResumeCommitment(ResumeCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.ChangeCourse, request, request.RequestId, context,
        (c, at) => Dates.ParseMaybe("new_due_date", request.NewDueDate).Telling(Texts.Optional("note", request.Note).Fault).Then(due => c.Resume(request.Etag, request.Note, due, at)));

    public override Task<V1.Commitment> MergeCommitment(MergeCommitmentRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.ChangeCourse, request, request.RequestId, context,
        (c, _) => CommitmentName.Parse("into", request.Into).Telling(Texts.Required("reason", request.Reason).Fault).Then(board.Find).Then(into => c.Merge(request.Etag, into, request.Reason)),
        _ => cells.Standing(request.Into));

    public override Task<V1.Commitment> ReachMilestone(ReachMilestoneRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.ReportProgress, request, request.RequestId, context,
        (c, at) => Dates.Parse("reached_date", request.ReachedDate).Then(day => c.ReachMilestone(request.Etag, request.Milestone, day, at)));

    public override Task<V1.Commitment> CorrectMilestone(CorrectMilestoneRequest request, ServerCallContext context) => TakeAsync(
        request.Name, Right.ReportProgress, request, request.RequestId, context,
        (c, at) => Dates.ParseMaybe("reached_date", request.ReachedDate).Telling(Texts.Required("reason", request.Reason).Fault)
            .Then(day => c.CorrectMilestone(request.Etag, request.Milestone, day, request.Reason, at)));

    public override Task<V1.ProgressReport> AcceptProgressReport(AcceptProgressReportRequest request, ServerCallContext context)
    {
        var level = LevelOf(request.Level, Texts.Optional("note", request.Note).Fault);
        return TakeOnReportAsync(request.Name, RightOf(level), request, request.RequestId, context, (c, serial, _) => c.AcceptReport(request.Etag, serial, level, request.Note, context.Author()));
    }

    public override Task<V1.ProgressReport> ReturnProgressReport(ReturnProgressReportRequest request, ServerCallContext context)
    {
        var level = LevelOf(request.Level, Texts.Required("reason", request.Reason).Fault);
        return TakeOnReportAsync(request.Name, RightOf(level), request, request.RequestId, context, (c, serial, at) => c.ReturnReport(request.Etag, serial, level, request.Reason, at));
    }

    public override Task<V1.ProgressReport> SupplementProgressReport(SupplementProgressReportRequest request, ServerCallContext context) => TakeOnReportAsync(
        request.Name, Right.ReportProgress, request, request.RequestId, context,
        (c, serial, _) => request.ProgressReport.ToProgress().Then(progress => c.SupplementReport(request.Etag, serial, progress)));

    public override Task<ListProblemsResponse> ListProblems(ListProblemsRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("parent", request.Parent).Value;
        context.Demand(Right.ReadUnpublished, name.City);
        var page = Paging.Cut(board.Find(name).Value.Course.Problems, request.PageSize, request.PageToken, "problems", request.Parent).Value;
        return Task.FromResult(new ListProblemsResponse { Problems = { page.Items.Select(p => p.ToProto(name)) }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override async Task<V1.Problem> AnswerProblem(AnswerProblemRequest request, ServerCallContext context)
    {
        var name = ProblemName.Parse("name", request.Name).Value;
        var taken = await steps.TakeAsync(
            name.Parent, Right.AnswerProblem, request, request.RequestId, context, (c, _) => c.AnswerProblem(request.Etag, name.Serial, request.Answer, context.Caller()));
        return taken.After.Course.Problems[name.Serial - 1].ToProto(name.Parent);
    }

    /// <summary>The level of a review, on which the right to it depends; with one that is none, what else is wrong is told at once.</summary>
    private static Domain.Reporting.ReviewLevel LevelOf(V1.ReviewLevel level, Fault? besides) =>
        Enums.Parse<Domain.Reporting.ReviewLevel>("level", (int)level).Telling(besides).Value;

    /// <summary>A step, with those who can be named where the party is refused.</summary>
    private static Result<Happened> Naming(Result<Happened> taken, IEnumerable<Domain.Reporting.Party> those) => taken.Fault is { Reason: FaultReason.InvalidArgument, Subject: "party" }
        ? Fault.Invalid("party", $"must be one of {string.Join(", ", those.Select(party => Enums.Written("PARTY", party)))}")
        : taken;

    private static Right RightOf(Domain.Reporting.ReviewLevel level) => level == Domain.Reporting.ReviewLevel.City ? Right.ReviewForCity : Right.ReviewForProvince;

    private async Task<V1.Commitment> TakeAsync(
        string name, Right right, IMessage request, string requestId, ServerCallContext context, Func<Domain.Reporting.Commitment, Moment, Result<Happened>> decide,
        Func<CommitmentName, IReadOnlyList<Ledger.StreamRevision>>? restsOn = null)
    {
        var commitment = CommitmentName.Parse("name", name).Value;
        var taken = await steps.TakeAsync(commitment, right, request, requestId, context, decide, restsOn is null ? null : () => restsOn(commitment));
        return taken.After.ToProto(bearings, bearings.Now);
    }

    private async Task<V1.ProgressReport> TakeOnReportAsync(
        string name, Right right, IMessage request, string requestId, ServerCallContext context, Func<Domain.Reporting.Commitment, int, Moment, Result<Happened>> decide)
    {
        var report = ProgressReportName.Parse("name", name).Value;
        var taken = await steps.TakeAsync(report.Parent, right, request, requestId, context, (c, at) => decide(c, report.Serial, at));
        return taken.After.Reports[report.Serial - 1].ToProto(bearings.Now);
    }
}
