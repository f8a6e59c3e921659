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
        var outcome = set.Rules.OutcomeOf(task, quick);
        ref var cell = ref cells[(task * cities) + city];
        var first = Volatile.Read(ref cell);
        for (var row = first; row is not null; row = row.Next)
        {
            if (row.Outcome == outcome)
                return row;
        }

        var message = Make(task, set.PlaceNames[city], outcome).RememberedAsRow();
        var next = first is { Depth: < MostOutcomes } ? first : null;
        var made = new Row(outcome, message, new Result { Decision = message }.RememberedAsRow(), next, (next?.Depth ?? 0) + 1);
        Volatile.Write(ref cell, made);
        return made;
    }

    /// <summary>A decision in the verdict view, made anew: all that it says lies in the quick one.</summary>
    /// <param name="task">Index of the rule.</param>
    /// <param name="place">The city's resource name as a place.</param>
    /// <param name="outcome">What comes of it.</param>
    public CellDecision Make(int task, string place, in CellOutcome outcome)
    {
        var row = new CellDecision { PilotTask = set.TaskNames[task], City = place, Reach = outcome.Reach.ToProto(), Verdict = outcome.Verdict.ToProto() };
        foreach (var (fact, act) in set.Rules.MissingOf(task, outcome.Missing))
        {
            if (fact >= 0)
                row.MissingFacts.Add(set.FactNames[fact]);
            else if (act is { } kind)
                row.MissingActs.Add(kind.ToProto());
        }

        if (outcome is { Verdict: Verdict.Undetermined, CanApply: true })
            row.PossibleVerdicts.Add(Verdict.Applies.ToProto());
        if (outcome is { Verdict: Verdict.Undetermined, CanFail: true })
            row.PossibleVerdicts.Add(Verdict.DoesNotApply.ToProto());
        foreach (var (at, clause) in set.Rules.Rules[task].Clauses.Index())
        {
            if ((outcome.Refused >> at & 1) != 0)
                row.RefusedClauses.Add(clause.Id);
            else if ((outcome.Open >> at & 1) != 0)
                row.OpenClauses.Add(clause.Id);
        }

        return row;
    }

    /// <summary>An outcome of a cell as messages.</summary>
    /// <param name="Outcome">The outcome.</param>
    /// <param name="Message">The decision in the verdict view.</param>
    /// <param name="Result">The same as a result of a batch.</param>
    /// <param name="Next">The outcome that was met before.</param>
    /// <param name="Depth">How many there are from here on.</param>
    internal sealed record Row(CellOutcome Outcome, CellDecision Message, Result Result, Row? Next, int Depth);
}
