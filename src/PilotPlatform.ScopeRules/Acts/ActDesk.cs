using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;
using Act = PilotPlatform.Contracts.ScopeRules.V1.Act;

namespace PilotPlatform.ScopeRules.Acts;

/// <summary>Where acts are recorded and revoked.</summary>
internal sealed class ActDesk(SnapshotKeeper keeper, ScopeLedger ledger, Announcements announcements, TimeProvider time)
{
    public async Task<Act> CreateAsync(CreateActRequest request, ServerCallContext context)
    {
        DemandToRecord(context, request.Act);
        await keeper.CatchUpAsync(context.CancellationToken);
        var set = keeper.Current.Active;
        _ = set.FindProgramme("parent", request.Parent).Value;
        var draft = ActReading.Draft(set, request.Act).Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        var happened = await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) ?? await ledger.RecordAsync(
            Names.Acts,
            record => keeper.ActiveIn(record, set).Then(active => ActRules.WhyNotRecord(active.Rules, record.History, draft.ToNewAct()) is { } fault ? fault : (Result<ScopeEvent>)draft.ToEvent(set, record)),
            context.Author(),
            key,
            context.CancellationToken);
        return await TellAsync(happened.Value, set, new RecordedAct(happened.Value, Revocations: []));
    }

    public async Task<Act> RevokeAsync(RevokeActRequest request, ServerCallContext context)
    {
        if (Find(keeper.Current, "name", request.Name) is { IsOk: true } known)
            context.Demand(RightFor(known.Value.Act.Kind), known.Value.Act.City);
        else if (!MayRecord(context.Caller()))
            context.Demand(Right.RecordNationalAct);
        await keeper.CatchUpAsync(context.CancellationToken);
        var set = keeper.Current.Active;
        var found = Find(keeper.Current, "name", request.Name);
        context.Demand(RightFor(found.IsOk ? found.Value.Act.Kind : null), found.IsOk ? found.Value.Act.City : null);
        var act = found.Value;
        ActReading.CheckReason("reason", request.Reason);
        var from = request.RevokeDate is null ? time.Today() : ChinaTime.Parse("revoke_date", request.RevokeDate).Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        var happened = await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) ?? await ledger.RecordAsync(
            Names.Acts,
            record => ActRules.WhyNotRevoke(set.Rules, record.History, act.Act.Act, from) is { } fault ? Named(fault, request.Name) : new ScopeEvent.ActRevoked(act.Act.Act, from, request.Reason),
            context.Author(),
            key,
            context.CancellationToken);
        return await TellAsync(happened.Value, set, act with { Revocations = act.Revocations.Add(happened.Value) });
    }

    /// <summary>An act by its name.</summary>
    public static Result<RecordedAct> Find(Snapshot snapshot, string field, string name) =>
        ChildName.Parse(field, name, "acts").Then<RecordedAct>(child =>
            child.Parent == snapshot.Catalog.Name && snapshot.Record.Acts.TryGetValue(child.Id, out var act) ? act : Fault.Missing(name));

    /// <summary>The right that a kind of act asks for; of one that is not known the narrowest.</summary>
    private static Right RightFor(Domain.Scope.ActKind? kind) => kind switch
    {
        Domain.Scope.ActKind.Willingness or Domain.Scope.ActKind.Demonstration or Domain.Scope.ActKind.Uptake => Right.RecordCityAct,
        Domain.Scope.ActKind.Procedure or Domain.Scope.ActKind.Qualification or Domain.Scope.ActKind.Designation => Right.RecordAuthorityAct,
        _ => Right.RecordNationalAct,
    };

    /// <summary>True for whoever may record some act: the others are refused before anything is looked up for them.</summary>
    private static bool MayRecord(Caller caller) =>
        new[] { Right.RecordCityAct, Right.RecordAuthorityAct, Right.RecordNationalAct }.Any(caller.MaySomewhere);

    /// <summary>Demands the right to the act; where its city cannot be read, the right to any: cities are no secret.</summary>
    private void DemandToRecord(ServerCallContext context, Act? act)
    {
        var city = act is { City.Length: > 0 } ? ActReading.City(keeper.Current.Active, "act.city", act.City) : (Result<string>?)null;
        if (city is null or { IsOk: true } || !MayRecord(context.Caller()))
            context.Demand(RightFor(act?.Kind.ToCore()), city is { IsOk: true } known ? known.Value : null);
    }

    /// <summary>Brings decisions up to what was recorded before it is acknowledged, tells other processes, and gives the act with the state of then.</summary>
    private async Task<Act> TellAsync(Happened happened, CompiledSet set, RecordedAct act)
    {
        keeper.Advance();
        await announcements.AnnounceAsync(Announcements.ScopeMoved, happened.Position.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = ActMessages.Of(set, act);
        var active = ledger.Record.ActiveAt(happened.Position) is { } sha256 ? Names.RuleSet(sha256) : set.File.Name;
        answer.State = Frame.StateOf(set.Catalog.Edition, active, happened.Position, ChinaTime.DayOf(happened.Time), happened.Position);
        return answer;
    }

    /// <summary>A refusal that says the act's id says its name.</summary>
    private static Fault Named(Fault fault, string name) => fault with { Subject = fault.Kind == FaultKind.Invalid ? fault.Subject : name };
}
