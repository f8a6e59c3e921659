using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Identity;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What changes, over gRPC.</summary>
internal sealed class WatchGrpc(
    ChangeStream changes, SubscriptionBoard board, ReportingLedger ledger, WebhookSender sender, WebhookSecrets secrets, Provinces provinces, ReachKeeper reach, KnownNames known, IOptions<ReportingOptions> options)
    : WatchService.WatchServiceBase
{
    public override async Task WatchChanges(WatchChangesRequest request, IServerStreamWriter<WatchChangesResponse> responseStream, ServerCallContext context)
    {
        var programme = ProgrammeName.Parse("parent", request.Parent).Value;
        var filter = await KnownAsync(programme, SubscriptionProto.Filter("", programme, request.City, request.Province, request.PilotTask, provinces).Value, context.CancellationToken);
        await changes.RunAsync(programme, filter, request.HasFromPosition ? request.FromPosition : null, responseStream, context);
    }

    public override async Task<CreateSubscriptionResponse> CreateSubscription(CreateSubscriptionRequest request, ServerCallContext context)
    {
        var programme = ProgrammeName.Parse("parent", request.Parent).Value;
        var asked = request.Subscription ?? new Subscription();
        var wanted = SubscriptionProto.Filter("subscription.", programme, asked.City, asked.Province, asked.PilotTask, provinces).Value;
        Demand(wanted, context);
        var filter = await KnownAsync(programme, wanted, context.CancellationToken);
        var webhooks = options.Value.Webhooks;
        var created = WebhookAddress.Parse("subscription.address", asked.Address, webhooks.AllowClearText, webhooks.Networks)
            .Besides(Core.Texts.Title("subscription.description", asked.Description).Fault)
            .Then<Core.SubscriptionEvent.Created>(_ => new Core.SubscriptionEvent.Created(asked.Address, asked.Description, filter, ledger.Position)).Value;
        var (name, key) = (new ChildName(programme, Guid.CreateVersion7().ToString()), RequestKeys.Of(request.RequestId, request).Value);
        var subscription = (await board.CreateAsync(name, created, webhooks, context.Author(), key, context.CancellationToken)).Value;
        return new CreateSubscriptionResponse { Subscription = subscription.ToProto(), Secret = secrets.Of(subscription) };
    }

    public override Task<Subscription> GetSubscription(GetSubscriptionRequest request, ServerCallContext context) =>
        Task.FromResult(Find(Named("name", request.Name), context, isReading: true).ToProto());

    public override Task<ListSubscriptionsResponse> ListSubscriptions(ListSubscriptionsRequest request, ServerCallContext context)
    {
        var programme = ProgrammeName.Parse("parent", request.Parent).Value;
        if (context.Caller().IsAnonymous)
            context.Demand(Right.KeepSubscriptions);
        var page = Paging.Cut(board.All(programme, s => Sees(s, context)), request.PageSize, request.PageToken, "subscriptions", request.Parent).Value;
        return Task.FromResult(new ListSubscriptionsResponse
        {
            Subscriptions = { page.Items.Select(SubscriptionProto.ToProto) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    public override async Task<Subscription> DeleteSubscription(DeleteSubscriptionRequest request, ServerCallContext context) =>
        (await ChangeAsync(request.Name, s => s.Delete(request.Etag), RequestKeys.Of(request.RequestId, request).Value, context)).ToProto();

    public override async Task<RotateSubscriptionSecretResponse> RotateSubscriptionSecret(RotateSubscriptionSecretRequest request, ServerCallContext context)
    {
        var subscription = await ChangeAsync(request.Name, s => s.Rotate(request.Etag), RequestKeys.Of(request.RequestId, request).Value, context);
        return new RotateSubscriptionSecretResponse { Subscription = subscription.ToProto(), Secret = secrets.Of(subscription) };
    }

    public override async Task<Subscription> ResumeSubscription(ResumeSubscriptionRequest request, ServerCallContext context) =>
        (await ChangeAsync(request.Name, s => s.Resume(request.Etag), RequestKeys.Of(request.RequestId, request).Value, context)).ToProto();

    public override Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var subscription = Find(Named("parent", request.Parent), context, isReading: true);
        var page = Paging.Cut([.. subscription.DeadLetters.Values], request.PageSize, request.PageToken, "deadLetters", request.Parent).Value;
        return Task.FromResult(new ListDeadLettersResponse
        {
            DeadLetters =
            {
                page.Items.Select(letter => new DeadLetter
                {
                    Name = $"{board.PrintedOf(subscription.Name)}/deadLetters/{letter.Position}",
                    AttemptCount = letter.Attempts,
                    Problem = letter.Problem,
                    GiveUpTime = letter.Time.ToTimestamp(),
                }),
            },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    public override async Task<Subscription> RedeliverDeadLetter(RedeliverDeadLetterRequest request, ServerCallContext context)
    {
        var (name, position) = SubscriptionProto.DeadLetterName(request.Name).Value;
        await ReadOnForAsync(name, context);
        var subscription = Find(name, context);
        var key = RequestKeys.Of(request.RequestId, request).Value;
        if (await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) is null)
        {
            _ = subscription.FindDeadLetter(position, request.Name).Value;
            var entry = await ledger.EntryAsync(position, context.CancellationToken);
            var outcome = await sender.SendOnceAsync(subscription, entry.ToProto(ledger.PlaceOf(entry)!, isFull: true), context.CancellationToken);
            if (outcome.Problem is { } problem)
                throw new FaultException(Fault.NotDelivered(request.Name, problem));
        }

        return (await ChangeAsync(
            board.PrintedOf(name), s => s.FindDeadLetter(position, request.Name).Then<Core.SubscriptionEvent>(_ => new Core.SubscriptionEvent.Redelivered(position)), key, context)).ToProto();
    }

    public override async Task<Subscription> DeleteDeadLetter(DeleteDeadLetterRequest request, ServerCallContext context)
    {
        var (name, position) = SubscriptionProto.DeadLetterName(request.Name).Value;
        return (await ChangeAsync(
            board.PrintedOf(name),
            s => s.FindDeadLetter(position, request.Name).Then<Core.SubscriptionEvent>(_ => new Core.SubscriptionEvent.Discarded(position)),
            RequestKeys.Of(request.RequestId, request).Value,
            context)).ToProto();
    }

    private static ChildName Named(string field, string name) => ChildName.Parse(field, name, "subscriptions").Value;

    /// <summary>Whoever made it keeps it, for as long as the right to it lasts; and whoever may keep subscriptions everywhere.</summary>
    private static bool Keeps(Core.Subscription subscription, Caller caller) => caller.May(Right.KeepSubscriptions)
        || (subscription.Author == caller.Subject && subscription.Filter.Cities is { } cities && cities.All(city => caller.May(Right.KeepSubscriptions, city)));

    /// <summary>The filter; nobody waits for what cannot come, as from a city that is none. While the scope has not been read, or not with the newest edition, what the number of a task means is not known.</summary>
    private async Task<Core.ChangeFilter> KnownAsync(ProgrammeName programme, Core.ChangeFilter filter, CancellationToken cancellation)
    {
        if (reach.Latest is not { } picture)
            return filter.Task is null ? filter : throw new FaultException(Fault.NotReady("the picture of the scope"));
        var task = filter.Task is { } number ? new PilotTaskName(programme, number) : null;
        var city = filter.City is { } id ? new ChildName(programme, id) : null;
        if ((picture.Lacks(programme, city: null, task: null) ?? await known.LacksCityAsync(programme, city, cancellation) ?? await known.LacksTaskAsync(programme, task, cancellation)) is { } lacking)
            throw new FaultException(lacking);
        if (picture.Lacks(programme, city: null, filter.Task) is not null)
            throw new FaultException(Fault.NotReady("the picture of the scope"));
        return filter.Task is null ? filter : filter with { Edition = picture.Edition };
    }

    private static void Demand(Core.ChangeFilter filter, ServerCallContext context)
    {
        if (filter.Cities is not { } cities)
            context.Demand(Right.KeepSubscriptions);
        else
            foreach (var city in cities)
                context.Demand(Right.KeepSubscriptions, city);
    }

    private static bool Sees(Core.Subscription subscription, ServerCallContext context) =>
        Keeps(subscription, context.Caller()) || context.Caller().May(Right.ReadLedger);

    /// <summary>One that was made at another replica is looked for before anybody is told that he has no right to it.</summary>
    private async Task ReadOnForAsync(ChildName name, ServerCallContext context)
    {
        if (!board.Find(name).IsOk)
            await ledger.CatchUpAsync(context.CancellationToken);
    }

    /// <summary>The subscription; refused alike whether it is another's or does not exist.</summary>
    private Core.Subscription Find(ChildName name, ServerCallContext context, bool isReading = false)
    {
        var found = board.Find(name);
        if (found.IsOk && (isReading ? Sees(found.Value, context) : Keeps(found.Value, context.Caller())))
            return found.Value;
        context.Demand(isReading ? Right.ReadLedger : Right.KeepSubscriptions);
        return found.Value;
    }

    private async Task<Core.Subscription> ChangeAsync(
        string name, Func<Core.Subscription, Result<Core.SubscriptionEvent>> decide, Ledger.RequestKey? key, ServerCallContext context)
    {
        var subscription = Named("name", name);
        await ReadOnForAsync(subscription, context);
        if (await ledger.AnsweredAsync(key, context.Author(), context.CancellationToken) is null)
            _ = Find(subscription, context);
        var changed = await RecordAsync(subscription, now => now is null ? Fault.Missing(name) : decide(now), key, context);
        if (!Keeps(changed, context.Caller()))
            context.Demand(Right.KeepSubscriptions); // nor is a repeated request answered to who may not keep it any more
        return changed;
    }

    private async Task<Core.Subscription> RecordAsync(
        ChildName name, Func<Core.Subscription?, Result<Core.SubscriptionEvent>> decide, Ledger.RequestKey? key, ServerCallContext context) =>
        (await board.RecordAsync(name, decide, context.Author(), key, context.CancellationToken)).Value;
}
