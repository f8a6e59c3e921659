using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Finds the view that a read asks for; whoever gives a token waits until it is reached, but not for long.</summary>
internal sealed class Frames(SnapshotKeeper keeper, IOptions<ScopeRulesOptions> options, TimeProvider time)
{
    /// <summary>All that is known now.</summary>
    public Snapshot Snapshot => keeper.Current;

    /// <summary>The newest frame, for today.</summary>
    public Frame Newest => keeper.Current.On(time.Today());

    /// <exception cref="FaultException">The state does not exist, or is not reached in time.</exception>
    public ValueTask<Frame> FindAsync(ReadState? state, CancellationToken cancellation) => state switch
    {
        null => ValueTask.FromResult(Newest),
        { MinimumToken: "" } => ValueTask.FromResult(Find(keeper.Current, state)),
        _ => ReachAsync(state, cancellation),
    };

    /// <summary>The snapshot, at least as new as a token; an empty token asks for nothing.</summary>
    public async ValueTask<Snapshot> ReachAsync(string token, string field, CancellationToken cancellation)
    {
        if (token.Length == 0)
            return keeper.Current;

        var position = ConsistencyToken.Parse(field, token).Value;
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

    /// <summary>The frame of a snapshot that a read asks for.</summary>
    public Frame Find(Snapshot snapshot, ReadState? state)
    {
        if (state is null)
            return snapshot.On(time.Today());

        var set = state.RuleSet.Length == 0 ? snapshot.Active : snapshot.FindSet("state.rule_set", state.RuleSet).Value;
        var day = state.AsOfDate is null ? time.Today() : ChinaTime.Parse("state.as_of_date", state.AsOfDate).Value;
        if (state.HasActsPosition && (state.ActsPosition < 0 || state.ActsPosition > snapshot.Record.Position))
            throw new FaultException(Fault.Invalid("state.acts_position", $"{state.ActsPosition} is not a position of the ledger, which ends at {snapshot.Record.Position}"));
        return snapshot.At(set, state.HasActsPosition ? state.ActsPosition : long.MaxValue, day);
    }

    private async ValueTask<Frame> ReachAsync(ReadState state, CancellationToken cancellation) =>
        Find(await ReachAsync(state.MinimumToken, "state.minimum_token", cancellation), state);
}
