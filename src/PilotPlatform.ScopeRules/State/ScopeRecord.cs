using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.ScopeRules.State;

/// <summary>An event with where, when and by whom it was recorded.</summary>
internal sealed record Happened(ScopeEvent Event, long Position, int Revision, string Author, DateTimeOffset Time);

/// <summary>An act with all that was said of it.</summary>
/// <param name="Recorded">Its record.</param>
/// <param name="Revocations">What revoked it, each from an earlier day than the one before.</param>
internal sealed record RecordedAct(Happened Recorded, ImmutableList<Happened> Revocations)
{
    /// <summary>The last word on until when it holds; null while it stands.</summary>
    public Happened? Revoked => Revocations is [.., var last] ? last : null;

    public ScopeEvent.ActRecorded Act => (ScopeEvent.ActRecorded)Recorded.Event;

    public ScopeEvent.ActRevoked? Revocation => (ScopeEvent.ActRevoked?)Revoked?.Event;

    /// <summary>The act as it stood at a position; null if it had not been recorded by then.</summary>
    public RecordedAct? UpTo(long position) =>
        Recorded.Position > position ? null : Revoked?.Position > position ? this with { Revocations = Revocations.RemoveAll(r => r.Position > position) } : this;

    /// <summary>Position of the last thing that happened to it.</summary>
    public long Position => Revoked?.Position ?? Recorded.Position;
}

/// <summary>A rule set that was published.</summary>
internal sealed record PublishedRuleSet(Happened Published)
{
    public ScopeEvent.RuleSetPublished Content => (ScopeEvent.RuleSetPublished)Published.Event;

    public string Sha256 => Content.ContentSha256;

    /// <summary>Resource name: the id is the first 16 hex digits of the hash.</summary>
    public string Name => Names.RuleSet(Sha256);
}

/// <summary>All that the ledger says, folded up to a position: immutable, exchanged as one reference.</summary>
internal sealed record ScopeRecord
{
    public static ScopeRecord Empty { get; } = new();

    /// <summary>Position of the last entry.</summary>
    public long Position { get; private init; }

    /// <summary>The acts as decisions read them.</summary>
    public ActHistory History { get; private init; } = ActHistory.Empty;

    /// <summary>The acts by id, and their ids in the order in which they were recorded.</summary>
    public ImmutableDictionary<string, RecordedAct> Acts { get; private init; } = ImmutableDictionary.Create<string, RecordedAct>(StringComparer.Ordinal);

    public ImmutableList<string> ActOrder { get; private init; } = [];

    /// <summary>The rule sets, oldest first.</summary>
    public ImmutableList<PublishedRuleSet> RuleSets { get; private init; } = [];

    /// <summary>Hashes of the rule sets that a roll back would go back to, the active one on top.</summary>
    public ImmutableStack<string> Active { get; private init; } = [];

    /// <summary>Everything that can change a decision, in order.</summary>
    public ImmutableList<Happened> Moves { get; private init; } = [];

    /// <summary>Revision of each stream.</summary>
    public ImmutableDictionary<string, int> Revisions { get; private init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    public PublishedRuleSet? FindRuleSet(string name) => RuleSets.Find(r => r.Name == name);

    /// <summary>Position at which a rule set was last activated, up to a position; 0 if it never was.</summary>
    public long ActivationOf(string sha256, long position = long.MaxValue) => LastActivationOf(sha256, position)?.Position ?? 0;

    /// <summary>The last activation of a rule set up to a position; null if it never was activated.</summary>
    public Happened? LastActivationOf(string sha256, long position) =>
        Moves.FindLast(m => m.Position <= position && m.Event is ScopeEvent.RuleSetActivated a && a.ContentSha256 == sha256);

    /// <summary>Hash of the rule set that was active at a position; null before the first.</summary>
    public string? ActiveAt(long position) =>
        (Moves.FindLast(m => m.Position <= position && m.Event is ScopeEvent.RuleSetActivated)?.Event as ScopeEvent.RuleSetActivated)?.ContentSha256;

    /// <summary>What can have changed a decision behind a position, oldest first.</summary>
    public IEnumerable<Happened> MovesBehind(long position)
    {
        var (from, to) = (0, Moves.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = Moves[middle].Position <= position ? (middle + 1, to) : (from, middle);
        }

        for (; from < Moves.Count; from++)
            yield return Moves[from];
    }

    public ScopeRecord Fold(string stream, Happened happened)
    {
        var next = this with { Position = happened.Position, Revisions = Revisions.SetItem(stream, happened.Revision) };
        return happened.Event switch
        {
            ScopeEvent.ActRecorded act => next with
            {
                History = History.Record(new Act(act.Act, act.Kind, act.Task, act.Subject, act.City, act.EffectiveDate, happened.Position)),
                Acts = Acts.Add(act.Act, new RecordedAct(happened, Revocations: [])),
                ActOrder = ActOrder.Add(act.Act),
                Moves = Moves.Add(happened),
            },
            ScopeEvent.ActRevoked revoked => next with
            {
                History = History.Revoke(revoked.Act, revoked.RevokeDate, happened.Position),
                Acts = Acts.SetItem(revoked.Act, Acts[revoked.Act] with { Revocations = Acts[revoked.Act].Revocations.Add(happened) }),
                Moves = Moves.Add(happened),
            },
            ScopeEvent.RuleSetPublished => next with { RuleSets = RuleSets.Add(new PublishedRuleSet(happened)) },
            ScopeEvent.RuleSetActivated { RollBack: true } => next with { Active = Active.Pop(), Moves = Moves.Add(happened) },
            ScopeEvent.RuleSetActivated activated => next with { Active = Active.Push(activated.ContentSha256), Moves = Moves.Add(happened) },
            _ => throw new InvalidDataException($"A '{happened.Event.GetType().Name}' has no meaning to this version."),
        };
    }
}
