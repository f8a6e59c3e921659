using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using Cause = PilotPlatform.Contracts.ScopeRules.V1.WatchResponse.Types.Cause;

namespace PilotPlatform.ScopeRules.Watching;

/// <summary>Tells whoever watches what acts, rule sets, editions and days change.</summary>
internal sealed class Watch(
    SnapshotKeeper keeper, IOptions<ScopeRulesOptions> options, ScopeRulesMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public async Task RunAsync(WatchRequest request, IServerStreamWriter<WatchResponse> stream, ServerCallContext context)
    {
        var snapshot = keeper.Current;
        var seen = new Seen(snapshot, time.Today(), FromPosition(request, snapshot).Value);
        var flips = Asked(request, snapshot).Value;
        _ = snapshot.Active.Book(request.Facts).Value;

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        metrics.WatchBegan();
        try
        {
            await stream.WriteAsync(Told(Cause.Heartbeat, seen, time.GetUtcNow()), ending.Token);
            while (true)
            {
                var exchanged = keeper.Exchanged;
                var news = Since(ref seen, keeper.Current, request, flips);
                foreach (var response in news)
                    await stream.WriteAsync(response, ending.Token);
                await Task.WhenAny(exchanged, Task.Delay(options.Value.Heartbeat, time, ending.Token));
                ending.Token.ThrowIfCancellationRequested();
                if (news.Count == 0 && !exchanged.IsCompleted)
                    await stream.WriteAsync(Told(Cause.Heartbeat, seen, time.GetUtcNow()), ending.Token);
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

    /// <summary>What has happened since it was last looked, step by step.</summary>
    private List<WatchResponse> Since(ref Seen seen, Snapshot snapshot, WatchRequest request, Flips flips)
    {
        var told = new List<WatchResponse>();
        var today = time.Today();
        if (seen.Snapshot.Catalog != snapshot.Catalog)
            Tell(Cause.EditionPublished, ref seen, seen with { Snapshot = snapshot }, happened: null);
        seen = seen with { Snapshot = snapshot };
        if (seen.Day != today)
            Tell(Cause.DayBegan, ref seen, seen with { Day = today }, happened: null);
        var from = seen.Position;
        foreach (var move in snapshot.Record.Moves.SkipWhile(m => m.Position <= from))
            Tell(CauseOf(move.Event), ref seen, seen with { Position = move.Position }, move);
        seen = seen with { Position = snapshot.Record.Position };
        return told;

        void Tell(Cause cause, ref Seen before, Seen after, Happened? happened)
        {
            var response = Told(cause, after, happened?.Time ?? time.GetUtcNow());
            response.Flips.Add(flips.Between(SightOf(before, request), SightOf(after, request)));
            response.Act = happened?.Event switch
            {
                ScopeEvent.ActRecorded act => ActMessages.Name(snapshot.Active.Programme, act.Act),
                ScopeEvent.ActRevoked act => ActMessages.Name(snapshot.Active.Programme, act.Act),
                _ => "",
            };
            before = after;
            if (response.Flips.Count > 0 || (request.ShowUnchanged && cause != Cause.DayBegan))
                told.Add(response);
        }
    }

    private static WatchResponse Told(Cause cause, Seen seen, DateTimeOffset when) =>
        new() { Cause = cause, Position = seen.Position, EventTime = when.ToTimestamp(), State = seen.Frame.State };

    private static Result<long> FromPosition(WatchRequest request, Snapshot snapshot)
    {
        var last = snapshot.Record.Position;
        if (!request.HasFromPosition)
            return last;
        return request.FromPosition >= 0 && request.FromPosition <= last
            ? request.FromPosition
            : Fault.Invalid("from_position", $"{request.FromPosition} is not a position of the ledger, which ends at {last}");
    }

    private static Result<Flips> Asked(WatchRequest request, Snapshot snapshot)
    {
        var programme = snapshot.Active.FindProgramme("parent", request.Parent);
        if (programme.Fault is { } unknown)
            return unknown;
        var task = request.PilotTask.Length == 0 ? null : (Result<TaskRule>?)snapshot.Active.FindTask("pilot_task", request.PilotTask);
        var city = request.City.Length == 0 ? null : (Result<ScopeCity>?)snapshot.Active.FindCity("city", request.City);
        return (task?.Fault ?? city?.Fault) is { } fault ? fault : new Flips(task?.Value.Number, city?.Value.Id);
    }

    /// <summary>The facts as the rule set of the view reads them; a rule set that does not know one of them does not ask for it either.</summary>
    private static Sight SightOf(Seen seen, WatchRequest request)
    {
        var frame = seen.Frame;
        var known = request.Facts.Where(f => frame.Set.Book([f]).IsOk);
        return new Sight(frame, frame.Set.Book([.. known]).Value);
    }

    private static Cause CauseOf(ScopeEvent happened) => happened switch
    {
        ScopeEvent.ActRecorded => Cause.ActRecorded,
        ScopeEvent.ActRevoked => Cause.ActRevoked,
        _ => Cause.RuleSetActivated,
    };

    /// <summary>How far a watcher has been told.</summary>
    private readonly record struct Seen(Snapshot Snapshot, DateOnly Day, long Position)
    {
        /// <summary>What was decided with at the position; what was before the first rule set is taken for it.</summary>
        public Frame Frame
        {
            get
            {
                var record = Snapshot.Record;
                var sha256 = record.ActiveAt(Position);
                var set = sha256 is null ? Snapshot.Active : Snapshot.FindSet("rule_set", Names.RuleSet(sha256)) is { IsOk: true } found ? found.Value : Snapshot.Active;
                return Snapshot.At(set, Position, Day);
            }
        }
    }
}
