using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// Looks for facts and acts under which two rules of one task, or two clauses, differ. Facts are completed one after the other in every way that
/// either tells apart, and a branch is left as soon as both are settled alike.
/// </summary>
internal sealed class ComparisonSearch
{
    private readonly ComparedRule before;
    private readonly ComparedRule after;
    private readonly string? clause;
    private readonly ImmutableArray<(string Fact, ImmutableArray<FactValue> Values)> facts;
    private readonly ImmutableArray<(ActKind Kind, bool Shared)> acts;

    private readonly int mostSteps;
    private readonly Action? interrupt;

    public ComparisonSearch(ComparedRule before, ComparedRule after, int mostSteps, Action? interrupt)
    {
        (this.before, this.after, this.mostSteps, this.interrupt) = (before, after, mostSteps, interrupt);
        clause = before.Clause is { } at ? before.Rule.Clauses[at].Id : null;
        var comparable = before.Facts.Union(after.Facts, StringComparer.Ordinal).ToLookup(IsComparable);
        LeftOut = comparable[false].Any();
        facts = [.. comparable[true].Select(f => (f, Values(f)))];
        acts = [.. before.Acts.Union(after.Acts)];
    }

    /// <summary>How many ways of deciding have been tried.</summary>
    public int Steps { get; private set; }

    /// <summary>True if there were more to try.</summary>
    public bool CutOff { get; private set; }

    /// <summary>True if something was left out: a fact of another type, or a value that only one of the two rule sets takes.</summary>
    public bool LeftOut { get; private set; }

    /// <summary>The differences in all cities that both rule sets know; those that neither tells apart are tried once.</summary>
    public IEnumerable<Difference> Differences()
    {
        var tried = new Dictionary<string, ImmutableArray<Difference>>(StringComparer.Ordinal);
        foreach (var city in before.Rules.Source.Cities.Where(c => after.Rules.CityIndex(c.Id) >= 0))
        {
            var kind = $"{before.CityLeaves(city.Id)} {after.CityLeaves(city.Id)}";
            if (!tried.TryGetValue(kind, out var found))
                tried.Add(kind, found = Search(city.Id));
            foreach (var difference in found)
                yield return difference with { Flip = difference.Flip with { City = city.Id } };
        }
    }

    private ImmutableArray<Difference> Search(string city)
    {
        var found = new Dictionary<(Verdict, Verdict, ReachState, ReachState), Difference>();
        for (var set = 0; set < 1 << acts.Length && !CutOff; set++)
        {
            ImmutableArray<(ActKind Kind, bool Shared)> recorded = [.. acts.Where((_, at) => (set >> at & 1) != 0)];
            var codes = (Before: new int[before.Rules.Facts.Domains.Length], After: new int[after.Rules.Facts.Domains.Length]);
            var world = new World(city, recorded, before.Compile(recorded, city), after.Compile(recorded, city));
            Complete(0, codes, world, ImmutableSortedDictionary<string, FactValue>.Empty, found);
        }

        return [.. found.Values];
    }

    private void Complete(
        int at,
        (int[] Before, int[] After) codes,
        World world,
        ImmutableSortedDictionary<string, FactValue> witness,
        Dictionary<(Verdict, Verdict, ReachState, ReachState), Difference> found)
    {
        CutOff |= Steps == mostSteps;
        if (CutOff)
            return;
        Steps++;
        interrupt?.Invoke();
        var (first, second) = (before.Quick(world.City, codes.Before, world.Was), after.Quick(world.City, codes.After, world.Now));
        var settled = first.Verdict != Verdict.Undetermined && second.Verdict != Verdict.Undetermined;
        if (settled || at == facts.Length || first.Reach != second.Reach && witness.IsEmpty)
        {
            Note(first, second, world, witness, found);
            if (settled || at == facts.Length)
                return;
        }

        var (fact, values) = facts[at];
        if (!before.Matters(first, fact) && !after.Matters(second, fact))
        {
            Complete(at + 1, codes, world, witness, found);
            return;
        }

        foreach (var value in values)
        {
            Set(before, codes.Before, fact, value);
            Set(after, codes.After, fact, value);
            Complete(at + 1, codes, world, witness.SetItem(fact, value), found);
        }

        Set(before, codes.Before, fact, FactValue.NotKnown);
        Set(after, codes.After, fact, FactValue.NotKnown);
    }

    /// <summary>Keeps a difference of a kind that has not been found yet; a clause differs only where both scopes reach.</summary>
    private void Note(
        QuickDecision first, QuickDecision second, World world, ImmutableSortedDictionary<string, FactValue> witness,
        Dictionary<(Verdict, Verdict, ReachState, ReachState), Difference> found)
    {
        var differ = clause is null
            ? (first.Verdict, first.Reach) != (second.Verdict, second.Reach)
            : first.Verdict != second.Verdict && first.Reach != ReachState.DoesNotApply && second.Reach != ReachState.DoesNotApply;
        var flip = new Flip(before.Rule.Number, world.City, first.Verdict, second.Verdict, first.Reach, second.Reach) { Clause = clause };
        if (differ)
            found.TryAdd((first.Verdict, second.Verdict, first.Reach, second.Reach), new Difference(flip, witness, world.Recorded));
    }

    /// <summary>The values of a fact that one of the two tells apart, each kind once.</summary>
    private ImmutableArray<FactValue> Values(string fact)
    {
        var all = before.Values(fact).Concat(after.Values(fact)).ToLookup(v => before.Code(fact, v) is not null && after.Code(fact, v) is not null);
        LeftOut |= all[false].Any();
        return
        [
            .. all[true].Select(v => (Value: v, Was: before.Leaves(fact, v), Now: after.Leaves(fact, v)))
                .Where(v => v.Was is not null && v.Now is not null)
                .DistinctBy(v => $"{v.Was} {v.Now}", StringComparer.Ordinal)
                .Select(v => v.Value),
        ];
    }

    private bool IsComparable(string fact) =>
        before.Rules.Facts.Find(fact) is not { } was || after.Rules.Facts.Find(fact) is not { } now || was.Fact.Type == now.Fact.Type;

    private static void Set(ComparedRule rule, int[] codes, string fact, FactValue value)
    {
        if (rule.Rules.Facts.Index(fact) is >= 0 and var index)
            codes[index] = value.Type is null ? FactCode.Absent : rule.Code(fact, value)!.Value;
    }

    /// <summary>A city with the acts that are recorded for it.</summary>
    private sealed record World(string City, ImmutableArray<(ActKind Kind, bool Shared)> Recorded, CompiledActs Was, CompiledActs Now);
}
