using Microsoft.Extensions.Options;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>
/// The rule set that is shipped with the program: published when it is new, and activated if nothing is active or the active one was
/// shipped too. Whoever activated another, or rolled back to an older one, keeps it until something new is shipped.
/// </summary>
internal sealed partial class ShippedRuleSet(ScopeLedger ledger, IOptions<ScopeRulesOptions> options, ILogger<ShippedRuleSet> logger)
{
    private const string Author = "platform";

    private readonly RuleSetFile file = RuleSetFile.Load(options.Value.RuleSet);

    public string Name => file.Name;

    /// <returns>Why it does not read the edition, if nothing else is active; null otherwise.</returns>
    public async Task<Fault?> PublishAsync(CatalogContent catalog, SetShelf shelf, CancellationToken cancellation)
    {
        var record = ledger.Record;
        var active = record.ActiveAt(record.Position);
        if (active is not null && record.FindRuleSet(file.Name) is not null && record.ActivationOf(file.ContentSha256) > 0)
            return null;

        if (shelf.Check(catalog, file).Fault is { } fault)
        {
            Log.Refused(logger, file.Name, fault.ToString());
            return active is null ? fault : null;
        }

        var content = new ScopeEvent.RuleSetPublished(file.ContentSha256, file.Rules.Version, Shipped: true, await File.ReadAllBytesAsync(options.Value.RuleSet, cancellation));
        await StepAsync(file.Name, now => now.FindRuleSet(file.Name) is null ? content : Fault.Exists(file.Name), cancellation);
        if (await StepAsync(Names.ActiveRuleSet, Activation, cancellation))
            Log.Activated(logger, file.Name);
        return null;
    }

    /// <summary>The step that activates the file, decided on the record as it is when it is written; other processes start as well.</summary>
    private Result<ScopeEvent> Activation(ScopeRecord now) =>
        now.ActivationOf(file.ContentSha256) == 0
        && (now.ActiveAt(now.Position) is not { } active || now.RuleSets.Find(r => r.Sha256 == active) is { Content.Shipped: true })
            ? new ScopeEvent.RuleSetActivated(file.ContentSha256, RollBack: false, "shipped with the program")
            : Fault.Exists(Names.ActiveRuleSet);

    /// <summary>Records a step; false if another process was first, or it is not to be taken.</summary>
    private async Task<bool> StepAsync(string stream, Func<ScopeRecord, Result<ScopeEvent>> decide, CancellationToken cancellation)
    {
        var happened = await ledger.RecordAsync(stream, decide, Author, request: null, cancellation);
        return happened.Fault is not { Reason: not FaultReason.ResourceExists } refused ? happened.IsOk : throw new FaultException(refused);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The shipped rule set {RuleSet} is active")]
        public static partial void Activated(ILogger logger, string ruleSet);

        [LoggerMessage(Level = LogLevel.Error, Message = "The shipped rule set {RuleSet} is not published: {Reason}")]
        public static partial void Refused(ILogger logger, string ruleSet, string reason);
    }
}
