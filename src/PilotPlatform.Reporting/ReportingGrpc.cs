using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Reporting over gRPC: parse, ask, decide, record, render.</summary>
internal sealed class ReportingGrpc(
    CommitmentBoard board, Cells cells, PeriodBoard periods, CommitmentSteps steps, ScopeAnswers scope, ReachKeeper reach, KnownNames known, CatalogService.CatalogServiceClient catalog, Bearings bearings)
    : ReportingService.ReportingServiceBase
{
    public override Task<Commitment> GetCommitment(GetCommitmentRequest request, ServerCallContext context) =>
        Task.FromResult(Render(CommitmentName.Parse("name", request.Name).Then(board.Find).Value, context, bearings.Now));

    public override async Task<ListCommitmentsResponse> ListCommitments(ListCommitmentsRequest request, ServerCallContext context)
    {
        var (at, caller) = (bearings.Now, context.Caller());
        var filter = CommitmentFilter.Parse(request, bearings, at, city => caller.May(Right.ReadUnpublished, city)).Value;
        if (filter.NeedsWaits)
            context.Demand(Right.ReadUnpublished, filter.City?.Id);
        var numberOf = await NumberingAsync(request.Edition, context.CancellationToken);
        await DemandKnownAsync(filter, request.Edition, numberOf, context.CancellationToken);
        var page = Paging.Cut(board.All(c => filter.Admits(c, numberOf(c))), request.PageSize, request.PageToken, filter.Question).Value;
        return new ListCommitmentsResponse
        {
            Commitments = { page.Items.Select(c => Render(c, context, at)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        };
    }

    public override async Task<Commitment> CreateCommitment(CreateCommitmentRequest request, ServerCallContext context)
    {
        var (named, planned) = (ReportingProto.NameOf(request), request.Commitment.ToPlan(Core.PlanDays.Of(commitment: null, bearings.Now)));
        var name = named.Telling(planned.Fault).Value;
        var author = context.Demand(Right.PlanCommitment, name.City).Subject;
        var key = RequestKeys.Of(request.RequestId, request).Telling(planned.Fault).Value;
        if (await board.AnsweredAsync(key, author, context.CancellationToken) is not { } taken)
        {
            var plan = planned.Value; // only now: what was in time when it was recorded is answered with that
            var (state, basis) = await scope.AskAsync(name.PilotTask, name.City, context.CancellationToken);
            var free = cells.NameFor(name, c => reach.TaskOf(c, basis.Edition));
            taken = await board.RecordAsync(
                free,
                current => (current?.Name ?? cells.HolderOf(free, basis.Edition, name.TaskNumber)) is { } holder ? Fault.Exists(holder.ToString()) : Core.Commitment.Open(free, plan, state, basis, bearings.Now),
                author,
                key,
                context.CancellationToken,
                () => cells.RivalsOf(free, basis.Edition, name.TaskNumber));
        }

        return Render(taken.Value.After, context, bearings.Now);
    }

    public override Task<ProgressReport> GetProgressReport(GetProgressReportRequest request, ServerCallContext context)
    {
        var name = ProgressReportName.Parse("name", request.Name).Value;
        var report = board.Find(name.Parent).Then(c => Core.ReportSteps.FindReport(c, name.Serial)).Value;
        return Sees(context, name.Parent, report) ? Task.FromResult(Render(report, context, bearings.Now)) : throw new FaultException(Fault.Missing(request.Name));
    }

    public override Task<ListProgressReportsResponse> ListProgressReports(ListProgressReportsRequest request, ServerCallContext context)
    {
        var commitment = CommitmentName.Parse("parent", request.Parent).Then(board.Find).Value;
        var (reports, at) = (commitment.ReportsByPeriod.Where(r => Sees(context, commitment.Name, r)).ToArray(), bearings.Now);
        var page = Paging.Cut(reports, request.PageSize, request.PageToken, "progressReports", request.Parent, $"{reports.Length}").Value;
        return Task.FromResult(new ListProgressReportsResponse
        {
            ProgressReports = { page.Items.Select(r => Render(r, context, at)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    public override async Task<ProgressReport> CreateProgressReport(CreateProgressReportRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("parent", request.Parent).Value;
        context.Demand(Right.ReportProgress, name.City);
        var progress = request.ProgressReport.ToProgress().Value;
        var taken = await steps.TakeAsync(
            name, Right.ReportProgress, request, request.RequestId, context,
            (c, at) => periods.PeriodOf(name.Parent, progress).Then(period => Core.ReportSteps.Report(c, progress, request.Etag, period, at)),
            () => periods.Standing(name.Parent, progress.Period));
        return taken.After.Reports[^1].ToProto(bearings.Now);
    }

    /// <summary>The number of the task that each commitment stands for in an edition, null where it stands for none of it; without an edition, in its own.</summary>
    /// <exception cref="FaultException">There is no such edition, or what became of earlier tasks in it has not been read yet.</exception>
    private async Task<Func<Core.Commitment, int?>> NumberingAsync(string edition, CancellationToken cancellation)
    {
        if (edition.Length == 0)
            return commitment => commitment.TaskNumber;
        if (reach.Latest is { } picture && picture.Edition == edition)
            return picture.TaskOf;
        if (await IsCurrentAsync(edition, cancellation))
            throw new FaultException(Fault.NotReady("the picture of the scope"));
        return commitment => commitment.Edition == edition ? commitment.TaskNumber : null;
    }

    /// <summary>Refuses a filter by a city or a task that is none. The rules may not read yet what is one, and a number may be that of another edition, by which something stands.</summary>
    private async Task DemandKnownAsync(CommitmentFilter filter, string edition, Func<Core.Commitment, int?> numberOf, CancellationToken cancellation)
    {
        if (await known.LacksCityAsync(filter.Programme, filter.City, cancellation) is { } noCity)
            throw new FaultException(noCity);
        if (filter.Task is { } task && (edition.Length == 0 || edition == reach.Latest?.Edition) && reach.Lacks(filter.Programme, city: null, task) is not null
            && board.All(c => c.Name.Parent == task.Parent && numberOf(c) == task.Number).Count == 0 && await known.LacksTaskAsync(filter.Programme, task, cancellation) is { } noTask)
            throw new FaultException(noTask);
    }

    private async Task<bool> IsCurrentAsync(string edition, CancellationToken cancellation)
    {
        try
        {
            return (await catalog.GetEditionAsync(new GetEditionRequest { Name = edition }, cancellationToken: cancellation)).Current;
        }
        catch (RpcException absent) when (absent.StatusCode == StatusCode.NotFound)
        {
            throw new FaultException(Fault.Missing(edition));
        }
        catch (RpcException unread) when (unread.StatusCode == StatusCode.FailedPrecondition)
        {
            return false; // it was published, and what rests on it goes on
        }
    }

    /// <summary>A report is published when it is accepted; until then those see it who work on it.</summary>
    private static bool Sees(ServerCallContext context, CommitmentName name, Core.ProgressReport report) =>
        report.State == Core.ReportState.Accepted || context.Caller().May(Right.ReadUnpublished, name.City);

    private static ProgressReport Render(Core.ProgressReport report, ServerCallContext context, Core.Moment at) =>
        context.Caller().May(Right.ReadUnpublished, report.Name.Parent.City) ? report.ToProto(at) : report.ToPublicProto();

    private Commitment Render(Core.Commitment commitment, ServerCallContext context, Core.Moment at) =>
        context.Caller().May(Right.ReadUnpublished, commitment.Name.City) ? commitment.ToProto(bearings, at) : commitment.ToPublicProto(bearings, at);
}
