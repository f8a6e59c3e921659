using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <content>Acts: recorded, revoked, read.</content>
internal sealed partial class ScopeRulesGrpc
{
    public override Task<Act> GetAct(GetActRequest request, ServerCallContext context)
    {
        var snapshot = frames.Snapshot;
        return Task.FromResult(ActMessages.Of(snapshot.Active.Programme, ActDesk.Find(snapshot, request.Name).Value));
    }

    public override async Task<ListActsResponse> ListActs(ListActsRequest request, ServerCallContext context)
    {
        var snapshot = await frames.ReachAsync(request.MinimumToken, "minimum_token", context.CancellationToken);
        var set = snapshot.Active;
        var programme = set.FindProgramme("parent", request.Parent).Value;
        int? task = request.PilotTask.Length == 0 ? null : set.FindTask("pilot_task", request.PilotTask).Value.Number;
        var city = request.City.Length == 0 ? null : ChildName.Parse("city", request.City, "cities").Value.Id;
        var kind = request.Kind.ToCore();

        var acts = snapshot.Record.ActOrder.Select(id => snapshot.Record.Acts[id]).Where(a =>
            (request.ShowRevoked || a.Revoked is null)
            && (task is null || a.Act.Task == task)
            && (city is null || a.Act.City is null || a.Act.City == city)
            && (kind is null || a.Act.Kind == kind)).ToArray();
        var page = Paging.Cut(acts, request.PageSize, request.PageToken, ["acts", request.Parent, request.PilotTask, request.City, request.Kind.ToString(), request.ShowRevoked.ToString()]).Value;
        return new ListActsResponse
        {
            Acts = { page.Items.Select(a => ActMessages.Of(programme, a)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            ActsPosition = snapshot.Record.History.Position,
        };
    }

    public override Task<Act> CreateAct(CreateActRequest request, ServerCallContext context) => acts.CreateAsync(request, context);

    public override Task<Act> RevokeAct(RevokeActRequest request, ServerCallContext context) => acts.RevokeAsync(request, context);
}
