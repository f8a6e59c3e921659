using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Rule sets as messages, as they stood at a position of the ledger.</summary>
internal sealed class RuleSetMessages
{
    private readonly Caller reader;
    private readonly ScopeRecord record;
    private readonly string? active;

    /// <param name="reader">Who reads them: who published one, who activated it and why is for those who work on what is not published.</param>
    /// <param name="frame">What is answered from.</param>
    /// <param name="asked">The state that was asked for: its position is that of the rule sets too.</param>
    public RuleSetMessages(Caller reader, Frame frame, ReadState? asked)
    {
        this.reader = reader;
        record = frame.Record;
        (Position, active) = asked is { HasActsPosition: true } ? (asked.ActsPosition, record.ActiveAt(asked.ActsPosition)) : (record.Position, frame.Snapshot.ActiveSha256);
        State = new AnswerState(frame.State) { ActsPosition = Position };
    }

    /// <param name="reader">Who reads them.</param>
    /// <param name="record">What is answered from while nothing is decided.</param>
    public RuleSetMessages(Caller reader, ScopeRecord record) =>
        (this.reader, this.record, Position, active) = (reader, record, record.Position, record.ActiveAt(record.Position));

    /// <summary>Position of the ledger up to which it was read.</summary>
    public long Position { get; }

    /// <summary>The state as these answers say it, with the position up to which the ledger was read for rule sets; null while nothing is decided.</summary>
    public AnswerState? State { get; }

    /// <summary>What was published by then, the newest first.</summary>
    public PublishedRuleSet[] Published => [.. record.RuleSets.Reverse().Where(r => r.Published.Position <= Position)];

    /// <summary>A rule set of a name, or the one that was active.</summary>
    public Result<PublishedRuleSet> Find(string field, string name)
    {
        if (name.Split('/') is not ["ruleSets", { Length: > 0 }])
            return Fault.InvalidName(field, name, "ruleSets/{rule_set}");
        var found = name == Names.ActiveRuleSet ? record.RuleSets.Find(r => r.Sha256 == active) : record.FindRuleSet(name);
        return found is not null && found.Published.Position <= Position ? found : Fault.Missing(name);
    }

    /// <summary>A published rule set without its rules; what it is compiled to is not looked at.</summary>
    public RuleSet Outline(PublishedRuleSet published) => new()
    {
        Name = published.Name,
        ContentSha256 = published.Sha256,
        Version = published.Content.Version,
        Active = active == published.Sha256,
        Publisher = IsToldWho ? published.Published.Author : "",
        PublishTime = published.Published.Time.ToTimestamp(),
        ContentSize = published.Content.Content.Length,
        Shipped = published.Content.Shipped,
        ActivationPosition = record.ActivationOf(published.Sha256, Position),
        ActivateTime = record.LastActivationOf(published.Sha256, Position)?.Time.ToTimestamp(),
        ConsistencyToken = ConsistencyToken.Of(Position),
        Activations = { record.Moves.Where(m => m.Position <= Position).SelectMany(m => Activation(m, published.Sha256)) },
    };

    private bool IsToldWho => reader.MaySomewhere(Right.ReadUnpublished);

    private IEnumerable<RuleSetActivation> Activation(Happened happened, string sha256) => happened.Event is ScopeEvent.RuleSetActivated activated && activated.ContentSha256 == sha256
        ? [new RuleSetActivation { Position = happened.Position, ActivateTime = happened.Time.ToTimestamp(), Author = IsToldWho ? happened.Author : "", RollBack = activated.RollBack, Reason = IsToldWho ? activated.Reason : "" }]
        : [];

    /// <summary>A published rule set with its rules, as compiled.</summary>
    public RuleSet Whole(PublishedRuleSet published, CompiledSet set)
    {
        var messages = new RuleMessages(set);
        var whole = Outline(published);
        whole.Edition = set.Catalog.Edition;
        whole.Rules.Add(set.Rules.Rules.Select(messages.Rule));
        whole.CoveredTaskCount = set.Rules.Rules.Count(r => r.TextCovered);
        return whole;
    }

    /// <summary>A rule set that was tried, without its rules.</summary>
    public static RuleSet Draft(CompiledSet set) => new()
    {
        Name = set.File.Name,
        ContentSha256 = set.File.ContentSha256,
        Version = set.File.Rules.Version,
        Edition = set.Catalog.Edition,
        ContentSize = set.File.Size,
        CoveredTaskCount = set.Rules.Rules.Count(r => r.TextCovered),
    };
}
