using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ServiceDefaults;
using CarryOverPlan = PilotPlatform.Domain.Reporting.CarryOverPlan;
using V1 = PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Reporting;

/// <summary>From one edition to the next, over gRPC.</summary>
internal sealed class CarryOverGrpc(EditionKeeper editions, CommitmentSteps steps, CommitmentBoard board, Cells cells, ScopeAnswers scope, ReachKeeper reach, KnownNames known, Bearings bearings)
    : CarryOverService.CarryOverServiceBase
{
    private const string Suffix = "/editionConsequences";

    public override async Task<EditionConsequences> GetEditionConsequences(GetEditionConsequencesRequest request, ServerCallContext context)
    {
        var programme = request.Name.EndsWith(Suffix, StringComparison.Ordinal) ? request.Name[..^Suffix.Length] : "";
        if (ProgrammeName.Parse("name", programme) is not { IsOk: true } name)
            throw new FaultException(Fault.InvalidName("name", request.Name, "programmes/{programme}" + Suffix));
        var city = request.City.Length == 0 ? null : ChildName.Parse("city", request.City, "cities").Value;
        context.Demand(Right.ReadUnpublished, city?.Id);
        if (await known.LacksCityAsync(name.Value, city, context.CancellationToken) is { } unknown)
            throw new FaultException(unknown);
        return (await editions.OfAsync(name.Value, context.CancellationToken)).ToProto(name.Value, city?.Id, board);
    }

    public override async Task<V1.Commitment> ProposeCarryOver(ProposeCarryOverRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("name", request.Name).Value;
        context.Demand(Right.CarryOver, name.City);
        if (await AnsweredAsync(request.RequestId, request, context) is { } answered)
            return answered;
        var of = await editions.OfAsync(name.Parent, context.CancellationToken);
        if (!of.IsRead)
            throw new FaultException(NotRead(name.ToString()));
        var edition = reach.Current.Edition;
        var plan = CarryOverProto.Parse(request.Plan, name.Parent, edition, task => reach.Current.States.ContainsKey(task))
            .Telling(CarryOverSteps.NoteOf(request.Plan?.Decision == V1.CarryOverDecision.Continue, request.Note).Fault).Value;
        var into = plan.Into is null ? null : CommitmentName.Parse("plan.into", plan.Into).Then(board.Find).Value;
        var target = plan.TaskNumber is { } task ? await TargetAsync(name, task, of, context.CancellationToken) : null;
        var taken = await steps.TakeAsync(
            name, Right.CarryOver, request, request.RequestId, context, (c, _) => c.ProposeCarryOver(request.Etag, plan, into, request.Note, IsOfTheProvince(context), target));
        return taken.After.ToProto(bearings, bearings.Now);
    }

    public override async Task<ProposePlainCarryOversResponse> ProposePlainCarryOvers(ProposePlainCarryOversRequest request, ServerCallContext context)
    {
        var city = ChildName.Parse("city", request.City, "cities").Value;
        context.Demand(Right.CarryOver, city.Id);
        var whole = RequestKeys.Of(request.RequestId, request).Value;
        if (city.Parent.ToString() != request.Parent)
            throw new FaultException(Fault.Invalid("city", $"'{request.City}' is not of '{request.Parent}'"));
        if (await known.LacksCityAsync(city.Parent, city, context.CancellationToken) is { } unknown)
            throw new FaultException(unknown);

        var leader = (await board.AnsweredAsync(whole, context.Author(), context.CancellationToken))?.Value.After.Name;
        var response = new ProposePlainCarryOversResponse();
        var of = await editions.OfAsync(city.Parent, context.CancellationToken);
        if (!of.IsRead)
            throw new FaultException(NotRead(request.City));
        foreach (var row in of.Rows.Where(r => r.Commitment.Name.City == city.Id))
        {
            if (row.IsPlain && await ProposeAsync(row, leader is null || leader == row.Commitment.Name, request, whole?.Id, context) is { } proposed)
            {
                leader ??= row.Commitment.Name;
                response.Commitments.Add(proposed);
            }
            else if (!row.IsProposed(of.Edition))
                response.RemainingCount++;
        }

        return response;
    }

    public override async Task<V1.Commitment> AcceptCarryOver(AcceptCarryOverRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("name", request.Name).Value;
        var author = context.Demand(Right.DecideCarryOver, name.City).Subject;
        if (await AnsweredAsync(request.RequestId, request, context) is { } answered)
            return answered;
        var ground = await GroundAsync(name, context.CancellationToken);
        var taken = await steps.TakeAsync(
            name,
            Right.DecideCarryOver,
            request,
            request.RequestId,
            context,
            (c, _) => c.AcceptCarryOver(request.Etag, request.Note, author, Now(c, ground)),
            () => ground.Plan is { TaskNumber: { } task } plan ? cells.RivalsOf(name, plan.Edition, task) : cells.Standing(ground.Plan.Into ?? ""));
        return taken.After.ToProto(bearings, bearings.Now);
    }

    public override async Task<V1.Commitment> ReturnCarryOver(ReturnCarryOverRequest request, ServerCallContext context)
    {
        var taken = await steps.TakeAsync(
            CommitmentName.Parse("name", request.Name).Value, Right.DecideCarryOver, request, request.RequestId, context, (c, _) => c.ReturnCarryOver(request.Etag, request.Reason));
        return taken.After.ToProto(bearings, bearings.Now);
    }

    private static Fault NotRead(string name) =>
        Fault.Forbidden(name, "to be carried over only once the rules read the newest edition", nameof(Domain.Reporting.WorkflowStep.ProposeCarryOver));

    /// <summary>What answered the request before, by whatever edition was in force then; null if nothing did.</summary>
    private async Task<V1.Commitment?> AnsweredAsync(string requestId, IMessage request, ServerCallContext context) =>
        await board.AnsweredAsync(RequestKeys.Of(requestId, request).Value, context.Author(), context.CancellationToken) is { } answered ? answered.Value.After.ToProto(bearings, bearings.Now) : null;

    /// <summary>
    /// The name of the commitment, if this request has proposed something for it, now or when it was sent before; null if another has. What leads is
    /// recorded under the id of the request itself, so that another request with the same id is known for what it is.
    /// </summary>
    private async Task<string?> ProposeAsync(Consequence row, bool leads, ProposePlainCarryOversRequest request, string? requestId, ServerCallContext context)
    {
        var single = new ProposeCarryOverRequest
        {
            Name = row.Commitment.Name.ToString(),
            Plan = row.Suggested!.ToProto(row.Commitment.Name.Parent),
            RequestId = requestId is null ? "" : Derived(requestId, row.Commitment.Name.ToString()),
        };
        try
        {
            await steps.TakeAsync(row.Commitment.Name, Right.CarryOver, leads ? request : single, leads ? request.RequestId : single.RequestId, context, (c, _) => c.ProposeCarryOver("", row.Suggested!, into: null, "", IsOfTheProvince(context), target: null));
            return single.Name;
        }
        catch (FaultException refused) when (refused.Fault.Kind == FaultKind.Forbidden)
        {
            return null;
        }
    }

    /// <summary>Whether the caller proposes as the office of a province, and not as a city that it guides.</summary>
    private static bool IsOfTheProvince(ServerCallContext context) => context.Caller().Roles is var roles && roles.Contains(Role.ProvincialOffice) && !roles.Contains(Role.CityReviewer);

    /// <summary>The request id of one step of a request that takes many.</summary>
    private static string Derived(string requestId, string commitment) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{requestId}/{commitment}")).AsSpan(0, 16)).ToString("D");

    /// <summary>What scope and comparison say of the task that a commitment is to go on as.</summary>
    private async Task<CarryOverTarget> TargetAsync(CommitmentName name, int task, EditionPicture of, CancellationToken cancellation)
    {
        var (reaches, basis) = await scope.AskAsync(new PilotTaskName(name.Parent, task), name.City, cancellation);
        return new CarryOverTarget(of.Rows.Any(r => r.Commitment.Name == name && r.Fate.CarriedTo.Contains(task)), reaches, basis);
    }

    /// <summary>What stands beside the plan, looked at with the commitment.</summary>
    private CarryOverGround Now(Domain.Reporting.Commitment commitment, CarryOverGround ground) => ground with
    {
        Holder = ground.Plan.TaskNumber is { } task && !commitment.IsOver ? cells.HolderOf(commitment.Name, ground.Plan.Edition, task) : null,
        Into = ground.Plan.Into is { } into && CommitmentName.Parse("plan.into", into).Then(board.Find) is { IsOk: true } found ? found.Value : null,
    };

    /// <summary>What the scope service says of the cell that the commitment is to go on as.</summary>
    private async Task<CarryOverGround> GroundAsync(CommitmentName name, CancellationToken cancellation)
    {
        var picture = reach.Current;
        var commitment = board.Find(name).Value;
        var plan = commitment.Course.CarryOvers is [.., var last] ? last.Plan : new CarryOverPlan("", Domain.Reporting.CarryOverDecision.End, TaskNumber: null, Into: null);
        if (plan.TaskNumber is not { } task)
            return new CarryOverGround(picture.Edition, plan, ReachState.Applies, commitment.Basis);

        var (reaches, basis) = picture.Edition == plan.Edition
            ? await scope.AskAsync(new PilotTaskName(name.Parent, task), name.City, cancellation)
            : (ReachState.AwaitsAct, commitment.Basis); // another edition is in force, which the step refuses
        return new CarryOverGround(picture.Edition, plan, reaches, basis);
    }
}
