using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.ScopeRules;

/// <content>Acts: recorded, revoked, read.</content>
internal sealed partial class ScopeRulesGrpc
{
    public override async Task<Act> GetAct(GetActRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        if (ActDesk.Find(frame.Snapshot, "name", request.Name).Value.UpTo(frame.State.ActsPosition) is not { } recorded)
            throw new FaultException(Fault.Missing(request.Name));
        var act = ActMessages.For(context.Caller(), frame.Set, recorded);
        act.State = frame.State;
        return act;
    }

    public override async Task<ListActsResponse> ListActs(ListActsRequest request, ServerCallContext context)
    {
        await frames.ReachAsync(request.MinimumToken, "minimum_token", context.CancellationToken);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var set = frame.Set;
        _ = set.FindProgramme("parent", request.Parent).Value;
        int? task = request.PilotTask.Length == 0 ? null : set.FindTask("pilot_task", request.PilotTask).Value.Number;
        var city = request.City.Length == 0 ? null : ActReading.City(set, "city", request.City).Value;
        Known("kind", request.Kind);
        var kind = request.Kind.ToCore();

        var acts = frame.Record.ActOrder.Select(id => frame.Record.Acts[id].UpTo(frame.State.ActsPosition)).OfType<RecordedAct>().Where(a =>
            (request.ShowRevoked || !(a.Revocation?.RevokeDate <= frame.Day))
            && (task is null || set.Rules.Words.Settled(a.Act.Subject) == task)
            && (city is null || a.Act.City is null || a.Act.City == city)
            && (kind is null || a.Act.Kind == kind)).ToArray();
        var reader = context.Caller();
        var page = Paging.Cut(acts, request.PageSize, request.PageToken, ["acts", request.Parent, request.PilotTask, request.City, request.Kind.ToString(), request.ShowRevoked.ToString(), .. Made(frame.State)]).Value;
        return new ListActsResponse
        {
            Acts = { page.Items.Select(a => ActMessages.For(reader, set, a)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            ActsPosition = frame.State.ActsPosition,
            State = frame.State,
        };
    }

    public override Task<Act> CreateAct(CreateActRequest request, ServerCallContext context) => acts.CreateAsync(request, context);

    public override Task<Act> RevokeAct(RevokeActRequest request, ServerCallContext context) => acts.RevokeAsync(request, context);
}
