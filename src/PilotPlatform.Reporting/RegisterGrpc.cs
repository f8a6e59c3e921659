using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Registers over gRPC.</summary>
internal sealed class RegisterGrpc(
    RegisterBoard<Core.Risk, Core.RiskState> riskBoard,
    RegisterBoard<Core.InnovationCase, Core.CaseState> caseBoard,
    RegisterBoard<Core.LawAdjustment, Core.AdjustmentState> adjustmentBoard,
    ReachKeeper reach,
    KnownNames known,
    TaskTrails trails,
    Bearings bearings,
    IOptions<ReportingOptions> options) : RegisterService.RegisterServiceBase
{
    private readonly RegisterDesk<Core.Risk, Core.RiskState, Risk> risks = new(riskBoard, known, trails, RegisterProto.Risks);
    private readonly RegisterDesk<Core.InnovationCase, Core.CaseState, InnovationCase> cases = new(caseBoard, known, trails, RegisterProto.Cases);
    private readonly RegisterDesk<Core.LawAdjustment, Core.AdjustmentState, LawAdjustment> adjustments = new(adjustmentBoard, known, trails, RegisterProto.Adjustments);
    private readonly int riskChapter = OverviewFile.Load(options.Value.Overview).RiskChapter;

    public override Task<Risk> GetRisk(GetRiskRequest request, ServerCallContext context) => Task.FromResult(risks.Get(request.Name, context));

    public override async Task<ListRisksResponse> ListRisks(ListRisksRequest request, ServerCallContext context)
    {
        var (items, next, total) = await risks.ListAsync(
            request.Parent, request.City, request.PilotTask, States<Core.RiskState>(request.States.Select(s => (int)s)), request.PageSize, request.PageToken, context);
        return new ListRisksResponse { Risks = { items }, NextPageToken = next, TotalSize = total };
    }

    public override Task<Risk> CreateRisk(CreateRiskRequest request, ServerCallContext context) => risks.CreateAsync(
        request.Parent, request.Risk ?? new Risk(), risk => Core.Registers.Misdated(risk, before: null, bearings.Now) ?? Known(request.Parent, risk.Task, risk.City, isRisk: true), request, request.RequestId, context);

    public override Task<Risk> UpdateRisk(UpdateRiskRequest request, ServerCallContext context) =>
        risks.UpdateAsync(
            "risk", request.Risk?.Name ?? "", request.Risk ?? new Risk(), request.Etag, request, request.RequestId, context, (now, risk) => Core.Registers.Misdated(risk, now.Content, bearings.Now));

    public override Task<Risk> MoveRisk(MoveRiskRequest request, ServerCallContext context) =>
        risks.MoveAsync(request.Name, (int)request.State, request.Note, request.Etag, request, request.RequestId, context);

    public override Task<InnovationCase> GetInnovationCase(GetInnovationCaseRequest request, ServerCallContext context) => Task.FromResult(cases.Get(request.Name, context));

    public override async Task<ListInnovationCasesResponse> ListInnovationCases(ListInnovationCasesRequest request, ServerCallContext context)
    {
        var (items, next, total) = await cases.ListAsync(
            request.Parent, request.City, request.PilotTask, States<Core.CaseState>(request.States.Select(s => (int)s)), request.PageSize, request.PageToken, context);
        return new ListInnovationCasesResponse { InnovationCases = { items }, NextPageToken = next, TotalSize = total };
    }

    public override Task<InnovationCase> CreateInnovationCase(CreateInnovationCaseRequest request, ServerCallContext context) => cases.CreateAsync(
        request.Parent, request.InnovationCase ?? new InnovationCase(), found => Known(request.Parent, found.Task, found.City), request, request.RequestId, context);

    public override Task<InnovationCase> UpdateInnovationCase(UpdateInnovationCaseRequest request, ServerCallContext context) =>
        cases.UpdateAsync("innovation_case", request.InnovationCase?.Name ?? "", request.InnovationCase ?? new InnovationCase(), request.Etag, request, request.RequestId, context);

    public override Task<InnovationCase> MoveInnovationCase(MoveInnovationCaseRequest request, ServerCallContext context) =>
        cases.MoveAsync(request.Name, (int)request.State, request.Note, request.Etag, request, request.RequestId, context);

    public override Task<LawAdjustment> GetLawAdjustment(GetLawAdjustmentRequest request, ServerCallContext context) => Task.FromResult(adjustments.Get(request.Name, context));

    public override async Task<ListLawAdjustmentsResponse> ListLawAdjustments(ListLawAdjustmentsRequest request, ServerCallContext context)
    {
        var (items, next, total) = await adjustments.ListAsync(
            request.Parent, request.City, request.PilotTask, States<Core.AdjustmentState>(request.States.Select(s => (int)s)), request.PageSize, request.PageToken, context);
        return new ListLawAdjustmentsResponse { LawAdjustments = { items }, NextPageToken = next, TotalSize = total };
    }

    public override Task<LawAdjustment> CreateLawAdjustment(CreateLawAdjustmentRequest request, ServerCallContext context) => adjustments.CreateAsync(
        request.Parent, request.LawAdjustment ?? new LawAdjustment(), adjustment => Known(request.Parent, adjustment.Task, adjustment.City, mayBeOpen: true), request, request.RequestId, context);

    public override Task<LawAdjustment> UpdateLawAdjustment(UpdateLawAdjustmentRequest request, ServerCallContext context) =>
        adjustments.UpdateAsync(
            "law_adjustment", request.LawAdjustment?.Name ?? "", request.LawAdjustment ?? new LawAdjustment(), request.Etag, request, request.RequestId, context, Core.Registers.Reworded);

    public override Task<LawAdjustment> MoveLawAdjustment(MoveLawAdjustmentRequest request, ServerCallContext context) =>
        adjustments.MoveAsync(
            request.Name, (int)request.State, request.Note, request.Etag, request, request.RequestId, context, (adjustment, to) => Core.Registers.Unready(adjustment, to, bearings.Now.Today));

    private static TState[] States<TState>(IEnumerable<int> states)
        where TState : struct, Enum => [.. states.Select(state => Enums.Parse<TState>("states", state).Value)];

    /// <summary>The edition that a task and a city are found in. Refuses what the catalogue does not know, and a task that does not reach the city, or, but for what that may wait for, not yet.</summary>
    private Result<string> Known(string parent, int task, string? city, bool mayBeOpen = false, bool isRisk = false)
    {
        var picture = reach.Current;
        var programme = ProgrammeName.Parse("parent", parent).Value;
        if (picture.Programme != parent || !picture.States.ContainsKey(task))
            return Fault.Missing(new PilotTaskName(programme, task).ToString());
        if (isRisk && picture.Chapters[task] != riskChapter)
            return Fault.Invalid("risk.pilot_task", $"{task} is no task of chapter {riskChapter}, which is the one on risks");
        if (city is null)
            return picture.Edition;
        if (!picture.Cities.Contains(city))
            return Fault.Missing(programme.City(city));
        var (name, state) = (new PilotTaskName(programme, task).ToString(), picture.Of(task, city));
        if (state == ReachState.DoesNotApply)
            return Fault.TaskDoesNotReach(name, programme.City(city));
        return state == ReachState.Applies || mayBeOpen ? picture.Edition : Fault.TaskUndetermined(name, programme.City(city));
    }
}
