using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Reporting;

/// <summary>Tells one caller what changes, for as long as it listens.</summary>
internal sealed class ChangeStream(
    ReportingLedger ledger, TaskTrails trails, IOptions<ReportingOptions> options, IOptions<IdentityOptions> identity, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>No timer runs for longer.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    public async Task RunAsync(ProgrammeName programme, ChangeFilter filter, long? from, IServerStreamWriter<WatchChangesResponse> stream, ServerCallContext context)
    {
        var position = from ?? ledger.Position;
        if (position < 0 || !await ledger.HasReachedAsync(position, context.CancellationToken))
            throw new FaultException(Fault.Invalid("from_position", $"{position} is not a position of the ledger, which ends at {ledger.Position}"));

        if (filter.Edition is { } edition)
            trails.Ask(edition);
        using var expiring = Expiring(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping, expiring.Token);
        var entries = ledger.TailAsync(position, ending.Token).GetAsyncEnumerator(ending.Token);
        var next = Task.FromResult(true);
        try
        {
            await stream.WriteAsync(new WatchChangesResponse { Position = position }, ending.Token);
            for (next = entries.MoveNextAsync().AsTask(); ; next = entries.MoveNextAsync().AsTask())
            {
                while (!await ArrivesAsync(next, ending.Token))
                    await stream.WriteAsync(new WatchChangesResponse { Position = position }, ending.Token);
                if (!await next)
                    return;
                var place = ledger.PlaceOf(entries.Current);
                bool? isAdmitted;
                for (var moved = trails.Moved; (isAdmitted = Admits(place, programme, filter)) is null; moved = trails.Moved)
                    if (!await ArrivesAsync(moved, ending.Token))
                        await stream.WriteAsync(new WatchChangesResponse { Position = position }, ending.Token);
                position = entries.Current.Position;
                if (isAdmitted == true && entries.Current.ToldTo(context.Caller(), place!) is { } change)
                    await stream.WriteAsync(new WatchChangesResponse { Position = position, Change = change }, ending.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The service ends; whoever listens goes on from the last position elsewhere or later.
        }
        catch (OperationCanceledException) when (expiring.IsCancellationRequested)
        {
            throw new FaultException(Fault.BadCredentials("the token has expired"));
        }
        catch (LedgerException)
        {
            throw new FaultException(Fault.Away("the ledger"));
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it may not be disposed while it moves
            await entries.DisposeAsync();
        }
    }

    /// <summary>Ends when the credentials of the call do, which were good for no longer than that.</summary>
    private CancellationTokenSource Expiring(ServerCallContext context)
    {
        if (context.CredentialsEnd() is not { } end)
            return new CancellationTokenSource();
        var left = end + identity.Value.ClockSkew - time.GetUtcNow();
        return left > LongestTimer ? new CancellationTokenSource() : new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
    }

    /// <summary>Whether the caller asked for what happened at a place; null while it is not known what became of its task.</summary>
    private bool? Admits(ChangePlace? place, ProgrammeName programme, ChangeFilter filter) => place?.Programme == programme ? trails.Admits(filter, place) : false;

    /// <summary>Whether something arrives before it is time for a heartbeat.</summary>
    private async Task<bool> ArrivesAsync(Task next, CancellationToken cancellation)
    {
        if (next.IsCompleted)
            return true;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(next, Task.Delay(options.Value.Heartbeat, time, waiting.Token));
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return first == next;
    }
}
