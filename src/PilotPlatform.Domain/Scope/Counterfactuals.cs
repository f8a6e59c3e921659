using System.Collections.Immutable;
using System.Numerics;

namespace PilotPlatform.Domain.Scope;

/// <summary>Values of a fact that come to the same: one of a choice, of yes and no or of a place, or a range of numbers.</summary>
public sealed record FactRange(FactValue Least, FactValue Greatest);

/// <summary>One thing to change: a fact to any value of some ranges, or an act to be recorded.</summary>
public sealed record Change
{
    public Fact? Fact { get; init; }

    /// <summary>What is known of the fact today; null if it is absent.</summary>
    public FactValue? From { get; init; }

    /// <summary>The values that would do.</summary>
    public ImmutableArray<FactRange> To { get; init; } = [];

    public Condition.ActRecorded? Act { get; init; }
}

/// <summary>Changes that reach a verdict together, and not without any of them.</summary>
public sealed record ChangeSet(ImmutableArray<Change> Changes);

/// <summary>What would have to change.</summary>
/// <param name="Already">True if the verdict is the wanted one as it is.</param>
/// <param name="Sets">The smallest sets of changes, all of one size; empty if none reaches it, or the search was cut off before one was found.</param>
/// <param name="Elsewhere">Cities of the programme where the verdict is the wanted one without any change.</param>
/// <param name="Now">The verdict as it is.</param>
/// <param name="Exhausted">False if the search was cut off, so that there may be more.</param>
public sealed record CounterfactualAnswer(bool Already, ImmutableArray<ChangeSet> Sets, ImmutableArray<string> Elsewhere, Verdict Now, bool Exhausted);

/// <summary>Finds the smallest changes that reach a verdict, by trying all sets of one size before the next.</summary>
public static class Counterfactuals
{
    private const int MostTries = 500_000;

    /// <summary>The smallest changes that reach a verdict.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="rule">The task.</param>
    /// <param name="city">The city; it need not be of the programme.</param>
    /// <param name="facts">What is known.</param>
    /// <param name="acts">The acts on record.</param>
    /// <param name="wanted">The verdict that is wanted.</param>
    /// <param name="clause">Place of the one clause whose verdict is wanted; null for the task.</param>
    /// <param name="mostSets">How many sets are given at most.</param>
    /// <param name="interrupt">Called between tries; what it throws ends the search.</param>
    public static CounterfactualAnswer Reach(
        CompiledRuleSet rules, TaskRule rule, ScopeCity city, FactBook facts, CompiledActs acts, Verdict wanted, int? clause = null, int mostSets = 32, Action? interrupt = null)
    {
        var decided = new ComparedRule(rules, rule, clause);
        var codes = facts.Codes.ToArray();
        ImmutableArray<string> elsewhere = [.. rules.Source.Cities.Where(c => c.Id != city.Id && decided.Quick(c.Id, codes, acts).Verdict == wanted).Select(c => c.Id)];
        var quick = decided.Quick(city.Id, codes, acts);
        if (quick.Verdict == wanted)
            return new CounterfactualAnswer(Already: true, [], elsewhere, wanted, Exhausted: true);
        if (wanted == Verdict.Undetermined || quick.Reach == ReachState.DoesNotApply)
            return new CounterfactualAnswer(Already: false, [], elsewhere, quick.Verdict, Exhausted: true); // Knowing more never leaves more open, and no act or fact brings a scope to a city that it does not name.
        var search = new CounterfactualSearch(decided, city, facts, acts, wanted, mostSets, MostTries, interrupt);
        for (var size = 1; size <= search.Variables && search.Found.Count == 0 && !search.CutOff; size++)
            search.Try(size);
        return new CounterfactualAnswer(Already: false, [.. search.Found], elsewhere, quick.Verdict, !search.CutOff);
    }
}

/// <summary>Tries the changes of one task.</summary>
internal sealed class CounterfactualSearch
{
    private readonly CompiledRuleSet rules;
    private readonly TaskRule rule;
    private readonly FactBook facts;
    private readonly bool wanted;
    private readonly int mostSets;
    private readonly ulong holds;
    private readonly ulong fails;
    private readonly int root;
    private readonly Action? interrupt;
    private readonly ImmutableArray<(int Variable, ulong Made)> options;
    private readonly Stack<(int Variable, ulong Made)> chosen = [];
    private int tries;

    public CounterfactualSearch(
        ComparedRule decided, ScopeCity city, FactBook facts, CompiledActs acts, Verdict wanted, int mostSets, int mostTries, Action? interrupt)
    {
        (rules, rule, this.facts, this.wanted, this.mostSets, this.interrupt, tries) = (decided.Rules, decided.Rule, facts, wanted == Verdict.Applies, mostSets, interrupt, mostTries);
        ref readonly var program = ref rules.Program.Tasks[rule.Index];
        var index = rules.CityIndex(city.Id);
        rules.Program.Leaves(program, index, facts.Codes, acts.Of(rule.Index, index), out holds, out fails);
        root = decided.Clause is { } clause ? rules.Program.RootsOf(program)[clause] : program.Root;
        options = [.. Options()];
    }

    public List<ChangeSet> Found { get; } = [];

    public bool CutOff { get; private set; }

    /// <summary>How many things there are to change.</summary>
    public int Variables => options.Select(o => o.Variable).Distinct().Count();

    public void Try(int size) => Try(size, 0, holds, fails);

    private void Try(int size, int from, ulong nowHolds, ulong nowFails)
    {
        ref readonly var program = ref rules.Program.Tasks[rule.Index];
        if (size == 0)
        {
            CutOff |= tries-- <= 0 || Found.Count == mostSets;
            if (CutOff)
                return;
            interrupt?.Invoke();
            RuleProgram.Fold(program, rules.Program.NodesOf(program), ref nowHolds, ref nowFails);
            if (Settlement.Settle(rules.Program, program, root, nowHolds, nowFails, out _) == (wanted ? Truth.True : Truth.False))
                Found.Add(new ChangeSet([.. chosen.Reverse().Select(Change)]));
            return;
        }

        for (var at = from; at < options.Length && !CutOff; at++)
        {
            if (chosen.TryPeek(out var last) && last.Variable == options[at].Variable)
                continue;
            var leaves = rules.Program.VariablesOf(program)[options[at].Variable].Leaves;
            chosen.Push(options[at]);
            Try(size - 1, at + 1, nowHolds & ~leaves | options[at].Made, nowFails & ~leaves | leaves & ~options[at].Made);
            chosen.Pop();
        }
    }

    /// <summary>Every class of every variable that is not what it is today; of acts only to be recorded.</summary>
    private IEnumerable<(int Variable, ulong Made)> Options()
    {
        var program = rules.Program.Tasks[rule.Index];
        var below = RuleProgram.Below(program, rules.Program.NodesOf(program), root);
        for (var v = 0; v < program.VariableCount; v++)
        {
            var variable = rules.Program.VariablesOf(program)[v];
            if ((variable.Leaves & below) == 0)
                continue;
            foreach (var made in rules.Program.ClassesOf(variable).ToArray())
            {
                var same = made == (holds & variable.Leaves) && (variable.Leaves & ~made) == (fails & variable.Leaves);
                if (!same && (variable.Fact >= 0 ? !Codes(variable, made).IsEmpty : variable.Act >= 0 && made != 0))
                    yield return (v, made);
            }
        }
    }

    private Change Change((int Variable, ulong Made) option)
    {
        var variable = rules.Program.VariablesOf(rules.Program.Tasks[rule.Index])[option.Variable];
        if (variable.Fact < 0)
            return new Change { Act = ActRules.Asked(rule).First(a => ProgramBuilder.ActBit(a.Kind, a.Shared) == variable.Act) };
        var domain = rules.Facts.Domains[variable.Fact];
        return new Change { Fact = domain.Fact, From = facts.Find(domain.Fact.Id), To = domain.Ranges(Codes(variable, option.Made)) };
    }

    /// <summary>The codes that make of the leaves what a class does; of places the widest.</summary>
    private ImmutableArray<int> Codes(Variable variable, ulong made)
    {
        var program = rules.Program.Tasks[rule.Index];
        var domain = rules.Facts.Domains[variable.Fact];
        var codes = Enumerable.Range(FactCode.First, domain.Codes).Where(code =>
        {
            for (var rest = variable.Leaves; rest != 0; rest &= rest - 1)
            {
                var leaf = BitOperations.TrailingZeroCount(rest);
                if (rules.Program.OfFact(rules.Program.NodesOf(program)[leaf], code) != ((made >> leaf & 1) != 0 ? Truth.True : Truth.False))
                    return false;
            }

            return true;
        });
        return domain.Fact.Type == FactType.Place ? domain.Widest(codes) : [.. codes];
    }
}
