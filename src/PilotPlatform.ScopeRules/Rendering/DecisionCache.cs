using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// Decisions in the basic view, made once for each way in which a cell is decided: many askers are decided alike. They are shared between answers and
/// threads, and therefore never changed.
/// </summary>
internal sealed class DecisionCache(Frame frame)
{
    /// <summary>How many ways a cell is decided in are remembered; more begin anew.</summary>
    private const int MostWays = 8;

    private readonly int cities = frame.Rules.Source.Cities.Length;
    private readonly Way?[] cells = new Way?[frame.Rules.Rules.Length * frame.Rules.Source.Cities.Length];

    /// <summary>The message for a cell that is decided in a way.</summary>
    /// <param name="task">Index of the rule.</param>
    /// <param name="city">Index of the city in the programme.</param>
    /// <param name="facts">What the asker knows, from which the quick decision was made.</param>
    /// <param name="quick">The way in which it is decided.</param>
    public Proto.Decision Of(int task, int city, FactBook facts, in QuickDecision quick)
    {
        ref var cell = ref cells[(task * cities) + city];
        var notKnown = frame.Rules.NotKnown(task, facts.Codes);
        var first = Volatile.Read(ref cell);
        for (var way = first; way is not null; way = way.Next)
        {
            if (way.Quick == quick && way.NotKnown == notKnown)
                return way.Basic;
        }

        var rule = frame.Rules.Rules[task];
        var next = first is { Depth: < MostWays } ? first : null;
        var made = new Way(quick, notKnown, frame.Render.Basic(frame.Rules.Decide(rule, frame.Rules.Source.Cities[city], facts, frame.Acts), rule, frame.Set.PlaceNames[city]).Remembered(), next, (next?.Depth ?? 0) + 1);
        Volatile.Write(ref cell, made);
        return made.Basic;
    }

    /// <summary>A way in which a cell is decided, as a message.</summary>
    /// <param name="Quick">How it is decided.</param>
    /// <param name="NotKnown">The facts that the asker does not know, one bit a variable; the others he has not been asked for.</param>
    /// <param name="Basic">The decision in the basic view.</param>
    /// <param name="Next">The way that was met before.</param>
    /// <param name="Depth">How many there are from here on.</param>
    private sealed record Way(QuickDecision Quick, ulong NotKnown, Proto.Decision Basic, Way? Next, int Depth);
}
