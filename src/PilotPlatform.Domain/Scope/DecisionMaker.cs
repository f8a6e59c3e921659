using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Makes the rich decision on one task in one city from the bits of the quick one.</summary>
internal sealed class DecisionMaker(CompiledRuleSet rules, TaskRule rule, ScopeCity city, FactBook facts, CompiledActs acts)
{
    private static readonly Bilingual TextNotCovered = new(
        "规则集尚未收录任务正文中的条件，请核对正文", "The rule set does not hold the conditions inside the text of the task; read the text");

    private readonly TaskProgram program = rules.Program.Tasks[rule.Index];

    private ImmutableArray<Condition> Leaves { get; } = [.. rule.Reach.Leaves(), .. rule.Clauses.SelectMany(c => c.Condition.Leaves())];

    public Decision Make()
    {
        var quick = rules.Quick(rule.Index, rules.CityIndex(city.Id), facts.Codes, acts);
        var reach = rules.Reach(rule, city, acts);
        var missing = MissingOf(quick.Missing);
        return new Decision(
            reach,
            quick.Verdict,
            Bases(quick.BasisMask),
            reach.State == ReachState.DoesNotApply ? [] : [.. rule.Clauses.Select((clause, at) => Clause(clause, at, quick))],
            missing,
            quick.Verdict == Verdict.Undetermined ? [Verdict.Applies, Verdict.DoesNotApply] : [quick.Verdict])
        {
            TextCovered = rule.TextCovered,
            Because = [.. Because(quick).Distinct()],
        };
    }

    private IEnumerable<Citation> Because(QuickDecision quick) => Enumerable.Range(0, Leaves.Length)
        .Where(i => (quick.Deciding >> i & 1) != 0)
        .Select(i => Leaves[i].Words!);

    private ClauseDecision Clause(Clause clause, int at, QuickDecision quick)
    {
        var root = ClauseRoot(at);
        var truth = Settlement.Settle(rules.Program, program, root, quick.Holds, quick.Fails, out var missing);
        var verdict = truth switch { Truth.True => Verdict.Applies, Truth.False => Verdict.DoesNotApply, _ => Verdict.Undetermined };
        return new ClauseDecision(clause, verdict, [], MissingOf(missing));
    }

    /// <summary>The node of a clause: roots are laid out in the order of the clauses, leaves apart from connectives.</summary>
    private int ClauseRoot(int clause)
    {
        var (leaves, connectives) = (rule.Reach.Leaves().Count(), Connectives(rule.Reach));
        for (var i = 0; i < clause; i++)
            (leaves, connectives) = (leaves + rule.Clauses[i].Condition.Leaves().Count(), connectives + Connectives(rule.Clauses[i].Condition));
        var own = Connectives(rule.Clauses[clause].Condition);
        return own == 0 ? leaves : program.LeafCount + connectives + own - 1;
    }

    private static int Connectives(Condition condition) =>
        condition is Condition.AllOf or Condition.AnyOf or Condition.Not ? 1 + condition.Parts.Sum(Connectives) : 0;

    private ImmutableArray<Missing> MissingOf(ulong variables)
    {
        var asked = rules.Program.VariablesOf(program);
        var missing = ImmutableArray.CreateBuilder<Missing>();
        for (var v = 0; v < asked.Length; v++)
        {
            if ((variables >> v & 1) != 0)
                missing.Add(MissingOf(asked[v]));
        }

        return missing.ToImmutable();
    }

    private Missing MissingOf(Variable variable)
    {
        ImmutableArray<Condition> asking = [.. Leaves.Where((_, i) => (variable.Leaves >> i & 1) != 0)];
        ImmutableArray<Citation> words = [.. asking.Select(a => a.Words!).Distinct()];
        if (variable.Fact >= 0)
        {
            var fact = rules.Facts.Domains[variable.Fact].Fact;
            return new Missing(fact.Settler, fact.Question, words) { Fact = fact, NotKnown = facts.Codes[variable.Fact] == FactCode.NotKnown };
        }

        return asking is [Condition.ActRecorded act, ..]
            ? new Missing(act.Settler, act.Question, words) { Act = act }
            : new Missing(Settler.RuleEditor, TextNotCovered, [new Citation(CitedPart.Text, rules.Source.Tasks[rule.Index].Text)]);
    }

    private static ImmutableArray<Basis> Bases(int mask) => [.. Enum.GetValues<Basis>().Where(b => (mask >> (int)b & 1) != 0)];
}
