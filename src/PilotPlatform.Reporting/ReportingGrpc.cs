using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Reporting over gRPC: parse, ask, decide, record, render.</summary>
internal sealed class ReportingGrpc(CommitmentBoard board, ScopeAnswers scope) : ReportingService.ReportingServiceBase
{
    public override Task<Commitment> GetCommitment(GetCommitmentRequest request, ServerCallContext context) =>
        Task.FromResult(CommitmentName.Parse("name", request.Name).Then(board.Find).Value.ToProto());

    public override Task<ListCommitmentsResponse> ListCommitments(ListCommitmentsRequest request, ServerCallContext context)
    {
        var parent = ProgrammeName.Parse("parent", request.Parent).Value;
        var city = request.City.Length == 0 ? null : ChildName.Parse("city", request.City, "cities").Value;
        var task = request.PilotTask.Length == 0 ? null : PilotTaskName.Parse("pilot_task", request.PilotTask).Value;
        var commitments = board.All(c =>
            c.Name.Parent == parent && (city is null || city == new ChildName(c.Name.Parent, c.Name.City)) && (task is null || task == c.Name.PilotTask));
        var page = Paging.Cut(commitments, request.PageSize, request.PageToken, "commitments", request.Parent, request.City, request.PilotTask).Value;
        return Task.FromResult(new ListCommitmentsResponse
        {
            Commitments = { page.Items.Select(c => c.ToProto()) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    public override async Task<Commitment> CreateCommitment(CreateCommitmentRequest request, ServerCallContext context)
    {
        var name = ReportingProto.NameOf(request).Value;
        context.Demand(Right.PlanCommitment, name.City);
        var plan = request.Commitment.ToPlan().Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        if (await board.AnsweredAsync(key, context.CancellationToken) is not { } recorded)
        {
            var (reach, basis) = await scope.AskAsync(name.PilotTask, name.City, context.CancellationToken);
            recorded = await board.RecordAsync(
                name,
                current => current is null ? Core.Commitment.Open(name, plan, reach, basis) : Fault.Exists(name.ToString()),
                context.Author(),
                key,
                context.CancellationToken);
        }

        return Core.Commitment.Fold(null, name, recorded.Value).ToProto();
    }

    public override Task<ProgressReport> GetProgressReport(GetProgressReportRequest request, ServerCallContext context)
    {
        var name = ProgressReportName.Parse("name", request.Name).Value;
        var report = board.Find(name.Parent).Value.Reports.ElementAtOrDefault(name.Serial - 1) ?? throw new FaultException(Fault.Missing(request.Name));
        return Task.FromResult(report.ToProto());
    }

    public override Task<ListProgressReportsResponse> ListProgressReports(ListProgressReportsRequest request, ServerCallContext context)
    {
        var commitment = CommitmentName.Parse("parent", request.Parent).Then(board.Find).Value;
        var page = Paging.Cut(commitment.Reports, request.PageSize, request.PageToken, "progressReports", request.Parent).Value;
        return Task.FromResult(new ListProgressReportsResponse
        {
            ProgressReports = { page.Items.Select(r => r.ToProto()) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    public override async Task<ProgressReport> CreateProgressReport(CreateProgressReportRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("parent", request.Parent).Value;
        context.Demand(Right.ReportProgress, name.City);
        var progress = request.ProgressReport.ToProgress().Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        var recorded = await board.AnsweredAsync(key, context.CancellationToken) ?? await board.RecordAsync(
            name,
            current => current is null ? Fault.Missing(name.ToString()) : current.Report(progress, request.Etag),
            context.Author(),
            key,
            context.CancellationToken);
        return Core.Commitment.ReportOf(name, (Core.CommitmentEvent.ProgressReported)recorded.Value.Event, recorded.Value).ToProto();
    }
}
