using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>A task or one clause of it, as one of two rule sets that are compared decides it.</summary>
/// <param name="Rules">The rule set.</param>
/// <param name="Rule">The rule of the task.</param>
/// <param name="Clause">Place of the clause in the rule; null for the verdict on the task.</param>
internal sealed record ComparedRule(CompiledRuleSet Rules, TaskRule Rule, int? Clause)
{
    /// <summary>The facts that are asked for.</summary>
    public IEnumerable<string> Facts => Conditions.SelectMany(c => c.Leaves()).Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The acts that are asked for.</summary>
    public IEnumerable<(ActKind Kind, bool Shared)> Acts => Conditions.SelectMany(c => c.Leaves()).OfType<Condition.ActRecorded>().Select(a => (a.Kind, a.Shared)).Distinct();

    private IEnumerable<Condition> Conditions => (Clause is { } clause ? [Rule.Clauses[clause].Condition] : Rule.Clauses.Select(c => c.Condition)).Prepend(Rule.Reach);

    public QuickDecision Quick(string city, int[] codes, CompiledActs acts) => Clause is { } clause
        ? Rules.Quick(Rule.Index, Rules.CityIndex(city), codes, acts, clause)
        : Rules.Quick(Rule.Index, Rules.CityIndex(city), codes, acts);

    public CompiledActs Compile(ImmutableArray<(ActKind Kind, bool Shared)> recorded, string city) =>
        Rules.Compile(new ActBook([.. recorded.Select(a => (a.Kind, Rule.Number, a.Shared ? null : city))], recorded.Length));

    /// <summary>Which leaves that name cities hold: cities in which these are the same are decided alike.</summary>
    public string CityLeaves(string city) =>
        string.Concat(Conditions.SelectMany(c => c.Leaves()).OfType<Condition.CityIn>().Select(c => c.Cities.Contains(city) ? '1' : '0'));

    /// <summary>The values of a fact that the rule set tells apart, one of each kind.</summary>
    public IEnumerable<FactValue> Values(string fact) =>
        Rules.Facts.Find(fact) is { } domain ? Enumerable.Range(FactCode.First, domain.Codes).Select(domain.Value) : [];

    /// <summary>
    /// The code of a value; that of a value of an enumeration which this rule set does not know stands for one that no condition names. Null if
    /// the fact cannot have the value here.
    /// </summary>
    public int? Code(string fact, FactValue value)
    {
        if (Rules.Facts.Find(fact) is not { } domain)
            return FactCode.Absent;
        var code = domain.Code(value, fact);
        return code.IsOk ? code.Value : value.Type == domain.Fact.Type && value.Type == FactType.Enumeration ? domain.Another : null;
    }

    /// <summary>What a value makes of the leaves that ask for a fact; null if it leaves one open.</summary>
    public string? Leaves(string fact, FactValue value)
    {
        if (Rules.Facts.Find(fact) is not { } domain)
            return "";
        ref readonly var program = ref Rules.Program.Tasks[Rule.Index];
        var nodes = Rules.Program.NodesOf(program);
        var within = Clause is { } clause ? RuleProgram.Below(program, nodes, Rules.Program.RootsOf(program)[clause]) : program.LeafMask;
        var made = new System.Text.StringBuilder();
        for (var i = 0; i < program.LeafCount; i++)
        {
            if ((within >> i & 1) == 0 || nodes[i].Kind is not (NodeKind.Range or NodeKind.Set or NodeKind.Place) || nodes[i].Fact != domain.Index)
                continue;
            var truth = Rules.Program.OfFact(nodes[i], Code(fact, value)!.Value);
            if (truth == Truth.Unknown)
                return null;
            made.Append(truth == Truth.True ? '1' : '0');
        }

        return made.ToString();
    }

    /// <summary>True if an open decision depends on a fact.</summary>
    public bool Matters(QuickDecision quick, string fact)
    {
        var index = Rules.Facts.Index(fact);
        return index >= 0 && Rules.MissingOf(Rule.Index, quick.Missing).Any(m => m.Fact == index);
    }
}
