using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>
/// All that decisions are made with: an edition, the active rule set compiled against it, and the ledger up to a position. Immutable but for
/// what it remembers, and exchanged as one reference, so that no answer mixes two of them.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>How many frames are remembered, of all editions, besides today's of each, which are never given up.</summary>
    private const int MostFrames = 16;

    private const int MostEditions = 4;

    private readonly Result<CompiledSet> active;
    private readonly RuleSetFile activeFile;
    private readonly SetShelf shelf;
    private readonly Lately<(string Edition, string Set, long Position, DateOnly Day), Frame> others;
    private readonly Lately<string, Snapshot> elsewhere = new(MostEditions);
    private Frame? todays;

    public Snapshot(CompiledSet active, ScopeRecord record, SetShelf shelf)
        : this(active.Catalog, active.File, active, record, shelf, new Lately<(string Edition, string Set, long Position, DateOnly Day), Frame>(MostFrames))
    {
    }

    private Snapshot(
        CatalogContent catalog, RuleSetFile activeFile, Result<CompiledSet> active, ScopeRecord record, SetShelf shelf, Lately<(string Edition, string Set, long Position, DateOnly Day), Frame> others) =>
        (Catalog, this.activeFile, this.active, Record, this.shelf, this.others) = (catalog, activeFile, active, record, shelf, others);

    /// <summary>The rule set that decisions use when they name none.</summary>
    /// <exception cref="FaultException">It does not fit the edition, which is one that a read has pinned.</exception>
    public CompiledSet Active => active.Value;

    /// <summary>Hash of the rule set that decisions use when they name none.</summary>
    public string ActiveSha256 => activeFile.ContentSha256;

    public ScopeRecord Record { get; }

    public CatalogContent Catalog { get; }

    /// <summary>The active rule set with all acts, on a day; the last one is remembered whatever else is asked for.</summary>
    public Frame On(DateOnly day)
    {
        if (Volatile.Read(ref todays) is { } known && known.Day == day)
            return known;
        var made = Make(Active, Record.History.Position, day);
        Volatile.Write(ref todays, made);
        return made;
    }

    /// <summary>A rule set with the acts up to a position, on a day.</summary>
    public Frame At(CompiledSet set, long actsPosition, DateOnly day)
    {
        var upTo = Math.Min(actsPosition, Record.History.Position);
        if (upTo == Record.History.Position && Volatile.Read(ref todays) is { } today && today.Day == day && today.Set == set)
            return today;
        var key = (Catalog.Edition, set.File.ContentSha256, upTo, day);
        return others.TryFind(key, out var known) ? known : others.Keep(key, Make(set, upTo, day));
    }

    /// <summary>The same ledger on another edition. The active rule set need not fit it: then only those who name another are answered.</summary>
    public Snapshot On(CatalogContent edition)
    {
        if (edition.Edition == Catalog.Edition)
            return this;
        return elsewhere.TryFind(edition.Edition, out var known)
            ? known
            : elsewhere.Keep(edition.Edition, new Snapshot(edition, activeFile, shelf.Load(edition, activeFile), Record, shelf, others));
    }

    /// <summary>A published rule set of a name, compiled against this edition.</summary>
    public Result<CompiledSet> FindSet(string field, string name) => FindSet(field, name, Catalog);

    /// <summary>A published rule set of a name, compiled against an edition.</summary>
    public Result<CompiledSet> FindSet(string field, string name, CatalogContent catalog)
    {
        if (name == Names.ActiveRuleSet || name == activeFile.Name)
            return catalog.Edition == Catalog.Edition ? active : shelf.Load(catalog, activeFile);
        if (name.Split('/') is not ["ruleSets", { Length: > 0 }])
            return Fault.InvalidName(field, name, "ruleSets/{rule_set}");
        return Record.FindRuleSet(name) is { } published ? shelf.Load(catalog, published) : Fault.Missing(name);
    }

    private Frame Make(CompiledSet set, long actsPosition, DateOnly day) => new(this, set, Record.History.AsOf(set.Rules.Words, day, actsPosition), day);
}
