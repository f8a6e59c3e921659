using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of all subscriptions. Nobody is told of what happens to them.</summary>
public sealed class SubscriptionBoard(ReportingLedger ledger) : Projection<ChildName, Subscription>, IDisposable
{
    private readonly SemaphoreSlim creating = new(1);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Collection => "subscriptions";

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
            return await RecordAsync(name, _ => Full(name.Parent, author, limits) is { } full ? full : created, author, request, cancellation);
        }
        finally
        {
            creating.Release();
        }
    }

    /// <summary>Records what is decided on the subscription as it stands, null for none; gives it as it stands behind it, and as it stood last if it ends.</summary>
    public async Task<Result<Subscription>> RecordAsync(
        ChildName name, Func<Subscription?, Result<SubscriptionEvent>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        if (await ledger.AnsweredAsync(request, cancellation) is not { } recorded)
            recorded = await ledger.RecordAsync(
                PrintedOf(name),
                () =>
                {
                    var current = ByName.GetValueOrDefault(name);
                    return decide(current).Then<Proposal>(happened =>
                    {
                        var (kind, payload) = EventCodec.Subscriptions.Encode(happened);
                        return new Proposal(current?.Revision ?? 0, kind, payload);
                    });
                },
                author,
                request,
                cancellation);
        if (recorded.Fault is { } fault)
            return fault;
        var answered = NameOf(recorded.Value);
        var history = await ledger.HistoryAsync(recorded.Value.Stream, cancellation);
        return history.Where(e => e.Revision <= recorded.Value.Revision)
            .Aggregate((Subscription?)null, (now, entry) => Fold(now, answered, entry) ?? now)!;
    }

    public override void Apply(LedgerEntry entry)
    {
        var name = NameOf(entry);
        if (Fold(ByName.GetValueOrDefault(name), name, entry) is { } next)
            ByName[name] = next;
        else
            ByName.TryRemove(name, out _);
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public void Dispose() => creating.Dispose();

    public string PrintedOf(ChildName name) => $"{name.Parent}/{Collection}/{name.Id}";

    protected override ChildName NameOf(Subscription value) => value.Name;

    private Fault? Full(ProgrammeName programme, string author, WebhookOptions limits)
    {
        var standing = All(programme, _ => true);
        if (standing.Length >= limits.MostSubscriptions)
            return Fault.OverLimit($"{limits.MostSubscriptions} subscriptions of '{programme}'");
        return standing.Count(s => s.Author == author) >= limits.MostSubscriptionsOfOne ? Fault.OverLimit($"{limits.MostSubscriptionsOfOne} subscriptions of one caller") : null;
    }

    private static Subscription? Fold(Subscription? current, ChildName name, LedgerEntry entry) =>
        Subscription.Fold(current, name, EventCodec.Subscriptions.Decode(entry.Kind, entry.Payload.Span), entry.Author, entry.RecordedAt);

    private ChildName NameOf(LedgerEntry entry) => ChildName.Parse("stream", entry.Stream, Collection) is { IsOk: true } name
        ? name.Value
        : throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which is no subscription.");
}
