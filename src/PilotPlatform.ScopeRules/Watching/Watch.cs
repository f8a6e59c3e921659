using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;

namespace PilotPlatform.ScopeRules.Watching;

/// <summary>Tells whoever watches what acts, rule sets, editions and days change.</summary>
internal sealed class Watch(
    SnapshotKeeper keeper, Frames frames, IOptions<ScopeRulesOptions> options, ScopeRulesMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public async Task RunAsync(WatchRequest request, IServerStreamWriter<WatchResponse> stream, ServerCallContext context)
    {
        var snapshot = await frames.ReachAsync(request.MinimumToken, "minimum_token", context.CancellationToken);
        if (request.FromPosition > snapshot.Record.Position)
        {
            await keeper.CatchUpAsync(context.CancellationToken); // another process may have written it
            snapshot = keeper.Current;
        }

        var course = Begin(request, snapshot).Value;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        metrics.WatchBegan();
        try
        {
            await stream.WriteAsync(course.Heartbeat(time.GetUtcNow()), ending.Token);
            while (true)
            {
                var (exchanged, quiet) = (keeper.Exchanged, true);
                foreach (var response in course.Since(keeper.Current, time.Today(), time.GetUtcNow(), ending.Token.ThrowIfCancellationRequested))
                {
                    await stream.WriteAsync(response, ending.Token);
                    quiet = false;
                }

                await Task.WhenAny(exchanged, Task.Delay(options.Value.Heartbeat, time, ending.Token));
                ending.Token.ThrowIfCancellationRequested();
                if (quiet && !exchanged.IsCompleted)
                    await stream.WriteAsync(course.Heartbeat(time.GetUtcNow()), ending.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The service ends; whoever watches goes on from the last position elsewhere or later.
        }
        finally
        {
            metrics.WatchEnded();
        }
    }

    private Result<Course> Begin(WatchRequest request, Snapshot snapshot)
    {
        var programme = snapshot.Active.FindProgramme("parent", request.Parent);
        var task = request.PilotTask.Length == 0 ? null : (Result<TaskRule>?)snapshot.Active.FindTask("pilot_task", request.PilotTask);
        var city = request.City.Length == 0 ? null : (Result<ScopeCity>?)snapshot.Active.FindCity("city", request.City);
        var last = snapshot.Record.Position;
        if ((programme.Fault ?? task?.Fault ?? city?.Fault ?? snapshot.Active.Book(request.Facts).Fault) is { } fault)
            return fault;
        return request.HasFromPosition && (request.FromPosition < 0 || request.FromPosition > last)
            ? Fault.Invalid("from_position", $"{request.FromPosition} is not a position of the ledger, which ends at {last}")
            : new Course(snapshot, time.Today(), request.HasFromPosition ? request.FromPosition : last, request, task?.Value.Number, city?.Value.Id);
    }
}
