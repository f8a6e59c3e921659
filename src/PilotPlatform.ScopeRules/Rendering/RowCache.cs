using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Result = PilotPlatform.Contracts.ScopeRules.V1.BatchDecideResponse.Types.Result;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>
/// The rows of lists and batches with their bytes, made once for each outcome of a cell: many askers come to the same. They are shared between
/// answers and threads, and therefore never changed.
/// </summary>
internal sealed class RowCache(CompiledSet set)
{
    /// <summary>How many outcomes of a cell are remembered; more begin anew.</summary>
    private const int MostOutcomes = 32;

    private readonly int cities = set.PlaceNames.Length;
    private readonly Row?[] cells = new Row?[set.TaskNames.Length * set.PlaceNames.Length];

    /// <summary>The row of a cell.</summary>
    /// <param name="task">Index of the rule.</param>
    /// <param name="city">Index of the city in the programme.</param>
    /// <param name="quick">How it is decided.</param>
    public Row Of(int task, int city, in QuickDecision quick)
    {
        ref var cell = ref cells[(task * cities) + city];
        var first = Volatile.Read(ref cell);
        for (var row = first; row is not null; row = row.Next)
        {
            if (row.Missing == quick.Missing && row.Verdict == quick.Verdict && row.Reach == quick.Reach)
                return row;
        }

        var message = Make(task, set.PlaceNames[city], quick).RememberedAsRow();
        var next = first is { Depth: < MostOutcomes } ? first : null;
        var made = new Row(quick.Verdict, quick.Reach, quick.Missing, message, new Result { Decision = message }.RememberedAsRow(), next, (next?.Depth ?? 0) + 1);
        Volatile.Write(ref cell, made);
        return made;
    }

    /// <summary>A decision in the verdict view, made anew: all that it says lies in the quick one.</summary>
    /// <param name="task">Index of the rule.</param>
    /// <param name="place">The city's resource name as a place.</param>
    /// <param name="quick">How it is decided.</param>
    public CellDecision Make(int task, string place, in QuickDecision quick)
    {
        var row = new CellDecision { PilotTask = set.TaskNames[task], City = place, Reach = quick.Reach.ToProto(), Verdict = quick.Verdict.ToProto() };
        foreach (var (fact, act) in set.Rules.MissingOf(task, quick.Missing))
        {
            if (fact >= 0)
                row.MissingFacts.Add(set.FactNames[fact]);
            else if (act is { } kind)
                row.MissingActs.Add(kind.ToProto());
        }

        if (quick.Verdict == Verdict.Undetermined)
            row.PossibleVerdicts.Add(Enums.Possible(quick.Verdict));
        return row;
    }

    /// <summary>An outcome of a cell as messages.</summary>
    /// <param name="Verdict">The verdict.</param>
    /// <param name="Reach">How reach stands.</param>
    /// <param name="Missing">The variables of the task that matter yet.</param>
    /// <param name="Message">The decision in the verdict view.</param>
    /// <param name="Result">The same as a result of a batch.</param>
    /// <param name="Next">The outcome that was met before.</param>
    /// <param name="Depth">How many there are from here on.</param>
    internal sealed record Row(Verdict Verdict, ReachState Reach, ulong Missing, CellDecision Message, Result Result, Row? Next, int Depth);
}
