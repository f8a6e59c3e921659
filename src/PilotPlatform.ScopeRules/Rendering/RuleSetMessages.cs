using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Rule sets as messages.</summary>
internal static class RuleSetMessages
{
    /// <summary>A published rule set without its rules; what it is compiled to is not looked at.</summary>
    public static RuleSet Outline(Snapshot snapshot, PublishedRuleSet published) => new()
    {
        Name = published.Name,
        ContentSha256 = published.Sha256,
        Version = published.Content.Version,
        Active = snapshot.Active.File.ContentSha256 == published.Sha256,
        Publisher = published.Published.Author,
        PublishTime = published.Published.Time.ToTimestamp(),
        ContentSize = published.Content.Content.Length,
        Shipped = published.Content.Shipped,
        ActivationPosition = snapshot.Record.ActivationOf(published.Sha256),
        ConsistencyToken = ConsistencyToken.Of(snapshot.Record.Position),
    };

    /// <summary>A published rule set with its rules, compiled against the current edition.</summary>
    public static RuleSet Whole(Snapshot snapshot, PublishedRuleSet published, CompiledSet set)
    {
        var messages = new RuleMessages(set);
        var whole = Outline(snapshot, published);
        whole.Edition = set.Catalog.Edition;
        whole.Rules.Add(set.Rules.Rules.Select(messages.Rule));
        whole.CoveredTaskCount = set.Rules.Rules.Count(r => r.TextCovered);
        return whole;
    }

    /// <summary>A rule set that is not published, without its rules.</summary>
    public static RuleSet Outline(CompiledSet set, int size) => new()
    {
        Name = set.File.Name,
        ContentSha256 = set.File.ContentSha256,
        Version = set.File.Rules.Version,
        Edition = set.Catalog.Edition,
        ContentSize = size,
        CoveredTaskCount = set.Rules.Rules.Count(r => r.TextCovered),
    };
}
