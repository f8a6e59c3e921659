using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.ScopeRules.RuleSets;

/// <summary>Where rule sets are published, activated and rolled back.</summary>
internal sealed class RuleSetDesk(SnapshotKeeper keeper, ScopeLedger ledger, CatalogSource catalog, Announcements announcements, TimeProvider time)
{
    /// <summary>Largest file that is taken.</summary>
    public const int LargestSize = 8 * 1024 * 1024;

    /// <summary>The edition that rule sets are validated and published for, as the catalogue has it by now, for those who may publish them.</summary>
    public async Task<CatalogContent> ReadNewestAsync(ServerCallContext context)
    {
        context.Demand(Right.PublishRuleSet);
        await keeper.CatchUpWithCatalogueAsync(context.CancellationToken);
        return keeper.Newest;
    }

    /// <summary>
    /// A rule set of a request that need not be published, compiled against an edition; nothing is stored or remembered. It costs more
    /// than any read, so it is for those who may publish it, and ends with the call.
    /// </summary>
    public static Result<CompiledSet> Compile(CatalogContent catalog, string field, ByteString content, ServerCallContext context)
    {
        context.Demand(Right.PublishRuleSet);
        if (content.Length is 0 or > LargestSize)
            return Fault.Invalid(field, $"has {content.Length} bytes, and must have 1 to {LargestSize}");
        return RuleSetFile.Parse(content.Span).Then(file => CompiledSet.Of(catalog, file, context.CancellationToken.ThrowIfCancellationRequested));
    }

    /// <summary>A rule set that was published, compiled against an edition or a document that is to be one; nothing is remembered.</summary>
    public Result<CompiledSet> Load(CatalogContent content, ValidateRuleSetRequest request, ServerCallContext context)
    {
        context.Demand(request.Import.Length > 0 ? Right.ReadLedger : Right.PublishRuleSet);
        if (request.Content.Length > 0)
            return Fault.Invalid("content", "a file and a rule set that was published exclude each other");
        if (request.RuleSet.Split('/') is not ["ruleSets", { Length: > 0 }])
            return Fault.InvalidName("rule_set", request.RuleSet, "ruleSets/{rule_set}");
        var record = ledger.Record;
        var name = request.RuleSet == Names.ActiveRuleSet && record.ActiveAt(record.Position) is { } active ? Names.RuleSet(active) : request.RuleSet;
        return record.FindRuleSet(name) is { } published
            ? RuleSetFile.Parse(published.Content.Content).Then(file => CompiledSet.Load(content, file))
            : Fault.Missing(request.RuleSet);
    }

    /// <summary>The document of an import, for those who may read it.</summary>
    public async Task<CatalogContent> ReadImportAsync(string import, ServerCallContext context)
    {
        context.Demand(Right.ReadLedger);
        var programme = ChildName.Parse("import", import, "imports").Value.Parent;
        try
        {
            return await catalog.ReadImportAsync(import, programme, context.CancellationToken);
        }
        catch (RpcException absent) when (absent.StatusCode == StatusCode.NotFound)
        {
            throw new FaultException(Fault.Missing(import));
        }
    }

    public async Task<RuleSet> PublishAsync(PublishRuleSetRequest request, ServerCallContext context)
    {
        var set = Compile(await ReadNewestAsync(context), "content", request.Content, context).Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        if (await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) is { Fault: { } reused })
            throw new FaultException(reused);

        var published = new ScopeEvent.RuleSetPublished(set.File.ContentSha256, set.File.Rules.Version, Shipped: false, request.Content.ToByteArray());
        var happened = await ledger.RecordAsync(
            set.File.Name,
            record => record.FindRuleSet(set.File.Name) is null ? published : Fault.Exists(set.File.Name),
            context.Author(),
            key,
            context.CancellationToken);
        return await TellAsync(context.Caller(), set.File.Name, happened);
    }

    public async Task<RuleSet> ActivateAsync(ActivateRuleSetRequest request, ServerCallContext context)
    {
        _ = await ReadNewestAsync(context);
        await keeper.CatchUpAsync(context.CancellationToken);
        var set = keeper.FindSet("name", request.Name).Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        var activated = new ScopeEvent.RuleSetActivated(set.File.ContentSha256, RollBack: false, "");
        var happened = await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) ?? await ledger.RecordAsync(
            Names.ActiveRuleSet,
            record => !record.Active.IsEmpty && record.Active.Peek() == set.File.ContentSha256 ? Fault.Exists(set.File.Name) : activated,
            context.Author(),
            key,
            context.CancellationToken);
        return await TellAsync(context.Caller(), set.File.Name, happened);
    }

    public async Task<RuleSet> RollBackAsync(RollBackRuleSetRequest request, ServerCallContext context)
    {
        _ = await ReadNewestAsync(context);
        ActReading.CheckReason("reason", request.Reason);
        await keeper.CatchUpAsync(context.CancellationToken);
        var snapshot = keeper.Current;
        if (request.Name != Names.ActiveRuleSet)
            _ = snapshot.FindSet("name", request.Name).Value;
        var key = RequestKeys.Of(request.RequestId, request).Value;
        var happened = await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) ?? await ledger.RecordAsync(
            Names.ActiveRuleSet, record => RollBack(snapshot, record, request), context.Author(), key, context.CancellationToken);
        return await TellAsync(context.Caller(), Names.RuleSet(((ScopeEvent.RuleSetActivated)happened.Value.Event).ContentSha256), happened);
    }

    private Result<ScopeEvent> RollBack(Snapshot snapshot, ScopeRecord record, RollBackRuleSetRequest request)
    {
        var active = Names.RuleSet(record.Active.Peek());
        if (request.Name != Names.ActiveRuleSet && request.Name != active)
            return Fault.Stale(Names.ActiveRuleSet, active);

        var before = record.Active.Pop();
        if (before.IsEmpty)
            return Fault.Forbidden(active, "the first that was active", "roll it back");
        var set = snapshot.FindSet("name", Names.RuleSet(before.Peek()), keeper.Newest);
        return set.Fault is { } fault ? fault : new ScopeEvent.RuleSetActivated(before.Peek(), RollBack: true, request.Reason);
    }

    /// <summary>
    /// Brings decisions up to what was recorded before it is acknowledged, tells other processes, and gives the rule set as it stands. What
    /// exists or is active already needs no step of its own.
    /// </summary>
    private async Task<RuleSet> TellAsync(Caller reader, string name, Result<Happened> happened)
    {
        if (happened.Fault is { } fault && fault.Reason != FaultReason.ResourceExists)
            throw new FaultException(fault);

        keeper.Advance();
        var messages = keeper.State.Edition is null ? new RuleSetMessages(reader, ledger.Record) : new RuleSetMessages(reader, keeper.Current.On(time.Today()), asked: null);
        await announcements.AnnounceAsync(Announcements.ScopeMoved, messages.Position.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var outline = messages.Outline(messages.Find("name", name).Value);
        outline.State = messages.State;
        return outline;
    }
}
