using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Way = PilotPlatform.ScopeRules.Rendering.RowCache.Way;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// Whole lists of a city, remembered with their bytes. Every task is decided anew at every call; only where all of them are decided in
/// ways in which they were before is the list of then given again. The messages are shared, and therefore never changed.
/// </summary>
internal sealed class ListCache(Frame frame)
{
    /// <summary>How many lists of a city are remembered; more begin anew.</summary>
    private const int MostLists = 8;

    private readonly Known?[] cities = new Known?[frame.Rules.Source.Cities.Length];

    /// <summary>The list of all tasks for a city of the programme and an asker, in the verdict view and on one page.</summary>
    public ListPilotTaskDecisionsResponse Of(int city, FactBook facts)
    {
        var rules = frame.Rules.Rules;
        var ways = new Way[rules.Length];
        for (var task = 0; task < ways.Length; task++)
            ways[task] = frame.Rows.Of(task, city, facts, frame.Rules.Quick(task, city, facts.Codes, frame.Acts));

        ref var lists = ref cities[city];
        var first = Volatile.Read(ref lists);
        for (var known = first; known is not null; known = known.Next)
        {
            if (Same(known.Ways, ways))
                return known.Response;
        }

        var depth = first is { Depth: < MostLists } ? first.Depth + 1 : 1;
        var made = new Known(ways, Make(ways), depth > 1 ? first : null, depth);
        Volatile.Write(ref lists, made);
        return made.Response;
    }

    private ListPilotTaskDecisionsResponse Make(Way[] ways)
    {
        var tally = default(Tally);
        foreach (var way in ways)
            tally.Add(way.Quick.Verdict);
        return new ListPilotTaskDecisionsResponse { Decisions = { ways.Select(w => w.Row) }, TotalSize = ways.Length, Total = tally.ToProto(), State = frame.State }.Remembered();
    }

    private static bool Same(Way[] known, Way[] ways)
    {
        for (var task = 0; task < ways.Length; task++)
        {
            if (!ReferenceEquals(known[task], ways[task]))
                return false;
        }

        return true;
    }

    private sealed record Known(Way[] Ways, ListPilotTaskDecisionsResponse Response, Known? Next, int Depth);
}
