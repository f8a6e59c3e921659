using System.Collections.Immutable;
using System.Numerics;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// Looks for facts and acts under which two rules of one task differ. Facts are completed one after the other in every way that
/// either rule tells apart, and a branch is left as soon as both rules are settled alike.
/// </summary>
internal sealed class ComparisonSearch
{
    private readonly CompiledRuleSet before;
    private readonly CompiledRuleSet after;
    private readonly TaskRule rule;
    private readonly TaskRule other;
    private readonly ImmutableArray<(string Fact, ImmutableArray<FactValue> Values)> facts;
    private readonly ImmutableArray<(ActKind Kind, bool Shared)> acts;

    private readonly int mostSteps;
    private readonly Action? interrupt;

    public ComparisonSearch(CompiledRuleSet before, CompiledRuleSet after, TaskRule rule, TaskRule other, int mostSteps, Action? interrupt)
    {
        (this.before, this.after, this.rule, this.other, this.mostSteps, this.interrupt) = (before, after, rule, other, mostSteps, interrupt);
        facts =
        [
            .. Asked(before, rule).Concat(Asked(after, other)).Distinct(StringComparer.Ordinal)
                .Where(f => before.Facts.Find(f) is not { } was || after.Facts.Find(f) is not { } now || was.Fact.Type == now.Fact.Type)
                .Select(f => (f, Values(f))),
        ];
        acts = [.. ActRules.Asked(rule).Concat(ActRules.Asked(other)).Select(a => (a.Kind, a.Shared)).Distinct()];
    }

    /// <summary>How many ways of deciding have been tried.</summary>
    public int Steps { get; private set; }

    /// <summary>True if there were more to try.</summary>
    public bool CutOff { get; private set; }

    /// <summary>The differences in all cities that both rule sets know; those that neither rule tells apart are tried once.</summary>
    public IEnumerable<Difference> Differences()
    {
        var tried = new Dictionary<string, ImmutableArray<Difference>>(StringComparer.Ordinal);
        foreach (var city in before.Source.Cities.Where(c => after.CityIndex(c.Id) >= 0))
        {
            var kind = $"{CityLeaves(before, rule, city.Id)} {CityLeaves(after, other, city.Id)}";
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
            var was = Acts(before, rule, recorded, city);
            var now = Acts(after, other, recorded, city);
            var codes = (Before: new int[before.Facts.Domains.Length], After: new int[after.Facts.Domains.Length]);
            Complete(0, codes, was, now, city, recorded, ImmutableSortedDictionary<string, FactValue>.Empty, found);
        }

        return [.. found.Values];
    }

    private void Complete(
        int at,
        (int[] Before, int[] After) codes,
        CompiledActs was,
        CompiledActs now,
        string city,
        ImmutableArray<(ActKind Kind, bool Shared)> recorded,
        ImmutableSortedDictionary<string, FactValue> witness,
        Dictionary<(Verdict, Verdict, ReachState, ReachState), Difference> found)
    {
        CutOff |= Steps == mostSteps;
        if (CutOff)
            return;
        Steps++;
        interrupt?.Invoke();
        var first = before.Quick(rule.Index, before.CityIndex(city), codes.Before, was);
        var second = after.Quick(other.Index, after.CityIndex(city), codes.After, now);
        var settled = first.Verdict != Verdict.Undetermined && second.Verdict != Verdict.Undetermined;
        if (settled || at == facts.Length || first.Reach != second.Reach && witness.IsEmpty)
        {
            var kind = (first.Verdict, second.Verdict, first.Reach, second.Reach);
            if ((first.Verdict, first.Reach) != (second.Verdict, second.Reach) && !found.ContainsKey(kind))
                found.Add(kind, new Difference(new Flip(rule.Number, city, first.Verdict, second.Verdict, first.Reach, second.Reach), witness, recorded));
            if (settled || at == facts.Length)
                return;
        }

        var (fact, values) = facts[at];
        if (!Matters(before, rule, first, fact) && !Matters(after, other, second, fact))
        {
            Complete(at + 1, codes, was, now, city, recorded, witness, found);
            return;
        }

        foreach (var value in values)
        {
            Set(before, codes.Before, fact, value);
            Set(after, codes.After, fact, value);
            Complete(at + 1, codes, was, now, city, recorded, witness.SetItem(fact, value), found);
        }

        Set(before, codes.Before, fact, FactValue.NotKnown);
        Set(after, codes.After, fact, FactValue.NotKnown);
    }

    /// <summary>The values of a fact that one of the rules tells apart, each kind once.</summary>
    private ImmutableArray<FactValue> Values(string fact)
    {
        var (was, now) = (before.Facts.Find(fact), after.Facts.Find(fact));
        var all = Each(was).Concat(Each(now)).Where(v => was?.Code(v, "").IsOk != false && now?.Code(v, "").IsOk != false);
        return
        [
            .. all.Select(v => (Value: v, Kind: Leaves(before, rule, was, v) + Leaves(after, other, now, v)))
                .Where(v => !v.Kind.Contains('?', StringComparison.Ordinal))
                .DistinctBy(v => v.Kind, StringComparer.Ordinal)
                .Select(v => v.Value),
        ];
    }

    private static IEnumerable<FactValue> Each(FactDomain? domain) =>
        domain is null ? [] : Enumerable.Range(FactCode.First, domain.Codes).Select(domain.Value);

    /// <summary>What a value makes of the leaves of a rule.</summary>
    private static string Leaves(CompiledRuleSet rules, TaskRule rule, FactDomain? domain, FactValue value)
    {
        if (domain is null)
            return "";
        ref readonly var program = ref rules.Program.Tasks[rule.Index];
        var made = new System.Text.StringBuilder();
        foreach (var node in rules.Program.NodesOf(program)[..program.LeafCount])
        {
            if (node.Kind is NodeKind.Range or NodeKind.Set or NodeKind.Place && node.Fact == domain.Index)
                made.Append(rules.Program.OfFact(node, domain.Code(value, "").Value) switch { Truth.True => '1', Truth.False => '0', _ => '?' });
        }

        return made.ToString();
    }

    private static bool Matters(CompiledRuleSet rules, TaskRule rule, QuickDecision quick, string fact)
    {
        var variables = rules.Program.VariablesOf(rules.Program.Tasks[rule.Index]);
        var index = rules.Facts.Index(fact);
        for (var rest = quick.Missing; rest != 0; rest &= rest - 1)
        {
            if (variables[BitOperations.TrailingZeroCount(rest)].Fact == index)
                return true;
        }

        return false;
    }

    private static void Set(CompiledRuleSet rules, int[] codes, string fact, FactValue value)
    {
        if (rules.Facts.Find(fact) is { } domain)
            codes[domain.Index] = value.Type is null ? FactCode.Absent : domain.Code(value, fact).Value;
    }

    private static CompiledActs Acts(CompiledRuleSet rules, TaskRule rule, ImmutableArray<(ActKind Kind, bool Shared)> recorded, string city) =>
        rules.Compile(new ActBook([.. recorded.Select(a => (a.Kind, rule.Number, a.Shared ? null : city))], recorded.Length));

    private static IEnumerable<string> Asked(CompiledRuleSet rules, TaskRule rule) =>
        rule.Clauses.SelectMany(c => c.Condition.Leaves()).Select(l => l.AskedFact).OfType<string>();

    private static string CityLeaves(CompiledRuleSet rules, TaskRule rule, string city) => string.Concat(
        rule.Clauses.Select(c => c.Condition).Prepend(rule.Reach).SelectMany(c => c.Leaves()).OfType<Condition.CityIn>().Select(c => c.Cities.Contains(city) ? '1' : '0'));
}
