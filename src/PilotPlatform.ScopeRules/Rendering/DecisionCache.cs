using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using FactValue = PilotPlatform.Domain.Scope.FactValue;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// Decisions at length, made once for each way in which a cell is decided: many askers are decided alike. They are shared between answers and
/// threads, and therefore never changed.
/// </summary>
internal sealed class DecisionCache(Frame frame)
{
    /// <summary>How many ways a cell is decided in are remembered; more begin anew.</summary>
    private const int MostWays = 8;

    private readonly int cities = frame.Rules.Source.Cities.Length;
    private readonly Way?[] cells = new Way?[frame.Rules.Rules.Length * frame.Rules.Source.Cities.Length];

    /// <summary>The messages for a cell that is decided in a way.</summary>
    /// <param name="task">Index of the rule.</param>
    /// <param name="city">Index of the city in the programme.</param>
    /// <param name="facts">What the asker knows, from which the quick decision was made.</param>
    /// <param name="quick">The way in which it is decided.</param>
    public Way Of(int task, int city, FactBook facts, in QuickDecision quick)
    {
        ref var cell = ref cells[(task * cities) + city];
        var notKnown = frame.Rules.NotKnown(task, quick.Missing, facts.Codes);
        var first = Volatile.Read(ref cell);
        for (var way = first; way is not null; way = way.Next)
        {
            if (way.Quick == quick && way.NotKnown == notKnown)
                return way;
        }

        var rule = frame.Rules.Rules[task];
        var next = first is { Depth: < MostWays } ? first : null;
        var made = new Way(quick, notKnown, frame.Render.Basic(frame.Rules.Decide(rule, frame.Rules.Source.Cities[city], facts, frame.Acts), rule, frame.Set.PlaceNames[city]).Remembered(), next);
        Volatile.Write(ref cell, made);
        return made;
    }

    /// <summary>A way in which a cell is decided, as messages.</summary>
    internal sealed class Way(QuickDecision quick, ulong notKnown, Proto.Decision basic, Way? next)
    {
        private Proved? proved;

        public QuickDecision Quick { get; } = quick;

        /// <summary>The missing facts that the asker does not know, one bit a variable; the others he has not been asked for.</summary>
        public ulong NotKnown { get; } = notKnown;

        /// <summary>The decision in the basic view.</summary>
        public Proto.Decision Basic { get; } = basic;

        public Way? Next { get; } = next;

        public int Depth { get; } = (next?.Depth ?? 0) + 1;

        /// <summary>The decision in the full view, which also says the facts that the task asks for; the last few are remembered.</summary>
        /// <param name="facts">What is known of the facts that the task asks for, in their order.</param>
        /// <param name="make">Makes it.</param>
        public Proto.Decision Full(FactValue?[] facts, Func<Proto.Decision> make)
        {
            var first = Volatile.Read(ref proved);
            for (var each = first; each is not null; each = each.Next)
            {
                if (each.Facts.AsSpan().SequenceEqual(facts))
                    return each.Full;
            }

            var next = first is { Depth: < MostWays } ? first : null;
            var made = new Proved(facts, make().Remembered(), next, (next?.Depth ?? 0) + 1);
            Volatile.Write(ref proved, made);
            return made.Full;
        }
    }

    private sealed record Proved(FactValue?[] Facts, Proto.Decision Full, Proved? Next, int Depth);
}
