using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>What conditions mean rather than how they are written: none that can never hold, none that can never fail.</summary>
internal sealed class RuleSetChecks(CompiledRuleSet rules, TaskRule rule, ImmutableArray<Violation>.Builder violations)
{
    private readonly TaskProgram program = rules.Program.Tasks[rule.Index];
    private NodeCursor cursor = new(rules.Program.Tasks[rule.Index]);

    public static void Check(CompiledRuleSet rules, ImmutableArray<Violation>.Builder violations, bool isNew, Action? interrupt)
    {
        foreach (var rule in rules.Rules.Where(r => r.TextCovered))
        {
            interrupt?.Invoke();
            var checks = new RuleSetChecks(rules, rule, violations);
            if (!isNew || checks.CanBeSettled())
                checks.Check();
        }
    }

    /// <summary>Checks that all completions of what is used more than once can be tried; says the clauses that use it where they cannot.</summary>
    private bool CanBeSettled()
    {
        if (Settlement.Completions(rules.Program, program) <= Settlement.MostCompletions)
            return true;

        var uses = rule.Clauses.SelectMany(c => c.Condition.Leaves().Select(l => (Clause: c.Id, Asks: l.AskedFact ?? (l as Condition.ActRecorded)?.Kind.ToString() ?? ""))).Where(u => u.Asks.Length > 0).ToArray();
        var repeated = uses.CountBy(u => u.Asks, StringComparer.Ordinal).Where(u => u.Value > 1).Select(u => u.Key).ToArray();
        var clauses = uses.Where(u => repeated.Contains(u.Asks, StringComparer.Ordinal)).Select(u => u.Clause).Distinct(StringComparer.Ordinal).ToArray();
        violations.Add(new Violation(
            $"task {rule.Number}, clause{(clauses.Length > 1 ? "s" : "")} {string.Join(", ", clauses)}",
            $"what is used more than once has over {Settlement.MostCompletions} combinations: {string.Join(", ", repeated)}"));
        return false;
    }

    private void Check()
    {
        cursor.Pass(rule.Reach);
        var reached = Reached();
        foreach (var clause in rule.Clauses)
            Check(clause.Condition, $"task {rule.Number}, clause {clause.Id}", "condition", reached, root: true);
    }

    /// <summary>Checks a condition and those in it; true if nothing is wrong.</summary>
    private bool Check(Condition condition, string clause, string field, ImmutableArray<int> reached, bool root)
    {
        var sound = true;
        foreach (var (at, part) in condition.Parts.Index())
            sound &= Check(part, clause, field + Step(condition, at), reached, root: false);
        var node = cursor.Next(condition);
        if (!sound || condition.Parts.IsEmpty && condition is Condition.AllOf)
            return sound;

        var truth = Constant(condition, node, reached);
        if (truth == Truth.Unknown)
            return true;
        violations.Add(new Violation(
            $"{clause}, {field}",
            truth == Truth.True ? "the condition can never fail" : root ? "the condition can never hold, so that the clause is unreachable" : "the condition can never hold"));
        return false;
    }

    /// <summary>The truth value that a node has whatever is known; unknown if it can have both.</summary>
    private Truth Constant(Condition condition, int node, ImmutableArray<int> reached)
    {
        if (condition.AskedFact is not null)
            return OfLeaf(node);
        var cities = condition.Leaves().Any(l => l is Condition.CityIn) ? reached : reached[..1];
        var truths = cities.Select(city => Settle(node, city)).Distinct().ToArray();
        return truths.Length == 1 ? truths[0] : Truth.Unknown;
    }

    private Truth OfLeaf(int node)
    {
        var variable = rules.Program.VariablesOf(program)[rules.Program.NodesOf(program)[node].Variable];
        var (all, any) = (true, false);
        foreach (var made in rules.Program.ClassesOf(variable))
            (all, any) = (all && (made >> node & 1) != 0, any || (made >> node & 1) != 0);
        return all ? Truth.True : any ? Truth.Unknown : Truth.False;
    }

    private Truth Settle(int node, int city)
    {
        rules.Program.Leaves(program, city, rules.Facts.Nothing.Codes, acts: 0, out var holds, out var fails);
        RuleProgram.Fold(program, rules.Program.NodesOf(program), ref holds, ref fails);
        return Settlement.Settle(rules.Program, program, node, holds, fails, out _);
    }

    /// <summary>The cities that the scope names; a task that names none would have been refused.</summary>
    private ImmutableArray<int> Reached() =>
        [.. rule.Reach.Leaves().OfType<Condition.CityIn>().First().Cities.Select(rules.CityIndex)];

    private static string Step(Condition condition, int at) => condition switch
    {
        Condition.AllOf => $".allOf[{at}]",
        Condition.AnyOf => $".anyOf[{at}]",
        _ => ".not",
    };
}
