using System.Collections.Concurrent;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>
/// All that decisions are made with: an edition, the active rule set compiled against it, and the ledger up to a position. Immutable and
/// exchanged as one reference, so that no answer mixes two of them.
/// </summary>
internal sealed class Snapshot(CompiledSet active, ScopeRecord record, SetShelf shelf)
{
    private const int MostFrames = 64;

    private readonly ConcurrentDictionary<(string Set, long Position, DateOnly Day), Frame> frames = new();

    /// <summary>The rule set that decisions use when they name none.</summary>
    public CompiledSet Active => active;

    public ScopeRecord Record => record;

    public CatalogContent Catalog => active.Catalog;

    /// <summary>The active rule set with all acts, on a day.</summary>
    public Frame On(DateOnly day) => At(active, record.History.Position, day);

    /// <summary>A rule set with the acts up to a position, on a day.</summary>
    public Frame At(CompiledSet set, long actsPosition, DateOnly day)
    {
        var key = (set.File.ContentSha256, Math.Min(actsPosition, record.History.Position), day);
        if (frames.TryGetValue(key, out var known) && known.Set == set)
            return known;
        if (frames.Count >= MostFrames)
            frames.Clear();
        return frames[key] = new Frame(this, set, record.History.AsOf(day, key.Item2), day);
    }

    /// <summary>The same ledger on another edition; where the active rule set does not fit it, the one that is asked for stands in.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="asked">Name of the rule set that is asked for; empty for the active one.</param>
    public Result<Snapshot> On(CatalogContent edition, string asked)
    {
        var set = shelf.Compile(edition, active.File);
        if (set.Fault is not null && asked.Length > 0 && record.FindRuleSet(asked) is { } published)
            set = shelf.Compile(edition, published);
        return set.Then<Snapshot>(compiled => new Snapshot(compiled, record, shelf));
    }

    /// <summary>A published rule set of a name, compiled against this edition.</summary>
    public Result<CompiledSet> FindSet(string field, string name) => FindSet(field, name, Catalog);

    /// <summary>A published rule set of a name, compiled against an edition.</summary>
    public Result<CompiledSet> FindSet(string field, string name, CatalogContent catalog)
    {
        if (name == Names.ActiveRuleSet || name == active.File.Name)
            return catalog.Edition == Catalog.Edition ? active : shelf.Compile(catalog, active.File);
        if (name.Split('/') is not ["ruleSets", { Length: > 0 }])
            return Fault.InvalidName(field, name, "ruleSets/{rule_set}");
        return record.FindRuleSet(name) is { } published ? shelf.Compile(catalog, published) : Fault.Missing(name);
    }
}
