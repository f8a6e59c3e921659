using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using Cause = PilotPlatform.Contracts.ScopeRules.V1.WatchResponse.Types.Cause;

namespace PilotPlatform.ScopeRules.Watching;

/// <summary>How far a watcher has been told, and what happened since: step by step, looking only at the cells that a step can change.</summary>
/// <param name="begun">The edition, rule sets and ledger as they are when the watcher comes.</param>
/// <param name="firstDay">The day on which it comes.</param>
/// <param name="from">The position up to which it has been told.</param>
/// <param name="request">What is watched.</param>
/// <param name="task">Number of the one task to look at; null for all.</param>
/// <param name="city">Id of the one city to look at; null for all.</param>
internal sealed class Course(Snapshot begun, DateOnly firstDay, long from, WatchRequest request, int? task, string? city)
{
    private Snapshot snapshot = begun;
    private DateOnly day = firstDay;
    private long position = from;

    /// <summary>Says that the stream is alive, and where it stands.</summary>
    public WatchResponse Heartbeat(DateTimeOffset now) => Told(Cause.Heartbeat, SetNow(), now);

    /// <summary>What has happened since it was last looked.</summary>
    /// <param name="newest">Edition, rule sets and ledger as they are now.</param>
    /// <param name="today">The day.</param>
    /// <param name="now">The time.</param>
    /// <param name="interrupt">Called between steps and cells; what it throws ends the looking.</param>
    public IEnumerable<WatchResponse> Since(Snapshot newest, DateOnly today, DateTimeOffset now, Action interrupt)
    {
        if (snapshot.Catalog.Edition != newest.Catalog.Edition)
        {
            var before = ViewNow(task);
            snapshot = newest;
            if (Tell(Cause.EditionPublished, before, task, now, interrupt) is { } told)
                yield return told;
        }

        snapshot = newest;
        if (day != today)
        {
            var before = ViewNow(task);
            day = today;
            if (Tell(Cause.DayBegan, before, task, now, interrupt) is { Flips.Count: > 0 } told)
                yield return told;
        }

        foreach (var move in newest.Record.MovesBehind(position))
        {
            interrupt();
            var (about, act) = About(move.Event);
            var before = IsWatched(about) ? ViewNow(about ?? task) : null;
            position = move.Position;
            if (before is null && !request.ShowUnchanged)
                continue;
            if (Tell(CauseOf(move.Event), before, about ?? task, move.Time, interrupt) is { } told)
            {
                told.Act = act is null ? "" : ActMessages.Name(newest.Catalog.Name, act);
                yield return told;
            }
        }

        position = newest.Record.Position;
    }

    private WatchResponse? Tell(Cause cause, View? before, int? about, DateTimeOffset when, Action interrupt)
    {
        var set = SetNow();
        var response = Told(cause, set, when);
        if (before is not null)
            response.Flips.Add(RuleSetComparison.WhatIf(before, ViewNow(about), about, city, (_, _) => interrupt()).Select(f => FlipMessages.Of(f, set)));
        return response.Flips.Count > 0 || request.ShowUnchanged ? response : null;
    }

    private WatchResponse Told(Cause cause, CompiledSet set, DateTimeOffset when) => new()
    {
        Cause = cause,
        Position = position,
        EventTime = when.ToTimestamp(),
        State = Frame.StateOf(set.Catalog.Edition, set.File.Name, Math.Min(position, snapshot.Record.History.Position), day, snapshot.Record.Position),
    };

    /// <summary>What is decided with where the course stands, with the acts on one task, or on all.</summary>
    private View ViewNow(int? about)
    {
        var set = SetNow();
        return new View(set.Rules, Known(set, request.Facts), set.Rules.Compile(snapshot.Record.History.AsOf(set.Rules.Words, day, position, about)));
    }

    /// <summary>The rule set that was active at the position; what was before the first one is taken for it.</summary>
    private CompiledSet SetNow() =>
        snapshot.Record.ActiveAt(position) is { } sha256 && snapshot.FindSet("rule_set", Names.RuleSet(sha256)) is { IsOk: true } found ? found.Value : snapshot.Active;

    private bool IsWatched(int? about) => about is null || task is null || about == task;

    /// <summary>The facts as a rule set reads them; one that does not know a fact does not ask for it either.</summary>
    private static FactBook Known(CompiledSet set, RepeatedField<Contracts.ScopeRules.V1.FactValue> facts) =>
        set.Book([.. facts.Where(f => set.Book([f]).IsOk)]).Value;

    /// <summary>The one task that an event is about, null for all or none; and the id of the act, null for other events.</summary>
    private (int? Task, string? Act) About(ScopeEvent happened) => happened switch
    {
        ScopeEvent.ActRecorded act => (SetNow().Rules.Words.Settled(act.Subject), act.Act),
        ScopeEvent.ActRevoked act => (SetNow().Rules.Words.Settled(snapshot.Record.Acts[act.Act].Act.Subject), act.Act),
        _ => (null, null),
    };

    private static Cause CauseOf(ScopeEvent happened) => happened switch
    {
        ScopeEvent.ActRecorded => Cause.ActRecorded,
        ScopeEvent.ActRevoked => Cause.ActRevoked,
        _ => Cause.RuleSetActivated,
    };
}
