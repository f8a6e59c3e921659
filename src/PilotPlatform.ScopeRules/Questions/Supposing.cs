using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Acts;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ScopeRules.Watching;
using FactValue = PilotPlatform.Contracts.ScopeRules.V1.FactValue;

namespace PilotPlatform.ScopeRules.Questions;

/// <summary>What would be decided with other facts, acts or another rule set.</summary>
internal static class Supposing
{
    private const int MostActs = 100;

    /// <summary>The state that is supposed instead of a frame, with the facts as its rule set reads them.</summary>
    public static Sight Suppose(Snapshot snapshot, Frame frame, WhatIfRequest request)
    {
        var set = Set(snapshot, frame, request);
        var acts = Acts(snapshot, frame, set, request);
        return new Sight(new Frame(set, acts, frame.Day, frame.Record), set.Book(Facts(request)).Value);
    }

    private static CompiledSet Set(Snapshot snapshot, Frame frame, WhatIfRequest request)
    {
        if (!request.RuleSetContent.IsEmpty)
            return RuleSetDesk.Compile(snapshot.Catalog, "rule_set_content", request.RuleSetContent).Value;
        return request.RuleSet.Length == 0 ? frame.Set : snapshot.FindSet("rule_set", request.RuleSet).Value;
    }

    /// <summary>The facts with those changed; one that is not known takes back what was given.</summary>
    private static Google.Protobuf.Collections.RepeatedField<FactValue> Facts(WhatIfRequest request)
    {
        var changed = request.ChangedFacts.Select(f => f.Fact).ToHashSet(StringComparer.Ordinal);
        return [.. request.Facts.Where(f => !changed.Contains(f.Fact)), .. request.ChangedFacts];
    }

    private static ActBook Acts(Snapshot snapshot, Frame frame, CompiledSet set, WhatIfRequest request)
    {
        if (request.SupposedActs.Count > MostActs)
            throw new FaultException(Fault.Invalid("supposed_acts", $"has {request.SupposedActs.Count} acts, and may have {MostActs}"));

        var book = frame.Acts.Book;
        if (request.RevokedActs.Count > 0)
        {
            var history = snapshot.Record.History;
            foreach (var name in request.RevokedActs)
                history = history with { Acts = history.Acts.Remove(history.Find(ActDesk.Find(snapshot, name).Value.Act.Act)!) };
            book = history.AsOf(frame.Day, frame.State.ActsPosition);
        }

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
        if (!ActRules.Asked(rule).Any(a => a.Kind == kind && a.Shared == city is null))
            throw new FaultException(Fault.NoSuchAct($"{field}.kind", $"task {act.TaskNumber} asks for no act of kind {kind}{(city is null ? " that all cities share" : " of one city")}"));
        return (kind, act.TaskNumber, city);
    }
}
