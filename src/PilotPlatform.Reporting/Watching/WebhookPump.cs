using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Sends one subscription what happens, in the order of the ledger, each at least once.</summary>
public sealed partial class WebhookPump(
    ReportingLedger ledger, SubscriptionBoard board, TaskTrails trails, WebhookSender sender, IOptions<ReportingOptions> options, TimeProvider time, ILogger<WebhookPump> logger)
{
    private const string Author = "reporting";

    /// <summary>Sends until the subscription is suspended or deleted, or the sending is cancelled. It does not throw: one that fails ends neither the others nor the service.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told, and tried again.")]
    public async Task RunAsync(ChildName name, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await PumpAsync(name, cancellation);
                return;
            }
            catch (Exception interrupted)
            {
                if (interrupted is not OperationCanceledException || !cancellation.IsCancellationRequested)
                    Log.Interrupted(logger, name.Id, interrupted.Message);
                await Task.Delay(options.Value.Webhooks.FirstDelay, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task PumpAsync(ChildName name, CancellationToken cancellation)
    {
        var (recorded, reached, isSent, lastRecord, givenUp) = (Start(name), 0L, false, time.GetTimestamp(), 0);
        try
        {
            await foreach (var entry in ledger.TailAsync(recorded, cancellation))
            {
                var place = ledger.PlaceOf(entry);
                if (await JudgeAsync(name, place, cancellation) is not var (subscription, isAdmitted))
                    return;
                if (place is not null && isAdmitted)
                {
                    var outcome = await sender.SendAsync(subscription, entry.ToProto(place, isFull: true), cancellation);
                    if (outcome.Problem is { } problem)
                    {
                        await RecordAsync();
                        givenUp++;
                        await GiveUpAsync(name, entry.Position, outcome, givenUp, cancellation);
                        recorded = Start(name);
                        Log.GivenUp(logger, entry.Position, name.Id, problem);
                        continue;
                    }

                    (isSent, givenUp) = (true, 0);
                }

                reached = entry.Position;
                if (time.GetElapsedTime(lastRecord) >= options.Value.Webhooks.RecordInterval)
                    await RecordAsync();
            }
        }
        finally
        {
            await RecordAsync(); // also where the sending was cancelled: nothing that was sent is to be sent again
        }

        async Task RecordAsync()
        {
            if (!isSent && reached - recorded < options.Value.Webhooks.RecordEntries)
                return;
            await this.RecordAsync(name, new SubscriptionEvent.Sent(reached), CancellationToken.None);
            (recorded, isSent, lastRecord) = (reached, false, time.GetTimestamp());
        }
    }

    /// <summary>
    /// The subscription as it stands, and whether it is to be sent what happened at a place; null if it is to be sent nothing any more. What became of the
    /// task in the edition that the scope is read with has to be known: nobody looks again at what was passed over.
    /// </summary>
    private async Task<(Subscription Subscription, bool IsAdmitted)?> JudgeAsync(ChildName name, ChangePlace? place, CancellationToken cancellation)
    {
        while (board.Find(name) is { IsOk: true, Value: { State: SubscriptionState.Active } subscription })
        {
            if (place is null || place.Programme != name.Parent)
                return (subscription, false);
            if (trails.Admits(subscription.Filter, place) is { } isAdmitted)
                return (subscription, isAdmitted);
            await Task.Delay(options.Value.Webhooks.FirstDelay, time, cancellation);
        }

        return null;
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
