using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Questions;

/// <summary>What would be decided with other facts, acts or another rule set.</summary>
internal static class Supposing
{
    private const int MostActs = 100;

    /// <summary>The state that is supposed instead of a frame, with the facts as its rule set reads them.</summary>
    public static View Suppose(Frame frame, WhatIfRequest request, ServerCallContext context)
    {
        var set = Set(frame, request, context);
        var shared = set.Book([.. request.Facts.Where(f => set == frame.Set || set.Book([f]).IsOk)]).Value; // what another rule set does not know it does not ask for
        return new View(set.Rules, set.Book(shared, request.ChangedFacts, "changed_facts").Value, set.Rules.Compile(Acts(frame, set, request)));
    }

    private static CompiledSet Set(Frame frame, WhatIfRequest request, ServerCallContext context)
    {
        if (!request.RuleSetContent.IsEmpty)
            return RuleSetDesk.Compile(frame.Snapshot.Catalog, "rule_set_content", request.RuleSetContent, context).Value;
        return request.RuleSet.Length == 0 ? frame.Set : frame.Snapshot.FindSet("rule_set", request.RuleSet).Value;
    }

    private static ActBook Acts(Frame frame, CompiledSet set, WhatIfRequest request)
    {
        foreach (var (field, count) in new[] { ("supposed_acts", request.SupposedActs.Count), ("revoked_acts", request.RevokedActs.Count) })
            if (count > MostActs)
                throw new FaultException(Fault.Invalid(field, $"has {count} acts, and may have {MostActs}"));

        var revoked = request.RevokedActs.Index().Select(r => ActDesk.Find(frame.Snapshot, $"revoked_acts[{r.Index}]", r.Item).Value.Act.Act).ToHashSet(StringComparer.Ordinal);
        var book = revoked.Count == 0
            ? frame.Acts.Book
            : frame.Record.History.AsOf(set.Rules.Words, frame.Day, frame.State.ActsPosition, without: revoked);
        var acts = book.Acts.ToBuilder();
        foreach (var (at, act) in request.SupposedActs.Index())
            acts.Add(Read(set, act, $"supposed_acts[{at}]"));
        return book with { Acts = acts.ToImmutable() };
    }

    /// <summary>An act that is supposed; steps before it need not be, since what is asked is what it alone would change.</summary>
    private static (Domain.Scope.ActKind Kind, int Task, string? City) Read(CompiledSet set, WhatIfRequest.Types.SupposedAct act, string field)
    {
        if (act.Kind.ToCore() is not { } kind)
            throw new FaultException(Fault.Invalid($"{field}.kind", "must be given"));
        if (set.Rules.Find(act.TaskNumber) is not { } rule)
            throw new FaultException(Fault.Invalid($"{field}.task_number", $"there is no task {act.TaskNumber}"));
        var city = act.City.Length == 0 ? null : set.FindCity($"{field}.city", act.City).Value.Id;
        return ActRules.WhyNotAsked(rule, kind, city, field) is { } fault ? throw new FaultException(fault) : (kind, act.TaskNumber, city);
    }
}
