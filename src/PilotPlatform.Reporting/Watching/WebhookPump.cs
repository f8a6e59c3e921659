using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Sends one subscription what happens, in the order of the ledger, each at least once.</summary>
internal sealed partial class WebhookPump(
    ReportingLedger ledger, SubscriptionBoard board, WebhookSender sender, IOptions<ReportingOptions> options, TimeProvider time, ILogger<WebhookPump> logger)
{
    private const string Author = "reporting";

    /// <summary>Sends until the subscription is suspended or deleted, or the sending is cancelled.</summary>
    public async Task RunAsync(ChildName name, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await PumpAsync(name, cancellation);
                return;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (!cancellation.IsCancellationRequested) // one subscription that fails does not end the others, nor the service
            {
                Log.Interrupted(logger, name.Id, away.Message);
                await Task.Delay(options.Value.Webhooks.FirstDelay, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task PumpAsync(ChildName name, CancellationToken cancellation)
    {
        var (recorded, sent, lastRecord, givenUp) = (Start(name), 0L, time.GetTimestamp(), 0);
        try
        {
            await foreach (var entry in ledger.TailAsync(recorded, cancellation))
            {
                if (board.Find(name) is not { IsOk: true, Value: { State: SubscriptionState.Active } subscription })
                    return;
                if (ledger.PlaceOf(entry) is not { } place || place.Programme != name.Parent || !subscription.Filter.Admits(place.City, place.Task))
                    continue;

                var outcome = await sender.SendAsync(subscription, entry.ToProto(place, isFull: true), cancellation);
                if (outcome.Problem is { } problem)
                {
                    if (sent > 0)
                        await RecordAsync(name, new SubscriptionEvent.Sent(sent), cancellation);
                    (sent, givenUp) = (0, givenUp + 1);
                    await GiveUpAsync(name, entry.Position, outcome, givenUp, cancellation);
                    Log.GivenUp(logger, entry.Position, name.Id, problem);
                    continue;
                }

                (sent, givenUp) = (entry.Position, 0);
                if (time.GetElapsedTime(lastRecord) < options.Value.Webhooks.RecordInterval)
                    continue;
                await RecordAsync(name, new SubscriptionEvent.Sent(sent), cancellation);
                (sent, lastRecord) = (0, time.GetTimestamp());
            }
        }
        finally
        {
            if (sent > 0)
                await RecordAsync(name, new SubscriptionEvent.Sent(sent), CancellationToken.None);
        }
    }

    private long Start(ChildName name) => board.Find(name) is { IsOk: true } found ? found.Value.Position : ledger.Position;

    private async Task GiveUpAsync(ChildName name, long position, SendOutcome outcome, int inARow, CancellationToken cancellation)
    {
        _ = await board.RecordAsync(
            name,
            now => now is null ? Fault.Missing(board.PrintedOf(name)) : now.GiveUp(position, outcome.Attempts, outcome.Problem!, options.Value.Webhooks.MostDeadLetters),
            Author,
            request: null,
            cancellation);
        if (board.Find(name) is { IsOk: true, Value.State: SubscriptionState.Active } && (outcome.IsUnwanted || inARow >= options.Value.Webhooks.SuspendAfter))
            await RecordAsync(name, new SubscriptionEvent.Suspended(outcome.Problem!), cancellation);
    }

    private Task<Result<Subscription>> RecordAsync(ChildName name, SubscriptionEvent happened, CancellationToken cancellation) => board.RecordAsync(
        name, now => now is null ? Fault.Missing(board.PrintedOf(name)) : happened, Author, request: null, cancellation);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The change at {Position} was not sent to subscription {Subscription}: {Problem}")]
        public static partial void GivenUp(ILogger logger, long position, string subscription, string problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Sending to subscription {Subscription} is interrupted: {Reason}")]
        public static partial void Interrupted(ILogger logger, string subscription, string reason);
    }
}
