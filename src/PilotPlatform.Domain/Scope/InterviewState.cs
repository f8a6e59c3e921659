using System.Collections.Immutable;
using System.Numerics;

namespace PilotPlatform.Domain.Scope;

/// <summary>A cell that is still open, with the facts on which it depends.</summary>
internal readonly record struct OpenCell(Cell Cell, ulong Missing);

/// <summary>Facts that decide open cells together, and those cells, of several that all answers make the same of one.</summary>
internal sealed record InterviewGroup(ImmutableArray<int> Facts, ImmutableArray<OpenCell> Cells);

/// <summary>Counts what answers would make of the cells that are asked about.</summary>
internal sealed class InterviewState(CompiledRuleSet rules, IReadOnlyCollection<Cell> asked, CompiledActs acts, Func<Fact, bool> askable)
{
    /// <summary>The cells that are open, of some.</summary>
    public ImmutableArray<OpenCell> Open(IEnumerable<Cell> cells, ReadOnlySpan<int> codes)
    {
        var open = ImmutableArray.CreateBuilder<OpenCell>();
        foreach (var cell in cells)
        {
            var quick = Decide(cell, codes);
            if (quick.Verdict == Verdict.Undetermined)
                open.Add(new OpenCell(cell, quick.Missing));
        }

        return open.ToImmutable();
    }

    /// <summary>The facts that may be asked and on which an open cell depends.</summary>
    public ImmutableArray<int> Candidates(ImmutableArray<OpenCell> open, int[] codes)
    {
        var facts = new SortedSet<int>();
        foreach (var cell in open)
        {
            var variables = rules.Program.VariablesOf(rules.Program.Tasks[cell.Cell.Task]);
            for (var rest = cell.Missing; rest != 0; rest &= rest - 1)
            {
                var fact = variables[BitOperations.TrailingZeroCount(rest)].Fact;
                if (fact >= 0 && codes[fact] != FactCode.NotKnown)
                    facts.Add(fact);
            }
        }

        return [.. facts.Where(f => askable(rules.Facts.Domains[f].Fact) && Answers(f, open, codes).Length > 1)];
    }

    /// <summary>Facts in groups, so that no open cell depends on facts of two.</summary>
    public IEnumerable<InterviewGroup> Groups(ImmutableArray<OpenCell> open, ImmutableArray<int> facts, int[] codes)
    {
        var groups = new List<(HashSet<int> Facts, List<OpenCell> Cells)>();
        foreach (var cell in open.DistinctBy(c => (c.Cell.Task, c.Cell.Clause, State(c.Cell, codes))))
        {
            var asked = facts.Where(f => DependsOn(cell, f)).ToHashSet();
            if (asked.Count == 0)
                continue;
            var (met, apart) = (groups.FindAll(g => g.Facts.Overlaps(asked)), groups.FindAll(g => !g.Facts.Overlaps(asked)));
            groups = [.. apart, ([.. asked, .. met.SelectMany(g => g.Facts)], [.. met.SelectMany(g => g.Cells), cell])];
        }

        return groups.Select(g => new InterviewGroup([.. g.Facts.Order()], [.. g.Cells]));
    }

    /// <summary>All that is known of the nodes of a cell: cells of a task in which that is the same are decided alike whatever is answered.</summary>
    private (ulong Holds, ulong Fails) State(Cell cell, int[] codes)
    {
        var (quick, nodes) = (Decide(cell, codes), NodesOf(cell));
        return (quick.Holds & nodes, quick.Fails & nodes);
    }

    /// <summary>The nodes of the task that a cell is decided by.</summary>
    private ulong NodesOf(Cell cell)
    {
        ref readonly var program = ref rules.Program.Tasks[cell.Task];
        return RuleProgram.Below(program, rules.Program.NodesOf(program), cell.Clause is { } clause ? rules.Program.RootsOf(program)[clause] : program.Root);
    }

    private QuickDecision Decide(Cell cell, ReadOnlySpan<int> codes) => cell.Clause is { } clause
        ? rules.Quick(cell.Task, cell.City, codes, acts, clause)
        : rules.Quick(cell.Task, cell.City, codes, acts);

    /// <summary>How many of the cells that are asked about apply, and how many do not.</summary>
    public (int Applies, int DoesNotApply) Settled(ReadOnlySpan<int> codes)
    {
        var (applies, doesNot) = (0, 0);
        foreach (var cell in asked)
        {
            var verdict = Decide(cell, codes).Verdict;
            applies += verdict == Verdict.Applies ? 1 : 0;
            doesNot += verdict == Verdict.DoesNotApply ? 1 : 0;
        }

        return (applies, doesNot);
    }

    /// <summary>The question for a fact, with every answer counted over all cells that are asked about, and over open clauses beside them.</summary>
    public Question Question(int fact, ImmutableArray<OpenCell> open, ImmutableArray<OpenCell> details, int[] codes, (int Applies, int DoesNotApply) settled)
    {
        ImmutableArray<OpenCell> depending = [.. Depending(fact, open)];
        ImmutableArray<OpenCell> also = [.. Depending(fact, details)];
        var counted = ImmutableArray.CreateBuilder<Answer>();
        var trial = codes.ToArray();
        var domain = rules.Facts.Domains[fact];
        foreach (var group in Answers(fact, [.. open, .. details], codes))
        {
            trial[fact] = group[0];
            var (more, less) = (0, 0);
            foreach (var cell in depending)
            {
                var verdict = Decide(cell.Cell, trial).Verdict;
                more += verdict == Verdict.Applies ? 1 : 0;
                less += verdict == Verdict.DoesNotApply ? 1 : 0;
            }

            var clauses = also.Count(cell => Decide(cell.Cell, trial).Verdict != Verdict.Undetermined);
            foreach (var (least, greatest) in Values(domain, group, [.. open, .. details], codes[fact]))
                counted.Add(new Answer(least, greatest, settled.Applies + more, settled.DoesNotApply + less, open.Length - more - less, clauses));
        }

        var answers = counted.OrderBy(a => a.Least is null).ThenBy(a => a.Least is { } v && v.Id is null ? v.Number : 0).ToImmutableArray();
        return new Question(domain.Fact, depending.Length, also.Length, answers.Sum(a => 1000L * (open.Length - a.Undetermined)) / answers.Length, answers);
    }

    /// <summary>The codes that a fact can still have, those together that no open cell tells apart.</summary>
    public ImmutableArray<ImmutableArray<int>> Answers(int fact, ImmutableArray<OpenCell> open, int[] codes)
    {
        var leaves = Leaves(fact, open);
        var domain = rules.Facts.Domains[fact];
        var all = Enumerable.Range(FactCode.First, domain.Codes);
        if (domain.Fact.Type == FactType.Place)
            all = all.Where(code => leaves.All(l => rules.Program.OfFact(l, code) != Truth.Unknown) && Within(code, codes[fact]));
        return
        [
            .. all.GroupBy(code => string.Concat(leaves.Select(l => rules.Program.OfFact(l, code) == Truth.True ? '1' : '0')), StringComparer.Ordinal)
                .Select(g => g.ToImmutableArray()),
        ];
    }

    private bool Within(int place, int known) => known < FactCode.First || place >= known && place <= rules.Facts.Places.Ends[known];

    /// <summary>The leaves of open cells that ask for a fact, each way of asking once.</summary>
    private ImmutableArray<Node> Leaves(int fact, ImmutableArray<OpenCell> open)
    {
        var leaves = new HashSet<Node>();
        foreach (var cell in Depending(fact, open).Select(c => c.Cell with { City = 0 }).Distinct())
        {
            ref readonly var program = ref rules.Program.Tasks[cell.Task];
            var nodes = rules.Program.NodesOf(program);
            var own = NodesOf(cell);
            for (var i = 0; i < program.LeafCount; i++)
            {
                if ((own >> i & 1) != 0 && nodes[i].Kind is (NodeKind.Range or NodeKind.Set or NodeKind.Place) && nodes[i].Fact == fact)
                    leaves.Add(nodes[i] with { Variable = 0, Failing = default, Missing = default });
            }
        }

        return [.. leaves];
    }

    private IEnumerable<OpenCell> Depending(int fact, ImmutableArray<OpenCell> open) => open.Where(cell => DependsOn(cell, fact));

    private bool DependsOn(OpenCell cell, int fact)
    {
        var variables = rules.Program.VariablesOf(rules.Program.Tasks[cell.Cell.Task]);
        for (var rest = cell.Missing; rest != 0; rest &= rest - 1)
        {
            if (variables[BitOperations.TrailingZeroCount(rest)].Fact == fact)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The values that a group of codes stands for: choices one by one, numbers as ranges, places by those that are named. What lies in none of these is
    /// the rest of the place that is known, or of the one city that is asked about; of several cities there is no one value for it.
    /// </summary>
    private IEnumerable<(FactValue? Least, FactValue? Greatest)> Values(FactDomain domain, ImmutableArray<int> group, ImmutableArray<OpenCell> open, int known)
    {
        if (domain.Fact.Type != FactType.Place)
            return domain.Ranges(group).Select(r => ((FactValue?)r.Least, (FactValue?)r.Greatest));
        var inside = Leaves(domain.Index, open).Any(l => rules.Program.OfFact(l, group[0]) == Truth.True);
        var places = rules.Facts.Places;
        var around = known >= FactCode.First ? known
            : asked.Select(c => c.City).Distinct().Take(2).ToArray() is [var only] ? places.Find(rules.Source.Cities[only].Id) : 0;
        var value = inside ? domain.Value(group[0]) : around > 0 && group.Contains(places.Rest(around)) ? domain.Value(places.Rest(around)) : (FactValue?)null;
        return [(value, value)];
    }
}
