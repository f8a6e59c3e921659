using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Finds the view that a read asks for; whoever gives a token waits until it is reached, but not for long.</summary>
internal sealed class Frames(SnapshotKeeper keeper, PastEditions editions, IOptions<ScopeRulesOptions> options, TimeProvider time)
{
    /// <summary>The newest frame, for today.</summary>
    public Frame Newest => keeper.Current.On(time.Today());

    /// <summary>The newest frame, for today; null while nothing is compiled.</summary>
    public Frame? NewestOrNone => keeper.State.Edition is null ? null : Newest;

    /// <summary>The matrix as the bytes of its replies; none while nothing is compiled.</summary>
    public ReadyReplies ReadyMatrix => NewestOrNone?.Matrix.Ready ?? ReadyReplies.None;

    /// <exception cref="FaultException">The state does not exist, or is not reached in time.</exception>
    public ValueTask<Frame> FindAsync(ReadState? state, CancellationToken cancellation) => state switch
    {
        null => ValueTask.FromResult(Newest),
        { MinimumToken: "", Edition: "" } when Knows(keeper.Current, state) => ValueTask.FromResult(Find(keeper.Current, state)),
        _ => ReachAsync(state, cancellation),
    };

    /// <summary>The snapshot, at least as new as a token; an empty token asks for nothing.</summary>
    public async ValueTask<Snapshot> ReachAsync(string token, string field, CancellationToken cancellation)
    {
        if (token.Length == 0)
            return keeper.Current;

        var position = ConsistencyToken.Parse(field, token).Value;
        if (keeper.Current.Record.Position < position)
            await keeper.CatchUpAsync(cancellation); // another process may have written it
        var began = time.GetTimestamp();
        while (true)
        {
            var exchanged = keeper.Exchanged;
            var snapshot = keeper.Current;
            if (snapshot.Record.Position >= position)
                return snapshot;

            var left = options.Value.TokenWait - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw new FaultException(Fault.StateNotReached(token));
            await Task.WhenAny(exchanged, Task.Delay(left, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask<Frame> ReachAsync(ReadState state, CancellationToken cancellation)
    {
        var snapshot = await ReachAsync(state.MinimumToken, "state.minimum_token", cancellation);
        if (!Knows(snapshot, state))
        {
            await keeper.CatchUpAsync(cancellation); // another process may have written it
            snapshot = keeper.Current;
        }

        if (state.Edition.Length > 0 && state.Edition != snapshot.Catalog.Edition)
            snapshot = snapshot.On((await editions.FindAsync("state.edition", state.Edition, cancellation)).Value);
        return Find(snapshot, state);
    }

    /// <summary>True if the position and the rule set that a read pins have been read from the ledger.</summary>
    private static bool Knows(Snapshot snapshot, ReadState state) =>
        (!state.HasActsPosition || state.ActsPosition <= snapshot.Record.Position)
        && (state.RuleSet is "" or Names.ActiveRuleSet || snapshot.Record.FindRuleSet(state.RuleSet) is not null);

    private Frame Find(Snapshot snapshot, ReadState state)
    {
        var set = state.RuleSet.Length == 0 ? snapshot.Active : snapshot.FindSet("state.rule_set", state.RuleSet).Value;
        var day = state.AsOfDate is null ? time.Today() : ChinaTime.Parse("state.as_of_date", state.AsOfDate).Value;
        if (state.HasActsPosition && (state.ActsPosition < 0 || state.ActsPosition > snapshot.Record.Position))
            throw new FaultException(Fault.Invalid("state.acts_position", $"{state.ActsPosition} is not a position of the ledger, which ends at {snapshot.Record.Position}"));
        return snapshot.At(set, state.HasActsPosition ? state.ActsPosition : long.MaxValue, day);
    }
}
