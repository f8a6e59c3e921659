using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of all subscriptions. Nobody is told of what happens to them.</summary>
public sealed class SubscriptionBoard(ReportingLedger ledger) : Board<ChildName, Subscription, SubscriptionEvent>(ledger, EventCodec.Subscriptions), IDisposable
{
    private readonly SemaphoreSlim creating = new(1);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Collection => "subscriptions";

    public override IReadOnlyCollection<string> Editions => ByName.Values.Select(s => s.Filter.Edition).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Completes when a subscription changes; take it before looking at them.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    public IReadOnlyCollection<Subscription> Everything => ByName.Values.ToImmutableArray();

    public Result<Subscription> Find(ChildName name) => ByName.TryGetValue(name, out var found) ? found : Fault.Missing(PrintedOf(name));

    /// <summary>The subscriptions of a programme, oldest first.</summary>
    public ImmutableArray<Subscription> All(ProgrammeName programme, Func<Subscription, bool> wanted) =>
        [.. ByName.Values.Where(s => s.Name.Parent == programme && wanted(s)).OrderBy(s => s.CreateTime).ThenBy(s => s.Name.Id, StringComparer.Ordinal)];

    /// <summary>Creates one where there is room: one after the other, so that none is let in while another is not counted yet.</summary>
    public async Task<Result<Subscription>> CreateAsync(
        ChildName name, SubscriptionEvent.Created created, WebhookOptions limits, string author, RequestKey? request, CancellationToken cancellation)
    {
        await creating.WaitAsync(cancellation);
        try
        {
            return await RecordAsync(name, now => Full(name.Parent, author, limits) is { } full ? full : Subscription.Create(now, created), author, request, cancellation);
        }
        finally
        {
            creating.Release();
        }
    }

    /// <summary>Records what is decided on the subscription as it stands, null for none; gives it as it stands behind it, and as it stood last if it ends.</summary>
    public Task<Result<Subscription>> RecordAsync(
        ChildName name, Func<Subscription?, Result<SubscriptionEvent>> decide, string author, RequestKey? request, CancellationToken cancellation) =>
        WriteAsync(name, decide, author, request, cancellation);

    public override void Apply(LedgerEntry entry)
    {
        base.Apply(entry);
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public void Dispose() => creating.Dispose();

    public override string PrintedOf(ChildName name) => $"{name.Parent}/{Collection}/{name.Id}";

    protected override ChildName NameOf(Subscription value) => value.Name;

    protected override Result<ChildName> Parse(string stream) => ChildName.Parse("stream", stream, Collection);

    protected override int RevisionOf(Subscription value) => value.Revision;

    protected override Subscription? Fold(Subscription? current, ChildName name, SubscriptionEvent happened, LedgerEntry entry) =>
        Subscription.Fold(current, name, happened, entry.Author, entry.RecordedAt);

    private Fault? Full(ProgrammeName programme, string author, WebhookOptions limits)
    {
        var standing = All(programme, _ => true);
        if (standing.Length >= limits.MostSubscriptions)
            return Fault.OverLimit($"{limits.MostSubscriptions} subscriptions of '{programme}'");
        return standing.Count(s => s.Author == author) >= limits.MostSubscriptionsOfOne ? Fault.OverLimit($"{limits.MostSubscriptionsOfOne} subscriptions of one caller") : null;
    }
}
