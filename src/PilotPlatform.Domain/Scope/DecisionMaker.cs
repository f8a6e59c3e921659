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
            reach.State == ReachState.DoesNotApply ? [] : Clauses(quick),
            missing,
            Possible(quick.Verdict, quick, program.Root))
        {
            TextCovered = rule.TextCovered,
            Because = [.. Because(quick).Distinct()],
        };
    }

    private IEnumerable<Citation> Because(QuickDecision quick) => Enumerable.Range(0, Leaves.Length)
        .Where(i => (quick.Deciding >> i & 1) != 0)
        .Select(i => Leaves[i].Words!);

    private ImmutableArray<ClauseDecision> Clauses(QuickDecision quick)
    {
        var cursor = new NodeCursor(program);
        cursor.Pass(rule.Reach);
        var clauses = ImmutableArray.CreateBuilder<ClauseDecision>(rule.Clauses.Length);
        foreach (var clause in rule.Clauses)
        {
            var root = cursor.Pass(clause.Condition);
            var truth = Settlement.Settle(rules.Program, program, root, quick.Holds, quick.Fails, out var missing);
            clauses.Add(new ClauseDecision(clause, CompiledRuleSet.VerdictOf(truth), Bases(rules.BasisMask(rule.Index, root, truth, quick.Holds, quick.Fails, missing)), MissingOf(missing), Possible(CompiledRuleSet.VerdictOf(truth), quick, root)));
        }

        return clauses.ToImmutable();
    }

    private ImmutableArray<Verdict> Possible(Verdict verdict, QuickDecision quick, int root)
    {
        if (verdict != Verdict.Undetermined)
            return [verdict];
        var (canApply, canFail) = Settlement.Possible(rules.Program, program, root, quick.Holds, quick.Fails);
        return [.. new[] { Verdict.Applies, Verdict.DoesNotApply }.Where(v => v == Verdict.Applies ? canApply : canFail)];
    }

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
